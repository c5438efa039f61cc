"""The world of the walks, shared by all tests of this room."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from pytest_django import DjangoDbBlocker

from linli.kernel.audit.models import AuditEntry
from tests.support.world import World, kept_world, rolled_back

Visit = Callable[..., tuple[HttpResponse, list[AuditEntry]]]


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
def visit(world: World) -> Visit:
    """Ask for a page as somebody; gives the answer and the entries that it left."""

    def ask(path: str, who: str = "wang", sent: dict[str, Any] | None = None) -> Any:
        last = AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
        browser = world.client(who)
        response = browser.get(path) if sent is None else browser.post(path, sent)
        return response, list(AuditEntry.objects.filter(id__gt=last).order_by("id"))

    return ask
