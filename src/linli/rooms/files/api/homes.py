"""Households, dwellings, places, kinds of labels."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from linli.kernel import clock
from linli.kernel.door import REFUSALS, Id, Limit, staff_of
from linli.registers.people import dwellings
from linli.registers.people.households import list_relations
from linli.registers.people.labels import list_givable
from linli.registers.people.models import Dwelling, Household
from linli.rooms.files import queries
from linli.rooms.files.actions import note_look
from linli.rooms.files.api.paging import AfterId, AfterNumber
from linli.rooms.files.display import purposes
from linli.rooms.files.schemas.homes import (
    DwellerBody,
    DwellingBody,
    DwellingPage,
    DwellingRow,
    HouseholdBody,
    HouseholdPage,
    HouseholdRow,
    LabelKindBody,
    MemberBody,
    PlaceBody,
)

router = Router()


@router.get(
    "/households", response={200: HouseholdPage, 422: REFUSALS[422]}, url_name="households",
    summary="List households",
)  # fmt: skip
def list_households(request: HttpRequest, after: AfterNumber = "", limit: Limit = 50) -> HouseholdPage:
    """Households that stand in the places of the holder of this key, in the order of their numbers."""
    actor, day = staff_of(request), clock.today()
    found = queries.list_households_here(actor, after=after, limit=limit)
    heads = queries.list_heads([one.pk for one in found], day=day)
    named = [person.pk for leading, _count in heads.values() for person in leading]
    note_look(
        actor, "files.households", persons=named, fields=("name", "address"), purpose=purposes.keeping()
    )
    items = [
        HouseholdRow(
            **_household(one),
            heads=[person.name for person in heads.get(one.pk, ([], 0))[0]],
            members=heads.get(one.pk, ([], 0))[1],
        )
        for one in found
    ]
    return HouseholdPage(items=items, after=found[-1].number if len(found) == limit else None)


@router.get(
    "/households/{household_id}", response={200: HouseholdBody, **REFUSALS}, url_name="household",
    summary="Read a household",
)  # fmt: skip
def read_household(request: HttpRequest, household_id: Id) -> HouseholdBody:
    """A household with all its members, the head first."""
    actor, day = staff_of(request), clock.today()
    found, members = queries.get_household(actor, household_id, day=day)
    keys = [one.pk for one in members]
    note_look(
        actor, "files.household", persons=keys, fields=("name", "sex", "birth_date", "households"),
        purpose=purposes.keeping(), about=f"household:{found.pk}",
    )  # fmt: skip
    seen = queries.seen_among(actor, keys, day=day)
    relations = list_relations([found.pk], day=day)
    return HouseholdBody(
        **_household(found),
        revision=found.revision,
        dwelling=found.dwelling_id,
        dissolved_on=found.dissolved_on,
        members=[
            MemberBody(
                person=one.pk,
                name=one.name,
                sex=one.sex,
                birth_date=one.birth_date,
                relation=relations.get((found.pk, one.pk), ""),
                kept=one.pk in seen,
            )
            for one in members
        ],
    )


def _household(one: Household) -> dict[str, Any]:
    return {
        "household": one.pk,
        "number": one.number,
        "kind": one.kind,
        "form": one.form,
        "address": one.address,
        "community": one.community,
    }


@router.get(
    "/dwellings", response={200: DwellingPage, 422: REFUSALS[422]}, url_name="dwellings", summary="List dwellings"
)  # fmt: skip
def list_dwellings(request: HttpRequest, after: AfterId = 0, limit: Limit = 50) -> DwellingPage:
    """Dwellings in the places of the holder of this key."""
    found = dwellings.list_dwellings(staff_of(request), after=after, limit=limit)
    items = [DwellingRow(**_dwelling(one)) for one in found]
    return DwellingPage(items=items, after=str(found[-1].pk) if len(found) == limit else None)


@router.get(
    "/dwellings/{dwelling_id}", response={200: DwellingBody, **REFUSALS}, url_name="dwelling",
    summary="Read a dwelling",
)  # fmt: skip
def read_dwelling(request: HttpRequest, dwelling_id: Id) -> DwellingBody:
    """A dwelling, the households that stand there, and who lives or is registered there today."""
    actor, day = staff_of(request), clock.today()
    found = dwellings.find_dwelling(actor, dwelling_id)
    people = dwellings.list_dwellers(actor, found, day=day)
    note_look(
        actor, "files.dwelling", persons=[one.person for one in people], fields=("name", "address"),
        purpose=purposes.keeping(), about=f"dwelling:{found.pk}",
    )  # fmt: skip
    return DwellingBody(
        **_dwelling(found),
        households=dwellings.list_household_numbers(found),
        people=[DwellerBody.model_validate(one) for one in people],
    )


def _dwelling(one: Dwelling) -> dict[str, Any]:
    return {
        "dwelling": one.pk,
        "address": one.address,
        "kind": one.kind,
        "community": one.community,
        "grid": one.grid,
    }


@router.get("/places", response=list[PlaceBody], url_name="places", summary="List own places")
def list_places(request: HttpRequest) -> list[PlaceBody]:
    """Communities (or the grid) in which the holder of this key keeps the files: `place` of who moves in."""
    found = queries.list_places(staff_of(request), day=clock.today())
    return [PlaceBody(place=int(place), name=name) for place, name in found]


@router.get("/labels", response=list[LabelKindBody], url_name="labels", summary="List kinds of labels")
def list_labels(request: HttpRequest) -> list[LabelKindBody]:
    """Labels that a change of kind `label-given` can give."""
    return [LabelKindBody.model_validate(one) for one in list_givable()]
