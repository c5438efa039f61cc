"""Giving, declining, withdrawing; new texts; what others may ask."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from linli.kernel.audit.models import AuditEntry
from linli.kernel.events.models import EventLog
from linli.kernel.guard import acting_as
from linli.registers.consents import actions
from linli.registers.consents.models import Consent
from linli.registers.consents.queries import (
    consenting,
    has_consent,
    list_asking,
    list_notices,
    list_standings,
    terms_of,
)
from linli.registers.consents.refusals import NotAsked, NoticeChanged, VersionTaken
from linli.registers.people.models import Person
from tests.support.cast import NOW, TODAY

from .conftest import Desk

pytestmark = pytest.mark.django_db
CARE, HEALTH = "care-visits", "health-support"


def states(desk: Desk, who: str = "wang") -> dict[str, str]:
    (one,) = list_standings(Person.objects.get(pk=desk.person(who)), day=TODAY)
    return {each.purpose.code: str(each.state) for each in one.purposes}


def test_nothing_is_agreed_to_before_it_is_said(desk: Desk) -> None:
    assert states(desk) == {
        "keep-files": "duty", "handle-matters": "duty", "emergencies": "duty",
        CARE: "open", HEALTH: "open", "service-news": "open", "social-help": "open",
    }  # fmt: skip
    assert not has_consent(desk.person("wang"), CARE, day=TODAY)


def test_a_word_keeps_version_digests_time_and_how(desk: Desk) -> None:
    desk.answer("wang", CARE, of=(CARE, HEALTH))
    given = Consent.objects.get(person=desk.person("wang"), purpose=CARE)
    purpose = list_notices()[0].purpose(CARE)
    assert purpose is not None
    assert (given.said, given.way, given.at, given.by_person_id) == ("given", "account", NOW, None)
    assert (given.notice.version, bytes(given.text_digest)) == ("1.0.0", bytes(desk.notice.digest))
    assert bytes(given.terms_digest or b"") == terms_of(purpose)
    assert Consent.objects.get(person=desk.person("wang"), purpose="").said == "read"
    assert states(desk)[HEALTH] == "declined"


def test_consent_to_one_purpose_is_none_to_another_and_for_nobody_else(desk: Desk) -> None:
    desk.answer("wang", CARE)
    wang, chen = desk.person("wang"), desk.person("chen")
    assert consenting([wang, chen], purpose=CARE, day=TODAY) == {wang}
    assert consenting([wang, chen], purpose=HEALTH, day=TODAY) == set()
    assert consenting([wang], purpose="keep-files", day=TODAY) == set(), "a duty is no consent"
    assert consenting([wang], purpose="nobody-asks-this", day=TODAY) == set()


def test_withdrawing_ends_it_at_once_and_giving_anew_brings_it_back(desk: Desk) -> None:
    desk.answer("wang", CARE)
    desk.withdraw("wang", CARE)
    assert not has_consent(desk.person("wang"), CARE, day=TODAY)
    assert states(desk)[CARE] == "withdrawn"
    with acting_as(desk.actor("wang"), day=TODAY):
        actions.give(actor=desk.actor("wang"), now=NOW, person_id=desk.person("wang"), purpose=CARE)
    assert has_consent(desk.person("wang"), CARE, day=TODAY)


def test_what_is_said_tomorrow_does_not_hold_today(desk: Desk) -> None:
    actor = desk.actor("wang")
    with acting_as(actor):
        actions.give(actor=actor, now=NOW + timedelta(days=1), person_id=desk.person("wang"), purpose=CARE)
    assert not has_consent(desk.person("wang"), CARE, day=TODAY)
    assert has_consent(desk.person("wang"), CARE, day=TODAY + timedelta(days=1))


def test_a_new_text_asks_to_be_read_and_keeps_what_it_did_not_change(desk: Desk) -> None:
    desk.answer("wang", CARE, of=(CARE, HEALTH, "service-news", "social-help"))
    person = Person.objects.get(pk=desk.person("wang"))
    assert list_asking(list_standings(person, day=TODAY)) == []
    desk.bring(version="1.1.0", text="改了说法，用途没有变。")
    (asks,) = list_asking(list_standings(person, day=TODAY))
    assert asks.read_at is None
    assert [one.purpose.code for one in asks.purposes if one.asked] == []
    assert has_consent(person.pk, CARE, day=TODAY)


def test_a_purpose_with_other_terms_is_asked_anew_and_rests_on_no_old_word(desk: Desk) -> None:
    desk.answer("wang", CARE, of=(CARE, HEALTH))
    purposes = [
        one.model_copy(update={"recipients": ("物业公司",)}) if one.code == CARE else one
        for one in list_notices()[0].said.purposes
    ]
    desk.bring(version="2.0.0", purposes=tuple(purposes))
    assert not has_consent(desk.person("wang"), CARE, day=TODAY)
    assert (states(desk)[CARE], states(desk)[HEALTH]) == ("open", "declined")
    assert states(desk)["keep-files"] == "duty", "a duty waits for nobody"


def test_an_answer_to_a_text_that_is_out_of_force_is_refused(desk: Desk) -> None:
    desk.bring(version="1.1.0", text="新的说法。")
    with pytest.raises(NoticeChanged):
        desk.answer("wang", CARE)
    assert not Consent.objects.filter(person=desk.person("wang")).exists()


@pytest.mark.parametrize("purpose", ["keep-files", "nobody-asks-this"])
def test_a_duty_and_an_unknown_purpose_are_not_asked(desk: Desk, purpose: str) -> None:
    with pytest.raises(NotAsked):
        desk.answer("wang", purpose)
    assert not Consent.objects.filter(person=desk.person("wang")).exists(), "all or nothing"


def test_a_text_changes_only_with_its_version(desk: Desk) -> None:
    with pytest.raises(VersionTaken):
        desk.bring(text="偷偷改了。")
    with pytest.raises(VersionTaken):
        desk.bring(version="0.9.0", text="退回旧版本。")
    assert desk.bring().pk == desk.notice.pk, "the same again changes nothing"


def test_a_retired_notice_asks_nothing_and_nothing_rests_on_it(desk: Desk) -> None:
    desk.answer("wang", CARE)
    actions.retire_notice(code="resident-files", actor=desk.actor("administrator"), now=NOW)
    assert list_standings(Person.objects.get(pk=desk.person("wang")), day=TODAY) == []
    assert not has_consent(desk.person("wang"), CARE, day=TODAY)


def test_a_word_is_not_changed_afterwards(desk: Desk) -> None:
    desk.answer("wang", CARE)
    with pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.filter(purpose=CARE).update(said="withdrawn")
    with acting_as(desk.actor("clerk"), day=TODAY):
        assert Consent.objects.filter(purpose=CARE).delete()[0] == 0
    assert has_consent(desk.person("wang"), CARE, day=TODAY)


def test_each_kind_of_word_leaves_one_entry_and_each_purpose_an_event(desk: Desk) -> None:
    desk.answer("wang", CARE, "service-news", of=(CARE, "service-news", HEALTH))
    desk.withdraw("wang", CARE)
    wang = desk.person("wang")
    entries = AuditEntry.objects.filter(persons=[wang], act__startswith="consents.").order_by("id")
    assert [(entry.act, entry.fields) for entry in entries] == [
        ("consents.read", []),
        ("consents.gave", [CARE, "service-news"]),
        ("consents.declined", [HEALTH]),
        ("consents.withdrew", [CARE]),
    ]
    events = EventLog.objects.filter(subject=f"person:{wang}", name__startswith="consents.").order_by("id")
    assert [(event.name, event.payload["purpose"]) for event in events] == [
        ("consents.given", CARE),
        ("consents.given", "service-news"),
        ("consents.withdrawn", CARE),
    ]


def test_what_was_said_for_a_file_that_was_merged_counts_for_the_one_that_is_left(desk: Desk) -> None:
    desk.answer("chen", CARE)
    Person.objects.filter(pk=desk.person("chen")).update(merged_into=desk.person("wang"))
    assert has_consent(desk.person("wang"), CARE, day=TODAY)
    assert states(desk)[CARE] == "given"
