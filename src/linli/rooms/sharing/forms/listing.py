"""Whom to look up, how to narrow a list, and what to export of it."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from linli.kernel.ui import components as ui
from linli.rooms.sharing.forms.typed import Typed
from linli.rooms.sharing.forms.words import FORMATS
from linli.rooms.sharing.queries.covered import Wanted
from linli.rooms.sharing.rules import LABEL


def look_up_fields(typed: Typed) -> list[ui.Field]:
    return [
        typed.text(
            "id_number", _("Identity number"), maxlength=20, required=False, hint=_("The whole number")
        ),
        typed.text("name", _("or full name"), maxlength=64, required=False),
        typed.text("birth_date", _("with birth date"), kind="date", required=False),
    ]


def narrowing(typed: Typed, opened: Collection[str], labels: Mapping[str, str]) -> list[ui.Field]:
    """Only by what is opened: the answer would tell anything else."""
    codes = [field.removeprefix(LABEL) for field in opened if field.startswith(LABEL)]
    found = []
    if codes:
        options = [("", _("Anybody")), *((code, labels.get(code, code)) for code in codes)]
        found.append(typed.select("label", _("Only bearers of"), options, required=False, wide=True))
    if {"age", "birth_date"} & set(opened):
        names = (("youngest", _("From what age")), ("oldest", _("Up to what age")))
        found += [
            typed.text(name, label, kind="number", maxlength=3, required=False) for name, label in names
        ]
    return found


def read_wanted(typed: Typed) -> Wanted:
    return Wanted(typed.get("label")[:32], typed.number("youngest"), typed.number("oldest"))


def export_fields(typed: Typed) -> list[ui.Field]:
    """Which kind of file, and what for."""
    formats = [(code, _(text)) for code, text in FORMATS.items()]
    hint = _("Stands in the audit log, and for who approves it")
    return [
        typed.select("format", _("As"), formats, "xlsx", kind="radio", wide=True),
        typed.text("reason", _("What for"), maxlength=120, wide=True, hint=hint),
    ]
