from collections.abc import Iterator

import pytest

from linli.registers.places.actions import import_divisions
from linli.registers.places.queries import forget, get_by_code


@pytest.fixture
def chuxiong(db: None) -> Iterator[int]:
    """The place id of 楚雄市, with its 15 towns and 154 communities in the database."""
    import_divisions(within="532301")
    yield get_by_code("532301").place_id
    forget()
