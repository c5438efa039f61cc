"""Birth, death, marriage, divorce, guardians."""

from typing import Any

from django.utils.translation import gettext as _

from linli.kernel.errors import Faults
from linli.kernel.ui import components as ui
from linli.registers.people.models import Person
from linli.registers.people.queries import age_on
from linli.rooms.files.forms.asking import ChangeForm, Options, Subject, Typed, numbers, or_none
from linli.rooms.files.forms.fields import newcomer, read_newcomer, relation_options

YOUNGEST_PARENT = 14
"""Years; younger members of the household are not offered as parents."""


def _ask_birth(subject: Subject, typed: Typed) -> list[ui.Field]:
    grown = [(str(one.pk), one.name) for one in subject.members if _is_grown(one, subject)]
    return [
        *newcomer(typed, "child"),
        typed.select("relation", _("Relation to the head"), relation_options(_("Choose"))),
        typed.picks("parents", _("Parents"), grown, required=False, hint=_("At most two.")),
    ]


def _is_grown(one: Person, subject: Subject) -> bool:
    return one.birth_date is None or age_on(one.birth_date, subject.day) >= YOUNGEST_PARENT


def _read_birth(subject: Subject, typed: Typed) -> dict[str, Any]:
    if not typed.get("child.birth_date"):
        raise Faults({"child.birth_date": _("Please fill this in.")})
    return {
        "child": read_newcomer(typed, "child"),
        "household": _household(subject),
        "relation": typed.get("relation"),
        "parents": numbers(typed.many("parents")),
    }


def _household(subject: Subject) -> int:
    if subject.household is None:
        raise Faults({"": _("She is in no household: let her move into one first.")})
    return subject.household.pk


def _ask_death(subject: Subject, typed: Typed) -> list[ui.Field]:
    return [typed.date("day", _("Day of death"))]


def _read_death(subject: Subject, typed: Typed) -> dict[str, Any]:
    return {"person": subject.person, "day": or_none(typed.get("day"))}


def _ask_marriage(subject: Subject, typed: Typed) -> list[ui.Field]:
    hint = _("Leave it empty if the other one's file is not kept in your places.")
    return [
        typed.date("day", _("Day of the marriage")),
        typed.text("second", _("Identity number of the other one"), maxlength=18, required=False, hint=hint),
    ]


def _read_marriage(subject: Subject, typed: Typed) -> dict[str, Any]:
    return {
        "first": subject.person,
        "second": subject.find_person(typed.get("second"), "second"),
        "day": or_none(typed.get("day")),
    }


def _ask_divorce(subject: Subject, typed: Typed) -> list[ui.Field]:
    return [typed.date("day", _("Day of the divorce"))]


def _read_divorce(subject: Subject, typed: Typed) -> dict[str, Any]:
    spouse = next((one.person for one in subject.file.kin if one.kind == "spouse"), None)
    return {"first": subject.person, "second": spouse, "day": or_none(typed.get("day"))}


def _near(subject: Subject) -> Options:
    """Who may be the guardian: of the household or the family."""
    found = dict(subject.everybody()) | {str(one.person): one.name for one in subject.file.kin}
    found.pop(str(subject.person), None)
    return [("", _("Somebody else")), *found.items()]


def _ask_guardian(subject: Subject, typed: Typed) -> list[ui.Field]:
    return [
        typed.select("guardian", _("Guardian"), _near(subject)),
        typed.text(
            "number", _("Identity number of the guardian"), maxlength=18, required=False,
            hint=_("Only for somebody else, whose file you keep."),
        ),
        typed.date("day", _("From what day"), subject.day),
    ]  # fmt: skip


def _read_guardian(subject: Subject, typed: Typed) -> dict[str, Any]:
    chosen = numbers([typed.get("guardian")])
    guardian = chosen[0] if chosen else subject.find_person(typed.get("number"), "number")
    if guardian is None:
        raise Faults({"guardian": _("Choose the guardian, or give her identity number.")})
    return {"person": subject.person, "guardian": guardian, "day": or_none(typed.get("day"))}


def _ask_guardian_end(subject: Subject, typed: Typed) -> list[ui.Field]:
    acting = [(str(one.person), one.name) for one in subject.file.kin if one.kind == "guardian"]
    return [
        typed.select("guardian", _("Guardian"), acting),
        typed.date("day", _("From what day not any more"), subject.day),
    ]


def _read_guardian_end(subject: Subject, typed: Typed) -> dict[str, Any]:
    chosen = numbers([typed.get("guardian")])
    return {
        "person": subject.person,
        "guardian": chosen[0] if chosen else None,
        "day": or_none(typed.get("day")),
    }


FORMS = {
    "birth": ChangeForm(_ask_birth, _read_birth),
    "death": ChangeForm(_ask_death, _read_death),
    "marriage": ChangeForm(_ask_marriage, _read_marriage),
    "divorce": ChangeForm(_ask_divorce, _read_divorce),
    "guardian-named": ChangeForm(_ask_guardian, _read_guardian),
    "guardian-ended": ChangeForm(_ask_guardian_end, _read_guardian_end),
}
