"""What the counter and the resident type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.engines.packs import queries as packs
from linli.kernel.errors import DomainError, Faults
from linli.kernel.ui import components as ui
from linli.registers.mandates.actions import Terms
from linli.registers.mandates.rules import latest_end
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

    def many(self, name: str) -> list[str]:
        return self.sent.getlist(name) if self.sent is not None else []

    def number(self, name: str) -> int:
        """An id; 0 for what is none."""
        text = self.get(name)
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0

    def fault(self, name: str) -> str:
        return self.faults.get(name, "")

    def loose(self, fields: list[ui.Field]) -> str:
        """The fault that belongs to none of the fields."""
        names = {one.name for one in fields}
        return next((text for name, text in self.faults.items() if name not in names), "")


def counter_fields(typed: Typed) -> list[ui.Field]:
    """How, what was checked, what for."""
    way, checked = typed.get("way", "slip"), typed.many("checked")
    return [
        ui.Field(
            "way", _("Way"), "radio", choices=[ui.Choice(code, _(text), code == way) for code, text in WAYS.items()],
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
    return Said(tuple(typed.many("checked")), typed.get("purpose"))


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


def service_titles() -> dict[str, str]:
    """Matters that can be applied for, by code."""
    return dict(packs.list_items("matter").values_list("code", "content__title"))


def give_fields(typed: Typed, titles: Mapping[str, str], *, today: date) -> list[ui.Field]:
    """A mandate signed at the counter."""
    checked = typed.many("checked")
    return [
        ui.Field(
            "agent", _("Who is to act"), value=typed.get("agent"), maxlength=64, autocomplete="off",
            hint=_("Identity number, or the log-in name of an account that is bound"), error=typed.fault("agent"),
        ),
        ui.Field(
            "agent_name", _("Name of who is to act"), value=typed.get("agent_name"), maxlength=64,
            error=typed.fault("agent_name"),
        ),
        *terms_fields(typed, titles, today=today),
        ui.Field(
            "checked", _("What did you check?"), "checkboxes", error=typed.fault("checked"), wide=True,
            choices=[ui.Choice(code, _(CHECKED[code]), code in checked) for code in _BY_CLERK],
        ),
    ]  # fmt: skip


def terms_fields(typed: Typed, titles: Mapping[str, str], *, today: date) -> list[ui.Field]:
    """For what, whether with the file, and until when."""
    chosen = typed.many("services")
    return [
        ui.Field(
            "services", _("For what"), "checkboxes", required=False, wide=True, error=typed.fault("services"),
            hint=_("Nothing ticked: everything that can be applied for."),
            choices=[ui.Choice(code, title, code in chosen) for code, title in titles.items()],
        ),
        ui.Field(
            "file", _("May read the whole file too"), "checkbox", required=False, wide=True,
            choices=[ui.Choice("yes", _("May read the whole file too"), bool(typed.get("file")))],
        ),
        ui.Field(
            "ends_on", _("Until the day before"), "date", error=typed.fault("ends_on"),
            latest=latest_end(today).isoformat(), hint=_("Two years at most"),
            value=typed.get("ends_on", (today + timedelta(days=365)).isoformat()),
        ),
    ]  # fmt: skip


def read_terms(typed: Typed) -> Terms:
    """Raises `Faults`."""
    known = service_titles()
    services = typed.many("services")
    if set(services) - known.keys():
        raise Faults({"services": _("Choose services from the list.")})
    try:
        ends_on = date.fromisoformat(typed.get("ends_on"))
    except ValueError:
        raise Faults({"ends_on": _("Please fill this in.")}) from None
    titles = tuple(known[code] for code in services)
    return Terms(ends_on, tuple(services), bool(typed.get("file")), titles)


def read_checked(typed: Typed) -> tuple[str, ...]:
    return tuple(typed.many("checked"))


def ask_fields(typed: Typed, *, today: date) -> list[ui.Field]:
    """What a relative knows of her for whom she wants to act."""
    return [
        ui.Field(
            "name", _("Her full name"), value=typed.get("name"), maxlength=64, error=typed.fault("name"), wide=True
        ),
        ui.Field(
            "number", _("Her identity number"), value=typed.get("number"), maxlength=18, autocomplete="off",
            error=typed.fault("number"), wide=True,
        ),
        *terms_fields(typed, service_titles(), today=today),
    ]  # fmt: skip


def read_ask(typed: Typed) -> tuple[str, str, Terms]:
    """Raises `Faults`."""
    missing = {name: _("Please fill this in.") for name in ("name", "number") if not typed.get(name)}
    if missing:
        raise Faults(missing)
    return typed.get("name"), typed.get("number"), read_terms(typed)


def code_fields(typed: Typed) -> list[ui.Field]:
    return [
        ui.Field(
            "code", _("Code that she told me"), value=typed.get("code"), maxlength=12, autocomplete="off", wide=True,
            error=typed.fault("code"),
        )
    ]  # fmt: skip


def bar_fields(
    typed: Typed, others: Sequence[tuple[int, str]], colleagues: Sequence[tuple[int, str]]
) -> list[ui.Field]:
    """Who has no access from now on, and which colleague confirms it."""
    return [
        _choose("other", _("Who has no access"), others, typed),
        _choose("second", _("Colleague who confirms it"), colleagues, typed),
        ui.Field(
            "bar_purpose", _("Why"), value=typed.get("bar_purpose"), maxlength=200, error=typed.fault("purpose"),
            hint=_("For example: 人身安全保护令"), wide=True,
        ),
    ]  # fmt: skip


def purpose_field(typed: Typed) -> ui.Field:
    return ui.Field(
        "purpose",
        _("Why"),
        value=typed.get("purpose"),
        maxlength=200,
        error=typed.fault("purpose"),
        wide=True,
    )


def _choose(name: str, label: str, options: Sequence[tuple[int, str]], typed: Typed) -> ui.Field:
    chosen = typed.get(name)
    choices = [ui.Choice("", _("Choose"))]
    choices += [ui.Choice(str(number), text, str(number) == chosen) for number, text in options]
    return ui.Field(name, label, "select", choices=choices, error=typed.fault(name))
