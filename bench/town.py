"""The world that is measured: a demo county with people who have keys, in eight communities of one town."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.core.management import call_command
from django.db.backends.postgresql.psycopg_any import DateRange

from bench.tell import tell
from linli.engines.packs.actions import install
from linli.kernel import clock
from linli.kernel.accounts.keys import make_key
from linli.kernel.accounts.models import User
from linli.kernel.actors import SYSTEM
from linli.kernel.scopes import BEFORE_SCOPES
from linli.registers.organisations.models import Appointment, Post
from linli.registers.people.models import PersonAccount, Residence
from linli.registers.places.queries import get_position, list_children
from linli.registers.places.rules import parse_scope, scope
from linli.site.demo.build import build_demo

COUNTY = "532301"
RESIDENTS = 3_000
COMMUNITIES = 8
WALKERS, OTHERS = 8, 12
"""Residents with a key in each community: those whose cases go all the way, and those who only apply."""


@dataclass(frozen=True, slots=True)
class Community:
    """A community of the town: ids of the places above, keys of those who act there.

    `residents` are to end what they began; `others` apply once and leave it open.
    """

    place_id: int
    town: int
    county: int
    clerk: str
    inspector: str
    reviewer: str
    decider: str
    residents: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(slots=True)
class Town:
    """Everything that a measurement needs to know of the world."""

    communities: list[Community] = field(default_factory=list)

    @property
    def home(self) -> Community:
        """Where the demo's clerk sits."""
        return self.communities[0]


def build_town() -> Town:
    """Tables, demo county, pack, accounts and keys."""
    tell("tables")
    call_command("migrate", verbosity=0)
    now = clock.now()
    build_demo(county=COUNTY, residents=RESIDENTS, seed=1, now=now, progress=tell)
    install(folder=Path(__file__).parent / "pack", actor=SYSTEM, now=now)
    return _give_keys(clock.local_day(now))


def _give_keys(day: date) -> Town:
    _, home = parse_scope(Appointment.objects.get(user=User.objects.get(username="clerk")).post.scope)
    above = get_position(home)
    county, town = int(above.county or 0), int(above.town or 0)
    reviewer = _key("reviewer", scope("town", town), day)
    decider = _key("decider", scope("county", county), day)
    below = [child.place_id for child in list_children(town, "community") if child.place_id != home]
    found = Town()
    for place_id in [home, *below][:COMMUNITIES]:
        where, residents = scope("community", place_id), _resident_keys(place_id, day)
        found.communities.append(
            Community(
                place_id,
                town,
                county,
                _key("clerk", where, day),
                _key("inspector", where, day),
                reviewer,
                decider,
                residents[:WALKERS],
                residents[WALKERS:],
            )
        )
    return found


def key_of(user: User) -> str:
    """The secret of a new key of the account, for cases and ratings."""
    _made, secret = make_key(
        actor=SYSTEM, now=clock.now(), user=user, label="bench", scopes=BEFORE_SCOPES, expires_at=None
    )
    return secret


def _key(role: str, where: str, day: date) -> str:
    """The key of a new account that holds the post."""
    post = Post.objects.filter(role=role, scope=where).earliest("id")
    user = User.objects.create(username=f"bench-{role}-{where}", name=role)
    Appointment.objects.create(post=post, user=user, valid=DateRange(day, None))
    return key_of(user)


def _resident_keys(community: int, day: date) -> tuple[str, ...]:
    living = Residence.objects.filter(
        community=community, kind=Residence.Kind.REGISTERED, valid__contains=day, person__accounts=None
    )
    keys = []
    for person_id in living.order_by("person").values_list("person_id", flat=True)[: WALKERS + OTHERS]:
        user = User.objects.create(username=f"bench-{person_id}", name="居民")
        PersonAccount.objects.create(user=user, person_id=person_id, bound_by="bench")
        keys.append(key_of(user))
    if len(keys) < WALKERS + OTHERS:
        raise RuntimeError(f"place {community} has too few residents for the bench: {len(keys)}")
    return tuple(keys)
