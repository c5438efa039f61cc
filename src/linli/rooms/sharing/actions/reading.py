"""Reading under an agreement: what was opened is written down, with number, fields, persons and purpose, before
anything leaves."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.codes import CodeFault
from linli.kernel.errors import DomainError
from linli.registers.people.numbers import read_id_number
from linli.rooms.sharing.actions import bounding
from linli.rooms.sharing.actions.bounding import OverVolume
from linli.rooms.sharing.queries.covered import Wanted
from linli.rooms.sharing.queries.opening import (
    Asked,
    Opening,
    check_wanted,
    communities_of,
    find_opened,
    open_agreement,
    read_opened,
)
from linli.rooms.sharing.queries.rows import Row

_COUNT = """
INSERT INTO share_use (agreement_id, month, community, way, reads, persons, fields)
SELECT %s, %s, community, %s, CASE WHEN at = 1 THEN %s ELSE 0 END, persons, persons * %s
FROM unnest(%s::bigint[], %s::int[]) WITH ORDINALITY AS row(community, persons, at)
ON CONFLICT (agreement_id, month, community, way) DO UPDATE SET reads = share_use.reads + excluded.reads,
    persons = share_use.persons + excluded.persons, fields = share_use.fields + excluded.fields
"""


class BadNumber(DomainError):
    """What was looked up is no identity number, or is not given whole."""

    code = "share_bad_number"


@dataclass(frozen=True, slots=True)
class Page:
    """Rows with what opened them; `following` is the file after which the next page begins, None at the end."""

    opening: Opening
    rows: Sequence[Row]
    following: int | None = None


def read_list(
    *, actor: Actor, now: datetime, number: str, way: str, wanted: Wanted, after: int, limit: int
) -> Page:
    """A page of the list that an agreement opens, as long as its volume lasts. Raises as `open_agreement`,
    `NotOpened`, `OverVolume`."""
    with _noting(actor, now):
        return _read_list(actor, now, number, way, wanted, after, limit)


@transaction.atomic
def _read_list(
    actor: Actor, now: datetime, number: str, way: str, wanted: Wanted, after: int, limit: int
) -> Page:
    opening = open_agreement(actor, number, way=way, day=clock.local_day(now))
    check_wanted(opening, wanted)
    most = min(limit, bounding.admit(actor, now, opening))
    found = read_opened(opening, wanted, after=after, limit=most + 1)
    rows = found[:most]
    bounding.count(actor, now, opening, persons=len(rows), vain=False)
    note_read(actor, now, opening, rows, way=way, act=f"share.{way}")
    return Page(opening, rows, rows[-1].person if len(found) > most else None)


def look_up(*, actor: Actor, now: datetime, number: str, way: str, asked: Asked) -> Page:
    """Who has exactly this identity number, or this name and birth date, among those whom the agreement is about.
    Raises as `open_agreement`, `OverVolume`."""
    with _noting(actor, now):
        return _look_up(actor, now, number, way, asked)


@transaction.atomic
def _look_up(actor: Actor, now: datetime, number: str, way: str, asked: Asked) -> Page:
    opening = open_agreement(actor, number, way=way, day=clock.local_day(now))
    most = bounding.admit(actor, now, opening)
    rows = find_opened(opening, asked)
    if len(rows) > most:
        raise bounding.refuse_more(actor, now, opening)
    bounding.count(actor, now, opening, persons=len(rows), vain=not rows)
    note_read(actor, now, opening, rows, way=way, act=f"share.{way}")
    return Page(opening, rows)


@contextmanager
def _noting(actor: Actor, now: datetime) -> Iterator[None]:
    """A refusal is written down after what was begun has been taken back."""
    try:
        yield
    except OverVolume as refusal:
        bounding.note_refused(actor, now, refusal)
        raise


def read_asked(*, id_number: str, name: str, birth_date: date | None, today: date) -> Asked:
    """What is looked up; raises `BadNumber`."""
    if id_number.strip():
        try:
            return Asked(id_number=read_id_number(id_number, today=today).number)
        except CodeFault as fault:
            raise BadNumber(_("This is not a valid identity number."), field="id_number") from fault
    if not name.strip() or birth_date is None:
        raise BadNumber(_("Give the whole identity number, or name and birth date."), field="id_number")
    return Asked(name=name.strip(), birth_date=birth_date)


def note_read(
    actor: Actor, now: datetime, opening: Opening, rows: Sequence[Row], *, way: str, act: str, about: str = ""
) -> None:
    """One entry for a read, also for one that found nobody; and what it adds to the figures."""
    number = opening.agreement.number
    record(
        actor=actor, now=now, kind="look", act=act, object_ref=about or f"share:{number}",
        persons=[row.person for row in rows], fields=opening.known, purpose=purpose_of(opening), office=opening.office,
    )  # fmt: skip
    count_use(now, opening, rows, way=way)


def purpose_of(opening: Opening) -> str:
    """As residents read it: the agreement's number and what it is for."""
    return f"{opening.agreement.number} {opening.version.purpose}"


def count_use(now: datetime, opening: Opening, rows: Sequence[Row], *, way: str) -> None:
    """A read of persons in several communities counts once, in the first of them."""
    counts = communities_of(rows) or {0: 0}
    month = clock.local_day(now).replace(day=1)
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT,
            [
                opening.agreement.pk, month, way, 1, len(opening.fields), list(counts), list(counts.values()),
            ],
        )  # fmt: skip
