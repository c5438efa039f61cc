"""What the pages show, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.desks.security.words import FACTORS, STEPS
from linli.kernel import clock
from linli.kernel.accounts.factors import Factor
from linli.kernel.accounts.models import AccountStep, ApiKey, LoginWait, User
from linli.kernel.accounts.waiting import waits_until
from linli.kernel.crypto import mask_name
from linli.kernel.roles import ROLES
from linli.kernel.scopes import SCOPES
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_date, format_moment, join_words
from linli.registers.organisations.models import Appointment, Post, PostRequest


@dataclass(frozen=True, slots=True)
class AccountRow:
    id: int
    login: str
    name: str
    posts: Sequence[str]
    badge: ui.Badge
    seen: str


@dataclass(frozen=True, slots=True)
class PostRow:
    id: int
    role: str
    office: str
    days: str
    current: bool


@dataclass(frozen=True, slots=True)
class KeyRow:
    id: int
    label: str
    opens: str
    until: str
    used: str
    working: bool


@dataclass(frozen=True, slots=True)
class RequestRow:
    id: int
    login: str
    name: str
    role: str
    office: str
    days: str
    reason: str
    asked: str
    own: bool


def name_of(user: User) -> str:
    """In full for who has or had a post; a resident's is masked: accounts are looked after, people are not."""
    return user.name if getattr(user, "staff", False) else mask_name(user.name)


def list_rows(users: Iterable[User], held: Iterable[Appointment], *, today: date) -> list[AccountRow]:
    posts: dict[int, list[str]] = {}
    for one in held:
        posts.setdefault(one.user_id, []).append(f"{one.post.organisation.name} · {one.post.title}")
    return [
        AccountRow(
            user.pk,
            user.username,
            name_of(user),
            posts.get(user.pk, []),
            badge_of(user),
            seen_of(user, today),
        )
        for user in users
    ]


def badge_of(user: User) -> ui.Badge:
    if not user.is_active:
        return ui.Badge("paused", _("closed"))
    if user.first_password_until is not None:
        over = user.first_password_until <= clock.now()
        return (
            ui.Badge("overdue", _("first password ran out")) if over else ui.Badge("new", _("first password"))
        )
    return ui.Badge("done", _("in use"))


def seen_of(user: User, today: date) -> str:
    return format_moment(user.last_login, today=today) if user.last_login else _("never")


def post_rows(held: Iterable[Appointment], *, today: date) -> list[PostRow]:
    return [
        PostRow(
            one.pk,
            role_of(one.post),
            office_of(one.post),
            days_of(one.valid, today=today),
            is_current(one, today),
        )
        for one in held
    ]


def role_of(post: Post) -> str:
    return ROLES.get(post.role, post.role)


def office_of(post: Post) -> str:
    return f"{post.organisation.name} · {post.title}"


def is_current(held: Appointment, today: date) -> bool:
    """Holds today, or will: it can be ended."""
    return held.valid.upper is None or held.valid.upper > today


def days_of(valid: DateRange, *, today: date) -> str:
    since = format_date(valid.lower, today=today)
    if valid.upper is None:
        return _("since %(since)s") % {"since": since}
    last = format_date(valid.upper - timedelta(days=1), today=today)
    return _("%(since)s to %(last)s") % {"since": since, "last": last}


def factor_rows(factors: Iterable[Factor], *, today: date) -> list[tuple[str, str]]:
    return [
        (
            str(FACTORS.get(one.kind, one.kind)),
            _("since %(since)s") % {"since": format_moment(one.since, today=today)}
            + (
                _(", used %(used)s") % {"used": format_moment(one.used_at, today=today)}
                if one.used_at
                else ""
            ),
        )
        for one in factors
    ]


def wait_rows(waits: Iterable[LoginWait], *, today: date) -> list[str]:
    """Neither address nor device is kept: a kind of place, how often, and until when."""
    return [
        _("%(where)s: %(times)s, until %(until)s")
        % {
            "where": _("on a known device") if one.known else _("from an unknown device"),
            "times": ngettext("%(count)d wrong password", "%(count)d wrong passwords", one.failures)
            % {"count": one.failures},
            "until": format_moment(waits_until(one.failures, one.last_at), today=today),
        }
        for one in waits
    ]


def key_rows(keys: Iterable[ApiKey], *, now: datetime, today: date) -> list[KeyRow]:
    return [
        KeyRow(
            key.pk, key.label, join_words(scope_words(scope) for scope in key.scopes), _until(key, today),
            format_date(key.last_used_on, today=today) if key.last_used_on else _("never"), is_working(key, now),
        )
        for key in keys
    ]  # fmt: skip


def is_working(key: ApiKey, now: datetime) -> bool:
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > now)


def scope_words(scope: str) -> str:
    """In words; of a share agreement its number."""
    return _(SCOPES[scope]) if scope in SCOPES else scope


def _until(key: ApiKey, today: date) -> str:
    if key.revoked_at is not None:
        return _("useless since %(day)s") % {"day": format_moment(key.revoked_at, today=today)}
    if key.expires_at is None:
        return _("without end")
    return format_moment(key.expires_at, today=today)


def step_lines(steps: Iterable[AccountStep], *, today: date) -> ui.Timeline:
    """Newest first, without who: the auditor knows that."""
    return ui.Timeline(
        [
            ui.Trace(
                format_moment(step.at, today=today), str(STEPS.get(step.act, step.act)),
                _("security administrator"), step.reason, iso=step.at.isoformat(),
            )
            for step in steps
        ]
    )  # fmt: skip


def request_rows(requests: Iterable[PostRequest], *, own: int, today: date) -> list[RequestRow]:
    return [
        RequestRow(
            one.pk, one.user.username, one.user.name, role_of(one.post), office_of(one.post),
            days_of(one.valid, today=today), one.reason, _asked(one, today), own in (one.asked_by_id, one.user_id),
        )
        for one in requests
    ]  # fmt: skip


def _asked(request: PostRequest, today: date) -> str:
    return _("%(who)s, %(when)s") % {
        "who": request.asked_by.name, "when": format_moment(request.asked_at, today=today),
    }  # fmt: skip
