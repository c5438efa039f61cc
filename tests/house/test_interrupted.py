"""Two at the same moment, and a worker that is killed: everything happens once, nothing is lost.

Real connections, committed rows, and for the kills a real `linli worker` process.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from linli.engines.cases.models import Case
from linli.engines.cases.published import CaseMoved
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.events import registry
from linli.kernel.events.models import Delivery
from linli.kernel.events.worker import deliver_all
from linli.rooms.matters.models import OfficialNotice
from tests.support.world import MATTER, World, make_world, typed

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 60  # seconds; nothing here is timed, but a test must end
FOLLOW = "matters.follow_step"


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world(packs=("national",))


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run each in a thread of its own; they start together."""
    barrier, found = Barrier(len(works)), list[Any]()

    def run(work: Callable[[], Any]) -> None:
        try:
            barrier.wait()
            found.append(work())
        finally:
            connection.close()

    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a_double_click_makes_one_case(world: World) -> None:
    before = Case.objects.count()
    address, raw = reverse("matters:apply", args=[MATTER]), typed("wang", again="1", key="double-click-key")
    answers = at_once(*[lambda: world.client("wang").post(address, raw)] * 3)
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert Case.objects.count() == before + 1


def test_a_repeated_call_of_a_program_gets_the_first_case(world: World) -> None:
    before = Case.objects.count()
    address, body = reverse("api:submit", args=[MATTER]), {"answers": typed("wang"), "again": True}
    headers = {"Authorization": f"Bearer {world.keys['wang']}", "Idempotency-Key": "once"}

    def call() -> Any:
        return world.client(None).post(address, body, content_type="application/json", headers=headers)

    answers = at_once(call, call)
    assert [answer.status_code for answer in answers] == [201, 201]
    assert len({answer.json()["number"] for answer in answers}) == 1
    assert Case.objects.count() == before + 1


def test_two_deciders_at_once_decide_once(world: World) -> None:
    number = world.cases["decision"]
    address = reverse("matters:act", args=[number])

    def decide(action: str) -> Callable[[], int]:
        body = {"action": action, "note": "按规定"}
        return lambda: int(world.client("decider").post(address, body).status_code)

    assert sorted(at_once(decide("grant"), decide("refuse"))) == [302, 409]
    case = Case.objects.get(number=number)
    assert case.steps.filter(to_state="closed").count() == 1
    deliver_all()
    assert OfficialNotice.objects.filter(case=case, kind="decision").count() == 1


# A worker that fails or is killed between decision and notice


@pytest.fixture
def decided(world: World) -> Case:
    """The county has decided; nobody has been told yet."""
    world.act(world.cases["decision"], "decider", "grant")
    return Case.objects.get(number=world.cases["decision"])


def told(case: Case) -> tuple[int, list[tuple[str, str]]]:
    """How many notices of the decision there are, and the messages about it by channel with their state."""
    notices = OfficialNotice.objects.filter(case=case, kind="decision").count()
    messages = Dispatch.objects.filter(subject=f"case:{case.pk}", template="decision")
    return notices, sorted(messages.values_list("channel", "state"))


TOLD_ONCE = (1, [("console", "sent"), ("inapp", "sent")])


def test_a_reaction_that_fails_after_half_its_work_leaves_nothing_and_is_tried_again(
    decided: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribers = registry.SUBSCRIBERS[CaseMoved.NAME]
    handler = subscribers[FOLLOW]

    def breaks(event: Any) -> None:
        handler(event)
        raise RuntimeError("after the notice was written")

    monkeypatch.setitem(subscribers, FOLLOW, breaks)
    deliver_all()
    assert told(decided) == (0, [])
    pending = Delivery.objects.get(subscriber=FOLLOW, subject=f"case:{decided.pk}", state="pending")
    assert (pending.attempts, pending.fault) == (1, "RuntimeError")

    monkeypatch.undo()
    Delivery.objects.filter(pk=pending.pk).update(next_at=pending.next_at - timedelta(minutes=1))
    deliver_all()
    assert told(decided)[0] == 1


@pytest.fixture
def rival() -> Iterator["psycopg.Connection[Any]"]:
    """A connection beside Django's, to hold a lock and to look at who waits."""
    database = settings.DATABASES["default"]
    with psycopg.connect(
        host=database["HOST"], port=database["PORT"], user=database["USER"], dbname=_test_database()
    ) as found:
        yield found


def _test_database() -> str:
    return str(connection.settings_dict["NAME"])


Worker = subprocess.Popen[str]


class Workers:
    """Real `linli worker` processes on the database of this test."""

    def __init__(self) -> None:
        database = settings.DATABASES["default"]
        server = f"{database['USER']}@{quote(str(database['HOST']), safe='')}:{database['PORT']}"
        self.environment = {
            key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"
        }
        self.environment["DATABASE_URL"] = f"postgresql://{server}/{_test_database()}"
        self.started: list[Worker] = []

    def start(self, *arguments: str) -> Worker:
        command = [sys.executable, "-c", "from linli.site.start import main; main()", "worker", *arguments]
        worker = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        self.started.append(worker)
        return worker

    def run(self, count: int = 1) -> None:
        """So many at once do what is due, and end."""
        for worker in [self.start("--once") for _ in range(count)]:
            _, complaint = worker.communicate(timeout=PATIENCE)
            assert worker.returncode == 0, complaint

    def end(self) -> None:
        for worker in self.started:
            worker.kill()
            worker.communicate()


@pytest.fixture
def workers(world: World) -> Iterator[Workers]:
    found = Workers()
    yield found
    found.end()


def wait_until(holds: Callable[[], bool], worker: Worker) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if worker.poll() is not None:
            pytest.fail(f"the worker ended: {worker.communicate()[1]}")
        if time.monotonic() > deadline:
            pytest.fail("it did not come to that")
        time.sleep(0.05)


def test_a_worker_killed_between_decision_and_notice_tells_exactly_once(
    decided: Case, workers: Workers, rival: "psycopg.Connection[Any]"
) -> None:
    rival.execute(
        "LOCK TABLE dispatch IN ACCESS EXCLUSIVE MODE"
    )  # the notice can be written, the message not
    worker = workers.start()

    def waits_with_the_notice_in_hand() -> bool:
        found = rival.execute(
            "SELECT count(*) FROM pg_locks AS held JOIN pg_locks AS wanted USING (pid)"
            " WHERE held.relation = 'official_notice'::regclass AND held.mode = 'RowExclusiveLock' AND held.granted"
            " AND wanted.relation = 'dispatch'::regclass AND NOT wanted.granted"
        ).fetchone()
        return bool(found and found[0])

    wait_until(waits_with_the_notice_in_hand, worker)
    worker.send_signal(signal.SIGKILL)
    worker.wait(PATIENCE)
    rival.rollback()
    assert OfficialNotice.objects.filter(case=decided, kind="decision").count() == 0

    workers.run()
    assert told(decided) == TOLD_ONCE
    workers.run()
    assert told(decided) == TOLD_ONCE
    assert not Delivery.objects.exclude(state="done").exists()


def test_a_message_claimed_by_a_killed_worker_is_sent_by_the_next(decided: Case, workers: Workers) -> None:
    """A claim is open while its worker sends; two minutes later another worker takes it up."""
    deliver_all()
    message = Dispatch.objects.get(subject=f"case:{decided.pk}", template="decision", channel="console")
    Dispatch.objects.filter(pk=message.pk).update(state="sending", attempts=1)
    workers.run()
    assert ("console", "sending") in told(decided)[1], "its worker may still be at it"
    Dispatch.objects.filter(pk=message.pk).update(next_at=message.next_at - timedelta(minutes=3))
    workers.run()
    assert told(decided) == TOLD_ONCE


def test_two_workers_at_once_tell_once(decided: Case, workers: Workers) -> None:
    workers.run(2)
    workers.run()
    assert told(decided) == TOLD_ONCE


def test_a_worker_asked_to_stop_ends_its_work_and_goes(decided: Case, workers: Workers) -> None:
    worker = workers.start()
    wait_until(lambda: told(decided) == TOLD_ONCE, worker)
    worker.terminate()
    assert worker.wait(PATIENCE) == 0
