"""Lists that leave: asked for, approved by somebody else, made as who asked, fetched once, traced by digest or mark."""

import csv
import io
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from linli.kernel.audit.models import AuditEntry
from linli.kernel.errors import Faults, NotFound
from linli.kernel.guard import acting_as
from linli.registers.organisations.models import Appointment
from linli.registers.people.models import Person, Residence
from linli.rooms.sharing.actions import agreeing, exporting, making
from linli.rooms.sharing.models import Export, ExportFile, Use
from linli.rooms.sharing.queries import exports
from linli.rooms.sharing.queries.covered import Wanted
from linli.rooms.sharing.queries.opening import NotInForce
from linli.rooms.sharing.rules import find_marks, inert, needs_second
from tests.support.cast import ALWAYS, NOW, TODAY

from .conftest import BEIHU, NANSHAN, Sharing

pytestmark = pytest.mark.django_db
WHY = "季度核对"


def ask(sharing: Sharing, number: str, *, who: str = "recipient", **more: Any) -> Export:
    given = {"wanted": Wanted(), "format": "csv", "reason": WHY} | more
    return exporting.ask_shared(actor=sharing.actor(who), now=NOW, number=number, **given)


def ask_kept(sharing: Sharing, *, who: str = "clerk", **more: Any) -> Export:
    given = {"fields": ("name", "age"), "wanted": Wanted(), "format": "csv", "reason": WHY} | more
    return exporting.ask_kept(actor=sharing.actor(who), now=NOW, **given)


def decide(sharing: Sharing, export: Export, *, by: str = "decider", verb: Any = exporting.approve) -> Export:
    found: Export = verb(actor=sharing.actor(by), now=NOW, export_id=export.pk, reason="数量合理")
    return found


def fetch(sharing: Sharing, export: Export, *, who: str = "recipient", hours: int = 0) -> bytes:
    actor = sharing.actor(who)
    with acting_as(actor, day=TODAY):
        return exporting.fetch(actor=actor, now=NOW + timedelta(hours=hours), export_id=export.pk)[1]


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def settle(people: int, sharing: Sharing, code: str = NANSHAN) -> None:
    place = sharing.cast.places[code].columns()
    for number in range(people):
        person = Person.objects.create(name=f"居民{number}", sex="1", birth_date=date(1980, 1, 1))
        Residence.objects.create(person=person, kind="dwelling", address="x", valid=ALWAYS, **place)


def test_a_short_list_of_clear_fields_needs_nobody_else(sharing: Sharing) -> None:
    export = ask(sharing, sharing.agree(fields=("name", "sex")).number)
    assert (export.second, export.state) == (False, "approved")
    assert making.make_next(now=NOW)
    assert not making.make_next(now=NOW)
    line, titles, *rows, last = rows_of(fetch(sharing, export))
    assert titles[:2] == ["姓名", "性别"]
    assert [row[0] for row in rows] == ["王桂兰", "陈有福"]
    mark = exports.mark_for(export.pk)
    assert line == last
    assert all(text in line[0] for text in ("GX-2026-0001", "赵岚", "楚雄市医疗保障局", "2026年3月2日", mark))
    assert all(mark in row[-1] and "GX-2026-0001" in row[-1] for row in rows)


@pytest.mark.parametrize(
    ("rows", "tiers", "needed"),
    [(50, {"clear"}, False), (51, {"clear"}, True), (1, {"clear", "sealed"}, True), (0, set(), False)],
)
def test_many_rows_or_sealed_fields_need_a_second_person(rows: int, tiers: set[str], needed: bool) -> None:
    assert needs_second(rows=rows, tiers=tiers) is needed


def test_a_list_chosen_by_a_sealed_label_needs_a_second_person(sharing: Sharing) -> None:
    assert ask_kept(sharing, wanted=Wanted(label="chronic-illness")).second
    assert not ask_kept(sharing, wanted=Wanted(label="old-age")).second
    assert ask_kept(sharing, fields=("name", "phone")).second
    settle(49, sharing)
    assert ask_kept(sharing).second
    settled = sharing.agree(fields=("name", "label:chronic-illness"), places=(BEIHU,)).number
    assert ask(sharing, settled).second


def test_a_bulk_export_waits_for_somebody_with_another_post(sharing: Sharing) -> None:
    export = ask_kept(sharing, fields=("name", "phone"))
    assert not making.make_next(now=NOW)
    for by in ("clerk", "colleague", "stranger", "reviewer", "auditor", "recipient", "wang"):
        with pytest.raises(NotFound):
            decide(sharing, export, by=by)
    decide(sharing, export, by="inspector")
    assert making.make_next(now=NOW)
    with pytest.raises(exporting.StepTaken):
        decide(sharing, export)
    assert [row[0] for row in rows_of(fetch(sharing, export, who="clerk"))[2:-1]] == ["王桂兰", "陈有福"]


def test_who_asked_does_not_approve_and_neither_does_her_post(sharing: Sharing) -> None:
    export = ask_kept(sharing, who="inspector", fields=("phone",))
    with pytest.raises(exporting.OwnRequest):
        decide(sharing, export, by="inspector")
    post = Appointment.objects.get(user=sharing.cast.users["inspector"]).post
    Appointment.objects.create(user=sharing.cast.users["colleague"], post=post, valid=ALWAYS)
    with pytest.raises(exporting.SamePost):
        decide(sharing, export, by="colleague")
    decide(sharing, export, by="decider")


def test_the_department_does_not_approve_its_own_export(sharing: Sharing) -> None:
    export = ask(sharing, sharing.agree(fields=("name", "phone")).number)
    with pytest.raises(NotFound):
        decide(sharing, export, by="recipient")
    decide(sharing, export, verb=exporting.refuse)
    assert not making.make_next(now=NOW)
    with pytest.raises(exporting.Gone):
        fetch(sharing, export)


def test_the_file_is_fetched_once_by_who_asked_within_72_hours(sharing: Sharing) -> None:
    number = sharing.agree(fields=("name",)).number
    first, second, third = ask(sharing, number), ask(sharing, number), ask(sharing, number)
    while making.make_next(now=NOW):
        pass
    for who in ("recipient-next", "decider", "clerk", "auditor"):
        with pytest.raises(NotFound):
            fetch(sharing, first, who=who)
    fetch(sharing, first, hours=72)
    with pytest.raises(exporting.Gone):
        fetch(sharing, first)
    with pytest.raises(exporting.Gone):
        fetch(sharing, second, hours=73)
    assert making.drop_old(now=NOW + timedelta(hours=73)) == 2
    assert not ExportFile.objects.exists()
    third.refresh_from_db()
    assert third.state == "dropped"


def test_the_file_is_sealed_at_rest_and_shown_to_nobody_else_by_the_database(sharing: Sharing) -> None:
    ask(sharing, sharing.agree(fields=("name",)).number)
    making.make_next(now=NOW)
    kept = bytes(ExportFile.objects.get().sealed)
    assert "王桂兰".encode() not in kept
    for who, count in {"recipient": 1, "decider": 0, "recipient-next": 0, "administrator": 0}.items():
        with acting_as(sharing.actor(who), day=TODAY):
            assert ExportFile.objects.count() == count


def test_nothing_is_made_or_fetched_once_the_agreement_or_the_post_has_ended(sharing: Sharing) -> None:
    number = sharing.agree(fields=("name",)).number
    made, late, gone = ask(sharing, number), ask(sharing, number), ask_kept(sharing)
    making.make_next(now=NOW)
    agreeing.suspend(actor=sharing.actor("decider"), now=NOW, number=number, revision=1, reason="核实线索")
    Appointment.objects.filter(user=sharing.cast.users["clerk"]).delete()
    while making.make_next(now=NOW):
        pass
    for export in (made, late, gone):
        export.refresh_from_db()
    assert [export.state for export in (made, late, gone)] == ["made", "failed", "failed"]
    with pytest.raises(NotInForce):
        fetch(sharing, made)
    with pytest.raises(exporting.Gone):
        fetch(sharing, gone, who="clerk")
    assert ExportFile.objects.count() == 1


def test_the_audit_log_names_every_person_and_the_digest_of_the_file(
    sharing: Sharing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "NAMED_AT_ONCE", 1)
    export = ask(sharing, sharing.agree(fields=("name",), label="old-age").number)
    other = ask_kept(sharing)
    while making.make_next(now=NOW):
        pass
    data = fetch(sharing, export)
    looks = AuditEntry.objects.filter(act="share.export_made").order_by("id")
    entry = looks.get(object_ref=f"export:{export.pk}")
    assert sha256(data).hexdigest() in entry.purpose
    assert entry.purpose.startswith("GX-2026-0001 季度核对")
    assert (entry.fields, entry.kind) == (["name", "label:old-age"], "look")
    assert entry.actor_user_id == sharing.actor("recipient").user_id
    named = looks.filter(object_ref=f"export:{other.pk}").values_list("persons", flat=True)
    assert [len(persons) for persons in named] == [1, 1]
    assert AuditEntry.objects.filter(act="share.export_fetched", object_ref=f"export:{export.pk}").exists()
    assert Use.objects.get().way == "export"


def test_staff_export_only_files_that_they_keep(sharing: Sharing) -> None:
    settle(2, sharing, BEIHU)
    export = ask_kept(sharing, who="stranger")
    making.make_next(now=NOW)
    assert [row[0] for row in rows_of(fetch(sharing, export, who="stranger"))[2:-1]] == ["居民0", "居民1"]
    for who in ("recipient", "decider", "planner", "auditor", "administrator", "wang"):
        with pytest.raises(NotFound):
            ask_kept(sharing, who=who)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"fields": ()}, "fields"),
        ({"fields": ("label:child-protection",)}, "fields"),
        ({"fields": ("id_number_sealed",)}, "fields"),
        ({"wanted": Wanted(label="child-protection")}, "label"),
        ({"reason": "  "}, "reason"),
        ({"format": "pdf"}, "format"),
    ],
)
def test_an_export_says_what_of_whom_and_why(sharing: Sharing, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Faults) as refusal:
        ask_kept(sharing, **changes)
    assert set(refusal.value.faults) == {field}


def test_more_than_the_most_rows_is_no_list(sharing: Sharing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST", 1)
    with pytest.raises(exporting.TooMany):
        ask_kept(sharing)


def test_a_workbook_holds_texts_only_and_says_on_each_page_where_it_is_from(sharing: Sharing) -> None:
    Person.objects.filter(name="王桂兰").update(name='=HYPERLINK("http://x";"y")')
    export = ask_kept(sharing, fields=("name", "id_number"), format="xlsx")
    decide(sharing, export)
    making.make_next(now=NOW)
    data = fetch(sharing, export, who="clerk")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert sheet[2][0] == '\'=HYPERLINK("http://x";"y")'
    assert len(str(sheet[3][1])) == 18
    from zipfile import ZipFile  # noqa: PLC0415

    page = ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    mark = exports.mark_for(export.pk)
    assert "<f>" not in page
    assert page.count(mark) == 2  # header and footer; cells stand among the shared texts
    assert "&amp;P / &amp;N" in page


def test_a_leaked_file_is_traced_by_digest_or_by_any_row_left(sharing: Sharing) -> None:
    number = sharing.agree(fields=("name",)).number
    export, other = ask(sharing, number), ask(sharing, number)
    while making.make_next(now=NOW):
        pass
    data, more = fetch(sharing, export), fetch(sharing, other)
    assert [(one.export.pk, one.whole) for one in exports.trace(data, iter(()))] == [(export.pk, True)]
    row = data.decode().splitlines()[3]
    assert [(one.export.pk, one.whole) for one in exports.trace(b"x", iter([row]))] == [(export.pk, False)]
    both = [data.decode(), more.decode()]
    assert [one.export.pk for one in exports.trace(b"x", iter(both))] == [export.pk, other.pk]
    forged = exports.mark_for(export.pk)[:-1] + "Z"
    invented = f"LL{other.pk}-000000000000"
    assert exports.trace(b"x", iter([forged, invented, "LL99999-AAAAAAAAAAAA"])) == []


@given(st.text(max_size=12))
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    made = inert(text)
    assert not made.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert made.endswith(text)


def test_marks_are_found_in_any_text() -> None:
    assert find_marks("x LL17-00AB11CD22EF, LL17-00AB11CD22EF; ll1-x") == {(17, "LL17-00AB11CD22EF")}
