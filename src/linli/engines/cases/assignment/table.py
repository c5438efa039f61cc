"""A table of rules as a pack states it. Pure.

The first rule whose condition holds decides. A table is a CSV file (`when,role,at,unit,note,first,last`) or YAML.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Final, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, StringConstraints

from linli.engines.cases.definitions import Code, Level
from linli.engines.expressions import Expression, Kind, Type, compile_expression

FACTS: Final[Mapping[str, Type]] = {
    "matter": Kind.TEXT,
    "procedure": Kind.TEXT,
    "state": Kind.TEXT,
    "level": Kind.TEXT,
    "county": Kind.TEXT,
    "town": Kind.TEXT,
    "community": Kind.TEXT,
    "grid": Kind.TEXT,
    "urban": Kind.BOOL,
    "by_agent": Kind.BOOL,
    "tags": Kind.LIST,
    "today": Kind.DATE,
}
"""What every rule may ask about a case: codes of its matter, procedure and state; the level of its place, the division
codes of the places around it (empty below that level), whether it is urban (empty where no source says so); whether
an agent applied; the need tags of its matter; the day."""

ALWAYS_KNOWN: Final = frozenset(
    {"matter", "procedure", "state", "level", "county", "by_agent", "tags", "today"}
)
"""Facts that are never empty."""

CreditCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{18}$")]
FieldCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
AnswerKind = Literal["text", "number", "decimal", "bool", "date", "list"]
LEVELS: Final[tuple[str, ...]] = get_args(Level)


def _none_if_blank(value: object) -> object:
    """An empty cell of a CSV file is nothing."""
    return None if isinstance(value, str) and not value.strip() else value


class Rule(BaseModel):
    """One row. Without `when` it holds for every case. The case goes to `role` at its own place of level `at`, or
    at the unit with the credit code `unit` (GB 32100-2015). `first` and `last` are the days it is in force, both
    included."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    when: Annotated[str | None, BeforeValidator(_none_if_blank)] = None
    role: str
    at: Annotated[Level | None, BeforeValidator(_none_if_blank)] = None
    unit: Annotated[CreditCode | None, BeforeValidator(_none_if_blank)] = None
    note: str = ""
    first: Annotated[date | None, BeforeValidator(_none_if_blank)] = None
    last: Annotated[date | None, BeforeValidator(_none_if_blank)] = None

    def in_force(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def outlives(self, other: "Rule") -> bool:
        """Whether it is in force on every day on which `other` is."""
        began = self.first is None or (other.first is not None and self.first <= other.first)
        return began and (self.last is None or (other.last is not None and other.last <= self.last))


class Example(BaseModel):
    """A worked example that the checker runs: of a case with these facts on that day, the number of the rule that
    decides; 0 where a person has to. Facts that are not given are empty."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    today: date
    case: Mapping[str, JsonValue] = Field(default_factory=dict)
    rule: Annotated[int, Field(ge=0)]


class AssignmentTable(BaseModel):
    """An ordered table; its version is that of the pack it came with. `answers` declares which answers of the
    form its rules may ask about, by code and kind."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Code
    title: Annotated[str, StringConstraints(max_length=64)] = ""
    answers: Mapping[FieldCode, AnswerKind] = Field(default_factory=dict)
    rows: Annotated[tuple[Rule, ...], Field(min_length=1)]
    examples: tuple[Example, ...] = ()

    @cached_property
    def names(self) -> Mapping[str, Type]:
        """What its rules may speak about."""
        return {**{f"answer.{code}": Kind(kind) for code, kind in self.answers.items()}, **FACTS}

    @cached_property
    def conditions(self) -> tuple[Expression | None, ...]:
        """The compiled conditions, row by row; raises `ExpressionFault`."""
        return tuple(self.condition(rule) for rule in self.rows)

    def condition(self, rule: Rule) -> Expression | None:
        """Raises `ExpressionFault`."""
        return None if rule.when is None else compile_expression(rule.when, self.names, result=Kind.BOOL)

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The facts that its rules ask about, in a fixed order; raises `ExpressionFault`."""
        return tuple(sorted({name for one in self.conditions if one is not None for name in one.names}))
