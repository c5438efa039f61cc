"""Reading proposals, and what is changed of an item. All of it is for administrators only."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from linli.engines.overlays import policies
from linli.engines.overlays.models import Change, OverlayItem, Proposal, ProposalStep
from linli.engines.packs import queries as packs
from linli.engines.packs.differences import Difference, Json, Merge, differences, three_way
from linli.engines.packs.models import InstalledPack, PackItem
from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Standing:
    """How one item stands: `effective` is in force; `base` is what its pack says now, None where no pack holds it any
    more; `made_from` is the version that the city's own was made from, None where nothing is changed."""

    effective: PackItem
    base: PackItem | None
    made_from: PackItem | None

    @property
    def changed(self) -> bool:
        return self.made_from is not None

    @property
    def moved(self) -> bool:
        """Whether the pack says something else now than when the city made its own version."""
        return self.made_from is not None and (
            self.base is None or self.base.content != self.made_from.content
        )

    @property
    def pinned(self) -> PackItem:
        """The version that a change starts from."""
        return self.made_from or self.base or self.effective

    def merge(self) -> Merge:
        """The pack's changes since and the city's own, together."""
        if self.made_from is None or self.base is None:
            return Merge(self.effective.content)
        return three_way(self.made_from.content, self.base.content, self.effective.content)


def get_standing(section: str, code: str) -> Standing:
    """Raises `NotFound`."""
    for standing in list_standings(section, code=code):
        return standing
    raise NotFound(_("No installed pack holds this."), section=section, code=code)


def list_standings(section: str = "", *, code: str = "") -> list[Standing]:
    """Every item that is in force (of one section, if given), by code; three statements."""
    wanted = Q(section=section) if section else Q()
    if code:
        wanted &= Q(code=code)
    bases = {
        (item.section, item.code): item for item in packs.base_items().filter(wanted).select_related("pack")
    }
    made = {
        row.item_id: row.base
        for row in OverlayItem.objects.filter(item__in=packs.overlay_items().filter(wanted)).select_related(
            "base__pack"
        )
    }
    items = packs.effective_items().filter(wanted).select_related("pack").order_by("code")
    return [Standing(item, bases.get((item.section, item.code)), made.get(item.id)) for item in items]


def visible_to(actor: Actor) -> QuerySet[Proposal]:
    """Drafts are their author's; what was submitted is every administrator's."""
    policies.check_may_change(actor)
    return Proposal.objects.filter(
        ~Q(state=Proposal.State.DRAFT) | Q(author_id=actor.user_id)
    ).select_related("author", "pack")


def get_proposal(actor: Actor, proposal_id: int) -> Proposal:
    """Raises `NotFound`."""
    found = visible_to(actor).filter(pk=proposal_id).first()
    if found is None:
        raise NotFound(_("There is no such proposal."))
    return found


def get_draft(actor: Actor) -> Proposal | None:
    """The one that the actor is writing in the browser."""
    return (
        visible_to(actor)
        .filter(state=Proposal.State.DRAFT, origin=Proposal.Origin.BROWSER, author_id=actor.user_id)
        .first()
    )


def list_changes(proposal: Proposal) -> list[Change]:
    return list(proposal.changes.select_related("base__pack", "replaces__pack"))


def list_steps(proposal: Proposal) -> list[ProposalStep]:
    """What happened, oldest first."""
    return list(proposal.steps.select_related("by").order_by("id"))


def list_open(actor: Actor) -> QuerySet[Proposal]:
    """What is being written or waits for a decision, newest first."""
    return visible_to(actor).filter(state__in=["draft", "submitted", "returned"]).order_by("-id")


def list_waiting(actor: Actor, section: str, code: str) -> list[Proposal]:
    """Proposals about this item that wait for a decision, and those that were returned to the actor, oldest first."""
    policies.check_may_change(actor)
    returned = Q(state=Proposal.State.RETURNED, author_id=actor.user_id)
    wanted = Proposal.objects.filter(changes__section=section, changes__code=code)
    open_ones = wanted.filter(Q(state=Proposal.State.SUBMITTED) | returned)
    return list(open_ones.select_related("author").order_by("id"))


def open_addresses() -> set[tuple[str, str]]:
    """Items that a submitted proposal is about."""
    found = Change.objects.filter(proposal__state=Proposal.State.SUBMITTED)
    return set(found.values_list("section", "code"))


def _approver() -> Subquery:
    """The name of who approved the proposal of a version."""
    steps = ProposalStep.objects.filter(proposal__pack=OuterRef("pk"), verb="approve")
    return Subquery(steps.values("by__name")[:1])


def list_versions() -> QuerySet[InstalledPack]:
    """Every version of the overlay with the proposal that made it, newest first."""
    return (
        InstalledPack.objects.filter(overlay=True)
        .select_related("proposal__author")
        .order_by("-id")
        .annotate(approver=_approver())
    )


def get_version(version: str) -> InstalledPack:
    """Raises `NotFound`."""
    found = list_versions().filter(version=version).first()
    if found is None:
        raise NotFound(_("There is no such version."))
    return found


def newest_version() -> InstalledPack | None:
    return list_versions().first()


@dataclass(frozen=True, slots=True)
class Held:
    """An item as a version of the overlay holds it, and the version of its pack that it was made from."""

    content: Json
    base_id: int


def held_in(version: InstalledPack | None) -> dict[tuple[str, str], Held]:
    """Everything that a version of the overlay holds, by section and code."""
    found = OverlayItem.objects.filter(item__pack=version).select_related("item")
    return {(row.item.section, row.item.code): Held(row.item.content, row.base_id) for row in found}


def content_in(change: Change | None, standing: Standing) -> Json:
    """What a draft that holds this change says about the item, else what is in force."""
    found = target_of(change) if change is not None else None
    return standing.effective.content if found is None else found


def target_of(change: Change) -> Json | None:
    """What would be in force: the content, or for one that is given back, what its pack says."""
    if change.content is not None:
        return change.content
    base = packs.base_items().filter(section=change.section, code=change.code).first()
    return base.content if base else None


def differences_of(change: Change) -> list[Difference]:
    """What the proposal changes of what was in force when it was made."""
    target = target_of(change)
    return differences(change.replaces.content, {} if target is None else target)


def overtaken(changes: Iterable[Change]) -> list[Change]:
    """Those whose item has been changed by somebody else since."""
    rows = list(changes)
    wanted = Q()
    for row in rows:
        wanted |= Q(section=row.section, code=row.code)
    found: dict[tuple[str, str], Any] = {
        (item.section, item.code): item.content for item in packs.effective_items().filter(wanted)
    }
    return [row for row in rows if found.get((row.section, row.code)) != row.replaces.content]
