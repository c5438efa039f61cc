"""Whose file is visible to whom: own place and duty, oneself, nobody else."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from linli.kernel.errors import NotFound
from linli.registers.people import queries
from linli.registers.people.models import Residence
from tests.support.cast import TODAY, Cast


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("clerk", True),
        ("colleague", True),
        ("inspector", True),
        ("stranger", False),
        ("reviewer", False),
        ("decider", False),
        ("planner", False),
        ("auditor", False),
        ("administrator", False),
        ("wang", True),
        ("chen", False),
    ],
)
def test_a_file_is_visible_by_place_and_duty_only(cast: Cast, who: str, sees: bool) -> None:
    person = cast.people["wang"]
    if sees:
        assert queries.get_person(cast.actor(who), person.pk, day=TODAY) == person
    else:
        with pytest.raises(NotFound):
            queries.get_person(cast.actor(who), person.pk, day=TODAY)


def test_a_file_is_visible_where_she_lives_and_where_she_is_registered(cast: Cast) -> None:
    person = cast.people["wang"]
    dwelling = Residence.objects.get(person=person, kind=Residence.Kind.DWELLING)
    dwelling.valid = DateRange(date(2000, 1, 1), TODAY)
    dwelling.save()
    Residence.objects.create(
        person=person,
        kind=Residence.Kind.DWELLING,
        address="北湖路9号",
        valid=DateRange(TODAY, None),
        **cast.places["532301100002"].columns(),
    )
    for who in ("clerk", "stranger"):
        assert queries.get_person(cast.actor(who), person.pk, day=TODAY)
    file = queries.read_file(person, day=TODAY)
    assert file.address == "北湖路9号"
    assert file.registered_community == cast.places["532301100001"].place_id


def test_reading_a_file_opens_its_numbers(cast: Cast) -> None:
    file = queries.read_file(cast.people["wang"], day=TODAY)
    assert file.phone == "13800001111"
    assert file.id_number.startswith("99999919420105")
    assert file.age == 84


def test_someone_born_on_29_february_turns_older_on_1_march() -> None:
    born = date(1944, 2, 29)
    assert queries.age_on(born, date(2025, 2, 28)) == 80
    assert queries.age_on(born, date(2025, 3, 1)) == 81
    assert queries.age_on(born, date(2024, 2, 29)) == 80
