"""Binding an account to a file: at the counter, by a slip, by the city's real-name log-in; and taking it back.

Knowing a number binds nothing. What was checked, for what, and by whom is written down; one account for one file at a
time, in both directions. Bindings are looked up as the actor and written as the system (docs/decisions/0021).
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from linli.kernel.accounts.making import make_account
from linli.kernel.accounts.models import User
from linli.kernel.accounts.sessions import end_sessions
from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.audit.actions import record
from linli.kernel.clock import local_day
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.kernel.onetime import digest_code, new_code, read_code
from linli.registers.people.changes import list_own_files
from linli.registers.people.models import BindingSlip, Person, PersonAccount
from linli.registers.people.policies import CHECKERS
from linli.registers.people.queries import age_on, get_person
from linli.registers.people.refusals import (
    AccountUnfit,
    BoundAlready,
    Deceased,
    OwnFile,
    PurposeMissing,
    TooYoung,
)
from linli.registers.people.words import CHECKED

How = PersonAccount.How
By = PersonAccount.RevokedBy
SLIP: Final = "binding"
UNDO: Final = "unbinding"
SLIP_VALID: Final = timedelta(days=14)
UNDO_VALID: Final = timedelta(days=30)
SLIP_TRIES: Final = 5
OWN_AGE: Final = 14
"""From this age on a person has an account of her own; before it her guardians act (PIPL, article 31)."""
PERSON: Final = "face"


@dataclass(frozen=True, slots=True)
class Said:
    """What the clerk checked (codes of `words.CHECKED`: that it is she, and a paper that says so) and what for."""

    checked: Sequence[str]
    purpose: str


@dataclass(frozen=True, slots=True)
class Bound:
    """What was bound, and the code by which whoever is told takes it back. `password` of an account just made."""

    binding: PersonAccount
    undo: str
    password: str = ""


def bind_account(*, actor: Actor, now: datetime, person_id: int, login: str, said: Said) -> Bound:
    """At the counter: an account that there is. Raises `NotFound`, `AccountUnfit`, `BoundAlready`, `OwnFile` …"""
    person = _take_person(actor, now, person_id, said)
    user = User.objects.filter(username=login.strip(), is_active=True).first()
    if user is None or user.pk == actor.user_id:
        raise AccountUnfit(
            _("No account with this log-in name can be bound: look at it with her once more."), field="login"
        )
    return _bind(person.pk, user, actor=actor, now=now, how=How.COUNTER, said=said)


def create_account(*, actor: Actor, now: datetime, person_id: int, login: str, said: Said) -> Bound:
    """At the counter: an account made for her. Its first password is in the result and nowhere else."""
    person = _take_person(actor, now, person_id, said)
    with transaction.atomic():
        user, password = make_account(login=login.strip(), name=person.name, now=now)
        record(actor=actor, now=now, kind="change", act="account.create", object_ref=f"user:{user.pk}")
        bound = _bind(person.pk, user, actor=actor, now=now, how=How.COUNTER, said=said)
    return replace(bound, password=password)


def issue_slip(*, actor: Actor, now: datetime, person_id: int, said: Said) -> str:
    """A code on paper by which she binds an account of her own; slips given before are worthless. Returns the code."""
    person = _take_person(actor, now, person_id, said)
    code = new_code()
    with _writing(), transaction.atomic():
        _check_unbound(person.pk)
        _cancel_slips(person.pk, now)
        slip = BindingSlip.objects.create(
            person=person, code_digest=digest_code(SLIP, code), checked=list(said.checked),
            purpose=said.purpose.strip(), office=actor.office, issued_by_user_id=actor.user_id or 0, issued_at=now,
            expires_at=now + SLIP_VALID,
        )  # fmt: skip
        _record(actor, now, "slip", f"slip:{slip.pk}", person.pk, said.purpose)
    return code


def redeem_slip(*, actor: Actor, now: datetime, code: str, birth_date: date) -> Bound | None:
    """Bind one's own account by slip and birth date; None if they do not fit, whatever the reason (the try counts, so
    commit). Raises `Mistyped`, `BoundAlready`.
    """
    wanted = digest_code(SLIP, read_code(code))
    user = User.objects.filter(pk=actor.user_id or 0, is_active=True).first()
    if user is None:
        raise NotFound(_("Sign in first."))
    with _writing(), transaction.atomic():
        if PersonAccount.objects.filter(user=user, revoked_at__isnull=True).exists():
            raise BoundAlready(_("This account is bound to a file already."))
        open_ = BindingSlip.objects.filter(
            used_at__isnull=True, cancelled_at__isnull=True, expires_at__gt=now
        )
        slip = open_.select_for_update().filter(code_digest=wanted, tries__lt=SLIP_TRIES).first()
        person = Person.objects.filter(pk=slip.person_id if slip else 0).first()
        if slip is None or person is None or not _fits(person, birth_date):
            BindingSlip.objects.filter(pk=slip.pk if slip else 0).update(tries=F("tries") + 1)
            return None
        said = Said(slip.checked, slip.purpose)
        BindingSlip.objects.filter(pk=slip.pk).update(used_at=now)
        User.objects.filter(pk=user.pk).update(name=person.name)
        return _bind(person.pk, user, actor=actor, now=now, how=How.SLIP, said=said, office=slip.office)


def bind_by_city(*, user: User, person: Person, now: datetime, office: str) -> Bound:
    """Whom the city's real-name log-in proved to be this person; the caller has verified its token. Raises `TooYoung`,
    `BoundAlready`; `BoundAlready` too after a binding by this log-in was taken back: only the counter binds again then.
    """
    said = Said(("city",), "")
    if person.birth_date is not None and age_on(person.birth_date, local_day(now)) < OWN_AGE:
        raise TooYoung(_("Until fourteen her guardians act for her: she has no account of her own."))
    with _writing():
        taken_back = PersonAccount.objects.filter(person=person, how=How.CITY, revoked_at__isnull=False)
        if taken_back.exists():
            raise BoundAlready(
                _("A binding by this log-in was taken back. Only the counter binds an account again.")
            )
    actor = Actor(user_id=user.pk, name=user.name)
    return _bind(person.pk, user, actor=actor, now=now, how=How.CITY, said=said, office=office)


def revoke_own(*, actor: Actor, now: datetime, reason: str = "") -> PersonAccount:
    """She takes the binding of her own account back. Every session of it ends. Raises `NotFound`."""
    return _revoke(actor, now, By.RESIDENT, reason, user_id=actor.user_id or 0)


def revoke_at_counter(
    *, actor: Actor, now: datetime, person_id: int, binding_id: int, reason: str
) -> PersonAccount:
    """The clerk takes it back, for a reason that is kept. Raises `NotFound`, `PurposeMissing`, `OwnFile`."""
    person = _take_person(actor, now, person_id, None)
    _check_words(reason, field="reason")
    return _revoke(actor, now, By.CLERK, reason, pk=binding_id, person_id=person.pk)


def revoke_by_code(*, now: datetime, code: str) -> PersonAccount:
    """Whoever was told of a binding and knows nothing of it takes it back by the code in the message. Raises
    `Mistyped`, `NotFound`."""
    wanted = digest_code(UNDO, read_code(code))
    nobody = Actor(user_id=None)
    return _revoke(nobody, now, By.MESSAGE, "", undo_digest=wanted, undo_until__gt=now)


def _bind(
    person_id: int, user: User, *, actor: Actor, now: datetime, how: str, said: Said, office: str = ""
) -> Bound:
    undo = new_code()
    try:
        with _writing(), transaction.atomic():
            _check_unbound(person_id)
            binding = PersonAccount.objects.create(
                user=user, person_id=person_id, how=how, checked=list(said.checked), purpose=said.purpose.strip(),
                bound_at=now, bound_by=office or actor.office, bound_by_user_id=actor.user_id,
                undo_digest=digest_code(UNDO, undo), undo_until=now + UNDO_VALID,
            )  # fmt: skip
            _cancel_slips(person_id, now)
            _record(actor, now, "bind", f"binding:{binding.pk}", person_id, said.purpose)
    except IntegrityError:  # the account is bound to another file, or somebody was faster
        raise AccountUnfit(
            _("No account with this log-in name can be bound: look at it with her once more."), field="login"
        ) from None
    return Bound(binding, undo)


def _revoke(actor: Actor, now: datetime, by: str, reason: str, **which: Any) -> PersonAccount:
    with _writing(), transaction.atomic():
        open_ = PersonAccount.objects.select_for_update().filter(revoked_at__isnull=True, **which)
        binding = open_.first()
        if binding is None:
            raise NotFound(_("There is no such binding, or it is over."))
        binding.revoked_at, binding.revoked_by, binding.reason = now, by, reason.strip()[:200]
        binding.revoked_by_user_id, binding.revoked_office = actor.user_id, actor.office
        binding.save()
        end_sessions(binding.user_id)
        _record(actor, now, "unbind", f"binding:{binding.pk}", binding.person_id, binding.reason)
    return binding


def _take_person(actor: Actor, now: datetime, person_id: int, said: Said | None) -> Person:
    """The person, if this clerk keeps her file and may bind an account to it. Nobody handles her own file."""
    counter = replace(
        actor, person_id=None, grants=tuple(grant for grant in actor.grants if grant.role in CHECKERS)
    )
    day = local_day(now)
    person = get_person(counter, person_id, day=day)
    if person.pk in list_own_files(actor):
        raise OwnFile(_("Nobody handles her own file: leave it to a colleague."))
    if said is None:
        return person
    _check_said(said)
    if person.deceased_on is not None:
        raise Deceased(_("The person is dead."))
    if person.birth_date is not None and age_on(person.birth_date, day) < OWN_AGE:
        raise TooYoung(_("Until fourteen her guardians act for her: she has no account of her own."))
    return person


def _check_said(said: Said) -> None:
    if set(said.checked) - CHECKED.keys() or PERSON not in said.checked or len(said.checked) < 2:
        raise PurposeMissing(
            _("Check that it is she, and at least one paper with her photo."), field="checked"
        )
    _check_words(said.purpose, field="purpose")


def _check_words(words: str, *, field: str) -> None:
    if not 4 <= len(words.strip()) <= 200:
        raise PurposeMissing(_("Say it in a few words."), field=field)


def _check_unbound(person_id: int) -> None:
    if PersonAccount.objects.filter(person=person_id, revoked_at__isnull=True).exists():
        raise BoundAlready(_("An account is bound to this file: take that back first."))


def _cancel_slips(person_id: int, now: datetime) -> None:
    open_ = BindingSlip.objects.filter(person=person_id, used_at__isnull=True, cancelled_at__isnull=True)
    open_.update(cancelled_at=now)


def _fits(person: Person, birth_date: date) -> bool:
    return person.birth_date == birth_date and person.deceased_on is None and person.merged_into_id is None


def _writing() -> AbstractContextManager[None]:
    """Bindings are the system's to write, after the actor's own look-up."""
    return acting_as(SYSTEM)


def _record(actor: Actor, now: datetime, act: str, about: str, person_id: int, purpose: str) -> None:
    record(
        actor=actor, now=now, kind="change", act=f"people.{act}", object_ref=about, persons=[person_id],
        fields=["account"], purpose=purpose.strip(),
    )  # fmt: skip
