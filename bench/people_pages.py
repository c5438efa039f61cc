"""Pages of files among many people, opened within this process: statements and milliseconds, what the second lock and
the audit log take of them, and what a person weighs on disk."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any, Final

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.people_fill import Drawn, Ground
from bench.report import Figure, at_most
from bench.tell import tell
from linli.engines.packs.actions import install
from linli.engines.packs.folders import builtin
from linli.kernel import clock
from linli.kernel.accounts.models import User
from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as
from linli.registers.organisations.models import Appointment, Organisation, Post

ROUNDS: Final = 40
MOST: Final = 1.5
HOST: Final = "127.0.0.1"
_SIZES: Final = """
SELECT name, pg_total_relation_size(name::regclass), pg_relation_size(name::regclass) FROM unnest(%s::text[]) AS name
"""
_AUDIT: Final = "audit_"

TABLES: Final = (
    "person", "residence", "person_key", "person_provision", "person_label", "household", "household_membership",
    "person_relationship", "identity_document", "file_change", "file_change_person", "file_change_step",
    "duplicate_pair",
)  # fmt: skip


def time_pages(ground: Ground, people: list[Drawn]) -> list[Figure]:
    """As the clerk of the community in which `people` live; the second lock is compared in turns with the owner."""
    community = ground.homes[0][2][2]
    call_command("collectstatic", verbosity=0, interactive=False)
    client = _enter("clerk", f"community:{community}", place=community)
    ages = "from=80&to=90"
    paths: dict[str, Callable[[int], str]] = {
        "page of a person": lambda at: reverse("files:person", args=[people[at % len(people)].key]),
        "list of people": lambda _at: reverse("files:people"),
        "list by label": lambda _at: f"{reverse('files:people')}?label=old-age",
        "list by age": lambda _at: f"{reverse('files:people')}?{ages}",
        "list of 人户分离": lambda _at: f"{reverse('files:people')}?apart=yes",
        "households": lambda _at: reverse("files:households"),
        "running out": lambda _at: reverse("files:ending"),
        "duplicates": lambda _at: reverse("files:duplicates"),
    }
    figures: list[Figure] = []
    for name, path in paths.items():
        tell(f"opening: {name}")
        figures += _time(client, name, path)
    return figures


def _enter(role: str, scope: str, *, place: int) -> Client:
    """Somebody who holds this post, logged in."""
    with acting_as(SYSTEM):
        if not User.objects.filter(username=f"bench-{role}").exists():
            install(folder=builtin("national"), actor=SYSTEM, now=clock.now())
            user = User.objects.create_user(f"bench-{role}", name="测试", password="bench-long-password")  # noqa: S106
            unit = Organisation.objects.create(name="测试便民服务站", place_id=place)
            post = Post.objects.create(organisation=unit, role=role, title="综合窗口", scope=scope)
            Appointment.objects.create(post=post, user=user, valid="[2000-01-01,)")
        user = User.objects.get(username=f"bench-{role}")
        client = Client(SERVER_NAME=HOST, raise_request_exception=True)
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def _time(client: Client, name: str, path: Callable[[int], str]) -> Iterator[Figure]:
    locked, owned, audit = [], [], []
    with acting_as(None):
        for warm in range(3):
            _get(client, path(warm))
        with CaptureQueriesContext(connection) as statements:
            _get(client, path(0))
            counted = len(statements)
        for at in range(ROUNDS):
            with _watched() as watch:
                locked.append(_get(client, path(at)))
            audit.append(watch.milliseconds)
            with connection.as_owner():  # type: ignore[attr-defined]  # our backend
                owned.append(_get(client, path(at)))
    yield Figure(
        "Pages, clerk of a community", name, median(locked), "ms",
        note=f"p95 {quantiles(locked, n=20)[-1]:.1f} ms, {counted} statements",
    )  # fmt: skip
    yield at_most(
        "Second lock: with it, to without", name, median(locked) / median(owned), "×", MOST,
        f"{median(locked):.1f} ms to {median(owned):.1f} ms",
    )  # fmt: skip
    yield Figure(
        "Audit entry: share of the page", name, 100 * median(audit) / median(locked), "%",
        note=f"{median(audit):.2f} ms of statements",
    )  # fmt: skip


def _get(client: Client, path: str) -> float:
    started = time.perf_counter()
    response = client.get(path)
    taken = (time.perf_counter() - started) * 1000
    if response.status_code != 200:
        raise SystemExit(f"bench: {path} answers {response.status_code} {response.get('Location', '')}")
    return taken


@dataclass(slots=True)
class _Watch:
    milliseconds: float = 0.0
    names: set[str] = field(default_factory=set)

    def __call__(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            if _AUDIT in str(sql) and "INSERT" in str(sql):
                self.milliseconds += (time.perf_counter() - started) * 1000


@contextmanager
def _watched() -> Iterator[_Watch]:
    watch = _Watch()
    with connection.execute_wrapper(watch):
        yield watch


def weigh(count: int) -> list[Figure]:
    """Bytes a person takes on disk, table by table, with indexes."""
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            _SIZES,
            [list(TABLES)],
        )
        sizes = {name: (total, table) for name, total, table in cursor.fetchall()}
    whole = sum(total for total, _table in sizes.values())
    figures = [Figure("On disk, bytes a person", "all tables of files", whole / count, "")]
    return figures + [
        Figure(
            "On disk, bytes a person", name, total / count, "", note=f"of which the table {table / count:.0f}"
        )
        for name, (total, table) in sizes.items()
        if total > count
    ]
