"""The rows of proposals: locked before they are changed, each change with its step and its audit entry."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from linli.engines.overlays import policies, queries
from linli.engines.overlays.checking import Address, find_faults
from linli.engines.overlays.models import Change, Proposal, ProposalStep
from linli.engines.overlays.refusals import ContentRefused, Overtaken, WrongState
from linli.engines.packs.differences import Json
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record

State = Proposal.State


def open_draft(actor: Actor, now: datetime) -> Proposal:
    draft, made = Proposal.objects.get_or_create(
        author_id=actor.user_id,
        state=State.DRAFT,
        origin=Proposal.Origin.BROWSER,
        defaults={"office": policies.office_of(actor), "opened_at": now},
    )
    if made:
        step(draft, actor, now, "open")
    return Proposal.objects.select_for_update().get(pk=draft.pk)


def open_own(actor: Actor, now: datetime, origin: str, reason: str) -> Proposal:
    """A draft beside the one that is written in the browser."""
    author, office = policies.check_may_change(actor), policies.office_of(actor)
    proposal = Proposal.objects.create(
        author_id=author, office=office, origin=origin, opened_at=now, reason=reason
    )
    step(proposal, actor, now, "open")
    return proposal


def put(
    proposal: Proposal, section: str, code: str, content: Json | None, *, base: int, replaces: int
) -> None:
    values = {"content": content, "base_id": base, "replaces_id": replaces}
    Change.objects.update_or_create(proposal=proposal, section=section, code=code, defaults=values)


def lock(actor: Actor, proposal_id: int, revision: int | None, *states: str) -> Proposal:
    """The proposal, held until the transaction ends, if it is still as the page showed it."""
    queries.get_proposal(actor, proposal_id)
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    if proposal.state not in states or revision not in (None, proposal.revision):
        raise WrongState(_("The proposal is not as your page showed it any more: look at it again."))
    return proposal


def lock_own(actor: Actor, proposal_id: int, revision: int | None, *states: str) -> Proposal:
    policies.check_is_author(actor, queries.get_proposal(actor, proposal_id))
    return lock(actor, proposal_id, revision, *states)


def check_content(changes: Mapping[Address, Json | None]) -> None:
    findings = find_faults(changes)
    if findings:
        raise ContentRefused(findings)


def check_not_overtaken(changes: list[Change]) -> None:
    late = queries.overtaken(changes)
    if late:
        titles = "、".join(str(change.replaces.content.get("title", change.code)) for change in late)
        raise Overtaken(
            _("Somebody else's change of this is in force by now: %(items)s. Compare it again.")
            % {"items": titles}
        )


def bump(proposal: Proposal) -> None:
    proposal.revision += 1
    proposal.save(update_fields=["revision"])


def move(
    proposal: Proposal, actor: Actor, now: datetime, state: Proposal.State, verb: str, note: str = ""
) -> None:
    proposal.state = state
    proposal.revision += 1
    proposal.save()
    step(proposal, actor, now, verb, note)
    record_act(actor, now, f"overlay.{verb}", proposal)


def step(proposal: Proposal, actor: Actor, now: datetime, verb: str, note: str = "") -> None:
    by, office = policies.check_may_change(actor), policies.office_of(actor)
    ProposalStep.objects.create(proposal=proposal, verb=verb, by_id=by, office=office, at=now, note=note)


def record_act(
    actor: Actor, now: datetime, act: str, proposal: Proposal, fields: tuple[str, ...] = ()
) -> None:
    record(
        actor=actor,
        now=now,
        kind="change",
        act=act,
        object_ref=f"proposal:{proposal.pk}",
        fields=fields,
        office=policies.office_of(actor),
    )
