"""Labels in three tiers: what is given, what the tables show of it, and who knows of what is restricted."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.actors import SYSTEM
from linli.kernel.audit.models import AuditEntry
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.registers.documents.models import Document
from linli.registers.people import actions, labels
from linli.registers.people.actions import Need
from linli.registers.people.details import LabelEnded, LabelGiven
from linli.registers.people.models import FileChange, Label, LabelKind, NeedToKnow, Person, RestrictedLabel
from linli.registers.people.refusals import BadDay, EvidenceMissing, LabelUnfit, PurposeMissing, TierChanged
from linli.registers.people.rules import FEWEST, countable, months_after
from linli.registers.people.schemas import LabelRow
from tests.support.cast import NOW, TODAY

from .conftest import Files

LATER = TODAY + timedelta(400)


def give(files: Files, code: str, **more: Any) -> FileChange:
    said = {"person": files.id("wang"), "code": code, "day": TODAY} | more
    return files.carry(LabelGiven.model_validate(said))


def held(files: Files, day: date = TODAY, *, opened: bool = False) -> list[tuple[str, bool, date | None]]:
    found = labels.list_labels([files.id("wang")], day=day, opened=opened).get(files.id("wang"), [])
    return [(label.code, label.sealed, label.until) for label in found]


def test_a_clear_label_holds_as_long_as_its_kind_says(files: Files) -> None:
    give(files, "living-alone")
    assert held(files) == [("living-alone", False, date(2027, 3, 2))]
    assert held(files, LATER) == []
    with pytest.raises(LabelUnfit):
        files.draft(LabelGiven(person=files.id("wang"), code="living-alone", day=TODAY + timedelta(9)))
    give(files, "living-alone", day=date(2027, 3, 2))


def test_a_label_ends_before_its_time_and_not_on_its_first_day(files: Files) -> None:
    give(files, "living-alone", until=LATER)
    label = Label.objects.get()
    with pytest.raises(BadDay):
        files.draft(LabelEnded(person=files.id("wang"), label=label.pk, day=TODAY))
    files.carry(LabelEnded(person=files.id("wang"), label=label.pk, day=TODAY + timedelta(1)))
    assert (held(files), held(files, TODAY + timedelta(1))) == (
        [("living-alone", False, TODAY + timedelta(1))],
        [],
    )
    with pytest.raises(LabelUnfit):
        files.draft(LabelEnded(person=files.id("wang"), label=label.pk, day=LATER))
    with pytest.raises(LabelUnfit):
        files.draft(LabelEnded(person=files.id("chen"), label=label.pk, day=TODAY + timedelta(1)))


def test_what_has_to_be_proved_is_proved(files: Files) -> None:
    with pytest.raises(EvidenceMissing):
        give(files, "low-income")
    paper = Document.objects.create(token="t1", title="低保证", media_type="image/jpeg", size=1, digest=b"x")
    give(files, "low-income", evidence=paper.pk)
    paper.refresh_from_db()
    assert (Label.objects.get().evidence, paper.claimed) == (paper, True)


@pytest.mark.parametrize("code", ["correction", "no-such"])
def test_a_restricted_label_is_not_given_this_way(files: Files, code: str) -> None:
    with pytest.raises(LabelUnfit):
        files.draft(LabelGiven(person=files.id("wang"), code=code, day=TODAY))


def test_a_sealed_label_stands_in_no_table_and_is_found_by_who_asks_for_it(files: Files) -> None:
    give(files, "illness")
    with connection.cursor() as cursor:
        for table in ("person_label", "file_change", "audit_entry", "event_log", "person_provision"):
            cursor.execute(f"SELECT string_agg(t::text, '') FROM {table} AS t")  # noqa: S608
            row = cursor.fetchone()[0] or ""
            assert "illness" not in row
            assert b"illness".hex() not in row
    assert held(files) == [("", True, None)]
    assert held(files, opened=True) == [("illness", True, None)]
    clerk, stranger = files.cast.actor("clerk"), files.cast.actor("stranger")
    assert list(labels.holders_of(clerk, "illness", day=TODAY)) == [files.person("wang")]
    assert not labels.holders_of(stranger, "illness", day=TODAY).exists()
    with pytest.raises(LabelUnfit):
        give(files, "illness")


def test_clear_labels_are_counted_where_one_keeps_the_files(files: Files) -> None:
    give(files, "living-alone")
    give(files, "illness")
    assert labels.count_clear(files.cast.actor("clerk"), day=TODAY) == {"living-alone": 1}
    assert labels.count_clear(files.cast.actor("stranger"), day=TODAY) == {}
    assert [kind.code for kind in labels.list_givable()] == ["living-alone", "low-income", "illness"]


@pytest.mark.parametrize(
    ("who", "sees"),
    [("clerk", True), ("colleague", True), ("inspector", True), ("wang", True), ("stranger", False),
     ("reviewer", False), ("decider", False), ("planner", False), ("auditor", False), ("administrator", False),
     ("administrator-two", False), ("chen", False)],
)  # fmt: skip
def test_labels_are_seen_with_the_file(files: Files, who: str, sees: bool) -> None:
    give(files, "living-alone")
    with acting_as(files.cast.actor(who), day=TODAY):
        assert Label.objects.exists() is sees


# Restricted


def restrict(files: Files, *needs: Need, by: str = "clerk", who: str = "wang", **more: Any) -> int:
    actor = files.cast.actor(by)
    with acting_as(actor, day=TODAY):
        return actions.give_restricted_label(
            actor=actor, now=NOW, person_id=files.id(who), code="correction", day=TODAY, needs=needs,
            purpose="依通知书", **more,
        )  # fmt: skip


def known(files: Files, who: str, person: str = "wang") -> list[str]:
    actor = files.cast.actor(who)
    with acting_as(actor, day=TODAY):
        found = actions.read_restricted(actor=actor, now=NOW, person_id=files.id(person), purpose="走访")
    return [view.code for view in found]


def test_a_restricted_label_is_known_to_whom_it_names_and_to_nobody_else(files: Files) -> None:
    inspector = files.cast.actor("inspector").grants[0]
    restrict(files, Need(role=inspector.role, scope=inspector.scope))
    assert (known(files, "clerk"), known(files, "inspector")) == (["correction"], ["correction"])
    assert known(files, "colleague") == [], "the same duty is not enough"
    assert known(files, "wang") == [], "she does not read it in her own file"
    for who in ("stranger", "reviewer", "decider", "auditor", "administrator", "administrator-two", "chen"):
        with pytest.raises(NotFound):
            known(files, who)
    for who in files.cast.users:
        with acting_as(files.cast.actor(who), day=TODAY):
            assert RestrictedLabel.objects.exists() is (who in ("clerk", "inspector")), who
            assert NeedToKnow.objects.exists() is (who in ("clerk", "inspector")), who


def test_no_table_leads_from_the_label_to_the_person(files: Files) -> None:
    label = restrict(files)
    known(files, "clerk")
    columns = {field.name for field in RestrictedLabel._meta.get_fields()}
    assert not columns & {"person", "person_id", "code"}
    assert not AuditEntry.objects.filter(persons__contains=[files.id("wang")]).exists()
    acts = (
        AuditEntry.objects.filter(object_ref=f"restricted:{label}")
        .order_by("id")
        .values_list("act", flat=True)
    )
    assert list(acts) == ["people.protected_give", "people.protected_look"]
    assert not FileChange.objects.exists()


def test_who_knows_lets_others_know_and_takes_it_back(files: Files) -> None:
    label = restrict(files)
    clerk, colleague = files.cast.actor("clerk"), files.cast.actor("colleague")
    need = Need(user_id=colleague.user_id)
    with acting_as(colleague, day=TODAY), pytest.raises(NotFound):
        actions.grant_need(actor=colleague, now=NOW, label_id=label, needs=[need], purpose="交接")
    with acting_as(clerk, day=TODAY):
        actions.grant_need(actor=clerk, now=NOW, label_id=label, needs=[need], purpose="交接")
    assert known(files, "colleague") == ["correction"]
    tomorrow = NOW + timedelta(days=1)
    with acting_as(clerk, day=TODAY + timedelta(1)):
        actions.revoke_need(actor=clerk, now=tomorrow, label_id=label, need=need, purpose="交接")
    with acting_as(colleague, day=TODAY + timedelta(1)):
        assert (
            actions.read_restricted(actor=colleague, now=tomorrow, person_id=files.id("wang"), purpose="x")
            == []
        )
        assert not RestrictedLabel.objects.exists()


def test_a_restricted_label_ends_and_is_not_given_twice(files: Files) -> None:
    label = restrict(files)
    with pytest.raises(LabelUnfit):
        restrict(files)
    clerk, day = files.cast.actor("clerk"), TODAY + timedelta(30)
    with acting_as(clerk, day=TODAY):
        actions.end_restricted_label(actor=clerk, now=NOW, label_id=label, day=day, purpose="期满")
        later = NOW + timedelta(days=31)
        assert (
            actions.read_restricted(actor=clerk, now=later, person_id=files.id("wang"), purpose="走访") == []
        )


def test_without_a_purpose_nothing_is_read_or_written(files: Files) -> None:
    clerk = files.cast.actor("clerk")
    with pytest.raises(PurposeMissing):
        actions.read_restricted(actor=clerk, now=NOW, person_id=files.id("wang"), purpose=" ")


@pytest.mark.parametrize("who", ["stranger", "reviewer", "auditor", "administrator", "wang"])
def test_who_does_not_keep_the_file_gives_no_label(files: Files, who: str) -> None:
    with pytest.raises(NotFound):
        restrict(files, by=who)


def test_restricted_labels_are_counted_from_five_upward(files: Files) -> None:
    county = files.cast.places["532301"].place_id
    for number in range(FEWEST):
        assert actions.count_restricted(code="correction", county=county, day=TODAY) is None
        person = Person.objects.create(name=f"人{number}", sex="1")
        with acting_as(SYSTEM):
            person.residences.create(
                kind="dwelling",
                address="x",
                valid=("2020-01-01", None),
                **files.cast.places["532301100001"].columns(),
            )
        files.cast.people[person.name] = person
        restrict(files, who=person.name)
    assert actions.count_restricted(code="correction", county=county, day=TODAY) == FEWEST


@given(count=st.integers(0, 1000))
def test_a_count_below_five_is_not_told(count: int) -> None:
    assert countable(count) == (count if count >= FEWEST else None)


@given(day=st.dates(date(1990, 1, 1), date(2090, 1, 1)), months=st.integers(1, 600))
def test_months_after_a_day_is_that_day_of_the_month_or_its_last(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(1)).day == 1


# Which labels there are


def row(code: str, tier: str = "clear", title: str = "标签") -> LabelRow:
    return LabelRow.model_validate({"code": code, "title": title, "tier": tier, "months": "", "evidence": ""})


def replace(*rows: LabelRow) -> bool:
    return actions.replace_label_kinds(rows=rows, source="pack:x/labels", actor=SYSTEM, now=NOW)


@pytest.mark.django_db
def test_what_a_pack_lists_no_more_is_given_no_more() -> None:
    assert replace(row("one"), row("two", "sealed"))
    assert not replace(row("one"), row("two", "sealed"))
    assert replace(row("two", "sealed", "第二"))
    assert dict(LabelKind.objects.values_list("code", "retired")) == {"one": True, "two": False}
    assert LabelKind.objects.get(code="two").title == "第二"
    assert replace(row("one"), row("two", "sealed", "第二"))
    assert not LabelKind.objects.get(code="one").retired


@pytest.mark.django_db
def test_what_is_protected_stays_protected_in_that_way() -> None:
    replace(row("one", "sealed"))
    with pytest.raises(TierChanged):
        replace(row("one", "clear"))
