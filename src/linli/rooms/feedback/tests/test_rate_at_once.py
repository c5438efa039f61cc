"""Two ratings of one case at the same moment."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from linli.kernel.errors import Conflict
from linli.kernel.events.models import EventLog
from linli.kernel.guard import acting_as
from linli.rooms.feedback import actions
from linli.rooms.feedback.models import Rating
from tests.support.cast import NOW
from tests.support.counter import make_counter


@pytest.mark.django_db(transaction=True)
def test_of_two_ratings_at_once_one_counts_and_the_other_hears_so() -> None:
    counter = make_counter()
    number, actor = counter.open_case("wang", "decided"), counter.cast.actor("wang")
    barrier, heard = Barrier(3), list[str]()

    def rate(level: int) -> None:
        try:
            barrier.wait()
            with acting_as(actor):
                actions.rate(actor=actor, now=NOW, number=number, level=level)
            heard.append("thanks")
        except Conflict:
            heard.append("already rated")
        finally:
            connection.close()

    threads = [Thread(target=rate, args=[level]) for level in (1, 3, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(heard) == ["already rated", "already rated", "thanks"]
    rating = Rating.objects.get()
    event = EventLog.objects.get(name="feedback.rating_given")
    assert event.payload["level"] == rating.level
