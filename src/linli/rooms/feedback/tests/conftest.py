from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.support.counter import Counter


@pytest.fixture(scope="module")
def counter(django_db_setup: None, django_db_blocker: Any) -> Iterator["Counter"]:
    """One for each module; what a test does there is rolled back."""
    from tests.support.counter import kept_counter  # noqa: PLC0415  models exist only when Django is set up

    with kept_counter(django_db_blocker) as made:
        yield made
