from datetime import UTC, datetime

import pytest

from linli.insight.actions import compile_measures
from linli.insight.tests.small_county import SmallCounty, make_small_county

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def county(db: None) -> SmallCounty:
    compile_measures(now=NOW)
    return make_small_county()
