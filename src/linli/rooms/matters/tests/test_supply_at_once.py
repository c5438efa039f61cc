"""Two papers handed in at the same moment, from two windows."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from linli.engines.cases.models import Case
from linli.kernel.guard import acting_as
from linli.rooms.matters import actions
from linli.rooms.matters.models import CasePaper
from tests.support.cast import NOW
from tests.support.counter import make_counter
from tests.support.world import photo_of


@pytest.mark.django_db(transaction=True)
def test_each_knows_of_the_other_so_that_the_case_does_not_wait_for_what_is_there() -> None:
    counter = make_counter()
    number = counter.open_case("wang", photos=())
    counter.act(number, "clerk", "request_supplement", note="请补齐")
    actor = counter.cast.actor("wang")
    photos = {code: photo_of(counter, "wang", code) for code in ("id-card", "bank-card")}
    barrier, heard = Barrier(2), list[str]()

    def supply(code: str) -> None:
        try:
            barrier.wait()
            with acting_as(actor):
                actions.supply(actor=actor, now=NOW, number=number, photos={code: photos[code]})
            heard.append("complete")
        except actions.PapersMissing:
            heard.append("something missing")
        finally:
            connection.close()

    threads = [Thread(target=supply, args=[code]) for code in photos]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(heard) == ["complete", "something missing"]
    assert Case.objects.get(number=number).state == "received"
    assert CasePaper.objects.filter(case__number=number, state="given").count() == 2
