"""Shapes at the JSON door."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Field, Schema

from linli.kernel.door import Asked, Revision


class Application(Asked):
    """Answers to the matter's form, as its JSON Schema says; papers are handed in on the page or at the counter."""

    answers: dict[str, Any] = Field(default_factory=dict, max_length=200)
    again: bool = Field(
        default=False, description="file it although one of the same matter is being handled for this person"
    )


class Post(Asked):
    """A role in a place, as the available actions name it."""

    role: str = Field(max_length=32)
    scope: str = Field(max_length=32)


class Step(Asked):
    """Moving a case on. `revision` is the one the caller saw; a stale one is refused."""

    action: str = Field(max_length=48)
    revision: Revision | None = None
    note: str = Field(default="", max_length=2000)
    sighted: list[str] = Field(
        default_factory=list, max_length=50, description="papers whose originals were seen"
    )
    insufficient: list[str] = Field(
        default_factory=list, max_length=50, description="given papers that do not do"
    )
    asks: list[str] = Field(default_factory=list, max_length=20, description="tasks to ask for, by code")
    to: Post | None = Field(default=None, description="whom the case is handed to")
    main: str = Field(default="", max_length=40, description="number of the case it is merged into")


class Answer(Asked):
    """Answering what was asked. `revision` as in a step; objecting and reporting need a `note`."""

    task: int = Field(ge=1, le=32767, description="number of the task in the case")
    said: str = Field(max_length=8, description="one of the task's choices")
    note: str = Field(default="", max_length=2000)
    revision: Revision | None = None


class Link(Asked):
    """Linking a case with another one that the holder of this key sees too."""

    other: str = Field(max_length=40, description="number of the other case")
    relation: Literal["related", "follow_up"] = Field(
        default="related", description="follow_up: the case follows up the other"
    )


class LinkBody(Schema):
    """How a case stands to another one: merged, merged_here, related, follow_up, followed_up, together."""

    number: str
    relation: str
    office: str
    at: datetime


class Question(Schema):
    """A task that a step can ask."""

    code: str
    title: str


class Target(Post):
    """A post that a case can be handed to, with its unit."""

    office: str


class Available(Schema):
    """A step that the holder of this key may take: now, or from `not_before` on, or once the tasks `waits_for` are
    answered."""

    code: str
    title: str
    needs_note: bool
    asks: list[Question] = Field(description="what it asks of others")
    pick: bool = Field(description="whether some of `asks` are to be chosen; otherwise it asks all of them")
    needs_target: bool = Field(description="whether the case is handed to one of `targets`")
    targets: list[Target]
    needs_main: bool = Field(description="whether it merges the case into another one")
    waits_for: list[str] = Field(description="codes of tasks")
    not_before: datetime | None


class TaskBody(Schema):
    """What was asked in a case, and of which unit; `choices` are the answers that the holder of this key can give. The
    words of an answer are read on the page."""

    number: int
    code: str
    title: str
    kind: str
    office: str
    asked_at: datetime
    due_at: datetime | None
    state: str
    answer: str
    choices: list[str]


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
    actions: list[Available] = Field(description="what the holder of this key may do")
    tasks: list[TaskBody] = Field(description="what was asked of offices; for offices only")


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
