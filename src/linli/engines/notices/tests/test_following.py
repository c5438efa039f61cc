"""After the first try: told in person, sent again, found to be unreached; and how people want to be told."""

from datetime import time, timedelta

import pytest

from linli.engines.notices import actions, queries
from linli.engines.notices.models import Recipient, Telling
from linli.engines.notices.policies import ToldAlready
from linli.engines.notices.rules import Standing
from linli.engines.notices.tests.conftest import (
    SUBJECT,
    only_recipient,
    tell,
    ways_out,
    without_login,
    without_phone,
)
from linli.kernel.audit.models import AuditEntry
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.guard import acting_as
from tests.support.cast import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db
SMS = "json://127.0.0.1:1/?:to={to}"
LATER = NOW + timedelta(hours=2)


def standing() -> Standing:
    return queries.list_told(SUBJECT)[0].standing


def test_told_in_person_names_who_when_and_how_and_is_over(town: Cast) -> None:
    without_login(town.people["wang"])
    tell(town)
    clerk = town.actor("clerk")
    found = queries.get_to_tell(clerk, only_recipient().pk)
    actions.tell_in_person(actor=clerk, now=LATER, recipient=found, how="visit", note="在家，已听明白")
    kept = only_recipient()
    assert (kept.told_at, kept.told_how, kept.told_by_user_id) == (LATER, "visit", clerk.user_id)
    assert kept.told_office == "南山社区服务站 · 综合窗口"
    assert queries.read_note(kept) == "在家，已听明白"
    assert "在家".encode() not in bytes(kept.told_note_sealed or b"")
    assert standing() is Standing.TOLD
    assert queries.list_to_tell(clerk) == []
    entry = AuditEntry.objects.get(act="notice.told")
    assert (entry.persons, entry.object_ref) == ([town.people["wang"].pk], SUBJECT)


def test_the_second_one_hears_that_it_was_told_already(town: Cast) -> None:
    without_login(town.people["wang"])
    tell(town)
    found = only_recipient()
    actions.tell_in_person(actor=town.actor("clerk"), now=LATER, recipient=found, how="call")
    with pytest.raises(ToldAlready):
        actions.tell_in_person(actor=town.actor("colleague"), now=LATER, recipient=found, how="visit")
    assert only_recipient().told_how == "call"


@pytest.mark.parametrize(
    ("how", "note", "field"), [("", "", "how"), ("letter", "", "how"), ("call", "长" * 501, "note")]
)
def test_a_way_that_there_is_none_of_is_refused(town: Cast, how: str, note: str, field: str) -> None:
    tell(town)
    with pytest.raises(DomainError) as refusal:
        actions.tell_in_person(
            actor=town.actor("clerk"), now=LATER, recipient=only_recipient(), how=how, note=note
        )
    assert refusal.value.field == field
    assert only_recipient().told_at is None


def test_only_who_tells_people_of_that_place_finds_the_task(town: Cast) -> None:
    without_login(town.people["wang"])
    tell(town)
    recipient_id = only_recipient().pk
    for who in ("clerk", "colleague", "inspector"):
        assert queries.get_to_tell(town.actor(who), recipient_id).pk == recipient_id
    for who in ("stranger", "reviewer", "decider", "planner", "auditor", "administrator", "wang", "chen"):
        with pytest.raises(NotFound):
            queries.get_to_tell(town.actor(who), recipient_id)


def test_the_second_lock_shows_tellings_to_the_same_people(town: Cast) -> None:
    """A query that asks for nothing finds nothing; the person finds her own, her place's clerk the task."""
    without_login(town.people["wang"])
    tell(town)
    tell(town, "agent", key="b")

    def seen(who: str) -> tuple[int, int, int]:
        with acting_as(town.actor(who), day=TODAY):
            return Recipient.objects.count(), Telling.objects.count(), Dispatch.objects.count()

    assert seen("clerk") == (1, 1, 2), "the task; what the agent was told is not hers to see here"
    assert seen("chen") == (1, 1, 2)
    assert seen("stranger") == seen("planner") == seen("administrator") == (0, 0, 0)


def test_who_was_reached_by_no_way_becomes_a_task_once(town: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    without_login(town.people["wang"])
    with ways_out(monkeypatch, sms=SMS):
        tell(town, "applicant", "agent")
    Dispatch.objects.filter(channel="sms").update(state="failed")
    assert actions.find_unreached(now=LATER) == 1
    (task,) = queries.list_to_tell(town.actor("clerk"))
    assert task.person_id == town.people["wang"].pk, "the agent reads it in the app"
    assert actions.find_unreached(now=LATER) == 0


def test_sending_again_tries_what_was_given_up(town: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with ways_out(monkeypatch, sms=SMS):
        tell(town)
        Dispatch.objects.filter(channel="sms").update(state="failed", attempts=6)
        sent = actions.send_again(actor=town.actor("clerk"), now=LATER, recipient=only_recipient())
    row = Dispatch.objects.get(channel="sms")
    assert (sent, row.state, row.attempts) == (1, "queued", 0)


def test_sending_again_what_had_left_goes_to_the_number_known_now(
    town: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ways_out(monkeypatch, sms=SMS):
        tell(town)
        Dispatch.objects.filter(channel="sms").update(state="sent", sent_at=NOW)
        assert actions.send_again(actor=town.actor("clerk"), now=LATER, recipient=only_recipient()) == 1
        assert Dispatch.objects.filter(channel="sms").count() == 2
        with pytest.raises(DomainError, match="正在发送"):
            actions.send_again(actor=town.actor("clerk"), now=LATER, recipient=only_recipient())


def test_where_no_way_leads_out_sending_again_says_that_somebody_has_to_go(town: Cast) -> None:
    without_phone(town.people["wang"])
    tell(town)
    Dispatch.objects.filter(channel="console").update(state="sent")
    with pytest.raises(DomainError, match="当面"):
        actions.send_again(actor=town.actor("clerk"), now=LATER, recipient=only_recipient())


def test_wishes_count_from_the_next_message_on(town: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    wang = town.actor("wang")
    with ways_out(monkeypatch, sms=SMS, mail="json://127.0.0.1:1/?:to={to}"):
        actions.set_wish(
            actor=wang, now=NOW, sms=False, in_person=True, mail="wang@example.cn",
            quiet=(time(20), time(9)),
        )  # fmt: skip
        tell(town)
    found = only_recipient()
    assert found.ways == ["inapp", "mail", "person"]
    assert found.tell_by is not None
    assert Dispatch.objects.get(channel="mail").quiet_from == time(20)
    actions.set_wish(actor=wang, now=NOW, sms=True, in_person=False)
    assert queries.read_mail(queries.get_wish(wang.person_id or 0)) == ""


def test_a_wish_is_ones_own_and_well_formed(town: Cast) -> None:
    with pytest.raises(NotFound):
        actions.set_wish(actor=town.actor("clerk"), now=NOW, sms=True, in_person=False)
    with pytest.raises(DomainError) as refusal:
        actions.set_wish(actor=town.actor("wang"), now=NOW, sms=True, in_person=False, mail="桂兰")
    assert refusal.value.field == "mail"


def test_all_that_waits_about_one_matter_is_one_errand_told_in_one_go(town: Cast) -> None:
    without_login(town.people["wang"])
    for key in ("a", "b"):
        tell(town, key=key)
    tell(town, key="c", subject="case:8")
    clerk = town.actor("clerk")
    errands = queries.list_to_tell(clerk)
    assert [one.subject for one in errands] == [SUBJECT, "case:8"]
    assert len(queries.list_errand(errands[0])) == 2
    actions.tell_in_person(actor=clerk, now=LATER, recipient=errands[0], how="counter")
    assert [one.subject for one in queries.list_to_tell(clerk)] == ["case:8"]
    assert queries.summary(SUBJECT) is Standing.TOLD


def test_what_is_not_worth_the_way_is_nobodys_task_and_not_called_told(town: Cast) -> None:
    without_login(town.people["wang"])
    facts = {
        "title": "高龄津贴",
        "number": "1",
        "matter": "x",
        "verb": "申请",
        "name": "王桂兰",
        "action": "x",
        "state": "公示",
    }
    tell(town, event="matters-step", facts=facts)
    Dispatch.objects.update(state="expired")
    assert (queries.list_to_tell(town.actor("clerk")), actions.find_unreached(now=LATER)) == ([], 0)
    assert standing() is Standing.FAILED
