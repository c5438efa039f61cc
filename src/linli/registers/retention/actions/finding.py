"""What the night finds over its term, or soon. It writes lists and deletes nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction
from psycopg.sql import SQL, Composable

from linli.kernel.actors import SYSTEM
from linli.kernel.clock import local_day
from linli.kernel.guard import acting_as
from linli.registers.retention.models import Due, Ripe
from linli.registers.retention.parts import PARTS, Part
from linli.registers.retention.queries import counting, list_counting
from linli.registers.retention.rules import AHEAD

# The dead keep their last home, and who has left had one: it tells whose list it is.
_DEAD: Final = """
SELECT DISTINCT ON (person.id) person.id AS person_id, 'death' AS event,
    (deceased_on + make_interval(months => %(months)s))::date AS due_on, %(basis)s AS basis,
    county, town, community, grid
FROM person JOIN residence ON residence.person_id = person.id
WHERE merged_into_id IS NULL AND deceased_on + make_interval(months => %(months)s) <= %(until)s
ORDER BY person.id, upper_inf(valid) DESC, residence.kind, residence.id DESC
"""
_LEFT: Final = """
SELECT DISTINCT ON (person.id) person.id AS person_id, 'moved-away' AS event,
    (upper(valid) + make_interval(months => %(months)s))::date AS due_on, %(basis)s AS basis,
    county, town, community, grid
FROM residence JOIN person ON residence.person_id = person.id
WHERE merged_into_id IS NULL AND deceased_on IS NULL AND upper(valid) <= %(day)s
    AND upper(valid) + make_interval(months => %(months)s) <= %(until)s
    AND NOT EXISTS (SELECT FROM residence AS later WHERE later.person_id = person.id
        AND (upper_inf(later.valid) OR upper(later.valid) > upper(residence.valid)))
ORDER BY person.id, residence.kind, residence.id DESC
"""
_EVENTS: Final = {"death": _DEAD, "moved-away": _LEFT}
_KEEP: Final = """
INSERT INTO retention_due (person_id, event, due_on, basis, county, town, community, grid)
SELECT person_id, event, due_on, basis, county, town, community, grid FROM ({found}) AS found
ON CONFLICT (person_id) DO UPDATE SET due_on = excluded.due_on, basis = excluded.basis, event = excluded.event,
    county = excluded.county, town = excluded.town, community = excluded.community, grid = excluded.grid
"""
_FORGET: Final = """
DELETE FROM retention_due WHERE event = %(event)s AND person_id NOT IN (SELECT person_id FROM ({found}) AS found)
"""
_COUNT: Final = """
INSERT INTO retention_ripe (kind, basis, counted_at, county, town, community, due, soon)
SELECT %(kind)s, %(basis)s, %(now)s, county, town, community,
    count(*) FILTER (WHERE over + make_interval(months => %(months)s) <= %(day)s),
    count(*) FILTER (WHERE over + make_interval(months => %(months)s) > %(day)s)
FROM ({found}) AS found WHERE NOT held AND over + make_interval(months => %(months)s) <= %(until)s
GROUP BY county, town, community
"""


@dataclass(frozen=True, slots=True)
class Found:
    """How many files and other records are over their term."""

    files: int
    records: dict[str, int]


def find_due(*, now: datetime) -> int:
    """List every file whose term is over or will be soon, take off the list what is so no longer, and count other
    records; returns how many files are due today."""
    return find_all(now=now).files


def find_all(*, now: datetime) -> Found:
    """As `find_due`, telling of everything that was found."""
    day = local_day(now)
    with acting_as(SYSTEM), transaction.atomic():
        for event, found in _EVENTS.items():
            _find_files(event, found, day)
        Ripe.objects.all().delete()
        for part in PARTS.values():
            _count(part, now, day)
        records = {row.kind: 0 for row in Ripe.objects.all()}
        for row in Ripe.objects.all():
            records[row.kind] += row.due
        return Found(Due.objects.filter(due_on__lte=day).count(), records)


def _find_files(event: str, found: str, day: date) -> None:
    term = counting("person-file", event)
    if term is None:
        Due.objects.filter(event=event).delete()
        return
    asked = {
        "months": term.months,
        "basis": term.basis,
        "day": day,
        "until": day + AHEAD,
        "event": event,
    }
    with connection.cursor() as cursor:
        cursor.execute(_with(_FORGET, found), asked)
        cursor.execute(_with(_KEEP, found), asked)


def _count(part: Part, now: datetime, day: date) -> None:
    for term in list_counting(part.kind):
        asked: dict[str, Any] = {
            "months": term.months, "basis": term.basis, "kind": part.kind, "now": now, "day": day, "until": day + AHEAD,
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(_with(_COUNT, part.found), asked)


def _with(statement: str, found: str) -> Composable:
    """Both are texts of this program: nothing of a user is in them."""
    return SQL(statement).format(found=SQL(found))
