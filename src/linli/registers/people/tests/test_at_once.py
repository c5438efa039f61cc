"""Two at the same time: a change is applied once, and two changes of one file do not overwrite each other."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from linli.kernel.actors import Actor
from linli.kernel.errors import Conflict
from linli.kernel.guard import acting_as
from linli.registers.people import actions
from linli.registers.people.details import Correction
from linli.registers.people.models import FileChange, FileChangeStep, Provision
from tests.support.cast import NOW, TODAY, make_cast

from .conftest import Files


@pytest.fixture
def committed(transactional_db: None) -> Files:
    return Files(make_cast(), {})


def race(*works: Callable[[], object]) -> list[str]:
    """Let them run at once; the classes of what each one came to."""
    ready, outcomes = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        try:
            ready.wait(10)
            outcomes.append(type(work()).__name__)
        except Conflict as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def applying(change: FileChange, actor: Actor) -> Callable[[], FileChange]:
    def work() -> FileChange:
        with acting_as(actor, day=TODAY):
            return actions.apply_change(actor=actor, now=NOW, change_id=change.pk, revision=change.revision)

    return work


def checked(files: Files, ethnicity: str) -> FileChange:
    details = Correction(person=files.id("wang"), fields={"ethnicity": ethnicity})
    return files.take("check", files.draft(details))


def test_of_two_who_apply_a_change_one_does(committed: Files) -> None:
    change = checked(committed, "02")
    who = [committed.cast.actor(name) for name in ("clerk", "colleague")]
    assert race(*(applying(change, actor) for actor in who)) == ["FileChange", "StepTaken"]
    assert committed.person("wang").revision == 1
    assert FileChangeStep.objects.filter(change=change, state="applied").count() == 1


def test_of_two_changes_of_one_file_the_later_one_is_refused(committed: Files) -> None:
    changes = [checked(committed, code) for code in ("02", "08")]
    clerk = committed.cast.actor("clerk")
    assert race(*(applying(change, clerk) for change in changes)) == ["ChangedSince", "FileChange"]
    assert committed.person("wang").revision == 1
    assert Provision.objects.count() == 1
