"""The way of a change: who drafts, checks and applies it; nothing twice, nothing on an old page, nothing half."""

from datetime import timedelta

import pytest

from linli.kernel.audit.models import AuditEntry
from linli.kernel.errors import NotFound
from linli.kernel.events.models import EventLog
from linli.kernel.guard import acting_as
from linli.registers.people import actions, changes, queries
from linli.registers.people.details import Correction, Death, MoveIn, PersonMerge
from linli.registers.people.models import FileChange, FileChangeStep, PersonAccount, Provision
from linli.registers.people.refusals import BadDay, ChangedSince, NeedsSecond, NumberHeld, OwnFile, StepTaken
from tests.support.cast import NOW, TODAY

from .conftest import Files


def nationality(files: Files, who: str = "wang") -> Correction:
    return Correction(person=files.id(who), fields={"ethnicity": "02"})


def renamed(files: Files) -> Correction:
    return Correction(person=files.id("wang"), fields={"name": "王桂兰兰"})


def test_a_change_is_drafted_checked_applied_and_remembered(files: Files) -> None:
    change = files.draft(renamed(files))
    assert (change.state, files.person("wang").name) == ("draft", "王桂兰")
    change = files.take("check", change)
    assert (change.state, files.person("wang").name) == ("checked", "王桂兰")
    change = files.take("apply", change)
    person = files.person("wang")
    assert (change.state, person.name, person.former_names, person.revision) == (
        "applied",
        "王桂兰兰",
        ["王桂兰"],
        1,
    )
    steps = FileChangeStep.objects.filter(change=change).order_by("id")
    assert [(step.state, step.user_id) for step in steps] == [
        ("draft", files.cast.users["clerk"].pk),
        ("checked", files.cast.users["colleague"].pk),
        ("applied", files.cast.users["colleague"].pk),
    ]


def test_the_row_of_a_change_holds_no_text_about_anybody(files: Files) -> None:
    change = files.draft(renamed(files))
    assert "王".encode() not in bytes(change.details_sealed)
    assert changes.read_details(change) == renamed(files)


def test_a_rehearsal_leaves_nothing_behind(files: Files) -> None:
    files.draft(renamed(files))
    assert not Provision.objects.exists()
    assert not EventLog.objects.filter(name="people.changed").exists()
    assert list(AuditEntry.objects.values_list("act", "purpose")) == [("people.draft", "correction")]


def test_what_was_applied_is_told_without_personal_text(files: Files) -> None:
    change = files.carry(renamed(files))
    event = EventLog.objects.get(name="people.changed")
    assert event.payload == {
        "subject": f"person:{files.id('wang')}", "person": files.id("wang"), "change": change.pk, "kind": "correction",
    }  # fmt: skip
    entry = AuditEntry.objects.get(act="people.correction")
    assert (entry.persons, entry.fields, entry.object_ref) == (
        [files.id("wang")],
        ["name"],
        f"change:{change.pk}",
    )
    provided = Provision.objects.get()
    assert (provided.fields, provided.source, provided.reference) == (
        ["name"],
        "counter",
        f"change:{change.pk}",
    )
    assert "南山社区服务站" in provided.office


def test_who_drafted_a_weighty_change_does_not_check_it(files: Files) -> None:
    change = files.draft(renamed(files))
    with pytest.raises(NeedsSecond):
        files.take("check", change, by="clerk")
    assert files.take("check", change, by="colleague").checked_by == files.cast.users["colleague"].pk


def test_what_needs_no_second_person_is_carried_out_at_once(files: Files) -> None:
    clerk = files.cast.actor("clerk")
    with acting_as(clerk, day=TODAY):
        change = actions.carry_out(actor=clerk, now=NOW, details=nationality(files))
    assert (change.state, files.person("wang").ethnicity) == ("applied", "02")


def test_what_needs_one_is_not_and_leaves_no_draft(files: Files) -> None:
    clerk = files.cast.actor("clerk")
    with acting_as(clerk, day=TODAY), pytest.raises(NeedsSecond):
        actions.carry_out(actor=clerk, now=NOW, details=renamed(files))
    assert not FileChange.objects.exists()


@pytest.mark.parametrize("verb", ["check", "apply", "refuse", "withdraw"])
def test_a_step_on_an_old_page_is_refused(files: Files, verb: str) -> None:
    change = files.draft(nationality(files))
    files.take("check", change)
    more = {"reason": "unproved"} if verb == "refuse" else {}
    with pytest.raises(StepTaken):
        files.take(verb, change, by="clerk", **more)


def test_a_draft_is_not_applied_unchecked(files: Files) -> None:
    with pytest.raises(StepTaken):
        files.take("apply", files.draft(nationality(files)))


def test_a_file_that_was_changed_meanwhile_is_not_changed_again(files: Files) -> None:
    first, second = files.draft(nationality(files)), files.draft(renamed(files))
    files.take("apply", files.take("check", first))
    checked = files.take("check", second)
    with pytest.raises(ChangedSince):
        files.take("apply", checked)
    assert files.person("wang").name == "王桂兰"


def test_the_same_key_gives_the_same_change(files: Files) -> None:
    first = files.draft(nationality(files), key="k1")
    assert files.draft(nationality(files), key="k1").pk == first.pk
    checked = files.take("check", first)
    applied = files.take("apply", checked, key="k2")
    assert files.take("apply", checked, key="k2").pk == applied.pk
    assert files.person("wang").revision == 1


def test_a_change_is_refused_with_a_reason_or_withdrawn_by_who_drafted_it(files: Files) -> None:
    refused = files.take("refuse", files.draft(nationality(files)), reason="unproved")
    assert refused.state == "refused"
    assert FileChangeStep.objects.filter(change=refused).latest("id").reason == "unproved"
    draft = files.draft(nationality(files))
    with pytest.raises(NotFound):
        files.take("withdraw", draft, by="colleague")
    assert files.take("withdraw", draft, by="clerk").state == "withdrawn"
    with pytest.raises(StepTaken):
        files.take("check", files.take("withdraw", files.draft(nationality(files)), by="clerk"))


@pytest.mark.parametrize(
    "who", ["stranger", "reviewer", "reviewer-next", "decider", "planner", "auditor", "administrator",
            "administrator-two", "chen"],
)  # fmt: skip
def test_nobody_else_drafts_sees_or_handles_a_change(files: Files, who: str) -> None:
    with pytest.raises(NotFound):
        files.draft(nationality(files), by=who)
    change = files.draft(nationality(files))
    for verb, more in (("check", {}), ("apply", {}), ("refuse", {"reason": "x"}), ("withdraw", {})):
        with pytest.raises(NotFound):
            files.take(verb, change, by=who, **more)
    actor = files.cast.actor(who)
    assert not changes.visible_changes(actor, day=TODAY).exists()
    with acting_as(actor, day=TODAY):
        assert not FileChange.objects.exists()
        assert not FileChangeStep.objects.exists()


def test_an_inspector_drafts_and_sees_but_does_not_check(files: Files) -> None:
    change = files.draft(nationality(files), by="inspector")
    actor = files.cast.actor("inspector")
    with acting_as(actor, day=TODAY):
        assert changes.find_change(actor, change.pk, day=TODAY) == change
    with pytest.raises(NotFound):
        files.take("check", change, by="inspector")
    assert files.take("check", change, by="clerk").state == "checked"


def test_a_resident_asks_for_a_correction_of_her_own_file_and_of_nothing_else(files: Files) -> None:
    change = files.draft(nationality(files), by="wang", source="resident")
    assert (change.state, change.source) == ("draft", "resident")
    with pytest.raises(NotFound):
        files.take("check", change, by="wang")
    with pytest.raises(NotFound):
        files.draft(nationality(files, "chen"), by="wang", source="resident")
    with pytest.raises(NotFound):
        files.draft(Death(person=files.id("wang"), day=TODAY), by="wang", source="resident")
    with pytest.raises(NotFound):
        files.draft(nationality(files), by="wang")
    assert files.take("apply", files.take("check", change)).state == "applied"
    assert Provision.objects.get().source == "resident"


def test_a_resident_does_not_learn_which_numbers_are_held(files: Files) -> None:
    chen = queries.read_file(files.person("chen"), day=TODAY)
    fields = {"id_number": chen.id_number, "birth_date": str(chen.birth_date), "sex": "1"}
    asked = Correction(person=files.id("wang"), fields=fields)
    change = files.take("check", files.draft(asked, by="wang", source="resident"))
    with pytest.raises(NumberHeld):
        files.take("apply", change)


def test_nobody_handles_a_change_of_her_own_file(files: Files) -> None:
    PersonAccount.objects.filter(person=files.id("wang")).update(user=files.cast.users["colleague"])
    with pytest.raises(OwnFile):
        files.take("check", files.draft(nationality(files)), by="colleague")


def test_a_change_names_only_what_the_drafter_sees(files: Files) -> None:
    north = files.cast.places["532301100002"].place_id
    with pytest.raises(NotFound):
        files.draft(MoveIn(persons=(files.id("wang"),), home="dwelling", place=north, address="x", day=TODAY))
    with pytest.raises(NotFound):
        files.draft(PersonMerge(survivor=files.id("wang"), other=999_999_999))


def test_a_death_ahead_is_refused_to_the_draft(files: Files) -> None:
    with pytest.raises(BadDay):
        files.draft(Death(person=files.id("wang"), day=TODAY + timedelta(1)))
    assert not FileChange.objects.exists()
