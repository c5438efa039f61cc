"""What the counter and the resident type."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.kernel.errors import DomainError, Faults
from linli.kernel.ui import components as ui
from linli.registers.people.actions import Said
from linli.registers.people.words import CHECKED

WAYS: Final = {
    "slip": gettext_noop("Print a slip: she signs up herself and types its code"),
    "login": gettext_noop("She has an account: bind it by its log-in name"),
    "new": gettext_noop("Make an account for her; the first password is printed"),
}
_BY_CLERK: Final = tuple(code for code in CHECKED if code != "city")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stood in a form, and what is wrong with it."""

    sent: QueryDict | None = None
    faults: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, sent: QueryDict | None, error: DomainError | None = None) -> "Typed":
        if error is None:
            return cls(sent)
        if isinstance(error, Faults):
            return cls(sent, {name: str(text) for name, text in error.faults.items()})
        return cls(sent, {error.field: str(error.message)})

    def get(self, name: str, default: str = "") -> str:
        return default if self.sent is None else self.sent.get(name, "").strip()

    def fault(self, name: str) -> str:
        return self.faults.get(name, "")

    def loose(self, fields: list[ui.Field]) -> str:
        """The fault that belongs to none of the fields."""
        names = {one.name for one in fields}
        return next((text for name, text in self.faults.items() if name not in names), "")


def counter_fields(typed: Typed) -> list[ui.Field]:
    """How, what was checked, what for."""
    way, checked = typed.get("way", "slip"), typed.sent.getlist("checked") if typed.sent else []
    return [
        ui.Field(
            "way", _("How"), "radio", choices=[ui.Choice(code, _(text), code == way) for code, text in WAYS.items()],
            error=typed.fault("way"), wide=True,
        ),
        ui.Field(
            "login", _("Log-in name"), value=typed.get("login"), required=False, maxlength=64, autocomplete="off",
            hint=_("Not needed for a slip."), error=typed.fault("login"),
        ),
        ui.Field(
            "checked", _("What did you check?"), "checkboxes", error=typed.fault("checked"), wide=True,
            choices=[ui.Choice(code, _(CHECKED[code]), code in checked) for code in _BY_CLERK],
        ),
        ui.Field(
            "purpose", _("What for"), value=typed.get("purpose"), maxlength=200, error=typed.fault("purpose"),
            hint=_("For example: 本人要求开通网上办事"), wide=True,
        ),
    ]  # fmt: skip


def read_said(typed: Typed) -> Said:
    return Said(tuple(typed.sent.getlist("checked")) if typed.sent else (), typed.get("purpose"))


def reason_field(typed: Typed) -> ui.Field:
    return ui.Field(
        "reason", _("Why"), value=typed.get("reason"), maxlength=200, error=typed.fault("reason"), wide=True
    )


def slip_fields(typed: Typed) -> list[ui.Field]:
    """What a resident types: the code on her slip, and her birth date."""
    return [
        ui.Field(
            "code", _("Binding code"), value=typed.get("code"), maxlength=24, autocomplete="off", wide=True,
            placeholder="K7QF2-MWX9H-TD4AB", hint=_("15 letters and digits on the slip of your community"),
            error=typed.fault("code"),
        ),
        ui.Field(
            "born", _("Date of birth"), "date", value=typed.get("born"), autocomplete="bday", error=typed.fault("born"),
            wide=True,
        ),
    ]  # fmt: skip


def undo_fields(typed: Typed) -> list[ui.Field]:
    return [
        ui.Field(
            "code", _("Code in the message"), value=typed.get("code"), maxlength=24, autocomplete="off", wide=True,
            placeholder="K7QF2-MWX9H-TD4AB", error=typed.fault("code"),
        )
    ]  # fmt: skip


def read_born(typed: Typed) -> date:
    """Raises `Faults`."""
    try:
        return date.fromisoformat(typed.get("born"))
    except ValueError:
        raise Faults({"born": _("Please fill this in.")}) from None
