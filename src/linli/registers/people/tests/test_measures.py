"""What counts of files: who lives here and lives, once; and whether the file says what it should."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from linli.insight.actions import compile_measures, refresh
from linli.insight.queries import list_rows, read_values
from linli.registers.people.models import IdentityDocument, Person, Residence
from tests.support.cast import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db
CODES = ("persons_with_file", "complete_files")
SINCE = date(2020, 1, 1)


@pytest.fixture
def counting(cast: Cast) -> Cast:
    compile_measures(now=NOW)
    Residence.objects.all().delete()
    return cast


def settled(cast: Cast, *, kind: str = "dwelling", valid: DateRange | None = None, **file: object) -> Person:
    """Somebody who lives in 南山社区, with nothing in the file but a name and what is given."""
    person = Person.objects.create(name="测试", **file)
    Residence.objects.create(
        person=person, kind=kind, address="花园路1号", valid=valid or DateRange(SINCE, None),
        **cast.places["532301100001"].columns(),
    )  # fmt: skip
    return person


def counts(cast: Cast) -> tuple[int, int]:
    place = cast.places["532301100001"]
    assert place.county is not None
    refresh(measures=CODES, community=place.place_id, day=TODAY, now=NOW)
    values = read_values(county=place.county, day=TODAY, measures=CODES)
    with_file, complete = (values[code].get(place.place_id, 0) for code in CODES)
    return with_file, complete


def test_who_lives_here_counts_and_who_is_only_registered_here_does_not(counting: Cast) -> None:
    settled(counting)
    settled(counting, kind="registered")
    assert counts(counting) == (1, 0)


def test_who_left_or_died_or_was_merged_does_not_count(counting: Cast) -> None:
    kept = settled(counting)
    settled(counting, valid=DateRange(SINCE, TODAY))
    settled(counting, deceased_on=TODAY)
    settled(counting, merged_into=kept)
    assert counts(counting) == (1, 0)


def test_a_file_is_complete_with_a_number_or_a_document(counting: Cast) -> None:
    known = {"sex": "2", "birth_date": date(1950, 1, 1)}
    settled(counting, **known)
    settled(counting, **known, id_number_kind="citizen")
    traveller = settled(counting, **known)
    for digest in (b"a" * 16, b"b" * 16):
        IdentityDocument.objects.create(
            person=traveller, kind="passport", number_sealed=b"x", number_digest=digest
        )
    assert counts(counting) == (3, 2)


@pytest.mark.parametrize("unknown", [{"sex": "9"}, {"birth_date": None}])
def test_a_file_without_sex_or_birth_date_is_not_complete(counting: Cast, unknown: dict[str, object]) -> None:
    known = {"sex": "2", "birth_date": date(1950, 1, 1), "id_number_kind": "citizen"}
    settled(counting, **known | unknown)
    assert counts(counting) == (1, 0)


def test_the_rows_behind_the_number_name_nobody(counting: Cast) -> None:
    person = settled(counting)
    place = counting.places["532301100001"].place_id
    rows = list_rows(measure="persons_with_file", day=TODAY, communities=[place])
    assert [(row.row, row.label, row.detail, row.since) for row in rows] == [
        (person.pk, str(person.pk), "", SINCE)
    ]
