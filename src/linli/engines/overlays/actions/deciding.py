"""From the draft to what is in force: one person submits, another decides."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.engines.overlays import policies, queries
from linli.engines.overlays.actions import rows
from linli.engines.overlays.installing import install_version
from linli.engines.overlays.models import Proposal
from linli.engines.overlays.refusals import NothingChanged, ReasonMissing, WrongState
from linli.engines.packs import actions as packs
from linli.engines.packs.models import InstalledPack
from linli.kernel.actors import Actor

State = Proposal.State


def submit(*, actor: Actor, now: datetime, proposal_id: int, revision: int, reason: str) -> Proposal:
    """Ask another administrator to decide; the reason is kept with the version that comes of it."""
    if not reason.strip():
        raise ReasonMissing(_("Write why this is changed."), field="reason")
    with transaction.atomic():
        proposal = rows.lock_own(actor, proposal_id, revision, State.DRAFT)
        changes = queries.list_changes(proposal)
        if not changes:
            raise NothingChanged(_("The proposal changes nothing."))
        rows.check_not_overtaken(changes)
        rows.check_content({(change.section, change.code): change.content for change in changes})
        proposal.reason = reason.strip()
        rows.move(proposal, actor, now, State.SUBMITTED, "submit")
    return proposal


def withdraw(*, actor: Actor, now: datetime, proposal_id: int, revision: int) -> Proposal:
    """The author gives it up, before anybody has decided."""
    with transaction.atomic():
        proposal = rows.lock_own(actor, proposal_id, revision, State.DRAFT, State.SUBMITTED, State.RETURNED)
        rows.move(proposal, actor, now, State.WITHDRAWN, "withdraw")
    return proposal


def reopen(*, actor: Actor, now: datetime, proposal_id: int, revision: int) -> Proposal:
    """The author takes up again what was returned, or what still waits."""
    with transaction.atomic():
        proposal = rows.lock_own(actor, proposal_id, revision, State.RETURNED, State.SUBMITTED)
        draft = queries.get_draft(actor)
        if draft is not None and proposal.origin == Proposal.Origin.BROWSER:
            raise WrongState(_("You are writing another proposal: submit or withdraw that one first."))
        rows.move(proposal, actor, now, State.DRAFT, "reopen")
    return proposal


def send_back(*, actor: Actor, now: datetime, proposal_id: int, revision: int, note: str) -> Proposal:
    """The second person does not agree, and writes what has to change."""
    if not note.strip():
        raise ReasonMissing(_("Write what has to change."), field="note")
    with transaction.atomic():
        proposal = rows.lock(actor, proposal_id, revision, State.SUBMITTED)
        policies.check_may_decide(actor, proposal)
        rows.move(proposal, actor, now, State.RETURNED, "return", note.strip())
    return proposal


def approve(*, actor: Actor, now: datetime, proposal_id: int, revision: int, note: str = "") -> InstalledPack:
    """The second person agrees: a new version of the overlay is in force, whole or not at all.

    Raises `SamePerson`, `WrongState`, `Overtaken`, or `ContentRefused` where it would not do any more.
    """
    with transaction.atomic():
        packs.take_turn()
        proposal = rows.lock(actor, proposal_id, revision, State.SUBMITTED)
        policies.check_may_decide(actor, proposal)
        changes = queries.list_changes(proposal)
        rows.check_not_overtaken(changes)
        rows.check_content({(change.section, change.code): change.content for change in changes})
        proposal.pack = install_version(proposal, changes, now=now, office=policies.office_of(actor))
        rows.move(proposal, actor, now, State.APPROVED, "approve", note.strip())
    return proposal.pack
