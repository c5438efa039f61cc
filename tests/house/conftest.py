"""One world for each module of this folder; every request is rolled back."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.support.world import World


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator["World"]:
    from tests.support.world import kept_world  # noqa: PLC0415  models can be imported only when Django is set up

    with kept_world(django_db_blocker) as found:
        yield found
