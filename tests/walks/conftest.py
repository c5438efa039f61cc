"""After a walk nothing of it stays behind: no window, and no session that would keep the test database from going."""

from collections.abc import Generator, Iterator
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser
from pytest_django.plugin import DjangoDbBlocker

MOST = 2_000
"""Characters of a page that a report shows."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """A walk that stops says where: address and text of every open window."""
    report = yield
    browser = getattr(item, "funcargs", {}).get("browser")
    if report.when == "call" and report.failed and browser is not None:
        for page in (page for context in browser.contexts for page in context.pages):
            report.sections.append((page.url, page.locator("body").inner_text()[:MOST]))
    return report


@pytest.fixture(autouse=True)
def close_windows(browser: Browser) -> Iterator[None]:
    yield
    for context in list(browser.contexts):
        context.close()


@pytest.fixture(scope="session", autouse=True)
def end_sessions(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A browser keeps its connections open, and the live server a thread with a database session for each of them."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
