"""The worker's loop: outbox, dispatch, sealer, and jobs by their interval. Any number may run."""

import threading
import time
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as daytime

import structlog
from django.db import close_old_connections, connection

from linli.engines.cases.due import correct_due
from linli.engines.cases.jobs import accept_overdue, call_overdue_tasks, escalate_due, escalate_tasks
from linli.engines.cases.pace_table import rebuild_paces
from linli.engines.forms.actions import drop_old_drafts
from linli.engines.notices.actions import find_unreached
from linli.insight.jobs import reconcile
from linli.kernel import clock
from linli.kernel.accounts.waits import forget_waits
from linli.kernel.audit.actions import seal_batch
from linli.kernel.dispatch.sending import send_due
from linli.kernel.events.worker import deliver_batch
from linli.kernel.housekeeping import forget_held_forms, forget_keys, forget_sessions
from linli.kernel.throttle import forget_counts
from linli.registers.documents.actions import drop_unclaimed
from linli.registers.people.bindings import forget_former_phones
from linli.registers.people.jobs import flag_changed, mend_keys
from linli.registers.retention.actions import find_due
from linli.rooms.files.jobs import carry_on, forget_old_imports
from linli.rooms.sharing.actions.making import drop_old
from linli.rooms.sharing.jobs import make_exports, watch

log = structlog.get_logger(__name__)

IDLE_SECONDS = 0.25
LEAVING = 2.0
"""So long the end waits for a long job (seconds)."""
SOON, LATER = 2.0, 300.0
"""A job that failed is tried again after its interval, but within these bounds (seconds)."""
DAY = 86_400
NIGHT = daytime(2, 30)


@dataclass(slots=True)
class Job:
    """Something to do again and again, with no interval whenever the loop comes by; jobs are safe to run twice
    and at the same time."""

    name: str
    every_seconds: float
    run: Callable[[], int]
    due: float = field(default=0.0)


def jobs() -> list[Job]:
    """All jobs; nightly ones are first due at the next 2:30 in Shanghai."""
    night = time.monotonic() + _seconds_until_night()
    return [
        Job("deliver", 0, deliver_batch),
        Job("send", 0, send_due),
        Job("seal", 1, seal_batch),
        Job("make-exports", 2, lambda: make_exports(now=clock.now())),
        Job("drop-exports", 300, lambda: drop_old(now=clock.now())),
        Job("watch-sharing", 300, lambda: watch(now=clock.now())),
        Job("find-unreached", 60, lambda: find_unreached(now=clock.now())),
        Job("accept-overdue", 300, lambda: accept_overdue(now=clock.now())),
        Job("escalate", 300, lambda: escalate_due(now=clock.now())),
        Job("escalate-tasks", 300, lambda: escalate_tasks(now=clock.now())),
        Job("overdue-tasks", 300, lambda: call_overdue_tasks(now=clock.now())),
        Job("correct-due", DAY, correct_due, due=night),
        Job("mend-keys", DAY, lambda: mend_keys(now=clock.now()), due=night),
        Job("flag-duplicates", DAY, lambda: flag_changed(now=clock.now()), due=night),
        Job("rebuild-paces", DAY, lambda: rebuild_paces(now=clock.now()), due=night),
        Job("drop-old-drafts", DAY, lambda: drop_old_drafts(now=clock.now()), due=night),
        Job("drop-unclaimed", DAY, lambda: drop_unclaimed(now=clock.now()), due=night),
        Job("forget-waits", DAY, lambda: forget_waits(now=clock.now()), due=night),
        Job("forget-former-phones", DAY, lambda: forget_former_phones(now=clock.now()), due=night),
        Job("find-due", DAY, lambda: find_due(now=clock.now()), due=night),
        Job("forget-throttles", DAY, lambda: forget_counts(now=clock.now()), due=night),
        Job("forget-held-forms", DAY, forget_held_forms, due=night),
        Job("forget-keys", DAY, forget_keys, due=night),
        Job("forget-sessions", DAY, forget_sessions, due=night),
        Job("forget-imports", DAY, lambda: forget_old_imports(now=clock.now()), due=night),
        Job("reconcile", DAY, lambda: reconcile(now=clock.now()), due=night),
    ]


def long_jobs() -> list[Job]:
    """What may take minutes, and holds up nothing else meanwhile."""
    return [Job("carry-on-imports", 1, lambda: carry_on(now=clock.now()))]


def _seconds_until_night() -> float:
    """By the machine's own clock: a demo's clock may jump, nights do not."""
    now = datetime.now(clock.LOCAL)
    night = datetime.combine(now.date(), NIGHT, clock.LOCAL)
    return ((night if night > now else night + timedelta(days=1)) - now).total_seconds()


def run_once() -> int:
    """Everything that is due now, until nothing is; returns how many things were done."""
    total = 0
    while done := deliver_batch() + send_due():
        total += done
    return total + sum(attempt(job) for job in [*jobs(), *long_jobs()] if 0 < job.every_seconds < DAY)


def run_until(stop: threading.Event) -> None:
    """Work until `stop` is set; a lost database connection is taken up again.

    A long job that is cut off by the end was one transaction: it is taken back, and begun anew.
    """
    beside = threading.Thread(target=copy_context().run, args=(_work_beside, long_jobs(), stop), daemon=True)
    beside.start()
    _work(jobs(), stop)
    beside.join(timeout=LEAVING)


def _work_beside(queue: list[Job], stop: threading.Event) -> None:
    try:
        _work(queue, stop)
    finally:
        connection.close()


def _work(queue: list[Job], stop: threading.Event) -> None:
    while not stop.is_set():
        done = 0
        for job in queue:
            if time.monotonic() >= job.due and not stop.is_set():
                count = attempt(job)
                done += count if job.every_seconds == 0 else 0
        close_old_connections()
        if not done:
            stop.wait(IDLE_SECONDS)


def attempt(job: Job) -> int:
    """Run the job and set when it is due next; one that fails is logged, tried again later, and holds up no other."""
    try:
        count = job.run()
    except Exception as error:
        job.due = time.monotonic() + min(max(job.every_seconds, SOON), LATER)
        log.exception("worker.job_failed", job=job.name, fault=type(error).__name__)
        connection.close()
        return 0
    job.due = time.monotonic() + job.every_seconds
    return count
