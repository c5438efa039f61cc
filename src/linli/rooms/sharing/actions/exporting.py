"""A list leaves as a file: asked for, approved by somebody else where it is much or sealed, fetched once."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Final

from django.db import transaction
from django.utils.translation import gettext as _

from linli.kernel import clock
from linli.kernel.actors import Actor, Grant
from linli.kernel.audit.actions import record
from linli.kernel.crypto import unseal
from linli.kernel.errors import Conflict, DomainError, Faults, NotFound
from linli.registers.people.models import LabelKind
from linli.rooms.sharing import policies
from linli.rooms.sharing.actions import telling
from linli.rooms.sharing.actions.agreeing import OwnRequest, account_of
from linli.rooms.sharing.models import Agreement, Export, ExportFile
from linli.rooms.sharing.queries import exports
from linli.rooms.sharing.queries.agreements import label_tiers
from linli.rooms.sharing.queries.covered import Wanted
from linli.rooms.sharing.queries.opening import check_wanted, count_opened, open_agreement
from linli.rooms.sharing.queries.places import paths_of
from linli.rooms.sharing.rules import CATALOGUE, KEPT, LABEL, needs_second, tier_of

MOST: Final = 100_000
"""Rows of an export at most; more is a copy of the register."""
CONTEXT: Final = "share_export_file.sealed"
_REASON: Final = (4, 120)


class StepTaken(Conflict):
    """The export is not in the state that this step needs, or somebody was faster."""

    code: ClassVar[str] = "share_export_step_taken"


class SamePost(DomainError):
    """Whoever approves holds another post than who asked."""

    code: ClassVar[str] = "share_export_same_post"


class TooMany(DomainError):
    """More rows than an export may have."""

    code: ClassVar[str] = "share_export_too_many"


class Gone(DomainError):
    """The file was fetched, or waited too long."""

    code: ClassVar[str] = "share_export_gone"
    status: ClassVar[int] = 410


@transaction.atomic
def ask_shared(
    *, actor: Actor, now: datetime, number: str, wanted: Wanted, format: str, reason: str
) -> Export:
    """A list of those whom an agreement is about, with all fields that it opens. Raises as `open_agreement`."""
    opening = open_agreement(actor, number, way="export", day=clock.local_day(now))
    check_wanted(opening, wanted)
    grant = policies.grant_for(
        actor, policies.RECIPIENT, policies.scope_of(opening.agreement.organisation_id)
    )
    if grant is None:
        raise NotFound(_("There is no such agreement."))
    rows = count_opened(opening, wanted, limit=MOST + 1)
    return _ask(
        actor, now, grant, opening.fields, wanted, format, reason, rows=rows,
        agreement=opening.agreement, places=opening.version.places, known=opening.known,
    )  # fmt: skip


@transaction.atomic
def ask_kept(
    *, actor: Actor, now: datetime, fields: Sequence[str], wanted: Wanted, format: str, reason: str
) -> Export:
    """A list of files that the actor keeps, with the fields she chose. Raises `NotFound`, `Faults`."""
    grant = next((one for one in actor.grants if one.role in policies.LISTERS), None)
    if grant is None:
        raise NotFound(_("There is nothing here for you."))
    tiers = label_tiers()
    known = {*CATALOGUE, *(LABEL + code for code, tier in tiers.items() if tier != LabelKind.Tier.RESTRICTED)}
    chosen = list(dict.fromkeys(fields))
    if not chosen or not set(chosen) <= known:
        raise Faults({"fields": _("Choose at least one field.")})
    if wanted.label and LABEL + wanted.label not in known:
        raise Faults({"label": _("This does not fit: please look at it again.")})
    day = clock.local_day(now)
    rows = len(exports.kept_files(actor, wanted, day=day).values_list("pk", flat=True)[: MOST + 1])
    places = policies.places_of(actor, *policies.LISTERS)
    told = [*chosen, *([LABEL + wanted.label] if wanted.label and LABEL + wanted.label not in chosen else [])]
    return _ask(
        actor,
        now,
        grant,
        chosen,
        wanted,
        format,
        reason,
        rows=rows,
        agreement=None,
        places=places,
        known=told,
    )


def _ask(
    actor: Actor, now: datetime, grant: Grant, fields: Sequence[str], wanted: Wanted, format: str, reason: str,
    *, rows: int, agreement: Agreement | None, places: Sequence[int], known: Sequence[str],
) -> Export:  # fmt: skip
    said = reason.strip()
    if not _REASON[0] <= len(said) <= _REASON[1]:
        raise Faults({"reason": _("Say in a few words what you need it for.")})
    if format not in Export.Format.values:
        raise Faults({"format": _("Choose one of the two.")})
    if rows > MOST:
        raise TooMany(_("More than %(most)d rows: narrow the list.") % {"most": MOST})
    tiers = label_tiers()
    second = needs_second(rows=rows, tiers={tier_of(field, tiers) for field in known})
    reach = {one for path in paths_of(places).values() for one in path}
    export = Export.objects.create(
        agreement=agreement, format=format, fields=list(fields), reach=sorted(reach), places=list(places),
        label=wanted.label, youngest=wanted.youngest, oldest=wanted.oldest, reason=said, asked_by=account_of(actor),
        asked_office=grant.office, post=f"{grant.role} {grant.scope}", asked_at=now, second=second, rows=rows,
        state=Export.State.ASKED if second else Export.State.APPROVED,
    )  # fmt: skip
    _note(actor, now, export, "asked", said, grant.office)
    if second:
        telling.tell_export(export, now=now)
    return export


@transaction.atomic
def approve(*, actor: Actor, now: datetime, export_id: int, reason: str) -> Export:
    """Raises `OwnRequest`, `SamePost`, `NotFound` for whoever may not decide about all its places."""
    return _decide(actor, now, export_id, Export.State.APPROVED, reason)


@transaction.atomic
def refuse(*, actor: Actor, now: datetime, export_id: int, reason: str) -> Export:
    return _decide(actor, now, export_id, Export.State.REFUSED, reason)


def deciding(actor: Actor, export: Export) -> Grant | None:
    """The post by which the actor decides about an export; None where she does not. Raises as `approve`."""
    grant = policies.approving(actor, exports.list_paths(export).values())
    if grant is None:
        return None
    department = export.agreement.organisation_id if export.agreement else None
    if export.asked_by == actor.user_id or department in policies.organisations_of(actor):
        raise OwnRequest(_("Somebody else has to decide: you asked for it, or belong to the department."))
    if f"{grant.role} {grant.scope}" == export.post:
        raise SamePost(_("Somebody with another post has to decide."))
    return grant


def _decide(actor: Actor, now: datetime, export_id: int, state: Export.State, reason: str) -> Export:
    export = exports.get_export(actor, export_id, locked=True)
    grant = deciding(actor, export)
    if grant is None:
        raise NotFound(_("There is no such export."))
    if export.state != Export.State.ASKED:
        raise StepTaken(_("Look at the export again."))
    said = reason.strip()
    if not _REASON[0] <= len(said) <= _REASON[1]:
        raise DomainError(_("Say why, in a few words."), field="reason")
    export.state, export.decided_by, export.decided_office = state, actor.user_id, grant.office
    export.decided_at, export.decided_reason = now, said
    export.save(update_fields=["state", "decided_by", "decided_office", "decided_at", "decided_reason"])
    _note(actor, now, export, state.value, said, grant.office)
    return export


@transaction.atomic
def fetch(*, actor: Actor, now: datetime, export_id: int) -> tuple[Export, bytes]:
    """The file, once, for who asked for it, while what allowed it still does. Raises `Gone`, `NotFound`."""
    export = exports.get_export(actor, export_id, locked=True)
    if export.asked_by != actor.user_id:
        raise NotFound(_("There is no such export."))
    if export.state != Export.State.MADE or export.made_at is None or now > export.made_at + KEPT:
        raise Gone(_("The file is no longer here: it is kept for 72 hours and fetched once."))
    if export.agreement is not None:
        open_agreement(actor, export.agreement.number, way="export", day=clock.local_day(now))
    elif not actor.scopes(*policies.LISTERS):
        raise NotFound(_("There is no such export."))
    data = unseal(ExportFile.objects.get(export=export).sealed, context=CONTEXT)
    ExportFile.objects.filter(export=export).delete()
    export.state, export.fetched_at = Export.State.FETCHED, now
    export.save(update_fields=["state", "fetched_at"])
    _note(actor, now, export, "fetched", export.digest, export.asked_office)
    return export, data


def _note(actor: Actor, now: datetime, export: Export, act: str, words: str, office: str) -> None:
    number = f"{export.agreement.number} " if export.agreement else ""
    record(
        actor=actor, now=now, kind="change", act=f"share.export_{act}", object_ref=f"export:{export.pk}",
        fields=export.fields, purpose=f"{number}{words}"[:200], office=office,
    )  # fmt: skip
