"""Lists of persons and households, already narrowed to what the actor may see."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.registers.consents.models import Consent
from linli.registers.documents.models import Document
from linli.registers.people.households import list_households
from linli.registers.people.models import FileChangePerson, Household, Label, Membership, Person, Residence
from linli.registers.people.policies import CHECKERS, FILE_ROLES
from linli.registers.people.queries import visible_to
from linli.registers.people.rules import years_before
from linli.registers.places.models import PlaceVersion
from linli.registers.places.queries import within
from linli.registers.places.rules import LEVEL_COLUMNS


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of persons is narrowed to; ages in full years, both ends counted."""

    label: str = ""
    apart: bool = False
    youngest: int | None = None
    oldest: int | None = None


def page_of_people(
    actor: Actor, wanted: Filter, *, day: date, after: int, limit: int
) -> tuple[list[Person], int | None]:
    """Living persons of the actor's places in the order of their files, from after the file `after`, and after which
    file to go on, None at the end. A label of the sealed tier narrows to nobody: who bears it is asked on her own page.

    Whole places are never sorted: homes are read in the order of files, so many at a time (`_STEPS`) and no more of
    them for one page, which may therefore be short and not the last.
    """
    people, found, at = _wanted(actor, wanted, day), list[Person](), after
    here = Residence.objects.filter(within(actor.scopes(*FILE_ROLES)), valid__contains=day)
    for step in _STEPS:
        rows = here.filter(person__gt=at).order_by("person").values_list("person", flat=True)
        ids = list(rows[:step])
        found += people.filter(pk__in=ids).order_by("pk")[: limit - len(found)]
        if len(found) == limit:
            return found, found[-1].pk
        if len(ids) < step:
            return found, None
        at = ids[-1]
    return found, at


def list_people(actor: Actor, wanted: Filter, *, day: date, after: int, limit: int) -> list[Person]:
    """As `page_of_people`, going on until so many are found or there are no more."""
    found: list[Person] = []
    following: int | None = after
    while following is not None and len(found) < limit:
        more, following = page_of_people(actor, wanted, day=day, after=following, limit=limit - len(found))
        found += more
    return found


_STEPS: Final = (200, 1_000, 4_000)
"""Homes that are read together; most people have two, and one more may follow on the next step."""


def _wanted(actor: Actor, wanted: Filter, day: date) -> QuerySet[Person]:
    found = visible_to(actor, day=day).filter(deceased_on__isnull=True)
    if wanted.label:
        bears = Label.objects.filter(code=wanted.label, person=OuterRef("pk"), valid__contains=day)
        found = found.filter(Exists(bears))
    if wanted.apart:
        found = found.filter(Exists(_apart(day)))
    if wanted.youngest is not None:
        found = found.filter(birth_date__lte=years_before(day, wanted.youngest))
    if wanted.oldest is not None:
        found = found.filter(birth_date__gt=years_before(day, wanted.oldest + 1))
    return found


def _apart(day: date) -> QuerySet[Residence]:
    """人户分离: she lives in another community than the one she is registered in."""
    homes = Residence.objects.filter(person=OuterRef("person"), valid__contains=day, kind="registered")
    elsewhere = homes.filter(community__isnull=False).exclude(community=OuterRef("community"))
    here = Residence.objects.filter(person=OuterRef("pk"), valid__contains=day, kind="dwelling")
    return here.filter(Exists(elsewhere), community__isnull=False)


def list_homes_of(person_ids: Iterable[int], *, day: date) -> dict[int, dict[str, Residence]]:
    """Person → kind → where she is registered and lives on `day`; one statement."""
    found: dict[int, dict[str, Residence]] = {}
    for row in Residence.objects.filter(person__in=list(person_ids), valid__contains=day):
        found.setdefault(row.person_id, {})[row.kind] = row
    return found


def list_households_here(actor: Actor, *, after: str, limit: int) -> list[Household]:
    """Households that stand in the actor's places, in the order of their numbers, from after the number `after`."""
    here = Household.objects.filter(within(actor.scopes(*FILE_ROLES)), dissolved_on__isnull=True)
    return list(here.filter(number__gt=after).order_by("number")[:limit])


def list_heads(household_ids: Iterable[int], *, day: date) -> dict[int, tuple[list[Person], int]]:
    """Household → its heads whom the actor sees, and how many members she sees; one statement."""
    rows = Membership.objects.filter(household__in=list(household_ids), valid__contains=day)
    found: dict[int, tuple[list[Person], int]] = {}
    for row in rows.select_related("person").order_by("id"):
        heads, count = found.setdefault(row.household_id, ([], 0))
        if row.relation.startswith("0"):
            heads.append(row.person)
        found[row.household_id] = (heads, count + 1)
    return found


def get_household(actor: Actor, household_id: int, *, day: date) -> tuple[Household, list[Person]]:
    """A household of the actor's places, or one of whose members she keeps the file. Raises `NotFound`."""
    household = Household.objects.filter(pk=household_id).first()
    seen = list(members_seen(actor, household_id, day=day))
    if household is None:
        raise NotFound("no such household")
    for found, members in list_households(seen, day=day):
        if found.pk == household_id:
            return found, members
    here = Q(within(actor.scopes(*FILE_ROLES)), pk=household_id)
    if not Household.objects.filter(here).exists():
        raise NotFound("no such household")
    return household, []


def members_seen(actor: Actor, household_id: int, *, day: date) -> QuerySet[Person]:
    members = Membership.objects.filter(household=household_id, valid__contains=day)
    return visible_to(actor, day=day).filter(pk__in=members.values("person"))


def seen_among(actor: Actor, person_ids: Collection[int], *, day: date) -> set[int]:
    """Which of these persons' files the actor keeps."""
    seen = visible_to(actor, day=day).filter(pk__in=person_ids)
    return set(seen.values_list("pk", flat=True))


def find_household(actor: Actor, number: str, *, day: date) -> Household | None:
    """By its number, if it stands in the actor's places or she keeps the file of a member."""
    found = Household.objects.filter(number=number.strip()).first()
    if found is None:
        return None
    try:
        return get_household(actor, found.pk, day=day)[0]
    except NotFound:
        return None


def list_places(actor: Actor, *, day: date) -> list[tuple[str, str]]:
    """Communities (or the grid, of a post for one) in which the actor keeps the files, as (id, name)."""
    scopes = actor.scopes(*FILE_ROLES)
    here = PlaceVersion.objects.filter(valid__contains=day)
    found = here.filter(within(scopes), level="community")
    if not found.exists():
        found = here.filter(within(scopes), level="grid")
    return [(str(place), name) for place, name in found.order_by("code").values_list("place_id", "name")]


def scopes_of(person: Person, *, day: date) -> list[str]:
    """Scopes of the places where she is registered or lives: who is responsible there keeps the file."""
    homes = Residence.objects.filter(person=person, valid__contains=day).values(*LEVEL_COLUMNS)
    return sorted(
        {f"{level}:{place}" for home in homes for level, place in home.items() if place is not None}
    )


def list_import_places(actor: Actor, *, day: date) -> list[tuple[str, str]]:
    """Places that a spreadsheet may be for, as (id, name): communities in which the actor checks files, and the places
    above them that are hers, where a column names the community."""
    scopes = actor.scopes(*CHECKERS)
    here = PlaceVersion.objects.filter(within(scopes), valid__contains=day)
    communities = here.filter(level="community").order_by("code").values_list("place_id", "name")
    own = {
        int(number)
        for level, _colon, number in (one.partition(":") for one in scopes)
        if level in ("town", "county")
    }
    above = PlaceVersion.objects.filter(place_id__in=own, valid__contains=day).order_by("code")
    whole = [
        (str(place), _("%(place)s: a column names the community") % {"place": name})
        for place, name in above.values_list("place_id", "name")
    ]
    return [*whole, *((str(place), name) for place, name in communities)]


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """Names of those among these persons whom the second lock shows, files that were merged too."""
    return dict(Person.objects.filter(pk__in=list(person_ids)).values_list("pk", "name"))


def numbers_of(household_ids: Iterable[int]) -> dict[int, str]:
    """Household → its number."""
    wanted = list(household_ids)
    return dict(Household.objects.filter(pk__in=wanted).values_list("pk", "number")) if wanted else {}


def list_persons_of(change_ids: Iterable[int]) -> dict[int, list[Person]]:
    """Change → the persons whom it touches, as far as the second lock shows them; one statement."""
    found: dict[int, list[Person]] = {}
    rows = FileChangePerson.objects.filter(change__in=list(change_ids)).select_related("person")
    for row in rows.order_by("id"):
        found.setdefault(row.change_id, []).append(row.person)
    return found


@dataclass(frozen=True, slots=True)
class Proof:
    """A paper, and the label or the purpose of a consent that it proves."""

    document: Document
    label: int | None = None
    purpose: str = ""


def list_papers(person_ids: Collection[int]) -> list[Proof]:
    """What proves labels and consents of a person (with files merged into hers), the newest first; two statements. The
    caller may see her."""
    labels = Label.objects.filter(person__in=person_ids, evidence__isnull=False).select_related("evidence")
    words = Consent.objects.filter(person__in=person_ids, evidence__isnull=False).select_related("evidence")
    found = [Proof(row.evidence, label=row.pk) for row in labels if row.evidence]
    found += [Proof(row.evidence, purpose=row.purpose) for row in words if row.evidence]
    return sorted(found, key=lambda one: one.document.pk, reverse=True)
