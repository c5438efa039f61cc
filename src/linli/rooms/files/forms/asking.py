"""What every form of a change works with: the file it is about, what was typed, and what is wrong with it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import ValidationError

from linli.kernel.actors import Actor
from linli.kernel.errors import Faults
from linli.kernel.ui import components as ui
from linli.registers.people.files import WholeFile
from linli.registers.people.models import Household, Person
from linli.registers.people.policies import FILE_ROLES
from linli.registers.people.queries import find_in_places

Options = Sequence[tuple[str, str]]
_NEEDED: Final = frozenset(
    {"missing", "date_from_datetime_parsing", "string_too_short", "int_parsing", "too_short"}
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose file is changed, by whom, on which day; without a file for somebody who arrives."""

    actor: Actor
    day: date
    whole: WholeFile | None = None
    household: Household | None = None
    members: Sequence[Person] = ()
    relations: Mapping[int, str] = field(default_factory=dict)

    @property
    def file(self) -> WholeFile:
        """The file, in forms that are about one."""
        if self.whole is None:
            raise ValueError("no file")
        return self.whole

    @property
    def person(self) -> int:
        return self.file.person.pk

    def everybody(self) -> list[tuple[str, str]]:
        """The person, then who is in a household with her."""
        found = {str(self.person): self.file.person.name}
        for _household, members in self.file.households:
            found |= {str(one.pk): one.name for one in members}
        return list(found.items())

    def find_person(self, number: str, name: str) -> int | None:
        """By identity number, in the actor's places. Raises `Faults` for a number that nobody there has."""
        if not number:
            return None
        scopes = self.actor.scopes(*FILE_ROLES)
        found = find_in_places(scopes, id_number=number.upper(), day=self.day)
        if found is None:
            raise Faults({name: _("Nobody in your places has this number.")})
        return found.pk


@dataclass(frozen=True, slots=True)
class Typed:
    """What stood in the form when it was sent, and what is wrong with it, by field."""

    sent: QueryDict | None = None
    faults: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str, default: str = "") -> str:
        return default if self.sent is None else self.sent.get(name, "").strip()

    def many(self, name: str, default: Iterable[str] = ()) -> list[str]:
        return list(default) if self.sent is None else self.sent.getlist(name)

    def text(self, name: str, label: str, default: str = "", **more: Any) -> ui.Field:
        return ui.Field(name, label, value=self.get(name, default), error=self.faults.get(name, ""), **more)

    def date(self, name: str, label: str, default: date | None = None, **more: Any) -> ui.Field:
        given = default.isoformat() if default else ""
        return self.text(name, label, given, kind="date", **more)

    def select(self, name: str, label: str, options: Options, default: str = "", **more: Any) -> ui.Field:
        chosen = self.get(name, default)
        choices = [ui.Choice(code, text, code == chosen) for code, text in options]
        more.setdefault("kind", "select")
        return ui.Field(name, label, choices=choices, error=self.faults.get(name, ""), **more)

    def picks(
        self, name: str, label: str, options: Options, default: Iterable[str] = (), **more: Any
    ) -> ui.Field:
        chosen = set(self.many(name, default))
        choices = [ui.Choice(code, text, code in chosen) for code, text in options]
        return ui.Field(
            name, label, "checkboxes", choices=choices, error=self.faults.get(name, ""), wide=True, **more
        )


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """`ask` gives the fields, `read` what they say, as the details of the change; it may raise `Faults`."""

    ask: Callable[[Subject, Typed], list[ui.Field]]
    read: Callable[[Subject, Typed], dict[str, Any]]


def or_none(text: str) -> str | None:
    """An empty answer is none."""
    return text or None


def numbers(texts: Iterable[str]) -> list[int]:
    """The ids among what was sent."""
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 19]


def faults_of(error: ValidationError) -> Faults:
    """What the register's own check of the form says, by field and in words."""
    found: dict[str, str] = {}
    for one in error.errors():
        path, words = one["loc"], ""
        if one["type"] == "value_error":
            name, _colon, words = str(one["msg"]).removeprefix("Value error, ").partition(": ")
            path = (*path, name) if _colon else path
        empty = one["type"] in _NEEDED or words == "needed" or one.get("input") in (None, "")
        said = _("Please fill this in.") if empty else _("This does not fit: please look at it again.")
        found[".".join(str(step) for step in path)] = said
    return Faults(found)
