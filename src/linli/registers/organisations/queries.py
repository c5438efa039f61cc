"""From posts to what an actor may do where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Count, QuerySet

from linli.kernel.accounts.models import User
from linli.kernel.actors import ANONYMOUS, Actor, Grant
from linli.kernel.clock import local_day
from linli.kernel.crypto import digest
from linli.kernel.installation.models import Installation
from linli.kernel.ui.components import Station
from linli.registers.organisations.models import Appointment, Organisation, Post
from linli.registers.people.models import Residence
from linli.registers.places.queries import get_by_code, get_names

_USER_FIELDS: Final = tuple(field.attname for field in User._meta.concrete_fields)
_USER_COLUMNS: Final = ", ".join(f'"user"."{field.column}"' for field in User._meta.concrete_fields)

# Asked in every request, so it is written by hand: building it anew each time was a tenth of a call's cost.
# Nobody reads here still; whose file it is, `guard_bound_person` tells beside the second lock.
_ACTOR = """
SELECT "user".id, "user".name, guard_bound_person("user".id), post.role, post.scope, organisation.name, post.title{more}
FROM "user" {join}
LEFT JOIN appointment ON appointment.user_id = "user".id AND appointment.valid @> %s::date
LEFT JOIN post ON post.id = appointment.post_id
LEFT JOIN organisation ON organisation.id = post.organisation_id
WHERE {who} ORDER BY appointment.id
"""
_BY_ID = _ACTOR.format(more="", join="", who='"user".id = %s')
_SECOND_FACTOR = """EXISTS (
    SELECT 1 FROM mfa_authenticator WHERE user_id = "user".id AND type IN ('totp', 'webauthn')
)"""
_ACCOUNT = _ACTOR.format(more=f", {_SECOND_FACTOR}, {_USER_COLUMNS}", join="", who='"user".id = %s')
# A key that is over opens nothing, and neither does an account that is closed.
_BY_KEY = _ACTOR.format(
    more=", api_key.scopes, api_key.id, api_key.last_used_on",
    join='JOIN api_key ON api_key.user_id = "user".id AND api_key.digest = %s AND api_key.revoked_at IS NULL'
    " AND (api_key.expires_at IS NULL OR api_key.expires_at > %s)",
    who='"user".is_active',
)

_ACTOR_WIDTH: Final = 7


def get_actor(user_id: int | None, *, day: date) -> Actor:
    """The actor behind an account on `day`: every post held that day is a grant; one query."""
    rows = _read_rows(_BY_ID, day, user_id) if user_id is not None else []
    return _as_actor(rows) if rows else ANONYMOUS


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Who acts by a key, and what it may be used for."""

    actor: Actor
    scopes: frozenset[str] = frozenset()
    key: int = 0
    used_on: date | None = None


NO_HOLDER: Final = KeyHolder(ANONYMOUS)


def get_key_holder(secret: str, *, now: datetime) -> KeyHolder:
    """The actor behind a key that works at this moment; nobody for another one. One query."""
    rows = _read_rows(_BY_KEY, digest("api_key", secret), now, local_day(now))
    if not rows:
        return NO_HOLDER
    scopes, key, used_on = rows[0][_ACTOR_WIDTH:]
    return KeyHolder(_as_actor(rows), frozenset(scopes), key, used_on)


def get_account(user_id: int, *, day: date) -> tuple[User, Actor] | None:
    """An account, and as `get_actor` the actor behind it; one query for both, None where there is no account."""
    rows = _read_rows(_ACCOUNT, day, user_id)
    if not rows:
        return None
    second_factor, *columns = rows[0][_ACTOR_WIDTH:]
    user = User.from_db(connection.alias, _USER_FIELDS, columns)
    user.second_factor = second_factor
    return user, _as_actor(rows)


def _read_rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _as_actor(rows: Sequence[tuple[Any, ...]]) -> Actor:
    user_id, name, person_id = rows[0][:3]
    grants = tuple(
        Grant(role=role, scope=scope, office=f"{unit} · {title}")
        for role, scope, unit, title in (row[3:_ACTOR_WIDTH] for row in rows)
        if role is not None
    )
    return Actor(user_id=user_id, name=name, person_id=person_id, grants=grants)


def get_office_in_charge(*, role: str, scope: str) -> Organisation | None:
    """The unit that holds `role` in `scope`, to be named on notices and pages; None if no post exists."""
    return Organisation.objects.filter(posts__role=role, posts__scope=scope).order_by("id").first()


@dataclass(frozen=True, slots=True)
class Office:
    """A unit as residents reach it."""

    name: str
    phone: str
    posts: tuple[str, ...]


def home_of(actor: Actor, *, day: date) -> tuple[int, int, int] | None:
    """Community, town and county where the actor lives (else is registered); None without a file."""
    if actor.person_id is None:
        return None
    homes = Residence.objects.filter(person_id=actor.person_id, valid__contains=day, community__isnull=False)
    row = homes.order_by("kind").values_list("community", "town", "county").first()
    return (row[0], row[1], row[2]) if row and row[0] and row[1] else None


def get_station(actor: Actor, *, installation: Installation, day: date) -> Station | None:
    """The service station of the actor's community, else the county of this installation."""
    home = home_of(actor, day=day)
    if home is None:
        if not installation.home_place_code:
            return None
        return Station(name=get_by_code(installation.home_place_code).name)
    community, town, _county = home
    names = get_names([community, town])
    office = get_office_in_charge(role="clerk", scope=f"community:{community}")
    return Station(
        name=names.get(community, ""),
        where=names.get(town, ""),
        title=office.name if office else "",
        phone=office.phone if office else "",
    )


def list_offices_for(actor: Actor, *, installation: Installation, day: date) -> list[Office]:
    """The offices in charge of the actor's community, town and county, the nearest first; without a file those
    of the county."""
    home = home_of(actor, day=day)
    if home is not None:
        scopes = [f"community:{home[0]}", f"town:{home[1]}", f"county:{home[2]}"]
    elif installation.home_place_code:
        scopes = [f"county:{get_by_code(installation.home_place_code).place_id}"]
    else:
        return []
    posts = (
        Post.objects.filter(scope__in=scopes, role__in=PUBLIC_ROLES)
        .select_related("organisation")
        .order_by("id")
    )
    found: dict[int, Office] = {}
    for post in sorted(posts, key=lambda post: scopes.index(post.scope)):
        unit = post.organisation
        known = found.get(unit.pk, Office(unit.name, unit.phone, ()))
        found[unit.pk] = Office(known.name, known.phone, tuple(dict.fromkeys([*known.posts, post.title])))
    return list(found.values())


PUBLIC_ROLES = ("clerk", "inspector", "reviewer", "decider")


def list_held(posts: Iterable[tuple[str, str]], *, day: date) -> dict[tuple[str, str], str]:
    """Which of these (role, scope) somebody holds on `day`, with the unit's name; one statement."""
    wanted = set(posts)
    if not wanted:
        return {}
    found = Post.objects.filter(
        role__in={role for role, _ in wanted},
        scope__in={scope for _, scope in wanted},
        appointments__valid__contains=day,
    )
    rows = found.order_by("-id").values_list("role", "scope", "organisation__name")
    return {(role, scope): name for role, scope, name in rows if (role, scope) in wanted}


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a post, with the office as traces show it."""

    user_id: int
    name: str
    role: str
    scope: str
    office: str


def list_holders(roles: Iterable[str], scopes: Iterable[str], *, day: date) -> list[Holder]:
    """Who holds posts with these roles in these scopes on `day`; one statement."""
    rows = Appointment.objects.filter(
        post__role__in=list(roles), post__scope__in=list(scopes), valid__contains=day, user__is_active=True
    )
    return [
        Holder(
            row.user_id,
            row.user.name,
            row.post.role,
            row.post.scope,
            f"{row.post.organisation.name} · {row.post.title}",
        )
        for row in rows.select_related("user", "post__organisation").order_by("id")
    ]


@dataclass(frozen=True, slots=True)
class UnitPost:
    """A post that somebody holds, and the credit code of its unit (empty where the unit has none)."""

    role: str
    scope: str
    credit_code: str


def list_held_posts(*, day: date) -> list[UnitPost]:
    """Every post that somebody holds on `day`; where several units hold one, each of them."""
    return _unit_posts(Post.objects.filter(appointments__valid__contains=day))


def list_held_posts_of_unit(credit_code: str, *, role: str, day: date) -> list[UnitPost]:
    """Posts with this role that somebody holds in the unit on `day`, the oldest first."""
    held = Post.objects.filter(appointments__valid__contains=day, role=role)
    return _unit_posts(held.filter(organisation__credit_code=credit_code))


def _unit_posts(posts: QuerySet[Post]) -> list[UnitPost]:
    rows = posts.order_by("id").values_list("role", "scope", "organisation__credit_code")
    return [UnitPost(*row) for row in dict.fromkeys(rows)]


def count_holders(roles: Iterable[str], *, day: date) -> dict[str, int]:
    """How many open accounts hold a post of each of these roles on `day`."""
    held = Post.objects.filter(
        role__in=set(roles), appointments__valid__contains=day, appointments__user__is_active=True
    )
    found = dict(held.values_list("role").annotate(number=Count("appointments__user", distinct=True)))
    return {role: found.get(role, 0) for role in roles}
