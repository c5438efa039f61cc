"""Binding and taking back, each told at once: to the phone of the file, to the one it had before, and to that of the
account."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from linli.engines.notices.actions import To, notify
from linli.kernel.accounts import phones
from linli.kernel.accounts.models import User
from linli.kernel.actors import Actor
from linli.kernel.clock import local_day
from linli.kernel.errors import DomainError
from linli.kernel.onetime import grouped
from linli.kernel.throttle import count_try
from linli.registers.people import actions as people
from linli.registers.people import bindings
from linli.registers.people.actions import Bound, Said
from linli.registers.people.models import PersonAccount
from linli.registers.people.refusals import BoundAlready
from linli.registers.people.words import BOUND_BY, REVOKED_BY

OWN_PAGE: Final = "/my/devices/"
TRIES: Final = 10
HOUR: Final = 3600


class SlipUnfit(DomainError):
    """Code and birth date do not fit, the slip is over, used, or was never printed: which, is not told."""

    code = "bindings_slip_unfit"


class NoFile(DomainError):
    """The city's log-in proved who somebody is, and the place keeps no file of hers."""

    code = "bindings_no_file"
    status = 404


class NotHers(DomainError):
    """The city's log-in proved somebody else than the one whose file the account opens."""

    code = "bindings_not_hers"
    status = 409


class TooManyTries(DomainError):
    """So many tries an hour, right or wrong."""

    code = "bindings_too_many_tries"
    status = 429


def bind_account(*, actor: Actor, now: datetime, person_id: int, login: str, said: Said) -> Bound:
    """At the counter, an account that there is."""
    with transaction.atomic():
        bound = people.bind_account(actor=actor, now=now, person_id=person_id, login=login, said=said)
        _tell_bound(bound, now)
    return bound


def create_account(*, actor: Actor, now: datetime, person_id: int, login: str, said: Said) -> Bound:
    """At the counter, an account made for her; the result holds its first password."""
    with transaction.atomic():
        bound = people.create_account(actor=actor, now=now, person_id=person_id, login=login, said=said)
        _tell_bound(bound, now)
    return bound


def redeem_slip(*, actor: Actor, now: datetime, code: str, birth_date: date) -> Bound:
    """Bind one's own account. Raises `SlipUnfit`, `TooManyTries`, and what the register refuses."""
    tries = count_try(what="binding-slip", source=f"user:{actor.user_id}", seconds=HOUR, now=now)
    if tries > TRIES:
        raise TooManyTries(_("Too many tries. Wait an hour, or ask at the counter with your identity card."))
    with transaction.atomic():
        bound = people.redeem_slip(actor=actor, now=now, code=code, birth_date=birth_date)
        if bound is not None:
            _tell_bound(bound, now)
    if bound is None:
        raise SlipUnfit(
            _("Code and birth date do not fit, or the slip is over. At the counter you get a new one."),
            field="code",
        )
    return bound


@dataclass(frozen=True, slots=True)
class CityClaim:
    """Who the city's real-name log-in says that somebody is; the caller has verified its token."""

    name: str
    id_number: str


def enter_by_city(*, claim: CityClaim, scope: str, known: User | None, now: datetime) -> User:
    """The account by which she comes in: `known`, if the city's log-in made it and it opens her file still; else a new
    one, bound to the one file of the place (`scope`) that bears name and number. Raises `NoFile`, `BoundAlready` …
    """
    person, bound_to = bindings.find_claimed(
        scope=scope, name=claim.name, id_number=claim.id_number, day=local_day(now)
    )
    if person is None:
        raise NoFile(
            _(
                "No file of this place bears your name and number. Nothing was created. Your community can open one."
            )
        )
    if bound_to is not None:
        if known is None or known.pk != bound_to:
            raise BoundAlready(
                _(
                    "Another account opens your file. Sign in with that one, or take its binding back at the counter."
                )
            )
        return known
    with transaction.atomic():
        user = known or _make_city_account(person.name)
        _tell_bound(people.bind_by_city(user=user, person=person, now=now, office=""), now)
    return user


def add_city(*, claim: CityClaim, scope: str, user: User, now: datetime) -> None:
    """The city's log-in becomes one more way into an account in use: it binds the file where none is bound yet, and
    else has to prove the person whose file the account opens. The phones of the file are told. Raises `NoFile`,
    `BoundAlready`, `NotHers` …
    """
    person, bound_to = bindings.find_claimed(
        scope=scope, name=claim.name, id_number=claim.id_number, day=local_day(now)
    )
    own = bindings.find_binding(user.pk)
    if own is not None and (person is None or own.person_id != person.pk):
        raise NotHers(
            _("The city's log-in says somebody else than whose file this account opens. Nothing was changed.")
        )
    if person is None:
        raise NoFile(
            _(
                "No file of this place bears your name and number. Nothing was created. Your community can open one."
            )
        )
    if bound_to not in (None, user.pk):
        raise BoundAlready(
            _(
                "Another account opens your file. Sign in with that one, or take its binding back at the counter."
            )
        )
    with transaction.atomic():
        if own is None:
            _tell_bound(people.bind_by_city(user=user, person=person, now=now, office=""), now)
        else:
            _tell_city(own, now, "city-added")


def tell_city_removed(*, user: User, now: datetime) -> None:
    """The same phones hear that the city's log-in opens the account no more."""
    own = bindings.find_binding(user.pk)
    if own is not None:
        _tell_city(own, now, "city-removed")


def _tell_city(binding: PersonAccount, now: datetime, what: str) -> None:
    """Texts to every phone of account and file, also that of the file: no notice of the site says it."""
    with override(settings.LANGUAGE_CODE):
        text = {
            "city-added": _(
                "From now on your account at Linli can also be entered by the city's real-name log-in. If it was not "
                "you: sign in, «Account and security», take it off, or tell your community."
            ),
            "city-removed": _(
                "Your account at Linli can no longer be entered by the city's real-name log-in. If it was not you, "
                "tell your community."
            ),
        }[what]
    own = phones.get_phone(user_id=binding.user_id)
    verified = [own[0]] if own is not None and own[1] else []
    for phone in dict.fromkeys(filter(None, [*verified, *bindings.list_phones(binding.person_id, now=now)])):
        phones.send_text(
            key=f"bindings.{what}:{binding.pk}:{now.timestamp():.0f}", subject=f"binding:{binding.pk}",
            template=f"binding.{what}", phone=phone, text=text, now=now,
        )  # fmt: skip


def _make_city_account(name: str) -> User:
    """Without a password: the city's log-in is the way in, until she sets one."""
    login = "city-" + "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz") for _ in range(12))
    return User.objects.create_user(login, name=name)


def revoke_own(*, actor: Actor, now: datetime) -> None:
    """She takes her own binding back; every session of the account ends."""
    with transaction.atomic():
        _tell_ended(people.revoke_own(actor=actor, now=now), now)


def revoke_at_counter(*, actor: Actor, now: datetime, person_id: int, binding_id: int, reason: str) -> None:
    """The clerk takes it back, for a reason."""
    with transaction.atomic():
        ended = people.revoke_at_counter(
            actor=actor, now=now, person_id=person_id, binding_id=binding_id, reason=reason
        )
        _tell_ended(ended, now)


def revoke_by_code(*, now: datetime, code: str, source: str) -> None:
    """Whoever was told takes it back, without a log-in; `source` is where the tries are counted."""
    if count_try(what="unbinding", source=source, seconds=HOUR, now=now) > TRIES:
        raise TooManyTries(_("Too many tries. Wait an hour, or ask at the counter with your identity card."))
    with transaction.atomic():
        _tell_ended(people.revoke_by_code(now=now, code=code), now)


def _tell_bound(bound: Bound, now: datetime) -> None:
    binding = bound.binding
    code = grouped(bound.undo)
    with override(settings.LANGUAGE_CODE):
        facts = {"day": local_day(now), "how": _(BOUND_BY[binding.how]), "code": code}
        text = _(
            "An account was bound to a file at Linli that has to do with this phone. If you know nothing of it: "
            "open Linli, «Take a binding back», code %(code)s, or tell your community."
        )
    notify(
        event="bindings-bound", subject=f"binding:{binding.pk}", recipients=[To("person", binding.person_id)],
        facts=facts, now=now, key=f"bindings.bound:{binding.pk}", link=OWN_PAGE, label="binding",
    )  # fmt: skip
    _tell_phones(binding, text % {"code": code}, now, "bound")


def _tell_ended(binding: PersonAccount, now: datetime) -> None:
    with override(settings.LANGUAGE_CODE):
        facts = {"day": local_day(now), "how": _(REVOKED_BY[binding.revoked_by])}
        text = _("The account whose phone this is opens no file at Linli any more. Your community knows why.")
    notify(
        event="bindings-ended", subject=f"binding:{binding.pk}", recipients=[To("person", binding.person_id)],
        facts=facts, now=now, key=f"bindings.ended:{binding.pk}", label="binding",
    )  # fmt: skip
    _tell_phones(binding, text, now, "ended")


def _tell_phones(binding: PersonAccount, text: str, now: datetime, what: str) -> None:
    """The account's own phone and those that the file had lately; that of the file is told by the notice."""
    current, *former = bindings.list_phones(binding.person_id, now=now)
    own = phones.get_phone(user_id=binding.user_id)
    verified = [own[0]] if own is not None and own[1] else []
    for phone in dict.fromkeys([*verified, *former]):
        if phone != current:
            phones.send_text(
                key=f"bindings.{what}:{binding.pk}", subject=f"binding:{binding.pk}", template=f"binding.{what}",
                phone=phone, text=text, now=now,
            )  # fmt: skip
