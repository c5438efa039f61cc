"""What the night does: files that look alike are flagged, keys that do not fit are written anew."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from linli.registers.people.jobs import LOOKED_BACK, ROUND, flag_changed, mend_keys
from linli.registers.people.models import DuplicatePair, Person, PersonKey, Residence
from linli.registers.people.search import refresh_keys
from tests.support.cast import ALWAYS, NOW, TODAY, Cast

pytestmark = pytest.mark.django_db


def twin(cast: Cast) -> Person:
    wang = cast.people["wang"]
    made = Person.objects.create(name=wang.name, sex="2", birth_date=wang.birth_date)
    place = cast.places["532301100001"].columns()
    Residence.objects.create(person=made, kind="dwelling", address="x", valid=ALWAYS, **place)
    return made


def test_files_made_lately_are_compared_with_all_others_and_a_second_night_finds_nothing_new(
    cast: Cast,
) -> None:
    made = twin(cast)
    Person.objects.exclude(pk=made.pk).update(created_at=NOW - timedelta(99), updated_at=NOW - timedelta(99))
    Person.objects.filter(pk=made.pk).update(created_at=NOW, updated_at=NOW)
    assert (flag_changed(NOW), flag_changed(NOW)) == (1, 0)
    assert DuplicatePair.objects.get().second_id == made.pk


def test_files_that_nobody_touched_are_not_compared_again(cast: Cast) -> None:
    twin(cast)
    long_ago = NOW - LOOKED_BACK - timedelta(1)
    Person.objects.update(created_at=long_ago, updated_at=long_ago)
    assert flag_changed(NOW) == 0


def test_a_home_that_ended_meanwhile_is_no_place_to_be_found_at(cast: Cast) -> None:
    wang = cast.people["wang"]
    elsewhere = cast.places["532301100002"].columns()
    Person.objects.update(updated_at=NOW - timedelta(99))
    Residence.objects.filter(person=wang, kind="registered").delete()
    Residence.objects.create(
        person=wang, kind="registered", address="北湖路9号", valid=DateRange(None, TODAY), **elsewhere
    )
    refresh_keys([wang.pk], day=TODAY - timedelta(1))
    there = PersonKey.objects.filter(person=wang, community=elsewhere["community"])
    assert there.exists()
    assert mend_keys(NOW) == 1
    assert not there.exists()


def test_every_file_has_its_turn_within_a_month(cast: Cast) -> None:
    Person.objects.update(updated_at=NOW - timedelta(999))
    Residence.objects.update(valid=ALWAYS)
    PersonKey.objects.all().delete()
    nights = [mend_keys(NOW + timedelta(night)) for night in range(ROUND)]
    assert sum(nights) == Person.objects.count()
    assert mend_keys(NOW + timedelta(ROUND)) == 0
