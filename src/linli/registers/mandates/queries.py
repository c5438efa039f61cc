"""For whom somebody may act today, who acts for her, and whom a protective mark keeps apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.crypto import digest
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.registers.mandates import rules
from linli.registers.mandates.models import GuardianConsent, Mandate, MandateBlock, MandateRequest
from linli.registers.mandates.words import STANDING
from linli.registers.people.models import Person, Relationship

GUARDIANS = ("guardian", "parent")
"""«Other is person's …»: who by the register acts for a child; both parents."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Matter codes (None: all), and whether the file may be read."""

    file: bool = True
    services: tuple[str, ...] | None = None

    def covers(self, matter: str) -> bool:
        return self.services is None or matter in self.services


@dataclass(frozen=True, slots=True)
class ActingFor:
    """One for whom somebody may act: why (`guardian`, `mandate`), until which day (not included), how far. A guardian
    has to have consented first."""

    person_id: int
    name: str
    why: str
    until: date
    scope: Scope
    mandate: int | None = None
    consented: bool = True


@dataclass(frozen=True, slots=True)
class MandateView:
    """One mandate as its two sides and their clerk see it."""

    mandate: int
    principal: int
    principal_name: str
    agent: int
    agent_name: str
    how: str
    starts_on: date
    ends_on: date
    scope: Scope
    revoked_at: datetime | None
    revoked_by: str
    reason: str

    def holds(self, day: date) -> bool:
        return self.revoked_at is None and self.starts_on <= day < self.ends_on


def may_act_for(actor: Actor, *, day: date) -> list[ActingFor]:
    """Children under fourteen whose guardian or parent the actor is by the register, and who gave her a mandate that
    holds on `day`; without the dead, merged files, and those from whom a mark keeps her apart."""
    own = actor.agent_id or actor.person_id
    if own is None:
        return []
    with acting_as(SYSTEM):
        if not _living(Person.objects.filter(pk=own)).exists():
            return []
        found = {one.person_id: one for one in (*_by_mandate(own, day), *_by_guardianship(own, day))}
        barred = barred_among(own, found)
    return [one for person, one in sorted(found.items()) if person not in barred]


def acts_for_anybody(actor: Actor, *, day: date) -> bool:
    """Whether it is worth asking `may_act_for`: one statement, for pages that only show the way there."""
    own = actor.agent_id or actor.person_id
    if own is None:
        return False
    kin = Relationship.objects.filter(other=own, kind__in=GUARDIANS, valid__contains=day)
    mandates = Mandate.objects.filter(agent=own, revoked_at__isnull=True, ends_on__gt=day)
    with acting_as(SYSTEM):
        return kin.values("pk").union(mandates.values("pk"), all=True).exists()


def act_for(actor: Actor, person_id: int, *, day: date) -> tuple[Actor, ActingFor]:
    """The actor in another's name, and how far. Raises `NotFound` where that does not hold on `day`."""
    found = next(
        (one for one in may_act_for(actor, day=day) if one.person_id == person_id and one.consented), None
    )
    if found is None:
        raise NotFound("not for this person")
    standing, services = STANDING[found.why], found.scope.services
    return actor.for_another(person_id, name=found.name, standing=standing, services=services), found


def may_agent(agent_id: int, principal_id: int, *, day: date) -> ActingFor | None:
    """Whether one person may act for another, for the clerk at whose counter the first stands."""
    found = may_act_for(Actor(user_id=None, person_id=agent_id), day=day)
    return next((one for one in found if one.person_id == principal_id), None)


def list_mandates(person_ids: Iterable[int]) -> list[MandateView]:
    """All that these persons gave or hold, as far as the reader may see them, the latest first."""
    ids = list(person_ids)
    rows = list(Mandate.objects.filter(Q(principal__in=ids) | Q(agent__in=ids)).order_by("-id"))
    with acting_as(SYSTEM):  # the paper of a mandate names both, whatever else the reader may see of them
        named = {row.principal_id for row in rows} | {row.agent_id for row in rows}
        names = dict(Person.objects.filter(pk__in=named).values_list("pk", "name"))
    return [
        MandateView(
            mandate=row.pk,
            principal=row.principal_id,
            principal_name=names[row.principal_id],
            agent=row.agent_id,
            agent_name=names[row.agent_id],
            how=row.how,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            scope=_scope(row),
            revoked_at=row.revoked_at,
            revoked_by=row.revoked_by,
            reason=row.reason,
        )
        for row in rows
    ]


def list_guardians(person_id: int, *, day: date) -> list[tuple[int, str]]:
    """Who may act for this child by the register today, without those whom a mark keeps apart: id and name."""
    with acting_as(SYSTEM):
        child = _living(Person.objects.filter(pk=person_id)).first()
        if child is None or not _is_guarded(child, day):
            return []
        rows = Relationship.objects.filter(person=child, kind__in=GUARDIANS, valid__contains=day)
        found = dict(rows.filter(other__deceased_on__isnull=True).values_list("other_id", "other__name"))
        barred = barred_among(person_id, found)
    return [(person, name) for person, name in sorted(found.items()) if person not in barred]


def list_open_requests(person_id: int, *, now: datetime) -> list[MandateRequest]:
    """Requests whose code the represented person has not given yet, as far as the reader may see her."""
    open_ = MandateRequest.objects.filter(principal=person_id, used_at__isnull=True, expires_at__gt=now)
    return list(open_.order_by("-id"))


@dataclass(frozen=True, slots=True)
class AskedView:
    """What the asker sees of her request: never whether there is a file."""

    asked_at: datetime
    ends_on: date
    used: bool


def list_own_requests(actor: Actor, *, now: datetime) -> list[AskedView]:
    """What the actor asked for in the last days."""
    with acting_as(
        SYSTEM
    ):  # the rows say whether a file was found, so that the asker's lock does not open them
        rows = MandateRequest.objects.filter(agent=actor.person_id or 0, expires_at__gt=now).order_by("-id")
        return [AskedView(row.asked_at, row.ends_on, row.used_at is not None) for row in rows]


def list_known_blocks(actor: Actor) -> list[MandateBlock]:
    """Marks that this account may know of and that are not lifted."""
    if actor.user_id is None:
        return []
    return list(
        MandateBlock.objects.filter(known_to__contains=[actor.user_id], lifted_at__isnull=True).order_by(
            "-id"
        )
    )


def barred_among(person_id: int, others: Iterable[int]) -> set[int]:
    """Those of `others` whom a mark keeps apart from the person, whichever of the two it protects."""
    digests = {pair_digest(person_id, other): other for other in others}
    if not digests:
        return set()
    with acting_as(SYSTEM):
        rows = MandateBlock.objects.filter(pair_digest__in=list(digests), lifted_at__isnull=True)
        return {digests[bytes(row)] for row in rows.values_list("pair_digest", flat=True)}


def pair_digest(one: int, other: int) -> bytes:
    """By which a mark between two persons is found, in either order."""
    first, second = sorted((one, other))
    return digest("mandate_block", f"{first}:{second}")


def _by_mandate(own: int, day: date) -> Sequence[ActingFor]:
    rows = Mandate.objects.filter(
        agent=own, revoked_at__isnull=True, starts_on__lte=day, ends_on__gt=day,
        principal__deceased_on__isnull=True, principal__merged_into__isnull=True,
    ).select_related("principal")  # fmt: skip
    return [
        ActingFor(row.principal_id, row.principal.name, "mandate", row.ends_on, _scope(row), row.pk)
        for row in rows
    ]


def _by_guardianship(own: int, day: date) -> Sequence[ActingFor]:
    rows = Relationship.objects.filter(other=own, kind__in=GUARDIANS, valid__contains=day).select_related(
        "person"
    )
    consented = set(
        GuardianConsent.objects.filter(guardian=own, withdrawn_at__isnull=True).values_list(
            "child", flat=True
        )
    )
    children = {row.person_id: row.person for row in rows}.values()
    return [
        ActingFor(
            child.pk, child.name, "guardian", rules.fourteenth(child.birth_date), Scope(), None, child.pk in consented
        )
        for child in children
        if child.birth_date is not None and _is_guarded(child, day) and child.deceased_on is None
        and child.merged_into_id is None
    ]  # fmt: skip


def _is_guarded(child: Person, day: date) -> bool:
    return child.birth_date is not None and day < rules.fourteenth(child.birth_date)


def _living(persons: QuerySet[Person]) -> QuerySet[Person]:
    return persons.filter(deceased_on__isnull=True, merged_into__isnull=True)


def _scope(row: Mandate) -> Scope:
    return Scope(row.reads_file, tuple(row.services) or None)
