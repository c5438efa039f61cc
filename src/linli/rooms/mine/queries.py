"""Whose file is open, and which offices use what of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from linli.kernel.actors import Actor
from linli.kernel.audit.models import AuditEntry
from linli.kernel.audit.queries import list_looks_at
from linli.kernel.errors import NotFound
from linli.registers.mandates.queries import barred_among
from linli.registers.people.changes import read_details
from linli.registers.people.details import Details
from linli.registers.people.files import KinView, WholeFile, list_kin, read_whole
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
    """The file that is open. `own`: by whom it is about, not by a guardian or agent who acts in her name. `decides`:
    she herself or a guardian, who corrects, consents and takes copies; an agent only reads."""

    actor: Actor
    person_id: int
    own: bool
    decides: bool


def whose(actor: Actor, *, guardian: bool) -> Whose:
    """The file of the actor, or of whom he acts for (`guardian`: as such). Raises `NotFound` to an account without
    one."""
    if actor.person_id is None:
        raise NotFound("no such file")
    own = actor.agent_id is None
    return Whose(actor.as_resident(), actor.person_id, own=own, decides=own or guardian)


def read_own(whose: Whose, *, day: date) -> WholeFile:
    """The whole file. Whom a protective mark keeps apart from her stands in none of its lists."""
    whole = read_whole(whose.actor, whose.person_id, day=day)
    others = {one.pk for _household, members in whole.households for one in members}
    others |= {one.person for one in whole.kin}
    barred = barred_among(whose.person_id, others - {whose.person_id})
    if not barred:
        return whole
    homes = [(home, [one for one in members if one.pk not in barred]) for home, members in whole.households]
    return replace(whole, households=homes, kin=[one for one in whole.kin if one.person not in barred])


def list_speakers(person_id: int, *, day: date) -> list[KinView]:
    """Who may speak for her: parents and guardians on file."""
    return [one for one in list_kin(person_id, day=day) if one.kind in ("parent", "guardian")]


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
