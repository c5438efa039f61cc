"""A whole file: what the page of a person can show, to whom, in how many statements."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from linli.kernel.audit.actions import record
from linli.kernel.crypto import seal
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.registers.people import bulk, queries
from linli.registers.people import files as whole
from linli.registers.people.details import Correction, LabelGiven, Marriage, MoveIn, PersonMerge
from linli.registers.people.models import IdentityDocument, Person, Provision, Residence
from linli.registers.people.sealing import CONTEXT_DOCUMENT, digest_document
from tests.support.cast import NOW, TODAY

from .conftest import SINCE, Files


@pytest.fixture
def full(files: Files) -> Files:
    """王桂兰 married, labelled, with a passport, living where she is not registered."""
    wang = files.id("wang")
    files.carry(Marriage(first=wang, second=files.id("chen"), day=date(2020, 5, 1)))
    files.carry(LabelGiven(person=wang, code="living-alone", day=TODAY))
    files.carry(LabelGiven(person=wang, code="illness", day=TODAY))
    number = seal("E12345678", context=CONTEXT_DOCUMENT)
    digest = digest_document("passport", "CHN", "E12345678")
    IdentityDocument.objects.create(
        person_id=wang, kind="passport", number_sealed=number, number_digest=digest
    )
    Residence.objects.filter(person=wang, kind="dwelling").update(
        community=files.cast.places["532301100002"].place_id, address="北湖路9号"
    )
    return files


def read(full: Files, who: str) -> whole.WholeFile:
    actor = full.cast.actor(who)
    with acting_as(actor, day=TODAY):
        return whole.read_whole(actor, full.id("wang"), day=TODAY)


def test_a_whole_file_says_everything_once(full: Files) -> None:
    file = read(full, "clerk")
    assert file.lives_elsewhere
    assert {(home.kind, home.address) for home in file.homes} == {
        ("registered", "532301100001号院1号楼2单元301"), ("dwelling", "北湖路9号"),
    }  # fmt: skip
    assert [(kin.name, kin.kind) for kin in file.kin] == [("陈有福", "spouse")]
    assert [(paper.kind, paper.masked) for paper in file.documents] == [("passport", "E*****678")]
    assert [(label.title, label.sealed) for label in file.labels] == [("living-alone", False), ("", True)]
    assert [household.number for household, _members in file.households] == ["H-wang"]
    assert file.sources["marital"].source == "counter"


@pytest.mark.parametrize("who", ["clerk", "stranger", "wang"])
def test_a_page_of_a_person_asks_few_questions(full: Files, who: str) -> None:
    actor = full.cast.actor(who)
    with acting_as(actor, day=TODAY), CaptureQueriesContext(connection) as asked:
        whole.read_whole(actor, full.id("wang"), day=TODAY)
    statements = [query["sql"] for query in asked.captured_queries if "set_config" not in query["sql"]]
    assert len(statements) <= 13


@pytest.mark.parametrize(
    "who", ["chen", "reviewer", "decider", "planner", "auditor", "administrator", "administrator-two"]
)
def test_a_whole_file_is_nobody_elses(full: Files, who: str) -> None:
    with pytest.raises(NotFound):
        read(full, who)


def test_the_latest_who_provided_a_field_speaks_for_it(full: Files) -> None:
    wang = full.id("wang")
    Provision.objects.create(
        person_id=wang, fields=["name", "phone"], source="import", reference="import:1", at=NOW - timedelta(9)
    )
    full.carry(Correction(person=wang, fields={"phone": "13800007777"}))
    sources = whole.list_sources(wang)
    assert (sources["name"].reference, sources["phone"].source) == ("import:1", "counter")


def test_who_used_the_file_is_listed_by_office_and_purpose(full: Files) -> None:
    clerk, wang = full.cast.actor("clerk"), full.id("wang")
    for purpose in ("走访", "走访", "申请"):
        record(actor=clerk, now=NOW, kind="look", act="people.look", persons=[wang], purpose=purpose)
    record(
        actor=clerk, now=NOW, kind="look", act="people.protected_look", object_ref="restricted:1", purpose="x"
    )
    used = {(use.office, use.purpose) for use in whole.list_reuses(wang)}
    assert used == {(clerk.office, "走访"), (clerk.office, "申请")}


def test_what_was_merged_is_named_with_the_file(full: Files) -> None:
    other = Person.objects.create(name="王桂兰", sex="2")
    place = full.cast.places["532301100001"].columns()
    Residence.objects.create(
        person=other, kind="dwelling", address="x", valid=DateRange(SINCE, None), **place
    )
    full.carry(PersonMerge(survivor=full.id("wang"), other=other.pk))
    assert whole.ids_of(full.id("wang")) == [full.id("wang"), other.pk]


def test_a_move_is_seen_in_the_list_of_homes(files: Files) -> None:
    place = files.cast.places["532301100001"].place_id
    files.carry(
        MoveIn(persons=(files.id("wang"),), home="dwelling", place=place, address="新街8号", day=TODAY)
    )
    homes = [
        (home.address, home.until) for home in whole.list_homes(files.id("wang")) if home.kind == "dwelling"
    ]
    assert homes == [("新街8号", None), ("532301100001号院1号楼2单元301", TODAY)]


# Rows for bulk writing


@pytest.mark.parametrize(
    "row",
    [
        bulk.PersonRow(name="甲", sex="1"),
        bulk.PersonRow(
            name="乙", sex="2", birth_date=date(1990, 1, 1), id_number="11010519491231002X", phone="13800001111",
            ethnicity="02", nationality="CHN", marital="20",
        ),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_a_row_written_in_bulk_reads_as_it_was_given(row: bulk.PersonRow) -> None:
    values: dict[str, Any] = dict(zip(bulk.PERSON_COLUMNS, bulk.person_values(987_654, row), strict=True))
    file = queries.read_file(Person.objects.create(**values), day=TODAY)
    assert (file.person_id, file.name, file.id_number, file.phone) == (
        987_654,
        row.name,
        row.id_number,
        row.phone,
    )
    person = Person.objects.get(pk=987_654)
    assert (person.ethnicity, person.marital, person.id_number_kind, person.synthetic) == (
        row.ethnicity, row.marital, "citizen" if row.id_number else "", False,
    )  # fmt: skip


def test_a_row_knows_which_fields_it_provides() -> None:
    row = bulk.PersonRow(name="乙", sex="2", phone="13800001111")
    assert row.fields() == ["name", "nationality", "phone", "sex"]
    provided = bulk.provision_values(
        [(5, ["name"])], source=Provision.Source.IMPORT, reference="import:1", office="站", at=NOW
    )
    assert list(provided) == [(5, ["name"], "import", "import:1", "站", NOW)]
