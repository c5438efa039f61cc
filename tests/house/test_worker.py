"""The worker's loop: a job that fails holds up no other, and what nobody needs any more is dropped at night."""

import threading
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from linli.kernel.housekeeping import forget_held_forms, forget_keys, forget_sessions
from linli.kernel.installation.models import HeldForm, IdempotencyKey
from linli.site import worker
from linli.site.worker import Job, attempt, run_until


@pytest.mark.django_db(transaction=True)
def test_a_job_that_fails_is_tried_again_and_starves_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, rounds, failures = threading.Event(), [], []

    def fail() -> int:
        failures.append(1)
        raise ZeroDivisionError

    def work() -> int:
        rounds.append(1)
        if len(failures) >= 2:
            stop.set()
        return 1

    monkeypatch.setattr(worker, "SOON", 0.0)
    monkeypatch.setattr(worker, "jobs", lambda: [Job("bad", 0, fail), Job("good", 0, work)])
    run_until(stop)
    assert len(failures) == 2
    assert len(rounds) == 2


@pytest.mark.django_db(transaction=True)
def test_a_nightly_job_that_failed_does_not_wait_for_the_next_night() -> None:
    job = Job("bad", worker.DAY, lambda: 1 // 0)
    assert attempt(job) == 0
    failed = job.due
    job.run = lambda: 3
    assert attempt(job) == 3
    assert job.due - failed > worker.DAY / 2


@pytest.mark.django_db
def test_a_night_drops_old_held_forms_keys_and_sessions_and_nothing_younger() -> None:
    for number, days in enumerate((0, 2, 31)):
        form = HeldForm.objects.create(token_digest=bytes([number]), user_id=1, path="/", sealed=b"")
        HeldForm.objects.filter(pk=form.pk).update(created_at=Now() - timedelta(days=days))
        key = IdempotencyKey.objects.create(owner="user:1", key=str(number))
        IdempotencyKey.objects.filter(pk=key.pk).update(created_at=Now() - timedelta(days=days))
        Session.objects.create(session_key=str(number), expire_date=Now() + timedelta(days=1 - days))
    assert (forget_held_forms(), forget_keys(), forget_sessions()) == (2, 1, 2)
    assert [row.key for row in IdempotencyKey.objects.order_by("key")] == ["0", "1"]
    assert [row.session_key for row in Session.objects.all()] == ["0"]
