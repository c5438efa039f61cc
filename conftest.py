"""Fixtures for all tests; the database they use is set in `tests/settings.py`."""

from collections.abc import Iterator
from shutil import which
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from hypothesis import settings as drawing
from pytest_django import DjangoDbBlocker

from linli.engines.packs.queries import forget as forget_packs
from linli.kernel import clock
from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as
from linli.kernel.installation.queries import forget
from linli.registers.calendar.queries import forget as forget_calendars
from tests.support.drawing import THOROUGH

if TYPE_CHECKING:
    from tests.support.cast import Cast
    from tests.support.counter import Counter


drawing.register_profile("linli", deadline=None)  # how long an example takes is no fault of what it finds
drawing.register_profile("thorough", deadline=None, max_examples=THOROUGH)  # --hypothesis-profile=thorough
drawing.load_profile("linli")


@pytest.fixture(scope="session", autouse=True)
def _as_system() -> Iterator[None]:
    """Tests build their worlds as the system; requests and `acting_as` are under the second lock all the same."""
    with acting_as(SYSTEM):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """The embedded server of the tests waits for no disk: after a power cut its databases are made anew anyway."""
    if "EMBEDDED_IN" not in settings.DATABASES["default"]:
        return
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"ALTER SYSTEM SET {name} = off")
        cursor.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Sessions that answered the last request of a browser may still end: the databases are dropped without them."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def one_moment() -> Iterator[time_machine.Traveller]:
    """The clock stands: what is counted by stretches of time, and codes that change, meet no end of a stretch."""
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _fresh_caches() -> None:
    """What is cached per process, and the head of the audit log that is kept in a file: tests each have their own."""
    forget()
    forget_calendars()
    database = connection.settings_dict["NAME"].removeprefix("test_")
    for kept in ("audit-head", "audit-verified"):
        (settings.CONFIG.home / f"{kept}-test_{database}.json").unlink(missing_ok=True)
    forget_packs()


@pytest.fixture
def cast(db: None) -> "Cast":
    from tests.support.cast import make_cast  # noqa: PLC0415  models can be imported only when Django is set up

    return make_cast()


@pytest.fixture(scope="module")
def counter(django_db_setup: None, django_db_blocker: Any) -> "Iterator[Counter]":
    """One counter for each module; what a test does there is rolled back."""
    from tests.support.counter import kept_counter  # noqa: PLC0415  as above

    with kept_counter(django_db_blocker) as made:
        yield made


CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Playwright drives the Chromium of the machine; a walk without one fails and says what to install."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := which(name))), None
    )
    if found is None:
        pytest.fail("no Chromium on this machine: install Debian's packages chromium and fonts-noto-cjk")
    return {**browser_type_launch_args, "executable_path": found, "args": list(CHROMIUM_FLAGS)}
