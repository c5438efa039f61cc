"""The page of protected labels in one pass: what the reader may know, who else may, and the forms to change that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from linli.kernel.errors import DomainError
from linli.kernel.ui import components as ui
from linli.registers.organisations.queries import Holder
from linli.registers.people.actions import Need, RestrictedView
from linli.registers.people.models import LabelKind
from linli.rooms.files.display import purposes
from linli.rooms.files.forms.words import period

GIVE = "give-"


@dataclass(frozen=True, slots=True)
class Knower:
    """Somebody, or whoever holds a post, who may know; `value` names them in a form."""

    value: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProtectedCard:
    """A label that the reader may know of; forms are about it alone."""

    label: int
    title: str
    note: str
    knowers: list[Knower]
    granting: list[ui.Field]
    ending: list[ui.Field]
    open: bool = False


def value_of(need: Need) -> str:
    return f"u{need.user_id}" if need.user_id is not None else f"{need.role} {need.scope}"


def options(holders: Sequence[Holder]) -> dict[str, tuple[Need, str]]:
    """Whom a label can name: each account by its name and office, then each post for whoever holds it."""
    found = {f"u{one.user_id}": (Need(user_id=one.user_id), f"{one.name}（{one.office}）") for one in holders}
    posts = {
        f"{one.role} {one.scope}": (
            Need(role=one.role, scope=one.scope),
            _("whoever holds %(post)s") % {"post": one.office},
        )
        for one in holders
    }
    return found | posts


def card(
    view: RestrictedView,
    needs: Sequence[Need],
    named: Mapping[str, tuple[Need, str]],
    *,
    day: date,
    typed: QueryDict | None,
    error: DomainError | None,
) -> ProtectedCard:
    """`typed` and `error` only if the form that comes back was about this label."""
    given, faults = typed or QueryDict(), {error.field: str(error.message)} if error and typed else {}
    known = {value_of(need) for need in needs}
    choices = [ui.Choice("", _("Choose"))]
    choices += [
        ui.Choice(value, text, value == given.get("need"))
        for value, (_need, text) in named.items()
        if value not in known
    ]
    return ProtectedCard(
        label=view.label,
        title=view.title,
        note=period(view.since, view.until),
        knowers=[
            Knower(value_of(need), _said(need, named), period(None, need.until)) for need in needs
        ],
        granting=[
            ui.Field("need", _("Who shall know"), "select", choices=choices, error=faults.get("need", ""), wide=True),
            ui.Field("until", _("Until what day"), "date", value=given.get("until", ""), required=False,
                     error=faults.get("until", ""), hint=_("Otherwise as long as the label holds.")),
        ],
        ending=[
            ui.Field("day", _("From what day not any more"), "date", value=given.get("day") or day.isoformat(),
                     error=faults.get("day", "")),
        ],
        open=bool(faults),
    )  # fmt: skip


def _said(need: Need, named: Mapping[str, tuple[Need, str]]) -> str:
    known = named.get(value_of(need))
    return known[1] if known else _("somebody who has no post here any more")


def giving(
    kinds: Sequence[LabelKind],
    named: Mapping[str, tuple[Need, str]],
    *,
    day: date,
    typed: QueryDict | None,
    error: DomainError | None,
) -> list[ui.Field]:
    """The form by which a label is given, with what was typed."""
    given, faults = typed or QueryDict(), {error.field: str(error.message)} if error and typed else {}
    codes = [ui.Choice("", _("Choose"))]
    codes += [ui.Choice(kind.code, kind.title, kind.code == given.get(f"{GIVE}code")) for kind in kinds]
    chosen = set(given.getlist(f"{GIVE}needs"))
    return [
        ui.Field(f"{GIVE}code", _("Label"), "select", choices=codes, error=faults.get("code", ""), wide=True),
        ui.Field(f"{GIVE}day", _("From what day"), "date", value=given.get(f"{GIVE}day") or day.isoformat(),
                 error=faults.get("day", "")),
        ui.Field(f"{GIVE}until", _("Until what day"), "date", value=given.get(f"{GIVE}until", ""), required=False,
                 error=faults.get("until", ""), hint=_("Otherwise until somebody ends it.")),
        ui.Field(f"{GIVE}needs", _("Who else has to know"), "checkboxes", required=False, wide=True,
                 choices=[ui.Choice(value, text, value in chosen) for value, (_need, text) in named.items()],
                 hint=_("You may know of it yourself. Name as few as possible.")),
        *purposes.fields(typed, error, prefix=GIVE),
    ]  # fmt: skip
