"""Terms: pure rules drawn at random, against what the night writes; records that end without their file, by two."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.actors import SYSTEM
from linli.kernel.crypto import unseal_text
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.registers.people.actions import apply_change, check_change, draft_change
from linli.registers.people.details import Deletion as PartDeletion
from linli.registers.people.details import LabelGiven
from linli.registers.people.models import FileChange, Label, LabelKind, Person, PersonImport, Residence
from linli.registers.people.rules import months_after
from linli.registers.people.sealing import CONTEXT_DETAILS
from linli.registers.retention import actions, queries
from linli.registers.retention.models import Deletion, Due, Ripe, Run
from linli.registers.retention.refusals import AskedAlready, NeedsAnother, NotDue
from linli.registers.retention.rules import AHEAD, EVENTS, lapse_of
from linli.registers.retention.schemas import TermRow
from tests.support.cast import NOW, TODAY, Cast, make_cast

pytestmark = pytest.mark.django_db
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
MONTHS = st.dictionaries(st.sampled_from(["death", "moved-away"]), st.integers(0, 1200))


@given(died=st.none() | DAYS, left=st.none() | DAYS, months=MONTHS)
def test_a_file_ends_by_the_event_that_came_and_by_no_other_term(
    died: date | None, left: date | None, months: dict[str, int]
) -> None:
    lapse = lapse_of(died=died, left=left, months=months)
    event, day = ("death", died) if died else ("moved-away", left)
    if day is None or event not in months:
        assert lapse is None
    else:
        assert lapse is not None
        assert (lapse.event, lapse.due_on) == (event, months_after(day, months[event]))
        assert lapse.due_on >= day


@given(day=DAYS, months=st.integers(0, 1200))
def test_the_night_and_the_page_count_months_alike(day: date, months: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT (%s::date + make_interval(months => %s))::date", [day, months])
        assert cursor.fetchone() == (months_after(day, months),)


@pytest.mark.parametrize(
    ("kind", "event"), [(kind, one) for kind, several in EVENTS.items() for one in several]
)
def test_every_event_belongs_to_its_kind(kind: str, event: str) -> None:
    TermRow.model_validate({"kind": kind, "event": event, "standing": "proposal", "basis": "某办法"})
    for other in {one for several in EVENTS.values() for one in several} - set(EVENTS[kind]):
        with pytest.raises(ValueError, match="event"):
            TermRow.model_validate({"kind": kind, "event": other, "standing": "proposal", "basis": "某办法"})


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def adopt(kind: str, event: str, months: int, standing: str = "adopted") -> None:
    row = {"kind": kind, "event": event, "months": months, "standing": standing, "basis": "某办法第三条"}
    actions.replace_terms(rows=[TermRow.model_validate(row)], source="pack:x/terms", actor=SYSTEM, now=NOW)


def leave(cast: Cast, who: str, day: date) -> Person:
    person = cast.people[who]
    with acting_as(SYSTEM):
        Residence.objects.filter(person=person).update(valid=DateRange(date(2000, 1, 1), day))
    return person


def test_who_moved_away_for_good_is_due_and_who_has_a_home_is_not(cast: Cast) -> None:
    person, clerk = leave(cast, "wang", months_after(TODAY, -24)), cast.actor("clerk")
    adopt("person-file", "moved-away", 24, "proposal")
    assert actions.find_due(now=NOW) == 0
    adopt("person-file", "moved-away", 24)
    assert actions.find_due(now=NOW) == 1
    with acting_as(clerk, day=TODAY):
        assert [row.person_id for row in queries.visible_due(clerk)] == [person.pk]
        assert queries.read_standing(person.pk, day=TODAY).is_due(TODAY)
        assert not queries.read_standing(cast.people["chen"].pk, day=TODAY).is_due(TODAY)
    with acting_as(SYSTEM):
        home = Residence.objects.filter(person=person).latest("id")
        home.valid = DateRange(date(2000, 1, 1), None)
        home.save()
    assert actions.find_due(now=NOW) == 0
    with acting_as(SYSTEM):
        assert not Due.objects.exists()


def test_two_clerks_end_the_file_of_who_moved_away_and_whom_neither_sees_any_more(cast: Cast) -> None:
    person = leave(cast, "wang", months_after(TODAY, -24))
    adopt("person-file", "moved-away", 24)
    actions.find_due(now=NOW)
    clerk, colleague = cast.actor("clerk"), cast.actor("colleague")
    with acting_as(clerk, day=TODAY):
        asked = actions.ask_deletion(actor=clerk, now=NOW, person_id=person.pk, basis="term")
    with acting_as(colleague, day=TODAY):
        actions.delete_person(actor=colleague, now=NOW, deletion_id=asked.pk)
    with acting_as(SYSTEM):
        assert not Person.objects.filter(name="王桂兰").exists()


def test_what_runs_out_within_ninety_days_is_listed_and_cannot_be_asked_for_yet(cast: Cast) -> None:
    soon = months_after(TODAY + timedelta(days=30), -24)
    person, clerk = leave(cast, "wang", soon), cast.actor("clerk")
    adopt("person-file", "moved-away", 24)
    assert actions.find_due(now=NOW) == 0
    with acting_as(clerk, day=TODAY):
        (row,) = queries.visible_due(clerk)
        assert TODAY < row.due_on <= TODAY + AHEAD
        with pytest.raises(NotDue):
            actions.ask_deletion(actor=clerk, now=NOW, person_id=person.pk, basis="term")


def ended_label(cast: Cast, *, sealed: bool) -> Label:
    """Given by a change, then over for four years."""
    code = "old-flu"
    tier = "sealed" if sealed else "clear"
    LabelKind.objects.create(code=code, title="旧标签", tier=tier, supplier="test")
    clerk, colleague = cast.actor("clerk"), cast.actor("colleague")
    said = LabelGiven(person=cast.people["wang"].pk, code=code, day=date(2020, 1, 1), until=date(2022, 1, 1))
    with acting_as(clerk, day=TODAY):
        change = draft_change(actor=clerk, now=NOW, details=said)
    with acting_as(colleague, day=TODAY):
        check_change(actor=colleague, now=NOW, change_id=change.pk, revision=change.revision)
        apply_change(actor=colleague, now=NOW, change_id=change.pk, revision=change.revision + 1)
    with acting_as(SYSTEM):
        return Label.objects.get(person=cast.people["wang"])


def details_of_changes() -> str:
    with acting_as(SYSTEM):
        return "".join(
            unseal_text(one.details_sealed, context=CONTEXT_DETAILS) for one in FileChange.objects.all()
        )


def ripe(kind: str) -> Ripe:
    with acting_as(SYSTEM):
        return Ripe.objects.get(kind=kind)


@pytest.mark.parametrize("sealed", [False, True])
def test_labels_that_ended_long_ago_go_by_two_and_leave_the_history_too(cast: Cast, sealed: bool) -> None:
    label, clerk, colleague = ended_label(cast, sealed=sealed), cast.actor("clerk"), cast.actor("colleague")
    assert "old-flu" in details_of_changes()
    adopt("label", "ended", 36)
    assert actions.find_all(now=NOW).records == {"label": 1}
    with acting_as(clerk, day=TODAY):
        run = actions.ask_run(actor=clerk, now=NOW, ripe_id=ripe("label").pk)
        with pytest.raises(AskedAlready):
            actions.ask_run(actor=clerk, now=NOW, ripe_id=ripe("label").pk)
        with pytest.raises(NeedsAnother):
            actions.carry_out_run(actor=clerk, now=NOW, run_id=run.pk)
    with acting_as(colleague, day=TODAY):
        done = actions.carry_out_run(actor=colleague, now=NOW, run_id=run.pk)
    assert done.removed == {"person_label": 1, "file_change": 1}
    with acting_as(SYSTEM):
        assert not Label.objects.filter(pk=label.pk).exists()
    assert "old-flu" not in details_of_changes()


def test_a_label_deleted_as_a_part_leaves_the_history_too(cast: Cast) -> None:
    label, clerk, colleague = ended_label(cast, sealed=False), cast.actor("clerk"), cast.actor("colleague")
    said = PartDeletion(person=cast.people["wang"].pk, labels=(label.pk,), ground="not-needed")
    with acting_as(clerk, day=TODAY):
        change = draft_change(actor=clerk, now=NOW, details=said)
    with acting_as(colleague, day=TODAY):
        check_change(actor=colleague, now=NOW, change_id=change.pk, revision=change.revision)
        apply_change(actor=colleague, now=NOW, change_id=change.pk, revision=change.revision + 1)
    assert "old-flu" not in details_of_changes()


def test_who_is_under_a_hold_keeps_her_labels(cast: Cast) -> None:
    ended_label(cast, sealed=False)
    clerk, colleague = cast.actor("clerk"), cast.actor("colleague")
    adopt("label", "ended", 36)
    actions.find_all(now=NOW)
    with acting_as(clerk, day=TODAY):
        run = actions.ask_run(actor=clerk, now=NOW, ripe_id=ripe("label").pk)
        actions.place_hold(
            actor=clerk, now=NOW, person_id=cast.people["wang"].pk, reason="audit", reference="审字1号"
        )
    with acting_as(colleague, day=TODAY):
        assert actions.carry_out_run(actor=colleague, now=NOW, run_id=run.pk).removed == {}
    with acting_as(SYSTEM):
        assert Label.objects.count() == 1


def old_import(cast: Cast, **more: Any) -> PersonImport:
    at = datetime(2024, 1, 1, tzinfo=NOW.tzinfo)
    here = cast.places["532301100001"]
    with acting_as(SYSTEM):
        return PersonImport.objects.create(
            place_id=here.place_id, file_name="王桂兰等.xlsx", size=1, digest=b"x" * 32, created_at=at, written_at=at,
            **here.columns(), **({"state": "done"} | more),
        )  # fmt: skip


def test_what_is_left_of_imports_goes_and_one_that_runs_does_not(cast: Cast) -> None:
    old_import(cast)
    running = old_import(cast, state="accepted")
    adopt("import-file", "written", 12)
    assert actions.find_all(now=NOW).records == {"import-file": 1}
    clerk, colleague = cast.actor("clerk"), cast.actor("colleague")
    with acting_as(clerk, day=TODAY):
        run = actions.ask_run(actor=clerk, now=NOW, ripe_id=ripe("import-file").pk)
    with acting_as(colleague, day=TODAY):
        actions.carry_out_run(actor=colleague, now=NOW, run_id=run.pk)
    with acting_as(SYSTEM):
        assert [one.pk for one in PersonImport.objects.all()] == [running.pk]


def cut_off(table: str) -> None:
    """From now on the last statement of a deletion fails, as where the process is killed before it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'cut off'; END $$;"
            f"CREATE TRIGGER cut_off BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION cut_off()"
        )


def test_a_run_that_is_cut_off_before_its_last_statement_leaves_neither_half(cast: Cast) -> None:
    ended_label(cast, sealed=False)
    adopt("label", "ended", 36)
    actions.find_all(now=NOW)
    clerk, colleague = cast.actor("clerk"), cast.actor("colleague")
    with acting_as(clerk, day=TODAY):
        run = actions.ask_run(actor=clerk, now=NOW, ripe_id=ripe("label").pk)
    cut_off("retention_run")
    with acting_as(colleague, day=TODAY), pytest.raises(DatabaseError, match="cut off"), transaction.atomic():
        actions.carry_out_run(actor=colleague, now=NOW, run_id=run.pk)
    with acting_as(SYSTEM):
        assert Label.objects.count() == 1
        assert Run.objects.get(pk=run.pk).state == "asked"
    assert "old-flu" in details_of_changes()


def test_the_end_of_a_file_that_is_cut_off_leaves_neither_half(cast: Cast) -> None:
    person = leave(cast, "wang", months_after(TODAY, -24))
    adopt("person-file", "moved-away", 24)
    actions.find_due(now=NOW)
    clerk, colleague = cast.actor("clerk"), cast.actor("colleague")
    with acting_as(clerk, day=TODAY):
        asked = actions.ask_deletion(actor=clerk, now=NOW, person_id=person.pk, basis="term")
    cut_off("retention_deletion")
    with acting_as(colleague, day=TODAY), pytest.raises(DatabaseError, match="cut off"), transaction.atomic():
        actions.delete_person(actor=colleague, now=NOW, deletion_id=asked.pk)
    with acting_as(SYSTEM):
        assert Person.objects.get(pk=person.pk).name == "王桂兰"
        assert Residence.objects.filter(person=person).exists()
        assert Deletion.objects.get(pk=asked.pk).state == "asked"


@pytest.mark.parametrize("who", ["stranger", "inspector", "reviewer", "administrator", "auditor", "wang"])
def test_only_clerks_of_the_place_ask_for_records_and_delete_them(cast: Cast, who: str) -> None:
    ended_label(cast, sealed=False)
    adopt("label", "ended", 36)
    actions.find_all(now=NOW)
    clerk, actor = cast.actor("clerk"), cast.actor(who)
    with acting_as(actor, day=TODAY), pytest.raises(NotFound):
        actions.ask_run(actor=actor, now=NOW, ripe_id=ripe("label").pk)
    with acting_as(clerk, day=TODAY):
        run = actions.ask_run(actor=clerk, now=NOW, ripe_id=ripe("label").pk)
    for verb in (actions.carry_out_run, actions.withdraw_run):
        with acting_as(actor, day=TODAY), pytest.raises(NotFound):
            verb(actor=actor, now=NOW, run_id=run.pk)
