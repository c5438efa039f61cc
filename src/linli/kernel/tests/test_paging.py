"""Keys of pages survive an address bar."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import paging

ZONES = st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3, minutes=-30))])
MOMENTS = st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001  drawn with a zone


@given(MOMENTS, st.integers(0, 2**63 - 1))
def test_a_key_comes_back_from_a_query_as_it_went_there(moment: datetime | None, number: int) -> None:
    query = QueryDict(f"after={paging.encode((moment, number))}")
    assert paging.decode(query["after"]) == (moment, number)


@pytest.mark.parametrize("text", ["", "~", "17", "x~17", "~-1", "~１７", "2026-03-27T15:59:59~17", "~1~2"])
def test_a_damaged_key_is_none(text: str) -> None:
    assert paging.decode(text) is None
