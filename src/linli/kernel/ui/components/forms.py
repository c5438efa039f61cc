"""Fields: label, hint, input, and under it the error that says the mend. A known value carries its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from django.utils.translation import gettext as _

Kind = Literal[
    "text",
    "textarea",
    "number",
    "money",
    "date",
    "tel",
    "email",
    "password",
    "search",
    "select",
    "radio",
    "checkboxes",
    "checkbox",
    "file",
    "hidden",
]

_HTML_TYPES = {
    "number": "text",
    "money": "text",
    "tel": "tel",
    "date": "date",
    "email": "email",
    "password": "password",
    "search": "search",
    "file": "file",
}
_INPUT_MODES = {"number": "numeric", "money": "decimal", "tel": "tel"}


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    checked: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `source` names where a known value comes from («来自户籍库»); `known` makes it read-only."""

    template: ClassVar[str] = "ui/_field.html"
    name: str
    label: str
    kind: Kind = "text"
    value: str = ""
    hint: str = ""
    error: str = ""
    source: str = ""
    known: bool = False
    required: bool = True
    choices: Sequence[Choice] = ()
    unit: str = ""
    autocomplete: str = ""
    accept: str = ""
    capture: str = ""
    maxlength: int | None = None
    rows: int = 3
    wide: bool = False
    placeholder: str = ""
    latest: str = ""
    earliest: str = ""
    inputmode: str = ""

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def html_type(self) -> str:
        return _HTML_TYPES.get(self.kind, "text")

    @property
    def mode(self) -> str:
        return self.inputmode or _INPUT_MODES.get(self.kind, "")

    @property
    def many(self) -> bool:
        """A group of controls: needs a fieldset and a legend."""
        return self.kind in ("radio", "checkboxes")

    @property
    def long(self) -> bool:
        """A known text too long for one line of a phone: it is shown whole, not scrolled in a box."""
        return self.known and self.kind == "text" and len(self.value) > 14

    @property
    def css(self) -> str:
        """Classes of the input."""
        numeric = self.kind in ("number", "money", "tel", "date") or self.inputmode == "numeric"
        return "input" + (" known" if self.known else "") + (" is-num num" if numeric else "")

    @property
    def described_by(self) -> str:
        """Ids of hint and error, for screen readers."""
        parts = [f"{self.id}-hint" if self.hint else "", f"{self.id}-error" if self.error else ""]
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class FaultLine:
    """`target` is the id of the field (`Field.id`)."""

    target: str
    text: str


@dataclass(frozen=True, slots=True)
class FaultList:
    """What has to be changed, at the top of a form that came back; each line leads to its field."""

    template: ClassVar[str] = "ui/parts/faults.html"
    lines: Sequence[FaultLine]
    title: str = ""

    @property
    def heading(self) -> str:
        return self.title or _("Not sent yet: please change what is marked. Everything else is kept.")

    @classmethod
    def of(cls, fields: Sequence[Field]) -> "FaultList | None":
        """The faults of these fields, or None if there is none."""
        lines = [
            FaultLine(field.id, _("%(field)s: %(error)s") % {"field": field.label, "error": field.error})
            for field in fields
            if field.error
        ]
        return cls(lines) if lines else None


@dataclass(frozen=True, slots=True)
class Rating:
    """Five levels of 好差评 (GB/T 39735-2020), best first, as radio buttons: no script, no default."""

    template: ClassVar[str] = "ui/parts/rating.html"
    legend: str
    name: str = "level"
    value: int | None = None
    error: str = ""
    hint: str = ""

    @property
    def levels(self) -> list[tuple[int, str, bool, range, range]]:
        """(level, word, chosen, full stars, empty stars), from 5 down to 1."""
        words = {
            5: _("Very satisfied"),
            4: _("Satisfied"),
            3: _("Fairly satisfied"),
            2: _("Dissatisfied"),
            1: _("Very dissatisfied"),
        }
        return [
            (level, word, level == self.value, range(level), range(5 - level))
            for level, word in words.items()
        ]
