"""Messages: queued once, sent once, retried, and their text readable only with the key."""

from datetime import UTC, datetime

import pytest

from linli.kernel import crypto
from linli.kernel.dispatch import actions
from linli.kernel.dispatch.models import Dispatch

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
    assert actions.send_due() == 1
    assert actions.send_due() == 0
    assert set(Dispatch.objects.values_list("state", "receipt")) == {("sent", "inapp"), ("sent", "console")}


@pytest.mark.django_db
def test_a_message_in_the_app_is_sent_by_being_stored() -> None:
    queue()
    row = Dispatch.objects.get(channel="inapp")
    assert (row.state, row.sent_at, row.attempts) == ("sent", NOW, 0)


@pytest.mark.django_db
def test_one_failing_channel_neither_stops_nor_fakes_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(dispatch: Dispatch, text: str) -> str:
        raise ConnectionError

    monkeypatch.setitem(actions.SENDERS, "console", fail)
    queue()
    actions.send_due()
    assert dict(Dispatch.objects.values_list("channel", "state")) == {"inapp": "sent", "console": "queued"}
    failed = Dispatch.objects.get(channel="console")
    assert failed.receipt == "ConnectionError"
    assert failed.attempts == 1
