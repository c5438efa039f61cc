"""What a form and a code list are, as a pack declares them. No Django."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints

from linli.engines.expressions import Kind, ListOf, Record, Type
from linli.engines.forms.questions import Code, Entry, FormField, Name, Strict, Words

KindOf = Callable[[FormField], Type | None]
"""What the code of a field stands for in expressions; None for what has no name there."""


def plain_kind(field: FormField) -> Type | None:
    return field.kind


class CodeList(Strict):
    """A list of codes. `source` names the standard; `verified` is true only where its text is at hand."""

    code: Code
    title: Words
    source: str = ""
    verified: bool = False
    entries: Annotated[tuple[Entry, ...], Field(min_length=1)]


class Repeat(Strict):
    """How often a part is filled in: `min` to `max` times, each time for one `noun` («家庭成员»)."""

    noun: Words
    min: Annotated[int, Field(ge=0, le=50)] = 0
    max: Annotated[int, Field(ge=1, le=50)] = 10


class Part(Strict):
    """Questions under one heading. With `repeat` it needs a `code`, and is answered by a list of items."""

    title: Words
    hint: str = ""
    code: Name | None = None
    repeat: Repeat | None = None
    fields: Annotated[tuple[FormField, ...], Field(min_length=1)]

    def field(self, code: str) -> FormField | None:
        return next((field for field in self.fields if field.code == code), None)


class FormCheck(Strict):
    """Must be true for the form as a whole; the `message` stands at each of `fields`."""

    expression: str
    message: Words
    fields: Annotated[tuple[Name, ...], Field(min_length=1)]


class Example(Strict):
    """A worked example that the checker runs: what is typed on which day, which fields are then faulty.

    A field of a repeated part is called `members.0.name`, a cell of a table `income.wage.amount`. `computed`
    says what computed fields then hold.
    """

    title: Words
    today: date
    answers: Mapping[str, JsonValue]
    faults: tuple[Annotated[str, StringConstraints(max_length=160)], ...] = ()
    computed: Mapping[str, JsonValue] = {}


class FormDefinition(Strict):
    """A form; its version is that of the pack it came with."""

    code: Code
    title: Words
    intro: str = ""
    declaration: str = ""
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    checks: tuple[FormCheck, ...] = ()
    examples: tuple[Example, ...] = ()

    def fields(self) -> Iterator[FormField]:
        """All fields in order, those of repeated parts among them."""
        for part in self.parts:
            yield from part.fields

    def plain_fields(self) -> Iterator[FormField]:
        """The fields that are answered once."""
        for part in self.parts:
            if part.repeat is None:
                yield from part.fields

    def repeated(self) -> Iterator[tuple[str, Part, Repeat]]:
        """Code, part and rule of each part that is answered by a list."""
        for part in self.parts:
            if part.repeat is not None:
                yield part.code or "", part, part.repeat

    def field(self, code: str) -> FormField | None:
        return next((field for field in self.fields() if field.code == code), None)

    def names(self, part: Part | None = None, kind_of: KindOf = plain_kind) -> dict[str, Type]:
        """What expressions may use: `today`, fields, and of tables and repeated parts each column as a list of what
        was filled in; a repeated part itself is a list of records. With a repeated `part`: inside one of its items,
        whose own fields have names too. `kind_of` may know more of a field than its plain kind.
        """
        whole = self._names if kind_of is plain_kind else self._named(kind_of)
        return {**whole, **_types(part.fields, kind_of)} if part is not None else dict(whole)

    @cached_property
    def _names(self) -> Mapping[str, Type]:
        return self._named(plain_kind)

    def _named(self, kind_of: KindOf) -> Mapping[str, Type]:
        found: dict[str, Type] = {"today": Kind.DATE, **_types(self.plain_fields(), kind_of)}
        for code, repeated, rule in self.repeated():
            inner = _types(repeated.fields, kind_of)
            found |= {f"{code}.{name}": ListOf(kind, rule.max) for name, kind in inner.items()}
            found[code] = ListOf(Record.of(inner), rule.max)
        return found


def _types(fields: Iterable[FormField], kind_of: KindOf) -> dict[str, Type]:
    found: dict[str, Type] = {}
    for field in fields:
        if (kind := kind_of(field)) is not None:
            found[field.code] = kind
        for column in field.columns:
            if (kind := kind_of(column)) is not None:
                found[f"{field.code}.{column.code}"] = ListOf(kind, len(field.rows))
    return found


def resolve(definition: FormDefinition, lists: Mapping[str, CodeList]) -> FormDefinition:
    """The form with the entries of its code lists as choices; raises KeyError for a list not given."""
    parts = tuple(
        part.model_copy(update={"fields": tuple(_resolve_field(field, lists) for field in part.fields)})
        for part in definition.parts
    )
    return definition.model_copy(update={"parts": parts})


def lists_of(definition: FormDefinition) -> set[str]:
    """The code lists a form refers to, in its tables too."""
    fields = list(definition.fields())
    columns = [column for field in fields for column in field.columns]
    return {field.code_list for field in (*fields, *columns) if field.code_list}


def _resolve_field(field: FormField, lists: Mapping[str, CodeList]) -> FormField:
    columns = tuple(_resolve_field(column, lists) for column in field.columns)
    choices = lists[field.code_list].entries if field.code_list else field.choices
    return field.model_copy(update={"choices": choices, "columns": columns})
