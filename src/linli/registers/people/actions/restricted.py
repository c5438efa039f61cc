"""Restricted labels (child protection, domestic violence, correction …): known to whom they name, to nobody else.

No row leads from the label to its holder but a sealed one; entries of the audit log name the label, not the person, so
that neither she nor her guardian nor her household reads there that somebody looked.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.audit.actions import record
from linli.kernel.clock import local_day
from linli.kernel.crypto import digest, seal, unseal_text
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.registers.people.files import ids_of
from linli.registers.people.models import LabelKind, NeedToKnow, Residence, RestrictedLabel
from linli.registers.people.queries import get_person
from linli.registers.people.refusals import BadDay, LabelUnfit, LastToKnow, PurposeMissing
from linli.registers.people.rules import countable
from linli.registers.people.sealing import (
    CONTEXT_RESTRICTED_CODE,
    CONTEXT_RESTRICTED_HOLDER,
    DIGEST_RESTRICTED_CODE,
    DIGEST_RESTRICTED_HOLDER,
)


@dataclass(frozen=True, slots=True)
class Need:
    """Who may know: an account, or whoever holds a post (role and scope); until a day, or for as long as the label."""

    user_id: int | None = None
    role: str = ""
    scope: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class RestrictedView:
    label: int
    code: str
    title: str
    since: date | None
    until: date | None


def give_restricted_label(
    *, actor: Actor, now: datetime, person_id: int, code: str, day: date, needs: Sequence[Need], purpose: str,
    until: date | None = None,
) -> int:  # fmt: skip
    """Give the label to whom the actor sees. Who gives it may know of it, and whom `needs` name. Returns its id.

    One that others gave and she may not know of refuses nothing: else she would learn of it by trying.
    """
    today = local_day(now)
    person = get_person(actor, person_id, day=today)
    if not actor.grants:
        raise NotFound(_("There is no such file."))
    _check_purpose(purpose)
    if until is not None and until <= day:
        raise BadDay(_("Name a later day."), field="until")
    if not LabelKind.objects.filter(code=code, tier=LabelKind.Tier.RESTRICTED, retired=False).exists():
        raise LabelUnfit(_("There is no such label."), field="code")
    with _writing(), transaction.atomic():
        known = _known_to(actor, today).filter(pk__in=_held_by(ids_of(person.pk), code=code))
        if known.filter(valid__overlap=DateRange(day, until)).exists():
            raise LabelUnfit(_("The file has this label for that time already."), field="code")
        label = RestrictedLabel.objects.create(
            holder_sealed=seal(str(person.pk), context=CONTEXT_RESTRICTED_HOLDER),
            holder_digest=digest(DIGEST_RESTRICTED_HOLDER, str(person.pk)),
            code_sealed=seal(code, context=CONTEXT_RESTRICTED_CODE),
            code_digest=digest(DIGEST_RESTRICTED_CODE, code),
            valid=DateRange(day, until),
            county=_county(person.pk, today),
            given_by=actor.user_id,
        )
        _name(label, [Need(user_id=actor.user_id), *needs], actor, today)
        _note(actor, now, "give", label, purpose)
    return label.pk


def grant_need(*, actor: Actor, now: datetime, label_id: int, needs: Sequence[Need], purpose: str) -> None:
    """Let others know, for who may know herself."""
    _check_purpose(purpose)
    label = _get(actor, label_id, local_day(now))
    with _writing(), transaction.atomic():
        _name(label, needs, actor, local_day(now))
        _note(actor, now, "grant", label, purpose)


def revoke_need(*, actor: Actor, now: datetime, label_id: int, need: Need, purpose: str) -> None:
    """From today on this account, or whoever holds this post, may know no longer. Raises `LastToKnow` for the last."""
    _check_purpose(purpose)
    today = local_day(now)
    label = _get(actor, label_id, today)
    with _writing(), transaction.atomic():
        named = (
            NeedToKnow.objects.select_for_update().filter(label=label, valid__contains=today).order_by("pk")
        )
        ended = [
            row
            for row in named
            if (row.user_id, row.role, row.scope) == (need.user_id, need.role, need.scope)
        ]
        if len(ended) == len(named):
            raise LastToKnow(_("Nobody would know of it any more: end the label instead."), field="need")
        for row in ended:
            row.valid = DateRange(row.valid.lower, today)
            row.save(update_fields=["valid"])
        _note(actor, now, "revoke", label, purpose)


def end_restricted_label(*, actor: Actor, now: datetime, label_id: int, day: date, purpose: str) -> None:
    """The label holds no more from the day on."""
    _check_purpose(purpose)
    label = _get(actor, label_id, local_day(now))
    if label.valid.lower is not None and day <= label.valid.lower:
        raise BadDay(_("It began on %(day)s: name a later day.") % {"day": label.valid.lower}, field="day")
    with _writing(), transaction.atomic():
        RestrictedLabel.objects.filter(pk=label.pk).update(valid=DateRange(label.valid.lower, day))
        _note(actor, now, "end", label, purpose)


def read_restricted(*, actor: Actor, now: datetime, person_id: int, purpose: str) -> list[RestrictedView]:
    """The labels of a person that the actor may know of today. Each one read is an entry in the audit log."""
    _check_purpose(purpose)
    today = local_day(now)
    person = get_person(actor, person_id, day=today)
    found = _known_to(actor, today).filter(pk__in=_held_by(ids_of(person.pk)), valid__contains=today)
    titles = dict(LabelKind.objects.filter(tier=LabelKind.Tier.RESTRICTED).values_list("code", "title"))
    views = []
    for label in found.order_by("id"):
        code = unseal_text(label.code_sealed, context=CONTEXT_RESTRICTED_CODE)
        views.append(
            RestrictedView(label.pk, code, titles.get(code, code), label.valid.lower, label.valid.upper)
        )
        _note(actor, now, "look", label, purpose)
    return views


def list_needs(*, actor: Actor, now: datetime, label_id: int) -> list[Need]:
    """Who may know today of a label that the actor knows of herself."""
    label = _get(actor, label_id, local_day(now))
    with _writing():
        rows = NeedToKnow.objects.filter(label=label, valid__contains=local_day(now)).order_by("id")
        return [Need(row.user_id, row.role, row.scope, row.valid.upper) for row in rows]


def count_restricted(*, code: str, county: int, day: date) -> int | None:
    """How many persons of the county bear the label on `day`; None below five, which could point at somebody."""
    with _writing():
        rows = RestrictedLabel.objects.filter(
            code_digest=digest(DIGEST_RESTRICTED_CODE, code), county=county, valid__contains=day
        )
        return countable(rows.values("holder_digest").distinct().count())


def _writing() -> AbstractContextManager[None]:
    """Rows that nobody is named for yet are the system's to write, and to count."""
    return acting_as(SYSTEM)


def _known_to(actor: Actor, day: date) -> QuerySet[RestrictedLabel]:
    named = Q(user_id=actor.user_id) if actor.user_id is not None else Q(pk__in=())
    for grant in actor.grants:
        named |= Q(role=grant.role, scope=grant.scope)
    return RestrictedLabel.objects.filter(
        pk__in=NeedToKnow.objects.filter(named, valid__contains=day).values("label")
    )


def _get(actor: Actor, label_id: int, day: date) -> RestrictedLabel:
    found = _known_to(actor, day).filter(pk=label_id).first()
    if found is None:
        raise NotFound(_("There is no such label, or it is over."))
    return found


def _held_by(person_ids: Iterable[int], *, code: str = "") -> QuerySet[RestrictedLabel]:
    digests = [digest(DIGEST_RESTRICTED_HOLDER, str(person)) for person in person_ids]
    rows = RestrictedLabel.objects.filter(holder_digest__in=digests)
    return rows.filter(code_digest=digest(DIGEST_RESTRICTED_CODE, code)) if code else rows


def _name(label: RestrictedLabel, needs: Sequence[Need], actor: Actor, day: date) -> None:
    if any(need.until is not None and need.until <= day for need in needs):
        raise BadDay(_("Name a later day."), field="until")
    NeedToKnow.objects.bulk_create(
        NeedToKnow(
            label=label, user_id=need.user_id, role=need.role, scope=need.scope, valid=DateRange(day, need.until),
            granted_by=actor.user_id,
        )
        for need in dict.fromkeys(needs)
    )  # fmt: skip


def _county(person_id: int, day: date) -> int | None:
    homes = Residence.objects.filter(person=person_id, valid__contains=day).order_by("kind")
    return homes.values_list("county", flat=True).first()


def _check_purpose(purpose: str) -> None:
    if not purpose.strip():
        raise PurposeMissing(_("Say what for."), field="purpose")


def _note(actor: Actor, now: datetime, act: str, label: RestrictedLabel, purpose: str) -> None:
    record(
        actor=actor, now=now, kind="look" if act == "look" else "change", act=f"people.protected_{act}",
        object_ref=f"restricted:{label.pk}", purpose=purpose, withheld=True,
    )  # fmt: skip
