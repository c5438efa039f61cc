"""The same rows by hand: `reference.sql` through raw psycopg, one transaction for each use case."""

import os
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from datetime import time as clock_time
from typing import Any, Final

import psycopg
from django.conf import settings
from django.db import connection as django_connection
from psycopg.types.json import Jsonb

from bench.load import Note, Work
from bench.statements import read_statements
from bench.town import Community, Town
from bench.walk import MATTER, STEPS
from linli.engines.cases.published import CaseMoved, CaseOpened
from linli.engines.packs import queries as packs
from linli.kernel import clock, crypto
from linli.kernel.events.registry import SUBSCRIBERS
from linli.registers.calendar.queries import get_calendar_of_region
from linli.rooms.feedback.published import RatingGiven
from linli.rooms.matters.queries import get_matter

TABLES: Final = (
    "case", "case_step", "case_clock", "case_participant", "case_counter", "form_answer", "idempotency_key",
    "event_log", "delivery", "audit_entry", "rating",
)  # fmt: skip
"""What a lifecycle writes, by the platform and by hand."""

_COURSE: Final[Mapping[str, tuple[str, str, str, str, str, str, str]]] = {
    # action: to, phase, next role, its level, clock op, its reason, outcome
    "accept": ("accepted", "running", "clerk", "community", "run", "", ""),
    "start_inspection": ("inspection", "running", "clerk", "community", "pause", "inspection", ""),
    "finish_inspection": ("street_review", "running", "reviewer", "town", "run", "", ""),
    "approve": ("county_decision", "running", "decider", "county", "", "", ""),
    "grant": ("closed", "closed", "", "", "stop", "", "granted"),
}


@dataclass(frozen=True, slots=True)
class Fixed:
    """What stays the same in every lifecycle, looked up once."""

    values: Mapping[str, Any]

    @classmethod
    def load(cls) -> "Fixed":
        now = clock.now()
        day = clock.local_day(now)
        entry, matter = get_matter(MATTER)
        calendar = get_calendar_of_region()
        due = datetime.combine(calendar.add_workdays(day, 20), clock_time(23, 59, 59), clock.LOCAL)
        return cls(
            {
                "now": now,
                "today": day,
                "due": due,
                "matter": entry.item_id,
                "procedure": packs.get_item("procedure", str(matter.procedure)).pk,
                "form": packs.get_item("form", str(matter.form)).pk,
                "title": matter.title,
                "sealed": os.urandom(38),
                "answers": os.urandom(430),
                "payload": Jsonb(_payload()),
                "opened_subscribers": sorted(SUBSCRIBERS.get(CaseOpened.NAME, {})),
                "moved_subscribers": sorted(SUBSCRIBERS.get(CaseMoved.NAME, {})),
                "rated_subscribers": sorted(SUBSCRIBERS.get(RatingGiven.NAME, {})),
            }
        )


def _payload() -> dict[str, Any]:
    """As long as the platform's payloads; the room's name keeps its reactions away."""
    return {
        "subject": "case:100000", "room": "reference", "matter_item_id": 10, "procedure_item_id": 11,
        "action": "start_inspection", "from_state": "accepted", "to_state": "inspection", "phase": "running",
        "outcome": "", "event": "inspection_started", "notice": "", "county": 1, "town": 2, "community": None,
        "synthetic": True,
    }  # fmt: skip


class ByHand:
    """One client with its own connection, opened with the same options as Django's."""

    def __init__(self, statements: Mapping[str, list[str]], fixed: Fixed) -> None:
        self._wire = connect()
        self._statements = statements
        self._fixed = fixed.values

    def walk(self, where: Community, resident: str, note: Note = lambda name, seconds: None) -> None:
        """One lifecycle, as `walk.walk`."""
        keys = {role: crypto.digest("api_key", getattr(where, role)) for role in _ROLES}
        applicant = crypto.digest("api_key", resident)
        case = self._timed(note, "submit", "submit", {"key": applicant, "once": secrets.token_hex(16)})
        ticks = 0
        for name, role, action, reason in STEPS:
            values = _step_values(action, where, ticks, self._fixed)
            ticks += bool(values["clock_op"])
            values |= {
                "key": keys[role],
                "number": case["number"],
                "note": os.urandom(46) if reason else None,
            }
            self._timed(note, name, "act", values)
        self._timed(note, "rate", "rate", {"key": applicant, "number": case["number"]})

    def _timed(self, note: Note, name: str, use_case: str, values: Mapping[str, Any]) -> dict[str, Any]:
        started = time.perf_counter()
        found = self._run(use_case, values)
        note(name, time.perf_counter() - started)
        return found

    def _run(self, use_case: str, values: Mapping[str, Any]) -> dict[str, Any]:
        known = {**self._fixed, **values, "digest": os.urandom(16), "digest32": os.urandom(32)}
        with self._wire.transaction():
            for statement in self._statements[use_case]:
                cursor = self._wire.execute(statement, known, prepare=True)
                row = cursor.fetchone()
                if row is None or cursor.description is None:
                    raise RuntimeError(f"by hand: {use_case} found no row")
                known |= {column.name: value for column, value in zip(cursor.description, row, strict=True)}
        return known

    def close(self) -> None:
        self._wire.close()


_ROLES: Final = ("clerk", "inspector", "reviewer", "decider")


def _step_values(action: str, where: Community, ticks: int, fixed: Mapping[str, Any]) -> dict[str, Any]:
    to, phase, role, level, op, reason, outcome = _COURSE[action]
    scope = f"{level}:{where.place_id if level == 'community' else getattr(where, level)}" if level else ""
    posts = [("deciding" if role == "decider" else "handling", role, scope)] if role else []
    if to == "inspection":
        posts.append(("handling", "inspector", scope))
    return {
        "action": action, "to": to, "phase": phase, "queue_role": role, "queue_scope": scope, "outcome": outcome,
        "closed": fixed["now"] if phase == "closed" else None, "clock_seq": ticks + 1, "clock_op": op,
        "clock_reason": reason, "kinds": [post[0] for post in posts], "roles": [post[1] for post in posts],
        "scopes": [post[2] for post in posts],
    }  # fmt: skip


def connect() -> "psycopg.Connection[Any]":
    """As Django connects; autocommit, so that only `transaction()` opens one."""
    django_connection.ensure_connection()  # which says where the embedded server is
    values = settings.DATABASES["default"]
    return psycopg.connect(
        host=values["HOST"], port=values.get("PORT") or None, user=values["USER"], dbname=values["NAME"],
        autocommit=True,
    )  # fmt: skip


def hand_client(town: Town, fixed: Fixed, *, clients: int) -> Callable[[int], Work]:
    """Makes clients for `load.run`."""
    statements = read_statements("reference.sql")

    def make(number: int) -> Work:
        hand = ByHand(statements, fixed)

        def work(round_: int, note: Note) -> None:
            hand.walk(*pick(town, number, round_, clients=clients), note)

        return work

    return make


def pick(town: Town, client: int, round_: int, *, clients: int) -> tuple[Community, str]:
    """Whose turn it is: each client has communities and residents of its own, as nobody applies twice at a time."""
    mine = town.communities[client::clients]
    where = mine[round_ % len(mine)]
    return where, where.residents[round_ // len(mine) % len(where.residents)]


def count_rows() -> dict[str, int]:
    """Rows of every table that a lifecycle writes."""
    with django_connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = int(cursor.fetchone()[0])
    return found
