"""Proposing and deciding: what one person writes comes into force when another approves it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.engines.overlays import policies, queries
from linli.engines.overlays.checking import Address, find_faults
from linli.engines.overlays.installing import install_version
from linli.engines.overlays.models import Change, Proposal, ProposalStep
from linli.engines.overlays.refusals import (
    ContentRefused,
    NothingChanged,
    Overtaken,
    ReasonMissing,
    WrongState,
)
from linli.engines.packs import actions as packs
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
from linli.engines.packs.models import InstalledPack
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record

State = Proposal.State


def change_item(*, actor: Actor, now: datetime, section: str, code: str, content: Json | None) -> Proposal:
    """Put this content of an item into the actor's draft (None: what its pack says), opening one if there is none.

    Content that is in force already is taken out of the draft. Raises `ContentRefused` with every fault.
    """
    policies.check_may_change(actor)
    standing = queries.get_standing(section, code)
    if content is not None:
        _check_content({(section, code): content})
    content = content if content is None else _own(content, standing, on_newest=False)
    with transaction.atomic():
        proposal = _open_draft(actor, now)
        base = standing.pinned if content is not None else standing.base or standing.pinned
        _put(proposal, section, code, content, base=base.pk, replaces=standing.effective.pk)
        if content == standing.effective.content or (content is None and not standing.changed):
            proposal.changes.filter(section=section, code=code).delete()
        _bump(proposal)
        _record(actor, now, "overlay.change", proposal, (f"{section}:{code}",))
    return proposal


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
    _check_content({(section, code): content})
    with transaction.atomic():
        proposal = _open_draft(actor, now)
        kept = None if content == standing.base.content else content
        _put(proposal, section, code, kept, base=standing.base.pk, replaces=standing.effective.pk)
        _bump(proposal)
        _record(actor, now, "overlay.upgrade", proposal, (f"{section}:{code}",))
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


def drop_change(*, actor: Actor, now: datetime, proposal_id: int, section: str, code: str) -> None:
    """Take one item out of a draft."""
    with transaction.atomic():
        proposal = _lock_own(actor, proposal_id, None, State.DRAFT)
        proposal.changes.filter(section=section, code=code).delete()
        _bump(proposal)
        _record(actor, now, "overlay.drop", proposal, (f"{section}:{code}",))


def propose(
    *,
    actor: Actor,
    now: datetime,
    origin: str,
    contents: Mapping[Address, Json],
    on_newest: bool = False,
    reason: str = "",
) -> Proposal:
    """A draft of its own from a workbook or from files; what is in force already is left out.

    `on_newest`: the contents were put together on the newest version of the packs, not on the one that the city's own
    was made from. Raises `ContentRefused` with every fault, `NothingChanged`.
    """
    author = policies.check_may_change(actor)
    found = {address: queries.get_standing(*address) for address in contents}
    changes = {
        address: _own(contents[address], standing, on_newest=on_newest)
        for address, standing in found.items()
        if contents[address] != standing.effective.content or (on_newest and standing.moved)
    }
    if not changes:
        raise NothingChanged(_("Nothing in it differs from what is in force."))
    _check_content(changes)
    with transaction.atomic():
        proposal = Proposal.objects.create(
            author_id=author, office=policies.office_of(actor), origin=origin, opened_at=now, reason=reason
        )
        for (section, code), content in changes.items():
            standing = found[section, code]
            base = (on_newest and standing.base) or standing.pinned
            _put(proposal, section, code, content, base=base.pk, replaces=standing.effective.pk)
        _step(proposal, actor, now, "open")
        _record(actor, now, "overlay.open", proposal, tuple(f"{s}:{c}" for s, c in changes))
    return proposal


def _own(content: Json, standing: queries.Standing, *, on_newest: bool) -> Json | None:
    """The content, or None where it is what the pack says anyhow."""
    up_to_date = standing.base is not None and (on_newest or not standing.moved)
    return None if up_to_date and standing.base and content == standing.base.content else content


def renew(*, actor: Actor, now: datetime, proposal_id: int, revision: int) -> Proposal:
    """Make an own draft's changes to what is in force by now. Raises `Overtaken` where both changed the same."""
    with transaction.atomic():
        proposal = _lock_own(actor, proposal_id, revision, State.DRAFT)
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
        _bump(proposal)
        _record(actor, now, "overlay.renew", proposal)
    return proposal


def submit(*, actor: Actor, now: datetime, proposal_id: int, revision: int, reason: str) -> Proposal:
    """Ask another administrator to decide; the reason is kept with the version that comes of it."""
    if not reason.strip():
        raise ReasonMissing(_("Write why this is changed."), field="reason")
    with transaction.atomic():
        proposal = _lock_own(actor, proposal_id, revision, State.DRAFT)
        changes = queries.list_changes(proposal)
        if not changes:
            raise NothingChanged(_("The proposal changes nothing."))
        _check_not_overtaken(changes)
        _check_content({(change.section, change.code): change.content for change in changes})
        proposal.reason = reason.strip()
        _move(proposal, actor, now, State.SUBMITTED, "submit")
    return proposal


def withdraw(*, actor: Actor, now: datetime, proposal_id: int, revision: int) -> Proposal:
    """The author gives it up, before anybody has decided."""
    with transaction.atomic():
        proposal = _lock_own(actor, proposal_id, revision, State.DRAFT, State.SUBMITTED, State.RETURNED)
        _move(proposal, actor, now, State.WITHDRAWN, "withdraw")
    return proposal


def reopen(*, actor: Actor, now: datetime, proposal_id: int, revision: int) -> Proposal:
    """The author takes up again what was returned, or what still waits."""
    with transaction.atomic():
        proposal = _lock_own(actor, proposal_id, revision, State.RETURNED, State.SUBMITTED)
        draft = queries.get_draft(actor)
        if draft is not None and proposal.origin == Proposal.Origin.BROWSER:
            raise WrongState(_("You are writing another proposal: submit or withdraw that one first."))
        _move(proposal, actor, now, State.DRAFT, "reopen")
    return proposal


def send_back(*, actor: Actor, now: datetime, proposal_id: int, revision: int, note: str) -> Proposal:
    """The second person does not agree, and writes what has to change."""
    if not note.strip():
        raise ReasonMissing(_("Write what has to change."), field="note")
    with transaction.atomic():
        proposal = _lock(actor, proposal_id, revision, State.SUBMITTED)
        policies.check_may_decide(actor, proposal)
        _move(proposal, actor, now, State.RETURNED, "return", note.strip())
    return proposal


def approve(*, actor: Actor, now: datetime, proposal_id: int, revision: int, note: str = "") -> InstalledPack:
    """The second person agrees: a new version of the overlay is in force, whole or not at all.

    Raises `SamePerson`, `WrongState`, `Overtaken`, or `ContentRefused` where it would not do any more.
    """
    with transaction.atomic():
        packs.take_turn()
        proposal = _lock(actor, proposal_id, revision, State.SUBMITTED)
        policies.check_may_decide(actor, proposal)
        changes = queries.list_changes(proposal)
        _check_not_overtaken(changes)
        _check_content({(change.section, change.code): change.content for change in changes})
        proposal.pack = install_version(proposal, changes, now=now, office=policies.office_of(actor))
        _move(proposal, actor, now, State.APPROVED, "approve", note.strip())
    return proposal.pack


def _open_draft(actor: Actor, now: datetime) -> Proposal:
    draft, made = Proposal.objects.get_or_create(
        author_id=actor.user_id,
        state=State.DRAFT,
        origin=Proposal.Origin.BROWSER,
        defaults={"office": policies.office_of(actor), "opened_at": now},
    )
    if made:
        _step(draft, actor, now, "open")
    return Proposal.objects.select_for_update().get(pk=draft.pk)


def _put(
    proposal: Proposal, section: str, code: str, content: Json | None, *, base: int, replaces: int
) -> None:
    values = {"content": content, "base_id": base, "replaces_id": replaces}
    Change.objects.update_or_create(proposal=proposal, section=section, code=code, defaults=values)


def _lock(actor: Actor, proposal_id: int, revision: int | None, *states: str) -> Proposal:
    """The proposal, held until the transaction ends, if it is still as the page showed it."""
    queries.get_proposal(actor, proposal_id)
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    if proposal.state not in states or revision not in (None, proposal.revision):
        raise WrongState(_("The proposal is not as your page showed it any more: look at it again."))
    return proposal


def _lock_own(actor: Actor, proposal_id: int, revision: int | None, *states: str) -> Proposal:
    policies.check_is_author(actor, queries.get_proposal(actor, proposal_id))
    return _lock(actor, proposal_id, revision, *states)


def _check_content(changes: Mapping[Address, Json | None]) -> None:
    findings = find_faults(changes)
    if findings:
        raise ContentRefused(findings)


def _check_not_overtaken(changes: list[Change]) -> None:
    late = queries.overtaken(changes)
    if late:
        titles = "、".join(str(change.replaces.content.get("title", change.code)) for change in late)
        raise Overtaken(
            _("Somebody else's change of this is in force by now: %(items)s. Compare it again.")
            % {"items": titles}
        )


def _bump(proposal: Proposal) -> None:
    proposal.revision += 1
    proposal.save(update_fields=["revision"])


def _move(
    proposal: Proposal, actor: Actor, now: datetime, state: Proposal.State, verb: str, note: str = ""
) -> None:
    proposal.state = state
    proposal.revision += 1
    proposal.save()
    _step(proposal, actor, now, verb, note)
    _record(actor, now, f"overlay.{verb}", proposal)


def _step(proposal: Proposal, actor: Actor, now: datetime, verb: str, note: str = "") -> None:
    by, office = policies.check_may_change(actor), policies.office_of(actor)
    ProposalStep.objects.create(proposal=proposal, verb=verb, by_id=by, office=office, at=now, note=note)


def _record(actor: Actor, now: datetime, act: str, proposal: Proposal, fields: tuple[str, ...] = ()) -> None:
    record(
        actor=actor,
        now=now,
        kind="change",
        act=act,
        object_ref=f"proposal:{proposal.pk}",
        fields=fields,
        office=policies.office_of(actor),
    )
