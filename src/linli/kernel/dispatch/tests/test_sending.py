"""Messages: queued once, sent once, retried, and their text readable only with the key."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from linli.kernel import crypto
from linli.kernel.dispatch import actions, rules, sending
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.dispatch.sending import Outgoing, send_due

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def queue(key: str = "case:1:3") -> None:
    actions.queue(
        key=key, person_id=1, subject="case:1", template="decision", text="您的申请通过了。", now=NOW
    )


@pytest.mark.django_db
def test_a_repeated_key_queues_nothing_more() -> None:
    queue()
    queue()
    assert Dispatch.objects.count() == 2  # one for each channel


@pytest.mark.django_db
def test_the_text_is_sealed_and_opens() -> None:
    queue()
    row = Dispatch.objects.filter(channel="inapp").get()
    assert "通过".encode() not in bytes(row.text_sealed)
    assert crypto.unseal_text(row.text_sealed, context=actions.CONTEXT) == "您的申请通过了。"


@pytest.mark.django_db
def test_sent_messages_keep_a_receipt_and_are_not_sent_again() -> None:
    queue()
    assert send_due() == 1
    assert send_due() == 0
    assert set(Dispatch.objects.values_list("state", "receipt")) == {("sent", "inapp"), ("sent", "console")}


@pytest.mark.django_db
def test_a_message_in_the_app_is_sent_by_being_stored() -> None:
    queue()
    row = Dispatch.objects.get(channel="inapp")
    assert (row.state, row.sent_at, row.attempts) == ("sent", NOW, 0)


@pytest.mark.django_db
def test_one_failing_channel_neither_stops_nor_fakes_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(message: Outgoing) -> str:
        raise ConnectionError

    monkeypatch.setitem(sending.SENDERS, "console", fail)
    queue()
    send_due()
    assert dict(Dispatch.objects.values_list("channel", "state")) == {"inapp": "sent", "console": "queued"}
    failed = Dispatch.objects.get(channel="console")
    assert failed.receipt == "ConnectionError"
    assert failed.attempts == 1


SMS = "13800001111"
MORNING, EVENING = datetime(2026, 3, 2, 2, tzinfo=UTC), datetime(2026, 3, 2, 15, tzinfo=UTC)  # 10:00, 23:00


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[Outgoing]:
    """What a service that takes everything was given."""
    given: list[Outgoing] = []

    def take(message: Outgoing) -> str:
        given.append(message)
        return f"no. {len(given)}"

    monkeypatch.setitem(sending.SENDERS, "sms", take)
    return given


def queue_sms(key: str = "a", **changes: Any) -> None:
    given = {
        "key": key, "person_id": 1, "channel": "sms", "subject": "case:1", "template": "decision",
        "text": "您的申请通过了。", "to": SMS, "quiet": (time(22), time(8)),
    } | changes  # fmt: skip
    actions.queue_all([actions.Message(**given)], now=NOW)


def due_now() -> None:
    """As if the wait were over."""
    Dispatch.objects.update(next_at=Now() - timedelta(seconds=1))


@pytest.mark.django_db
def test_the_address_is_sealed_and_reaches_the_service(taken: list[Outgoing]) -> None:
    queue_sms()
    row = Dispatch.objects.get()
    assert SMS.encode() not in bytes(row.to_sealed or b"")
    send_due(now=MORNING)
    assert [(message.to, message.text) for message in taken] == [(SMS, "您的申请通过了。")]
    row.refresh_from_db()
    assert (row.state, row.receipt, row.sent_at) == ("sent", "no. 1", MORNING)


@pytest.mark.django_db
def test_at_night_a_message_waits_for_the_morning_and_that_is_no_attempt(taken: list[Outgoing]) -> None:
    queue_sms()
    before = Dispatch.objects.get().next_at
    assert send_due(now=EVENING) == 1
    row = Dispatch.objects.get()
    assert (taken, row.state, row.attempts) == ([], "queued", 0)
    assert timedelta(hours=8, minutes=59) < row.next_at - before < timedelta(hours=9, minutes=5)
    assert send_due(now=EVENING) == 0
    due_now()
    send_due(now=MORNING)
    assert len(taken) == 1


@pytest.mark.django_db
def test_an_urgent_one_leaves_at_night(taken: list[Outgoing]) -> None:
    queue_sms(urgent=True)
    send_due(now=EVENING)
    assert len(taken) == 1


@pytest.mark.django_db
def test_what_is_out_of_date_is_not_sent_and_says_so(taken: list[Outgoing]) -> None:
    queue_sms(expires_at=MORNING)
    send_due(now=MORNING)
    assert (taken, Dispatch.objects.get().state) == ([], "expired")


@pytest.mark.django_db
def test_nobody_is_flooded_and_nothing_is_lost(taken: list[Outgoing]) -> None:
    for number in range(rules.DAILY + 2):
        queue_sms(str(number))
    queue_sms("other", person_id=2)
    queue_sms("urgent", urgent=True)
    send_due(now=MORNING)
    assert len(taken) == rules.DAILY + 2
    assert Dispatch.objects.filter(state="queued").count() == 2
    due_now()
    send_due(now=MORNING)
    assert Dispatch.objects.filter(state="queued").count() == 2, "the day is not over"
    due_now()
    send_due(now=MORNING + timedelta(days=1))
    assert set(Dispatch.objects.values_list("state", flat=True)) == {"sent"}


@pytest.mark.django_db
def test_after_the_last_attempt_it_is_parked_and_can_be_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(message: Outgoing) -> str:
        raise sending.NotSent

    monkeypatch.setitem(sending.SENDERS, "sms", refuse)
    queue_sms()
    for _ in range(rules.ATTEMPTS):
        due_now()
        assert send_due(now=MORNING) == 1
    due_now()
    assert send_due(now=MORNING) == 0
    row = Dispatch.objects.get()
    assert (row.state, row.attempts, row.receipt) == ("failed", rules.ATTEMPTS, "NotSent")
    monkeypatch.setitem(sending.SENDERS, "sms", lambda message: "taken")
    assert actions.send_again(ids=[row.pk]) == 1
    send_due(now=MORNING)
    assert Dispatch.objects.get().state == "sent"
    assert actions.send_again(ids=[row.pk]) == 0, "what was sent is not sent again by this"
