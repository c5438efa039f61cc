"""Fixtures for all tests; the database they use is set in `tests/settings.py`."""

from typing import TYPE_CHECKING

import pytest

from linli.kernel.installation.queries import forget

if TYPE_CHECKING:
    from tests.support.cast import Cast


@pytest.fixture(autouse=True)
def _fresh_installation() -> None:
    """The installation row is cached per process; tests each have their own."""
    forget()


@pytest.fixture
def cast(db: None) -> "Cast":
    from tests.support.cast import make_cast  # noqa: PLC0415  models can be imported only when Django is set up

    return make_cast()
