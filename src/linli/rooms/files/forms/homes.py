"""Moving in and out, splitting and merging households."""

from typing import Any

from django.utils.translation import gettext as _

from linli.kernel.errors import Faults
from linli.kernel.ui import components as ui
from linli.registers.people.models import Household, Person
from linli.rooms.files import queries
from linli.rooms.files.forms.asking import ChangeForm, Subject, Typed, numbers, or_none
from linli.rooms.files.forms.fields import (
    arriving,
    home_kinds,
    newcomer,
    read_arriving,
    read_newcomer,
    relation_options,
)


def _ask_move_in(subject: Subject, typed: Typed) -> list[ui.Field]:
    together = typed.picks("persons", _("Who moves"), subject.everybody(), [str(subject.person)])
    return [together, *arriving(subject, typed)]


def _read_move_in(subject: Subject, typed: Typed) -> dict[str, Any]:
    return {"persons": numbers(typed.many("persons")), **read_arriving(subject, typed)}


def _ask_arrival(subject: Subject, typed: Typed) -> list[ui.Field]:
    return [*newcomer(typed, "arrival"), *arriving(subject, typed)]


def _read_arrival(subject: Subject, typed: Typed) -> dict[str, Any]:
    return {"arrival": read_newcomer(typed, "arrival"), **read_arriving(subject, typed)}


def _ask_move_out(subject: Subject, typed: Typed) -> list[ui.Field]:
    return [
        typed.picks("persons", _("Who moves"), subject.everybody(), [str(subject.person)]),
        typed.select("home", _("What changes"), home_kinds(), "dwelling", kind="radio", wide=True),
        typed.date("day", _("From what day"), subject.day),
        typed.text("destination", _("Where to"), maxlength=200, required=False),
    ]


def _read_move_out(subject: Subject, typed: Typed) -> dict[str, Any]:
    return {
        "persons": numbers(typed.many("persons")),
        "home": typed.get("home"),
        "day": or_none(typed.get("day")),
        "destination": typed.get("destination"),
    }


def _ask_split(subject: Subject, typed: Typed) -> list[ui.Field]:
    leaving = [
        typed.select(
            f"leaves.{one.pk}", one.name, relation_options(_("Stays, as before")),
            hint=_("Relation to the head of the new household, if she leaves."), required=False,
        )
        for one in subject.members
    ]  # fmt: skip
    options = [("", _("As before")), *((str(one.pk), one.name) for one in subject.members)]
    return [
        *leaving,
        typed.select(
            "head", _("New head of those who stay"), options, required=False, hint=_("If the head leaves.")
        ),
        typed.text("number", _("Number of the new household"), maxlength=32),
        typed.text("address", _("Address of the new household"), maxlength=200, required=False),
        typed.date("day", _("From what day"), subject.day),
    ]


def _read_split(subject: Subject, typed: Typed) -> dict[str, Any]:
    answers = {one.pk: typed.get(f"leaves.{one.pk}") for one in subject.members}
    members = [{"person": person, "relation": relation} for person, relation in answers.items() if relation]
    if not members:
        raise Faults({f"leaves.{one.pk}": _("Say who leaves.") for one in subject.members[:1]})
    heads = [member for member in members if member["relation"] == "02"]
    if len(heads) != 1:
        first = members[0]["person"]
        raise Faults({f"leaves.{first}": _("One of those who leave is the head of the new household.")})
    head = numbers([typed.get("head")])
    return {
        "household": subject.household.pk if subject.household else None,
        "members": members,
        "staying": [{"person": person, "relation": "02"} for person in head],
        "number": typed.get("number"),
        "address": typed.get("address"),
        "day": or_none(typed.get("day")),
    }


def _ask_merge(subject: Subject, typed: Typed) -> list[ui.Field]:
    """Who the other household's members are is asked once its number is known."""
    other = _other(subject, typed)
    asked = [
        typed.select(f"joins.{one.pk}", one.name, relation_options(_("Choose")))
        for one in (other[1] if other else ())
    ]
    hint = _("Its members come into this household; it is dissolved.")
    return [
        typed.text("other", _("Number of the other household"), maxlength=32, hint=hint),
        typed.date("day", _("From what day"), subject.day),
        *asked,
    ]


def _other(subject: Subject, typed: Typed) -> tuple[Household, list[Person]] | None:
    number = typed.get("other")
    found = queries.find_household(subject.actor, number, day=subject.day) if number else None
    return queries.get_household(subject.actor, found.pk, day=subject.day) if found else None


def _read_merge(subject: Subject, typed: Typed) -> dict[str, Any]:
    found = _other(subject, typed)
    if found is None:
        raise Faults({"other": _("No household in your places has this number.")})
    other, members = found
    joining = {one.pk: typed.get(f"joins.{one.pk}") for one in members}
    missing = {
        f"joins.{person}": _("Say what she is to the head of this household.")
        for person, relation in joining.items()
        if not relation
    }
    if missing:
        raise Faults(missing)
    return {
        "household": subject.household.pk if subject.household else None,
        "other": other.pk,
        "members": [{"person": person, "relation": relation} for person, relation in joining.items()],
        "day": or_none(typed.get("day")),
    }


FORMS = {
    "move-in": ChangeForm(_ask_move_in, _read_move_in),
    "move-out": ChangeForm(_ask_move_out, _read_move_out),
    "household-split": ChangeForm(_ask_split, _read_split),
    "household-merge": ChangeForm(_ask_merge, _read_merge),
}
ARRIVAL = ChangeForm(_ask_arrival, _read_arrival)
"""Somebody without a file here moves in."""
