"""What a form and a code list are, as a pack declares them. No Django."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from linli.engines.expressions import Kind

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=48)]
"""A field's code is a name in expressions, hence the underscore."""

Words = Annotated[str, StringConstraints(min_length=1, max_length=500)]
FieldType = Literal[
    "text",
    "textarea",
    "number",
    "money",
    "date",
    "choice",
    "id-number",
    "phone",
    "bank-card",
    "photo",
    "checkbox",
]
Prefill = Literal[
    "person.name",
    "person.sex",
    "person.id_number",
    "person.phone",
    "person.birth_date",
    "person.age",
    "person.address",
    "person.registered_place",
]
SEALED_TYPES: Final = frozenset({"id-number", "phone", "bank-card"})

_KINDS: Final[Mapping[str, Kind]] = {
    "number": Kind.NUMBER,
    "money": Kind.NUMBER,
    "date": Kind.DATE,
    "checkbox": Kind.BOOL,
}


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(Strict):
    """One code with the words shown for it."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=32)]
    label: Words
    note: str = ""


class CodeList(Strict):
    """A list of codes. `source` names the standard; `verified` is true only where its text is at hand."""

    code: Code
    title: Words
    source: str = ""
    verified: bool = False
    entries: Annotated[tuple[Entry, ...], Field(min_length=1)]


class Check(Strict):
    """Must be true for the answers; `message` says the mend. Runs when all names it uses have a value."""

    expression: str
    message: Words


class FormField(Strict):
    """One question.

    `show_if` is an expression over earlier fields; a hidden field is neither required nor kept. `locked`
    fields are taken from the register where it knows them. `source` says where a prefilled value comes from.
    `sealed` (always for numbers of people) shows the value masked. Money is typed in 元 and kept in 分; `min`
    and `max` count in 元 there. `born` names the date field that must agree with this identity number.
    """

    code: Name
    label: Words
    type: FieldType
    required: bool = True
    hint: str = ""
    example: str = ""
    show_if: str | None = None
    check: tuple[Check, ...] = ()
    prefill: Prefill | None = None
    locked: bool = False
    source: str = ""
    choices: tuple[Entry, ...] = ()
    code_list: Code | None = None
    max_length: Annotated[int, Field(ge=1, le=4000)] | None = None
    min: int | None = None
    max: int | None = None
    past: bool = False
    born: Name | None = None
    sealed: bool = False

    @property
    def kind(self) -> Kind:
        return _KINDS.get(self.type, Kind.TEXT)

    @property
    def is_sealed(self) -> bool:
        return self.sealed or self.type in SEALED_TYPES

    @property
    def longest(self) -> int:
        """Characters a text may have."""
        return self.max_length or (1000 if self.type == "textarea" else 100)


class Part(Strict):
    """Questions under one heading."""

    title: Words
    hint: str = ""
    fields: Annotated[tuple[FormField, ...], Field(min_length=1)]


class Example(Strict):
    """A worked example that the checker runs: what is typed on which day, which fields are then faulty."""

    title: Words
    today: date
    answers: Mapping[str, str]
    faults: tuple[str, ...] = ()


class FormDefinition(Strict):
    """A form; its version is that of the pack it came with."""

    code: Code
    title: Words
    intro: str = ""
    declaration: str = ""
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    examples: tuple[Example, ...] = ()

    def fields(self) -> Iterator[FormField]:
        """All fields in order."""
        for part in self.parts:
            yield from part.fields

    def field(self, code: str) -> FormField | None:
        return next((field for field in self.fields() if field.code == code), None)

    def names(self) -> dict[str, Kind]:
        """What the form's expressions may use: every field, and `today`."""
        return {"today": Kind.DATE, **{field.code: field.kind for field in self.fields()}}


def resolve(definition: FormDefinition, lists: Mapping[str, CodeList]) -> FormDefinition:
    """The form with the entries of its code lists as choices; raises KeyError for a list not given."""
    parts = tuple(
        part.model_copy(update={"fields": tuple(_resolve_field(field, lists) for field in part.fields)})
        for part in definition.parts
    )
    return definition.model_copy(update={"parts": parts})


def _resolve_field(field: FormField, lists: Mapping[str, CodeList]) -> FormField:
    if field.code_list is None:
        return field
    return field.model_copy(update={"choices": lists[field.code_list].entries})
