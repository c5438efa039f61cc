"""A demo's installation row is read once in a request, and each time outside of one."""

from datetime import timedelta

import pytest
from django.core.signals import request_finished, request_started
from pytest_django import DjangoAssertNumQueries

from linli.kernel.installation.models import Installation
from linli.kernel.installation.queries import begin_request, end_request, get_clock_offset, get_installation

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo() -> Installation:
    return Installation.objects.create(demo=True)


def test_one_request_has_one_time(
    demo: Installation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    begin_request()
    with django_assert_num_queries(1):
        get_clock_offset()
        assert get_installation().demo
    Installation.objects.update(clock_offset=timedelta(days=1))
    assert get_clock_offset() == timedelta(0)
    begin_request()
    assert get_clock_offset() == timedelta(days=1)
    end_request()


def test_outside_of_a_request_a_clock_that_was_set_counts_at_once(demo: Installation) -> None:
    assert get_clock_offset() == timedelta(0)
    Installation.objects.update(clock_offset=timedelta(days=1))
    assert get_clock_offset() == timedelta(days=1)


def test_requests_begin_and_end_by_the_signals_of_the_server() -> None:
    for signal, handler in ((request_started, begin_request), (request_finished, end_request)):
        assert handler in [receiver for _, receiver, *_ in _living(signal)]


def _living(signal: object) -> list[tuple[object, object]]:
    return [(key, reference()) for (key, *_), reference, *_ in signal.receivers]  # type: ignore[attr-defined]


def test_a_real_installation_is_read_once_for_all(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    Installation.objects.create(demo=False, home_place_code="532301")
    assert not get_installation().demo
    with django_assert_num_queries(0):
        assert get_clock_offset() == timedelta(0)
        assert get_installation().home_place_code == "532301", "every later reader knows the county too"
