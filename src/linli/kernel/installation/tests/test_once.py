"""Once only, and not too often: idempotency keys and throttles, also when two come at the same time."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from linli.kernel.actors import Actor
from linli.kernel.idempotency import once
from linli.kernel.installation.models import IdempotencyKey
from linli.kernel.throttle import count_try, forget_counts

NOW = datetime(2026, 3, 2, tzinfo=UTC)
WANG = Actor(user_id=1)
CHEN = Actor(user_id=2)


@pytest.mark.django_db
def test_the_same_key_gives_the_first_result() -> None:
    done: list[int] = []

    def work() -> str:
        done.append(1)
        return f"result {len(done)}"

    assert once(actor=WANG, key="k", work=work) == "result 1"
    assert once(actor=WANG, key="k", work=work) == "result 1"
    assert once(actor=CHEN, key="k", work=work) == "result 2"
    assert len(done) == 2


@pytest.mark.django_db
def test_work_that_fails_leaves_the_key_free() -> None:
    def fail() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        once(actor=WANG, key="k", work=fail)
    assert not IdempotencyKey.objects.exists()
    assert once(actor=WANG, key="k", work=lambda: "now") == "now"


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_time_one_works_and_both_get_its_result() -> None:
    started, may_go_on = threading.Event(), threading.Event()
    results: list[str] = []

    def slow() -> str:
        started.set()
        may_go_on.wait(10)
        return "the first"

    def first() -> None:
        results.append(once(actor=WANG, key="k", work=slow))
        connection.close()

    def second() -> None:
        results.append(once(actor=WANG, key="k", work=lambda: "the second"))
        connection.close()

    one = threading.Thread(target=first)
    one.start()
    started.wait(10)
    two = threading.Thread(target=second)
    two.start()
    two.join(0.3)
    assert two.is_alive()  # it waits for the first one's commit
    may_go_on.set()
    one.join()
    two.join()
    assert results == ["the first", "the first"]


@pytest.mark.django_db
def test_tries_are_counted_for_each_source_and_stretch() -> None:
    counts = [count_try(what="lookup", source="10.0.0.1", seconds=900, now=NOW) for _ in range(3)]
    assert counts == [1, 2, 3]
    assert count_try(what="lookup", source="10.0.0.2", seconds=900, now=NOW) == 1
    assert count_try(what="lookup", source="10.0.0.1", seconds=900, now=NOW + timedelta(minutes=15)) == 1


@pytest.mark.django_db
def test_a_night_forgets_past_tries_and_keeps_those_of_the_running_stretch() -> None:
    count_try(what="lookup", source="10.0.0.1", seconds=900, now=NOW - timedelta(minutes=15))
    count_try(what="lookup", source="10.0.0.1", seconds=900, now=NOW)
    assert forget_counts(now=NOW) == 1
    assert count_try(what="lookup", source="10.0.0.1", seconds=900, now=NOW) == 2
