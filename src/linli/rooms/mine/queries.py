"""Whose file is open, and which offices use what of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from linli.kernel.actors import Actor
from linli.kernel.audit.models import AuditEntry
from linli.kernel.audit.queries import list_looks_at
from linli.kernel.errors import NotFound
from linli.registers.people.changes import read_details
from linli.registers.people.details import Details
from linli.registers.people.models import FileChange, FileChangeStep
from linli.registers.people.policies import OWN

COPIES: Final = ("mine.copy", "mine.copy_json")
"""Own acts that are told to oneself: a copy that one did not take is a warning."""
OWN_PAGES: Final = "mine."
READ: Final = 400
"""So many of the latest looks tell who uses the file."""
REQUESTS: Final = 50
"""Requests that the page shows."""


@dataclass(frozen=True, slots=True)
class Whose:
    """The file that is open. `actor` acts in her name: his account, her file."""

    actor: Actor
    person_id: int
    own: bool

    @property
    def args(self) -> tuple[int, ...]:
        """What follows in the addresses of her pages."""
        return () if self.own else (self.person_id,)


def whose(actor: Actor, person_id: int | None, *, day: date, wants: str) -> Whose:
    """The actor's own file, or that of somebody for whom he may do what he `wants`. Raises `NotFound`."""
    own = actor.as_resident()
    if own.person_id is not None and person_id in (None, own.person_id):
        return Whose(own, own.person_id, own=True)
    raise NotFound("no such file")


@dataclass(frozen=True, slots=True)
class Use:
    """An office that has used a field, and when last."""

    office: str
    last: datetime


def list_uses(looks: Iterable[AuditEntry]) -> dict[str, list[Use]]:
    """Field → the offices that have looked at it, the latest first; `looks` are newest first."""
    found: dict[str, dict[str, Use]] = {}
    for look in looks:
        if look.kind == AuditEntry.Kind.LOOK and look.office:
            for field in look.fields:
                found.setdefault(field, {}).setdefault(look.office, Use(look.office, look.at))
    return {field: list(uses.values()) for field, uses in found.items()}


def list_looks(whose: Whose, *, after: int | None = None, limit: int) -> list[AuditEntry]:
    """What others did with the file, and copies that were taken in her name; newest first, without withheld ones."""
    return list_looks_at(
        whose.person_id, by_others_than=whose.actor.user_id or 0, or_acts=COPIES, after=after, limit=limit
    )


def is_about(whose: Whose, look: AuditEntry) -> bool:
    """Whether a look was at this file. Who sees her own file reads the names of her household: that is her own look."""
    return not look.act.startswith(OWN_PAGES) or look.object_ref == f"person:{whose.person_id}"


@dataclass(frozen=True, slots=True)
class Request:
    """Something that was asked about the file by who it is about (or acts for her), with its steps, oldest first."""

    change: FileChange
    details: Details
    steps: list[FileChangeStep]


def list_requests(whose: Whose) -> list[Request]:
    """The newest first; two statements."""
    asked = FileChange.objects.filter(persons__person=whose.person_id, source=OWN).order_by("-id")
    found = list(asked.prefetch_related("steps")[:REQUESTS])
    return [
        Request(change, read_details(change), sorted(change.steps.all(), key=lambda step: step.pk))
        for change in found
    ]


def is_id(text: str) -> bool:
    """Whether a text from a request can be the id of a row."""
    return text.isascii() and text.isdecimal() and len(text) < 19
