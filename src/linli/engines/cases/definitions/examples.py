"""Worked examples of a procedure, as a pack states them. Pure."""

from datetime import date, datetime
from typing import Literal

from pydantic import model_validator

from linli.engines.cases.definitions.parts import Code, Holder, Level, Part, Title


class Said(Part):
    """An answer in a worked example: to which task, and what."""

    task: Code
    said: Literal["agree", "object", "report"]


class ExampleStep(Part):
    """A step of a worked example, in local time. Without `by` the first whom the action names takes it. `to`: the level
    of the post the case is handed to, of another unit there. `note: false`: no reason is given."""

    at: datetime
    action: Code | None = None
    answer: Said | None = None
    by: Holder | Literal["applicant", "system"] | None = None
    asks: tuple[Code, ...] = ()
    to: Level | None = None
    note: bool = True

    @model_validator(mode="after")
    def _one_thing(self) -> "ExampleStep":
        if (self.action is None) == (self.answer is None):
            raise ValueError("give one of action, answer")
        return self


class Expected(Part):
    """What must be so after the steps: the state, the day it is due (`due: null`: no limit runs), which questions are
    open, who has the case, or the code with which the last step is refused. What is not given is not compared."""

    state: Code | None = None
    due: date | None = None
    tasks: tuple[Code, ...] | None = None
    holder: Holder | Literal["applicant", "elsewhere"] | None = None
    refused: str | None = None


class Example(Part):
    """A worked example: a case opened at a moment, its history, and what must be so then."""

    title: Title
    opened: datetime
    history: tuple[ExampleStep, ...] = ()
    then: Expected
