"""Shapes at the JSON door."""

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema


class Application(Schema):
    """Answers to the matter's form, as its JSON Schema says; papers are handed in on the page or at the counter."""

    answers: dict[str, Any] = Field(default_factory=dict, max_length=200)


class Step(Schema):
    """Moving a case on. `revision` is the one the caller saw; a stale one is refused."""

    action: str = Field(max_length=48)
    revision: int | None = None
    note: str = Field(default="", max_length=2000)
    sighted: list[str] = Field(
        default_factory=list, max_length=50, description="papers whose originals were seen"
    )
    insufficient: list[str] = Field(
        default_factory=list, max_length=50, description="given papers that do not do"
    )


class CaseBody(Schema):
    """A case as far as this key may see it; no personal data."""

    number: str
    title: str
    state: str
    phase: str
    outcome: str
    revision: int
    opened_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    due_day: date | None
    closed_at: datetime | None
    actions: list[str] = Field(description="what the holder of this key may do now")


class CaseRow(Schema):
    """One row of a list."""

    number: str
    title: str
    state: str
    due_at: datetime | None


class CasePage(Schema):
    """A page of a list; `after` is the key of the next page, if there is one."""

    items: list[CaseRow]
    after: str | None


class Problem(Schema):
    """RFC 9457 problem."""

    type: str
    title: str
    status: int
    code: str
    field: str | None = None
    errors: list[dict[str, str]] | None = None
