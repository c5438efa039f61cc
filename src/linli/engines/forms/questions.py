"""What one question of a form is, as a pack declares it. No Django."""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

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
    "checkbox",
    "table",
    "photo",
    "file",
    "signature",
    "point",
    "person",
    "household",
    "place",
    "organisation",
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
REFERENCES: Final = frozenset({"person", "household", "place", "organisation"})
"""What is chosen from a register."""

DOCUMENTS: Final = frozenset({"photo", "file"})
"""What is uploaded, and kept as a document."""

SEALED_TYPES: Final = frozenset({"id-number", "phone", "bank-card"})
CELL_TYPES: Final = frozenset({"text", "number", "money", "date", "choice", "checkbox"})
"""What may stand in a column of a table."""


def _whole_if_whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


Bound = Annotated[int | float, BeforeValidator(_whole_if_whole)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(Strict):
    """One code with the words shown for it."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=32)]
    label: Words
    note: str = ""


class Check(Strict):
    """Must be true for the answers; `message` says the mend. Runs when all names it uses have a value."""

    expression: str
    message: Words


class FormField(Strict):
    """One question.

    `show_if` is an expression over earlier fields; a hidden field is neither required nor kept. `required:
    soft` asks once more and accepts an empty answer that is confirmed. `compute` gives the value instead of
    the person. `locked` fields are taken from the register where it knows them; `source` says where a
    prefilled value comes from. `sealed` (always for numbers of people) shows the value masked. Money is typed
    in 元 and kept in 分; `min` and `max` count in 元 there. `born` names the date field that must agree with
    this identity number. `ask` is what a worker reads aloud on the telephone. `multiple` choices give a list;
    a `table` has `columns` and fixed `rows`. Answers marked `summary` stand beside the
    title wherever the matter is listed.
    """

    code: Name
    label: Words
    type: FieldType
    required: bool | Literal["soft"] = True
    hint: str = ""
    example: str = ""
    ask: str = ""
    show_if: str | None = None
    check: tuple[Check, ...] = ()
    compute: str | None = None
    prefill: Prefill | None = None
    locked: bool = False
    source: str = ""
    choices: tuple[Entry, ...] = ()
    code_list: Code | None = None
    multiple: bool = False
    max_length: Annotated[int, Field(ge=1, le=4000)] | None = None
    min: Bound | None = None
    max: Bound | None = None
    decimals: Annotated[int, Field(ge=0, le=4)] = 0
    unit: Annotated[str, StringConstraints(max_length=12)] = ""
    past: bool = False
    born: Name | None = None
    sealed: bool = False
    summary: bool = False
    columns: tuple["FormField", ...] = ()
    rows: tuple[Entry, ...] = ()

    @property
    def kind(self) -> Kind | None:
        """What its code stands for in expressions; None for what has no name there."""
        match self.type:
            case "number":
                return Kind.DECIMAL if self.decimals else Kind.NUMBER
            case "money":
                return Kind.NUMBER
            case "date":
                return Kind.DATE
            case "checkbox":
                return Kind.BOOL
            case "choice" if self.multiple:
                return Kind.LIST
            case "table" | "photo" | "file" | "signature" | "point":
                return None
        return Kind.TEXT

    @property
    def is_sealed(self) -> bool:
        return self.sealed or self.type in SEALED_TYPES

    @property
    def longest(self) -> int:
        """Characters a text may have."""
        return self.max_length or (1000 if self.type == "textarea" else 100)

    def column(self, code: str) -> "FormField | None":
        return next((column for column in self.columns if column.code == code), None)
