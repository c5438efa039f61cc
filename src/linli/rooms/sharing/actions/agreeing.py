"""A department asks, the owner of the files decides; both can end it. Each step is kept with who took it and why."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import ClassVar, Final

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.kernel import clock
from linli.kernel.actors import Actor, Grant
from linli.kernel.audit.actions import record
from linli.kernel.errors import Conflict, DomainError, Faults, NotFound
from linli.rooms.sharing import policies
from linli.rooms.sharing.actions import telling
from linli.rooms.sharing.models import Agreement, AgreementStep, Version
from linli.rooms.sharing.queries.agreements import Standing, get_standing, label_tiers
from linli.rooms.sharing.queries.consenting import list_purposes
from linli.rooms.sharing.queries.places import county_of, offered, paths_of
from linli.rooms.sharing.queries.recipients import get_department
from linli.rooms.sharing.rules import Terms, faults_of

_WORDS: Final = {
    "needed": gettext_noop("Please fill this in."),
    "bounds": gettext_noop("This does not fit: please look at it again."),
    "past": gettext_noop("It cannot begin before today."),
    "before": gettext_noop("The last day lies before the first."),
    "long": gettext_noop("One year at most: it can be renewed."),
}
_REASON: Final = (4, 200)
_NEXT = """
INSERT INTO share_counter (year, last) VALUES (%s, 1)
ON CONFLICT (year) DO UPDATE SET last = share_counter.last + 1 RETURNING last
"""


class OwnRequest(DomainError):
    """Nobody approves what she asked for, or what her own department gets."""

    code: ClassVar[str] = "share_own_request"


class StepTaken(Conflict):
    """The agreement is not in the state that this step needs, or somebody was faster."""

    code: ClassVar[str] = "share_step_taken"


class ReasonMissing(DomainError):
    """A step that somebody else has to live with says why."""

    code: ClassVar[str] = "share_reason_missing"


@transaction.atomic
def ask(*, actor: Actor, now: datetime, organisation: int, terms: Terms) -> Agreement:
    """Ask for data in the name of a department. Raises `Faults`, `NotFound`."""
    grant = _asking(actor, organisation)
    county = county_of(get_department(organisation).place_id)
    _check(terms, county, clock.local_day(now))
    agreement = Agreement.objects.create(
        number=_next_number(clock.local_day(now)), organisation_id=organisation, county=county, asked_at=now
    )
    version = _write(actor, now, agreement, 1, terms, grant)
    telling.tell_asked(agreement, version, now=now)
    return agreement


@transaction.atomic
def renew(*, actor: Actor, now: datetime, number: str, revision: int, terms: Terms) -> Agreement:
    """Ask for another version of an agreement; the one in force stays until that is approved and begins."""
    standing = _locked(actor, now, number, revision)
    agreement = standing.agreement
    grant = _asking(actor, agreement.organisation_id)
    if standing.waiting or agreement.halt == Agreement.Halt.REVOKED:
        raise StepTaken(_("Look at the agreement again."))
    _check(terms, agreement.county, clock.local_day(now))
    _touch(agreement)
    version = _write(actor, now, agreement, standing.versions[0].seq + 1, terms, grant)
    telling.tell_asked(agreement, version, now=now)
    return agreement


@transaction.atomic
def withdraw(*, actor: Actor, now: datetime, number: str, revision: int) -> Agreement:
    """The department no longer asks for what waits to be decided."""
    standing = _locked(actor, now, number, revision)
    grant = _asking(actor, standing.agreement.organisation_id)
    version = _decide(standing, Version.State.WITHDRAWN, actor)
    _note(actor, now, standing.agreement, version.seq, "withdrawn", grant)
    return standing.agreement


@transaction.atomic
def approve(*, actor: Actor, now: datetime, number: str, revision: int, reason: str) -> Agreement:
    """The owner gives the data; not who asked for it, and nobody of the department. Raises `OwnRequest`."""
    standing = _locked(actor, now, number, revision)
    grant = _deciding(actor, standing, standing.waiting or standing.shown)
    waiting = standing.waiting
    if waiting is not None:
        if waiting.terms.until < clock.local_day(now):
            raise StepTaken(_("The last day that was asked for has passed: turn it down."))
        _check(waiting.terms, standing.agreement.county, min(clock.local_day(now), waiting.valid.lower))
    version = _decide(standing, Version.State.APPROVED, actor)
    _note(actor, now, standing.agreement, version.seq, "approved", grant, _reason(reason))
    telling.tell_decided(standing.agreement, "approved", now=now)
    return standing.agreement


@transaction.atomic
def refuse(*, actor: Actor, now: datetime, number: str, revision: int, reason: str) -> Agreement:
    standing = _locked(actor, now, number, revision)
    grant = _deciding(actor, standing, standing.waiting or standing.shown)
    version = _decide(standing, Version.State.REFUSED, actor)
    _note(actor, now, standing.agreement, version.seq, "refused", grant, _reason(reason))
    telling.tell_decided(standing.agreement, "refused", now=now)
    return standing.agreement


def suspend(*, actor: Actor, now: datetime, number: str, revision: int, reason: str) -> Agreement:
    """Opens nothing until it is resumed."""
    return _halt(actor, now, number, revision, "suspended", Agreement.Halt.SUSPENDED, reason)


def resume(*, actor: Actor, now: datetime, number: str, revision: int, reason: str) -> Agreement:
    return _halt(actor, now, number, revision, "resumed", "", reason)


def revoke(*, actor: Actor, now: datetime, number: str, revision: int, reason: str) -> Agreement:
    """Opens nothing any more; who wants data again asks anew."""
    return _halt(actor, now, number, revision, "revoked", Agreement.Halt.REVOKED, reason)


_BEFORE: Final[dict[str, Collection[str]]] = {
    "suspended": ("active", "coming"),
    "resumed": ("suspended",),
    "revoked": ("active", "coming", "suspended"),
}


@transaction.atomic
def _halt(
    actor: Actor, now: datetime, number: str, revision: int, act: str, halt: str, reason: str
) -> Agreement:
    standing = _locked(actor, now, number, revision)
    grant = _deciding(actor, standing, standing.shown, own=True)
    if standing.status not in _BEFORE[act]:
        raise StepTaken(_("Look at the agreement again."))
    said = _reason(reason)
    standing.agreement.halt = halt
    _touch(standing.agreement)
    _note(actor, now, standing.agreement, standing.shown.seq, act, grant, said)
    telling.tell_decided(standing.agreement, act, now=now)
    return standing.agreement


def account_of(actor: Actor) -> int:
    """Who asks is somebody: a post is held by an account. Raises `NotFound`."""
    if actor.user_id is None:
        raise NotFound(_("There is no such agreement."))
    return actor.user_id


def _asking(actor: Actor, organisation: int) -> Grant:
    grant = policies.grant_for(actor, policies.RECIPIENT, policies.scope_of(organisation))
    if grant is None:
        raise NotFound(_("There is no such agreement."))
    return grant


def _deciding(actor: Actor, standing: Standing, version: Version, *, own: bool = False) -> Grant:
    """The post that gives data of all these places away. With `own` also what she asked for: ending harms nobody."""
    grant = policies.approving(actor, paths_of(version.places).values())
    if grant is None:
        raise NotFound(_("There is no such agreement."))
    member = standing.agreement.organisation_id in policies.organisations_of(actor)
    if not own and (member or version.asked_by == actor.user_id):
        raise OwnRequest(_("Somebody else has to decide: you asked for it, or belong to the department."))
    return grant


def _locked(actor: Actor, now: datetime, number: str, revision: int) -> Standing:
    standing = get_standing(actor, number, day=clock.local_day(now), locked=True)
    if standing.agreement.revision != revision:
        raise StepTaken(_("Look at the agreement again."))
    return standing


def _check(terms: Terms, county: int, today: date) -> None:
    places = offered(county)
    found = dict(faults_of(terms, today=today, labels=label_tiers(), places=places, consents=list_purposes()))
    if found:
        raise Faults({field: _(_WORDS[code]) for field, code in found.items()})


def _reason(text: str) -> str:
    said = text.strip()
    if not _REASON[0] <= len(said) <= _REASON[1]:
        raise ReasonMissing(_("Say why, in a few words."), field="reason")
    return said


def _next_number(day: date) -> str:
    """GX-2026-0001 (共享): counted by year, without gaps that a rollback would tear."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [day.year])
        return f"GX-{day.year}-{cursor.fetchone()[0]:04d}"


def _write(
    actor: Actor, now: datetime, agreement: Agreement, seq: int, terms: Terms, grant: Grant
) -> Version:
    reach = {one for path in paths_of(terms.places).values() for one in path}
    version = Version.objects.create(
        agreement=agreement, seq=seq, purpose=terms.purpose.strip(), basis=terms.basis, ground=terms.ground.strip(),
        consent=terms.consent, fields=list(terms.fields), places=list(terms.places), reach=sorted(reach),
        label=terms.label, youngest=terms.youngest, oldest=terms.oldest, ways=list(terms.ways),
        retention=terms.retention, valid=DateRange(terms.since, terms.until + timedelta(days=1)),
        asked_by=account_of(actor), needs=_needs(terms), daily=terms.volume.daily if terms.volume else None,
        volume=terms.volume.term if terms.volume else None,
    )  # fmt: skip
    _note(actor, now, agreement, seq, "asked", grant)
    return version


def _needs(terms: Terms) -> dict[str, dict[str, str]]:
    """Written out, so that nobody has to know later what was meant by an empty line."""
    return {
        one.group: {
            "purpose": one.purpose.strip(),
            "basis": one.basis,
            "ground": one.ground.strip() or terms.ground.strip(),
        }
        for one in terms.needs
    }


def _decide(standing: Standing, state: Version.State, actor: Actor) -> Version:
    version = standing.waiting
    if version is None:
        raise StepTaken(_("Look at the agreement again."))
    version.state, version.decided_by = state, actor.user_id
    version.save(update_fields=["state", "decided_by"])
    _touch(standing.agreement)
    return version


def _touch(agreement: Agreement) -> None:
    agreement.revision += 1
    agreement.save(update_fields=["revision", "halt"])


def _note(
    actor: Actor, now: datetime, agreement: Agreement, seq: int, act: str, grant: Grant, reason: str = ""
) -> None:
    """One line of its history, and one entry of the audit log."""
    AgreementStep.objects.create(
        agreement=agreement,
        seq=seq,
        act=act,
        user_id=actor.user_id,
        office=grant.office,
        reason=reason,
        at=now,
    )
    record(
        actor=actor, now=now, kind="change", act=f"share.{act}", object_ref=f"share:{agreement.number}", purpose=reason,
        office=grant.office,
    )  # fmt: skip
