"""The outbox: at least once, in order per subject, parked when hopeless, nothing lost by a kill."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from linli.kernel.actors import SYSTEM
from linli.kernel.events import registry
from linli.kernel.events.actions import publish, replay
from linli.kernel.events.models import Delivery, EventLog
from linli.kernel.events.worker import ATTEMPTS, deliver_all, deliver_batch

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Knocked(registry.Event):
    NAME = "test.knocked"
    count: int


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    received: list[int] = []
    monkeypatch.setitem(registry.EVENTS, Knocked.NAME, Knocked)
    monkeypatch.setitem(
        registry.SUBSCRIBERS, Knocked.NAME, {"listener": lambda event: received.append(event.count)}
    )
    return received


def knock(count: int, subject: str = "door:1") -> int:
    return publish(Knocked(subject=subject, count=count), actor=SYSTEM, now=NOW)


@pytest.mark.django_db
def test_each_subscriber_hears_an_event_once(heard: list[int]) -> None:
    knock(1)
    assert deliver_all() == 1
    assert deliver_all() == 0
    assert heard == [1]


@pytest.mark.django_db
def test_an_event_of_a_transaction_that_fails_is_never_told(heard: list[int]) -> None:
    def knock_and_fail() -> None:
        with transaction.atomic():
            knock(1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        knock_and_fail()
    deliver_all()
    assert heard == []
    assert not EventLog.objects.exists()


def make_due() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE delivery SET next_at = now() - interval '1 second' WHERE state = 'pending'")


@pytest.mark.django_db
def test_a_failing_subject_waits_in_order_while_others_go_on(
    heard: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = {1}

    def listen(event: Knocked) -> None:
        if event.count in broken:
            raise ValueError("personal text must not be kept")
        heard.append(event.count)

    monkeypatch.setitem(registry.SUBSCRIBERS, Knocked.NAME, {"listener": listen})
    knock(1, "door:1")
    knock(2, "door:1")
    knock(3, "door:2")
    for _ in range(ATTEMPTS + 2):
        make_due()
        deliver_batch()
    assert heard == [3]
    parked = Delivery.objects.get(state=Delivery.State.PARKED)
    assert parked.attempts == ATTEMPTS
    assert parked.fault == "ValueError"
    broken.clear()
    assert replay(delivery_id=parked.pk)
    deliver_all()
    assert heard == [3, 1, 2]
    assert not replay(delivery_id=parked.pk)


@pytest.mark.django_db
def test_rows_of_a_failing_handler_are_taken_back(heard: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    def write_then_fail(event: Knocked) -> None:
        EventLog.objects.create(name="half", subject="x", payload={}, occurred_at=NOW)
        raise ValueError

    monkeypatch.setitem(registry.SUBSCRIBERS, Knocked.NAME, {"listener": write_then_fail})
    knock(1)
    deliver_batch()
    assert not EventLog.objects.filter(name="half").exists()
    assert Delivery.objects.get().state == Delivery.State.PENDING


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_deliver_the_same(heard: list[int]) -> None:
    for number in range(60):
        knock(number, f"door:{number}")

    def work() -> None:
        deliver_all()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(heard) == list(range(60))


@pytest.mark.django_db
def test_undeclared_payload_fields_are_refused(heard: list[int]) -> None:
    with pytest.raises(ValueError, match="undeclared fields"):
        registry.load(Knocked.NAME, {"subject": "door:1", "count": 1, "name": "王桂兰"})
