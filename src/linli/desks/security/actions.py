"""What a security administrator does with an account: each verb checks whose it is, is noted for its owner, and
writes one row into the audit log (giving and ending posts, and keys: by the registers' own verbs)."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from linli.desks.security import policies
from linli.desks.security.telling import tell_given, tell_owner, tell_waiting
from linli.kernel import clock
from linli.kernel.accounts import factors, keys, making, sessions, steps, waits
from linli.kernel.accounts.models import ApiKey, User
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.errors import Conflict, Faults, NotFound
from linli.kernel.roles import ADMINISTRATORS
from linli.registers.organisations import actions as posts
from linli.registers.organisations.models import Appointment, PostRequest
from linli.registers.places.queries import get_position

FIRST_PASSWORD: Final = timedelta(days=7)
REASON_LENGTH: Final = 120
LONGEST_KEY: Final = timedelta(days=366)


class TwoHands(Conflict):
    """Password and second factor of an account are not both in one person's hands."""

    code = "two_hands"

    def __init__(self) -> None:
        super().__init__(
            _(
                "You did the other half of it lately: whoever gives a password does not also take the second factor "
                "away. Ask another security administrator."
            )
        )


@transaction.atomic
def create_account(*, actor: Actor, now: datetime, login: str, name: str) -> tuple[User, str]:
    """An account without any post, and its first password, which is shown once. Raises `LoginUnfit`, `Faults`."""
    by = policies.account_of(actor)
    if not name.strip() or len(name) > 64:
        raise Faults({"name": _("Write the person's name, with 64 characters at most.")})
    user, password = making.make_account(
        login=login.strip(), name=name.strip(), now=now, valid=FIRST_PASSWORD
    )
    _note(actor, user, "account.create", by=by, reason="", now=now)
    return user, password


@transaction.atomic
def disable(*, actor: Actor, now: datetime, user_id: int, reason: str) -> None:
    """Close the account: its sessions end at once, and its keys open nothing. Posts stay until they are ended."""
    user, by = _find(actor, user_id, now=now)
    if not user.is_active:
        raise Conflict(_("This account is closed already."))
    _check_reason(reason)
    User.objects.filter(pk=user.pk).update(is_active=False)
    sessions.end_sessions(user.pk)
    _note(actor, user, "account.disable", by=by, reason=reason, now=now)


@transaction.atomic
def enable(*, actor: Actor, now: datetime, user_id: int, reason: str) -> None:
    user, by = _find(actor, user_id, now=now)
    if user.is_active:
        raise Conflict(_("This account is open already."))
    _check_reason(reason)
    User.objects.filter(pk=user.pk).update(is_active=True)
    _note(actor, user, "account.enable", by=by, reason=reason, now=now)


@transaction.atomic
def reset_factors(*, actor: Actor, now: datetime, user_id: int, reason: str) -> None:
    """Take all second factors away; sessions end. Raises `TwoHands` where the actor gave a password lately."""
    user, by = _find(actor, user_id, now=now)
    _check_reason(reason)
    if steps.did("account.password", user_id=user.pk, by=by, now=now):
        raise TwoHands
    if not factors.reset_factors(user):
        raise Conflict(_("This account has no second factor."))
    sessions.end_sessions(user.pk)
    _note(actor, user, "account.reset_factors", by=by, reason=reason, now=now)


@transaction.atomic
def give_password(*, actor: Actor, now: datetime, user_id: int, reason: str) -> str:
    """A new first password for who forgot hers, shown once; sessions end. Raises `TwoHands` where the actor took the
    second factors away lately, or where the account is an administrator's without a second factor."""
    user, by = _find(actor, user_id, now=now)
    _check_reason(reason)
    if steps.did("account.reset_factors", user_id=user.pk, by=by, now=now):
        raise TwoHands
    password = making.give_first_password(user, now=now, valid=FIRST_PASSWORD)
    sessions.end_sessions(user.pk)
    _note(actor, user, "account.password", by=by, reason=reason, now=now)
    return password


@transaction.atomic
def unlock(*, actor: Actor, now: datetime, user_id: int) -> None:
    """Forget the wrong passwords of the account, wherever they were typed."""
    user, by = _find(actor, user_id, now=now)
    waits.unlock(user.pk)
    _note(actor, user, "account.unlock", by=by, reason="", now=now)


@transaction.atomic
def sign_out(*, actor: Actor, now: datetime, user_id: int, reason: str) -> None:
    """End every session of the account."""
    user, by = _find(actor, user_id, now=now)
    sessions.end_sessions(user.pk)
    _note(actor, user, "account.sign_out", by=by, reason=reason, now=now)


@transaction.atomic
def give_post(
    *,
    actor: Actor,
    now: datetime,
    user_id: int,
    role: str,
    place: str,
    unit: str,
    title: str,
    since: date,
    until: date | None,
    reason: str,
) -> Appointment | PostRequest:
    """A post in the actor's places; a weighty one waits for a second person. Raises `NotFound`, `Faults`,
    `PostsApart`."""
    user, by = _find(actor, user_id, now=now)
    _check_post(user, unit=unit, title=title, since=since, reason=reason, now=now)
    position = get_position(code=place)
    policies.check_place(actor, position)
    verb = posts.ask_for_post if posts.needs_second_person(role) else posts.appoint
    given: Appointment | PostRequest = verb(
        actor=actor, now=now, user=user, role=role, position=position, unit=unit.strip(), title=title.strip(),
        since=since, until=until, reason=reason.strip(),
    )  # fmt: skip
    steps.note_step(user_id=user.pk, act=_act_of(given), by=by, reason=reason, now=now)
    if isinstance(given, PostRequest):
        tell_waiting(given, position, now=now)
    else:
        tell_given(given, position, now=now)
    return given


@transaction.atomic
def decide_post(*, actor: Actor, now: datetime, request_id: int, grant: bool) -> PostRequest:
    """Give the weighty post that another one asked for, or not. Raises `NotFound`, `SecondPersonNeeded`."""
    by = policies.account_of(actor)
    if not policies.visible_requests(actor).filter(pk=request_id).exists():
        raise NotFound(_("There is no such request, or it was decided."))
    request = posts.decide_post(actor=actor, now=now, request_id=request_id, grant=grant)
    act = "post.appoint" if grant else "post.refuse"
    steps.note_step(user_id=request.user_id, act=act, by=by, reason=request.reason, now=now)
    return request


@transaction.atomic
def end_post(
    *, actor: Actor, now: datetime, user_id: int, appointment_id: int, last_day: date, reason: str
) -> None:
    """End a post of the account with `last_day`, today at the earliest."""
    user, by = _find(actor, user_id, now=now)
    _check_reason(reason)
    if not Appointment.objects.filter(pk=appointment_id, user=user).exists():
        raise NotFound(_("There is no such post on this day."))
    if last_day < clock.local_day(now) - timedelta(days=1):
        raise Faults(
            {"last_day": _("What was done in a post stays done: yesterday is the earliest last day.")}
        )
    posts.end_post(actor=actor, now=now, appointment_id=appointment_id, last_day=last_day, reason=reason)
    steps.note_step(user_id=user.pk, act="post.end", by=by, reason=reason, now=now)


@transaction.atomic
def make_key(
    *, actor: Actor, now: datetime, user_id: int, label: str, scopes: Sequence[str], last_day: date | None
) -> str:
    """A key by which a program acts as the account, a year at most; its secret is shown once. Administrators get none:
    a key has no second factor."""
    user, by = _find(actor, user_id, now=now)
    if last_day is None:
        raise Faults({"last_day": _("Say until when the key works: a year at most.")})
    expires = datetime.combine(last_day + timedelta(days=1), time(), tzinfo=clock.LOCAL)
    if expires > now + LONGEST_KEY:
        raise Faults({"last_day": _("Say until when the key works: a year at most.")})
    if not user.is_active or _is_administrator(user, now=now):
        raise Conflict(_("Accounts that are closed, and those of the three administrators, get no keys."))
    if not _posts(user, now=now).exists():
        raise Conflict(_("An account without a post gets no key: a program works for a post."))
    _made, secret = keys.make_key(
        actor=actor, now=now, user=user, label=label.strip(), scopes=scopes, expires_at=expires
    )  # fmt: skip
    steps.note_step(user_id=user.pk, act="key.create", by=by, reason=label.strip(), now=now)
    return secret


@transaction.atomic
def revoke_key(*, actor: Actor, now: datetime, user_id: int, key_id: int) -> None:
    user, by = _find(actor, user_id, now=now)
    if not ApiKey.objects.filter(pk=key_id, user=user).exists():
        raise NotFound(_("There is no working key with this number."))
    key = keys.revoke_key(actor=actor, now=now, key_id=key_id)
    steps.note_step(user_id=user.pk, act="key.revoke", by=by, reason=key.label, now=now)


def _find(actor: Actor, user_id: int, *, now: datetime) -> tuple[User, int]:
    """The account, locked, and who acts; raises `NotFound`, `OwnAccount`."""
    by = policies.account_of(actor)
    accounts = policies.visible_accounts(actor, day=clock.local_day(now)).select_for_update()
    user = accounts.filter(pk=user_id).first()
    if user is None:
        raise NotFound(_("There is no such account."))
    policies.check_not_own(actor, user)
    return user, by


def _note(actor: Actor, user: User, act: str, *, by: int, reason: str, now: datetime) -> None:
    steps.note_step(user_id=user.pk, act=act, by=by, reason=reason.strip(), now=now)
    record(
        actor=actor, now=now, kind="change", act=act, object_ref=f"user:{user.pk}", purpose=reason.strip(),
        office=policies.office_of(actor),
    )  # fmt: skip
    tell_owner(user_id=user.pk, act=act, now=now)


def _check_reason(reason: str) -> None:
    if not 2 <= len(reason.strip()) <= REASON_LENGTH:
        raise Faults(
            {"reason": _("Say why, in 2 to 120 characters: the person reads it, and so does the auditor.")}
        )


def _check_post(user: User, *, unit: str, title: str, since: date, reason: str, now: datetime) -> None:
    _check_reason(reason)
    faults: dict[str, str] = {}
    if not unit.strip() or len(unit) > 128:
        faults["unit"] = _("Write the unit as it is on its door.")
    if not title.strip() or len(title) > 64:
        faults["title"] = _("Write what the post is called there.")
    if since < clock.local_day(now):
        faults["since"] = _("A post begins today at the earliest: nobody had it yesterday.")
    if faults:
        raise Faults(faults)
    if not user.is_active:
        raise Conflict(_("This account is closed: open it first."))


def _is_administrator(user: User, *, now: datetime) -> bool:
    return _posts(user, now=now).filter(post__role__in=ADMINISTRATORS).exists()


def _posts(user: User, *, now: datetime) -> QuerySet[Appointment]:
    return Appointment.objects.filter(user=user, valid__contains=clock.local_day(now))


def _act_of(given: Appointment | PostRequest) -> str:
    return "post.appoint" if isinstance(given, Appointment) else "post.ask"
