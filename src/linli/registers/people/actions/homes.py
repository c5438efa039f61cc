"""Ending and beginning what lasts: residences, memberships, relationships. Called while a change is applied."""

from collections.abc import Iterable
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from linli.registers.people.actions.applying import Applying
from linli.registers.people.models import Dwelling, Household, Membership, Relationship, Residence
from linli.registers.people.refusals import HeadMissing, HouseholdUnfit
from linli.registers.people.standards import HEAD

MIRROR = {"spouse": "spouse", "parent": "child", "child": "parent", "guardian": "ward", "ward": "guardian"}


def end_all(
    work: Applying, rows: "QuerySet[Residence] | QuerySet[Membership] | QuerySet[Relationship]", day: date
) -> int:
    """End open rows with `day` (which no longer counts); returns how many."""
    ended = 0
    for row in rows.filter(valid__upper_inf=True).select_for_update().order_by("pk"):
        work.after(row.valid.lower, day)
        row.valid = DateRange(row.valid.lower, day)
        row.save(update_fields=["valid"])
        ended += 1
    return ended


def settle(
    work: Applying, person_id: int, *, home: str, address: str, columns: dict[str, int | None], day: date
) -> None:
    """From `day` on she is registered (or lives) there, and no longer where she was."""
    end_all(work, Residence.objects.filter(person_id=person_id, kind=home), day)
    dwelling = find_dwelling(address, columns) if home == Residence.Kind.DWELLING else None
    Residence.objects.create(
        person_id=person_id,
        kind=home,
        address=address,
        dwelling=dwelling,
        valid=DateRange(day, None),
        **columns,
    )
    work.note(person_id, f"{home}_address")


def find_dwelling(address: str, columns: dict[str, int | None]) -> Dwelling | None:
    """The dwelling at this address of the community, made if new; none where there is no address or community."""
    if not address or columns["community"] is None:
        return None
    return Dwelling.objects.get_or_create(community=columns["community"], address=address, defaults=columns)[
        0
    ]


def get_open(household_id: int, *, kind: str = "") -> Household:
    """The household, locked; it has a place, exists still, and is of this kind if one is named."""
    household = Household.objects.select_for_update().get(pk=household_id)
    if household.dissolved_on is not None:
        raise HouseholdUnfit(_("This household is dissolved."), field="household")
    if household.county is None:
        raise HouseholdUnfit(_("This household has no place: correct that first."), field="household")
    if kind and household.kind != kind:
        raise HouseholdUnfit(
            _("A registered household goes with a registration, another one with a dwelling."),
            field="household",
        )
    return household


def columns_of(household: Household | Residence) -> dict[str, int | None]:
    return {level: getattr(household, level) for level in ("county", "town", "community", "grid")}


def join(work: Applying, household: Household, person_id: int, relation: str, *, day: date) -> None:
    """She belongs to the household from `day` on, and no longer to another of its kind."""
    leave(work, person_id, kind=household.kind, day=day)
    Membership.objects.create(
        household=household,
        person_id=person_id,
        kind=household.kind,
        relation=relation,
        valid=DateRange(day, None),
    )
    work.note(person_id, f"{household.kind}_household")


def restate(work: Applying, household: Household, person_id: int, relation: str, *, day: date) -> None:
    """She stays in the household, with another relation from `day` on."""
    end_all(work, open_members(household.pk).filter(person_id=person_id), day)
    Membership.objects.create(
        household=household,
        person_id=person_id,
        kind=household.kind,
        relation=relation,
        valid=DateRange(day, None),
    )
    work.note(person_id, f"{household.kind}_household")


def leave(work: Applying, person_id: int, *, kind: str = "", day: date) -> None:
    """She belongs to no household (of this kind) from `day` on; one that nobody is left in is dissolved."""
    rows = Membership.objects.filter(person_id=person_id, valid__upper_inf=True)
    left = list((rows.filter(kind=kind) if kind else rows).values_list("household_id", "kind"))
    end_all(work, rows.filter(household_id__in=[household for household, _kind in left]), day)
    for household_id, of in left:
        work.note(person_id, f"{of}_household")
        if not open_members(household_id).exists():
            Household.objects.filter(pk=household_id).update(dissolved_on=day)


def open_members(household_id: int) -> "QuerySet[Membership]":
    return Membership.objects.filter(household_id=household_id, valid__upper_inf=True)


def check_head(households: Iterable[int]) -> None:
    """Each household with members has a head."""
    for household_id in households:
        relations = set(open_members(household_id).values_list("relation", flat=True))
        if relations and HEAD not in relations:
            raise HeadMissing(
                _("Somebody has to be the head of the household that is left."), field="staying"
            )


def relate(work: Applying, person_id: int, other_id: int, kind: str, *, day: date) -> None:
    """`other` is the `kind` of `person` from `day` on, and the other way round."""
    Relationship.objects.bulk_create(
        Relationship(person_id=one, other_id=two, kind=of, valid=DateRange(day, None))
        for one, two, of in ((person_id, other_id, kind), (other_id, person_id, MIRROR[kind]))
    )
    work.note(person_id, "relationships")
    work.note(other_id, "relationships")
