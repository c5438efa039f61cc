"""Bringing a proposal together with what came meanwhile: a newer version of a pack, somebody else's change."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.engines.overlays import policies, queries
from linli.engines.overlays.actions import rows
from linli.engines.overlays.models import Proposal
from linli.engines.overlays.refusals import NothingChanged, Overtaken
from linli.engines.packs.differences import (
    ORDER,
    Conflict,
    Difference,
    Json,
    PathMissing,
    apply,
    look_up,
    three_way,
)
from linli.kernel.actors import Actor

State = Proposal.State


def take_upgrade(*, actor: Actor, now: datetime, section: str, code: str, ours: frozenset[str]) -> Proposal:
    """Put the pack's newer version, with the city's own changes made to it, into the actor's draft.

    Where both changed the same, the pack's wins, except for the paths (joined by `/`) in `ours`.
    """
    policies.check_may_change(actor)
    standing = queries.get_standing(section, code)
    if standing.base is None or not standing.moved:
        raise NothingChanged(_("Its pack says nothing new."))
    merge = standing.merge()
    chosen = [conflict for conflict in merge.conflicts if "/".join(conflict.path) in ours]
    content = take_ours(merge.content, chosen)
    rows.check_content({(section, code): content})
    with transaction.atomic():
        proposal = rows.open_draft(actor, now)
        kept = None if content == standing.base.content else content
        rows.put(proposal, section, code, kept, base=standing.base.pk, replaces=standing.effective.pk)
        rows.bump(proposal)
        rows.record_act(actor, now, "overlay.upgrade", proposal, (f"{section}:{code}",))
    return proposal


def take_ours(content: Json, chosen: list[Conflict]) -> Json:
    """The merged content with our side of these conflicts. Raises `NothingChanged` where the new base has no place
    for it."""
    for conflict in chosen:
        theirs = look_up(content, conflict.path)
        order = ORDER if conflict.path[-1:] == (ORDER,) else None
        try:
            content = apply(content, [Difference(conflict.path, theirs, conflict.ours, after=order)])
        except PathMissing as error:
            message = _("The new version has no place any more for: %(path)s.")
            raise NothingChanged(message % {"path": " / ".join(conflict.path)}) from error
    return content


def renew(*, actor: Actor, now: datetime, proposal_id: int, revision: int) -> Proposal:
    """Make an own draft's changes to what is in force by now. Raises `Overtaken` where both changed the same."""
    with transaction.atomic():
        proposal = rows.lock_own(actor, proposal_id, revision, State.DRAFT)
        for change in queries.overtaken(queries.list_changes(proposal)):
            standing = queries.get_standing(change.section, change.code)
            if change.content is not None:
                merge = three_way(change.replaces.content, standing.effective.content, change.content)
                if merge.conflicts:
                    raise Overtaken(
                        _("«%(item)s» has been changed in the same place. Take it out, and change it again.")
                        % {"item": standing.effective.content.get("title", change.code)}
                    )
                change.content = merge.content
            change.replaces = standing.effective
            change.base = standing.pinned
            change.save()
        rows.bump(proposal)
        rows.record_act(actor, now, "overlay.renew", proposal)
    return proposal
