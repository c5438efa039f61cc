"""Writing a proposal: item by item in a draft, or whole from a workbook or from files."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.engines.overlays import policies, queries
from linli.engines.overlays.actions import rows
from linli.engines.overlays.checking import Address
from linli.engines.overlays.files import digest_of
from linli.engines.overlays.models import Change, Proposal
from linli.engines.overlays.refusals import NothingChanged, PageStale
from linli.engines.packs.differences import Json
from linli.kernel.actors import Actor


def change_item(
    *, actor: Actor, now: datetime, section: str, code: str, content: Json | None, seen: str = ""
) -> Proposal:
    """Put this content of an item into the actor's draft (None: what its pack says), opening one if there is none.

    Content that is in force already is taken out of the draft. `seen` is the digest of the content that the page was
    made from. Raises `ContentRefused` with every fault, `PageStale` where the item is not as the page showed it.
    """
    policies.check_may_change(actor)
    standing = queries.get_standing(section, code)
    if content is not None:
        rows.check_content({(section, code): content})
    with transaction.atomic():
        proposal = rows.open_draft(actor, now)
        earlier = (
            proposal.changes.filter(section=section, code=code).select_related("base", "replaces").first()
        )
        _check_seen(queries.content_in(earlier, standing), content, seen)
        _put_change(proposal, standing, earlier, content)
        rows.bump(proposal)
        rows.record_act(actor, now, "overlay.change", proposal, (f"{section}:{code}",))
    return proposal


def _check_seen(current: Json, content: Json | None, seen: str) -> None:
    """The same content again is no harm: a second click."""
    if seen and content is not None and content != current and digest_of(current) != seen:
        raise PageStale(_("The item has been changed since this page was opened. Nothing is kept yet."))


def _put_change(
    proposal: Proposal, standing: queries.Standing, earlier: Change | None, content: Json | None
) -> None:
    """A draft that somebody overtook stays overtaken: writing on does not undo what they changed."""
    section, code = standing.effective.section, standing.effective.code
    overtaken = earlier is not None and earlier.content is not None and bool(queries.overtaken([earlier]))
    if earlier is not None and overtaken and content is not None:
        rows.put(proposal, section, code, content, base=earlier.base_id, replaces=earlier.replaces_id)
        return
    content = content if content is None else _own(content, standing, on_newest=False)
    if content == standing.effective.content or (content is None and not standing.changed):
        proposal.changes.filter(section=section, code=code).delete()
        return
    base = standing.pinned if content is not None else standing.base or standing.pinned
    rows.put(proposal, section, code, content, base=base.pk, replaces=standing.effective.pk)


def drop_change(*, actor: Actor, now: datetime, proposal_id: int, section: str, code: str) -> None:
    """Take one item out of a draft."""
    with transaction.atomic():
        proposal = rows.lock_own(actor, proposal_id, None, Proposal.State.DRAFT)
        proposal.changes.filter(section=section, code=code).delete()
        rows.bump(proposal)
        rows.record_act(actor, now, "overlay.drop", proposal, (f"{section}:{code}",))


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
    policies.check_may_change(actor)
    found = {address: queries.get_standing(*address) for address in contents}
    changes = {
        address: _own(contents[address], standing, on_newest=on_newest)
        for address, standing in found.items()
        if contents[address] != standing.effective.content or (on_newest and standing.moved)
    }
    if not changes:
        raise NothingChanged(_("Nothing in it differs from what is in force."))
    rows.check_content(changes)
    _check_new(actor, origin, changes)
    with transaction.atomic():
        proposal = rows.open_own(actor, now, origin, reason)
        for (section, code), content in changes.items():
            standing = found[section, code]
            base = (on_newest and standing.base) or standing.pinned
            rows.put(proposal, section, code, content, base=base.pk, replaces=standing.effective.pk)
        rows.record_act(actor, now, "overlay.open", proposal, tuple(f"{s}:{c}" for s, c in changes))
    return proposal


def _check_new(actor: Actor, origin: str, changes: Mapping[Address, Json | None]) -> None:
    """The same workbook, or folder, sent twice makes one draft."""
    for proposal in queries.list_open(actor).filter(author_id=actor.user_id, origin=origin):
        if {(row.section, row.code): row.content for row in proposal.changes.all()} == changes:
            message = _("Proposal %(number)d of yours says the same already.")
            raise NothingChanged(message % {"number": proposal.pk})


def restore(*, actor: Actor, now: datetime, version: str) -> Proposal:
    """A draft that makes everything as it was in this version of the overlay; what had not been changed yet then is
    given back to its pack. Raises `NotFound`, `NothingChanged`."""
    policies.check_may_change(actor)
    then, held = queries.held_in(queries.get_version(version)), queries.held_in(queries.newest_version())
    differing = [
        address
        for address in sorted(then.keys() | held.keys())
        if address not in then or address not in held or then[address].content != held[address].content
    ]
    if not differing:
        raise NothingChanged(_("What that version says is in force."))
    with transaction.atomic():
        proposal = rows.open_own(actor, now, Proposal.Origin.VERSION, _as_it_was(version))
        for section, code in differing:
            old, standing = then.get((section, code)), queries.get_standing(section, code)
            base = old.base_id if old else (standing.base or standing.pinned).pk
            content = old.content if old else None
            rows.put(proposal, section, code, content, base=base, replaces=standing.effective.pk)
        rows.record_act(actor, now, "overlay.restore", proposal, tuple(f"{s}:{c}" for s, c in differing))
    return proposal


def _as_it_was(version: str) -> str:
    return _("As it was in version %(version)s.") % {"version": version}


def _own(content: Json, standing: queries.Standing, *, on_newest: bool) -> Json | None:
    """The content, or None where it is what the pack says anyhow."""
    up_to_date = standing.base is not None and (on_newest or not standing.moved)
    return None if up_to_date and standing.base and content == standing.base.content else content
