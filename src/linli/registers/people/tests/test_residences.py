"""Registered here, living there: one of a kind at a time, and visibility follows from day to day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from linli.kernel.errors import NotFound
from linli.registers.organisations.models import Post
from linli.registers.people import queries
from linli.registers.people.models import PersonAccount, Residence
from tests.support.cast import TODAY, Cast

SOUTH, NORTH, VILLAGE = "532301100001", "532301100002", "532301101200"
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def move(cast: Cast, place: str, *, on: date = TODAY, who: str = "wang") -> None:
    """Registration and dwelling end, and begin elsewhere."""
    for home in Residence.objects.filter(person=cast.people[who]):
        home.valid = DateRange(date(2000, 1, 1), on)
        home.save()
        Residence.objects.create(
            person=home.person, kind=home.kind, address="新家", valid=DateRange(on, None),
            **cast.places[place].columns(),
        )  # fmt: skip


def sees(cast: Cast, who: str, day: date = TODAY) -> bool:
    try:
        queries.get_person(cast.actor(who), cast.people["wang"].pk, day=day)
    except NotFound:
        return False
    return True


def test_the_file_moves_along_with_the_person(cast: Cast) -> None:
    move(cast, NORTH)
    assert (sees(cast, "clerk"), sees(cast, "stranger")) == (False, True)
    assert (sees(cast, "clerk", YESTERDAY), sees(cast, "stranger", YESTERDAY)) == (True, False)


def test_a_move_that_lies_ahead_opens_nothing_yet(cast: Cast) -> None:
    move(cast, NORTH, on=TOMORROW)
    assert (sees(cast, "clerk"), sees(cast, "stranger")) == (True, False)
    assert (sees(cast, "clerk", TOMORROW), sees(cast, "stranger", TOMORROW)) == (False, True)


def test_who_moves_in_from_nowhere_known_is_seen_by_nobody_but_herself(cast: Cast) -> None:
    Residence.objects.filter(person=cast.people["wang"]).delete()
    assert [who for who in cast.users if sees(cast, who)] == ["wang"]


def test_a_file_is_listed_once_though_she_lives_where_she_is_registered(cast: Cast) -> None:
    wang = cast.people["wang"]
    assert list(queries.visible_to(cast.actor("clerk"), day=TODAY).filter(pk=wang.pk)) == [wang]


def test_a_post_for_a_whole_town_keeps_the_files_of_all_its_communities(cast: Cast) -> None:
    town = cast.places["532301100"].place_id
    Post.objects.filter(appointments__user=cast.users["stranger"]).update(scope=f"town:{town}")
    assert sees(cast, "stranger")
    move(cast, VILLAGE)
    assert not sees(cast, "stranger"), "the village belongs to another town"


def test_two_registrations_at_a_time_are_refused_by_the_database(cast: Cast) -> None:
    for kind in Residence.Kind.values:
        with pytest.raises(IntegrityError), transaction.atomic():
            Residence.objects.create(
                person=cast.people["wang"], kind=kind, address="第二处", valid=DateRange(TODAY, None),
                **cast.places[NORTH].columns(),
            )  # fmt: skip


def test_the_file_knows_the_counties_of_both_homes(cast: Cast) -> None:
    file = queries.read_file(cast.people["wang"], day=TODAY)
    county = cast.places["532301"].place_id
    assert (file.county, file.registered_county) == (county, county)


# Finding a holder (the auditor)


def found(cast: Cast, *places: str, day: date = TODAY) -> bool:
    number = queries.read_file(cast.people["wang"], day=TODAY).id_number
    scopes = [f"{cast.places[code].level}:{cast.places[code].place_id}" for code in places]
    holder = queries.find_in_places(scopes, id_number=number, day=day)
    assert holder in (None, cast.people["wang"])
    return holder is not None


def test_a_holder_is_found_in_the_places_asked_about(cast: Cast) -> None:
    assert found(cast, "532301")
    assert found(cast, SOUTH)
    assert found(cast, VILLAGE, "532301100")
    assert not found(cast, NORTH)
    assert not found(cast, "532301101")


def test_asked_about_no_place_nobody_is_found(cast: Cast) -> None:
    assert not found(cast)


def test_who_moved_away_is_found_where_she_is_now(cast: Cast) -> None:
    move(cast, NORTH)
    assert (found(cast, SOUTH), found(cast, NORTH), found(cast, SOUTH, day=YESTERDAY)) == (False, True, True)


def test_a_number_that_nobody_holds_finds_nobody(cast: Cast) -> None:
    scope = f"county:{cast.places['532301'].place_id}"
    assert queries.find_in_places([scope], id_number="999999190001010000", day=TODAY) is None


# The account


def test_an_account_is_found_until_its_binding_is_revoked(cast: Cast) -> None:
    wang = cast.people["wang"]
    assert queries.get_bound_user_id(wang.pk) == cast.users["wang"].pk
    PersonAccount.objects.filter(person=wang).update(revoked_at="2026-01-01T00:00Z")
    assert queries.get_bound_user_id(wang.pk) is None


def test_an_account_opens_one_file_only(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonAccount.objects.create(user=cast.users["wang"], person=cast.people["chen"], bound_by="test")
