"""Agreements as the actor may see them: those of her department, those about her places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.registers.people.models import LabelKind
from linli.rooms.sharing import policies
from linli.rooms.sharing.models import Agreement, AgreementStep, Use, Version
from linli.rooms.sharing.queries.places import paths_of
from linli.rooms.sharing.rules import Status

State = Version.State


@dataclass(frozen=True, slots=True)
class Standing:
    """An agreement as it stands on a day: the version in force, and the one that waits to be decided."""

    agreement: Agreement
    versions: Sequence[Version]
    day: date

    @property
    def force(self) -> Version | None:
        """The version that opens files on the day, whatever may halt the agreement; the newest one wins."""
        return next((one for one in self._approved if one.valid.lower <= self.day < one.valid.upper), None)

    @property
    def waiting(self) -> Version | None:
        return next((one for one in self.versions if one.state == State.ASKED), None)

    @property
    def shown(self) -> Version:
        """What the page is about: in force, else approved last, else asked for last."""
        return self.force or next(iter(self._approved), self.versions[0])

    @property
    def status(self) -> Status:
        if self.agreement.halt == Agreement.Halt.REVOKED:
            return "revoked"
        if self._approved and self.agreement.halt == Agreement.Halt.SUSPENDED:
            return "suspended"
        if self.force:
            return "active"
        if self._approved:
            return "coming" if self._approved[0].valid.lower > self.day else "ended"
        return _OF_STATES[self.versions[0].state]

    @property
    def _approved(self) -> list[Version]:
        return [one for one in self.versions if one.state == State.APPROVED]


_OF_STATES: dict[str, Status] = {
    State.ASKED: "asked",
    State.REFUSED: "refused",
    State.WITHDRAWN: "withdrawn",
}


def visible_to(actor: Actor) -> QuerySet[Agreement]:
    """Those of the actor's departments; for posts at places those that touch one of them, above or below."""
    own = Q(organisation__in=policies.organisations_of(actor))
    here = policies.places_of(actor, *policies.WATCHERS)
    if not here:
        return Agreement.objects.filter(own)
    above = {one for path in paths_of(here).values() for one in path}
    touched = Q(reach__overlap=here) | Q(places__overlap=sorted(above))
    rows = Version.objects.filter(touched, agreement=OuterRef("pk"))
    return Agreement.objects.filter(own | Exists(rows))


def list_standings(actor: Actor, *, day: date, after: int | None, limit: int) -> list[Standing]:
    """The newest first, below the agreement `after`; three statements."""
    found = visible_to(actor).select_related("organisation").prefetch_related("versions").order_by("-pk")
    if after is not None:
        found = found.filter(pk__lt=after)
    return [_standing(one, day) for one in found[:limit]]


def get_standing(actor: Actor, number: str, *, day: date, locked: bool = False) -> Standing:
    """One that the actor may see. Raises `NotFound`."""
    found = visible_to(actor).filter(number=number)
    if locked:
        found = found.select_for_update(of=("self",))
    agreement = found.select_related("organisation").first()
    if agreement is None:
        raise NotFound(_("There is no such agreement."))
    return _standing(agreement, day)


def list_steps(agreement: Agreement) -> list[AgreementStep]:
    return list(AgreementStep.objects.filter(agreement=agreement).order_by("id"))


def label_tiers() -> dict[str, str]:
    """Code of each label in use → its tier."""
    return dict(LabelKind.objects.filter(retired=False).order_by("id").values_list("code", "tier"))


def label_titles() -> dict[str, str]:
    """Code of each label that can be given away → its title."""
    kinds = LabelKind.objects.exclude(tier=LabelKind.Tier.RESTRICTED).order_by("id")
    return dict(kinds.values_list("code", "title"))


@dataclass(frozen=True, slots=True)
class MonthOfUse:
    month: date
    way: str
    reads: int
    persons: int
    fields: int


def list_use(agreement: Agreement, *, limit: int = 36) -> list[MonthOfUse]:
    """Reads by month and way, the latest first; one statement."""
    rows = Use.objects.filter(agreement=agreement).values("month", "way").order_by("-month", "way")
    summed = rows.annotate(reads=Sum("reads"), persons=Sum("persons"), fields=Sum("fields"))[:limit]
    return [MonthOfUse(**row) for row in summed]


def _standing(agreement: Agreement, day: date) -> Standing:
    versions = sorted(agreement.versions.all(), key=lambda one: one.seq, reverse=True)
    return Standing(agreement, versions, day)
