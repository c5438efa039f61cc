"""Two at the same time, on real connections."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from linli.engines.cases.actions import Chosen
from linli.engines.cases.models import Case, CaseStep
from linli.kernel.errors import Conflict
from tests.support.cast import Cast, make_cast

from .conftest import Desk, at


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def both(work: Callable[[], object], count: int = 2) -> list[object]:
    """Run `work` in threads that start together; what each returned or raised."""
    barrier, found = Barrier(count), list[object]()

    def run() -> None:
        try:
            barrier.wait()
            found.append(work())
        except Conflict as refusal:
            found.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_of_two_clerks_who_accept_at_once_one_is_told_of_the_other(desk: Desk) -> None:
    case = desk.open()
    desk.actor("clerk")
    found = both(lambda: desk.act("clerk", case, "accept", at("2026-03-03")))
    assert sorted(type(item).__name__ for item in found) == ["Case", "MovedOn"]
    assert CaseStep.objects.filter(case=case).count() == 2


def test_numbers_given_at_once_are_different_and_without_gaps(desk: Desk) -> None:
    desk.actor("clerk")
    assert len(both(lambda: desk.open(by="clerk"), 6)) == 6
    assert sorted(number[22:26] for number in Case.objects.values_list("number", flat=True)) == [
        f"{count:04d}" for count in range(1, 7)
    ]


def test_two_cases_that_are_merged_into_each_other_at_once_do_not_wait_for_each_other(
    complaints: Desk,
) -> None:
    first, second = complaints.open(), complaints.open()
    ways = iter([(first, second), (second, first)])
    complaints.actor("clerk")

    def merge() -> Case:
        case, main = next(ways)
        return complaints.act("clerk", case, "merge", chosen=Chosen(main=main.number))

    found = [type(item).__name__ for item in both(merge)]
    assert len(found) == 2
    assert set(found) <= {"Case", "MainBusy", "MainClosed"}
    assert Case.objects.filter(outcome="merged").count() == found.count("Case") <= 1
