"""The world of the walks, with 王桂兰 not bound to any account and 于小满 logged in without a file."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from linli.registers.people.models import PersonAccount
from tests.support.world import World, kept_world, rolled_back


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with kept_world(django_db_blocker) as found:
        yield found


@pytest.fixture
def world(kept: World, db: None) -> Iterator[World]:
    """The same for all tests of the room; what one of them does leaves no trace."""
    with rolled_back():
        yield kept


@pytest.fixture
def free(world: World) -> World:
    PersonAccount.objects.filter(person=world.cast.people["wang"]).delete()
    return world
