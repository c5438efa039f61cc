"""The door: which persons and which of their fields an agreement opens today, and nothing else.

An agreement is looked up as the actor; only then, in `read_opened`, are files read as the system: the rows that the
version covers, the columns that its fields need. Whoever calls it has recorded nothing yet: `actions.reading` does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.guard import acting_as
from linli.registers.people.models import Person
from linli.registers.people.sealing import digest_id_number
from linli.rooms.sharing import policies
from linli.rooms.sharing.models import Agreement, Version
from linli.rooms.sharing.queries.agreements import get_standing
from linli.rooms.sharing.queries.covered import Wanted, covered, narrow
from linli.rooms.sharing.queries.rows import Row, read_rows
from linli.rooms.sharing.rules import Status, opened_by

NAMESAKES = 20
"""So many persons of one name and birth date are shown at most."""

_CLOSED: dict[Status, str] = {
    "asked": gettext_noop("The agreement is not approved yet."),
    "coming": gettext_noop("The agreement is not in force yet."),
    "ended": gettext_noop("The agreement has ended. Ask for it to be renewed."),
    "suspended": gettext_noop("The agreement is suspended."),
    "revoked": gettext_noop("The agreement was revoked."),
    "refused": gettext_noop("The agreement was turned down."),
    "withdrawn": gettext_noop("The agreement was withdrawn."),
}


class NotInForce(DomainError):
    """The agreement opens nothing today."""

    code: ClassVar[str] = "share_not_in_force"
    status: ClassVar[int] = 403


class WayClosed(DomainError):
    """The agreement does not open files in this way."""

    code: ClassVar[str] = "share_way_closed"
    status: ClassVar[int] = 403


class NotOpened(DomainError):
    """A list is narrowed by something that the agreement does not open: the answer would tell it."""

    code: ClassVar[str] = "share_not_opened"


@dataclass(frozen=True, slots=True)
class Opening:
    """What one version opens to one reader on a day. `office` is the post by which she reads."""

    agreement: Agreement
    version: Version
    office: str
    day: date

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.version.fields)

    @property
    def known(self) -> tuple[str, ...]:
        """Fields that a reader comes to know, as traces name them."""
        return opened_by(self.version.terms)


@dataclass(frozen=True, slots=True)
class Asked:
    """One person is looked up: by the whole identity number, or by name and birth date."""

    id_number: str = ""
    name: str = ""
    birth_date: date | None = None


def open_agreement(actor: Actor, number: str, *, way: str, day: date) -> Opening:
    """Raises `NotFound` for whoever does not read for the department, `NotInForce`, `WayClosed`."""
    standing = get_standing(actor, number, day=day)
    agreement = standing.agreement
    grant = policies.grant_for(actor, policies.RECIPIENT, policies.scope_of(agreement.organisation_id))
    if grant is None:
        raise NotFound(_("There is no such agreement."))
    if standing.status != "active" or standing.force is None:
        raise NotInForce(_(_CLOSED.get(standing.status, _CLOSED["ended"])))
    if way not in standing.force.ways:
        raise WayClosed(_("The agreement does not allow this way of reading."))
    return Opening(agreement, standing.force, grant.office, day)


def check_wanted(opening: Opening, wanted: Wanted) -> None:
    """Raises `NotOpened` where narrowing would tell what is not opened."""
    known = opening.known
    if wanted.label and f"label:{wanted.label}" not in known:
        raise NotOpened(_("The agreement does not open this label."), field="label")
    if wanted.aged and not {"age", "birth_date"} & set(known):
        raise NotOpened(_("The agreement does not open ages."), field="youngest")


def read_opened(opening: Opening, wanted: Wanted, *, after: int, limit: int) -> list[Row]:
    """Rows in the order of files, from after the file `after`: opened fields of covered persons only."""
    with acting_as(SYSTEM):
        persons = narrow(covered(opening.version, day=opening.day), wanted, day=opening.day)
        found = persons.filter(pk__gt=after).order_by("pk")[:limit]
        return read_rows(found, opening.fields, day=opening.day)


def find_opened(opening: Opening, asked: Asked) -> list[Row]:
    """The covered persons who fit; nobody looks like somebody elsewhere."""
    with acting_as(SYSTEM):
        found = _fitting(covered(opening.version, day=opening.day), asked)
        return read_rows(found.order_by("pk")[:NAMESAKES], opening.fields, day=opening.day)


def count_opened(opening: Opening, wanted: Wanted, *, limit: int) -> int:
    """How many rows there are, counted up to `limit`."""
    with acting_as(SYSTEM):
        persons = narrow(covered(opening.version, day=opening.day), wanted, day=opening.day)
        return len(persons.values_list("pk", flat=True)[:limit])


def _fitting(persons: QuerySet[Person], asked: Asked) -> QuerySet[Person]:
    if asked.id_number:
        return persons.filter(id_number_digest=digest_id_number(asked.id_number))
    return persons.filter(name=asked.name, birth_date=asked.birth_date)


def communities_of(rows: Sequence[Row]) -> dict[int, int]:
    """Community → how many of the rows."""
    found: dict[int, int] = {}
    for row in rows:
        found[row.community] = found.get(row.community, 0) + 1
    return found
