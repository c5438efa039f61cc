"""Stage: the accounts of the cast, entered without a password in a demo, and the list of them."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateRange

from linli.kernel.accounts.models import User
from linli.registers.organisations.models import Appointment, Post
from linli.registers.people.models import Person, PersonAccount, Residence
from linli.registers.places.rules import scope
from linli.site.demo.cast import OFFICIALS, RESIDENTS
from linli.site.demo.spec import DemoSpec
from linli.site.demo.stages import Outcome, Tell
from linli.site.demo.territory import Community, Territory, load_territory


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Who can log in, as what: `note` says role and place."""

    username: str
    name: str
    note: str


def list_accounts() -> list[DemoAccount]:
    """Every account that a demo lets in without a password, in the order of the story."""
    rows = (
        User.objects.filter(demo=True, is_active=True).order_by("id").values_list("username", "name", "note")
    )
    return [DemoAccount(*row) for row in rows]


def write_accounts(spec: DemoSpec, tell: Tell) -> Outcome:
    """Accounts of the residents of the story and of those who serve them, with bindings and appointments."""
    territory = load_territory(spec)
    suffix = _suffix(spec)
    rows = _bind_residents(spec, territory, suffix) + _appoint_officials(spec, territory, suffix)
    tell(f"{rows} accounts")
    return Outcome(rows)


def _suffix(spec: DemoSpec) -> str:
    """The first county's accounts have short names; those of a further one carry its code."""
    wanted = [account.username for account in (*RESIDENTS, *OFFICIALS)]
    return f"-{spec.county}" if User.objects.filter(username__in=wanted).exists() else ""


def _bind_residents(spec: DemoSpec, territory: Territory, suffix: str) -> int:
    community = territory.cast_community
    for resident in RESIDENTS:
        living_there = Residence.objects.filter(community=community.place_id, kind=Residence.Kind.DWELLING)
        person = Person.objects.filter(
            name=resident.name, birth_date=resident.born(spec.today), pk__in=living_there.values("person_id")
        ).earliest("id")
        user = _create_user(
            resident.username + suffix, resident.name, f"{resident.note} · {_named(community)}"
        )
        PersonAccount.objects.create(user=user, person=person, bound_at=spec.now, bound_by="演示", how="demo")
    return len(RESIDENTS)


def _appoint_officials(spec: DemoSpec, territory: Territory, suffix: str) -> int:
    seats = _seats(territory)
    appointed = 0
    for official in OFFICIALS:
        seat = seats.get(official.seat)
        if seat is None:
            continue
        where, place = seat
        post = Post.objects.filter(role=official.role, scope=where).earliest("id")
        user = _create_user(official.username + suffix, official.name, f"{official.note} · {place}")
        since = date(spec.today.year - 3, 1, 1)
        Appointment.objects.create(post=post, user=user, valid=DateRange(since, None))
        appointed += 1
    return appointed


def _seats(territory: Territory) -> dict[str, tuple[str, str]]:
    """Scope and name of the places that the cast's posts are responsible for; a tiny county lacks some."""
    here, beside = territory.cast_community, territory.next_community
    seats = {
        "community": (scope("community", here.place_id), _named(here)),
        "town": (scope("town", here.town.place_id), here.town.name),
        "county": (scope("county", territory.county_id), territory.county_name),
    }
    if beside is not here:
        seats["next-community"] = (scope("community", beside.place_id), _named(beside))
    other = territory.next_town
    if other is not None:
        seats["next-town"] = (scope("town", other.place_id), other.name)
    return seats


def _named(community: Community) -> str:
    return community.town.name + community.short_name


def _create_user(username: str, name: str, note: str) -> User:
    return User.objects.create(
        username=username, name=name, demo=True, note=note, password=make_password(None)
    )
