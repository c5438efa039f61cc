"""Where a case can be, and what leads on from there. Pure."""

from typing import Literal

from pydantic import Field, PositiveInt

from linli.engines.cases.definitions.parts import (
    Clock,
    Code,
    Holder,
    Outcome,
    Part,
    Phase,
    Special,
    Target,
    Title,
)
from linli.engines.cases.terms import Term


class State(Part):
    """Where a case can be. `by` has it in the queue; `also` may see it and act, without having it in the
    queue. `assign` names the table that decides which post has it in the stead of `by`, and does what `by` may do."""

    code: Code
    title: Title
    phase: Phase
    by: Holder | Literal["applicant"] | None = None
    assign: Code | None = None
    also: tuple[Holder, ...] = ()
    pause: Special | None = None
    limit: Term | None = Field(default=None, description="time for this step, from when it is reached")

    @property
    def clock(self) -> Clock:
        if self.phase is not Phase.RUNNING:
            return Clock.NONE
        return Clock.PAUSE if self.pause else Clock.RUN


class Requires(Part):
    """What must come with the step: a note (reason), at least one paper, forms that are filled in; and which tasks
    must have been answered before."""

    note: bool = False
    evidence: bool = False
    forms: tuple[Code, ...] = ()
    answers: tuple[Code, ...] = ()


class Action(Part):
    """A step that someone can take. Without `to` the case stays where it is. `after`: not before so much time in
    the state is over; `within`: no later than so long after the state was reached. `extends`: adds to the promise and
    to the limit of this step, and, where the law allows it (`clause` names where), to the limit of the law.
    `at_most`: how often in one case. `grave`: cannot be undone, so the page asks first. Leading out of a closed state
    it reopens the case: the clock begins anew. With the outcome `merged` the case goes on in another one.

    `asks`: opens these tasks, all of them or, with `pick`, those that are chosen. `waits_for`: not while one of
    these is open. `cancels`: takes these questions back. `hands_to`: gives this step of the case to another unit or
    place; `recalls`: takes it back, or gives it back."""

    code: Code
    title: Title
    from_: tuple[Code, ...] = Field(alias="from", min_length=1)
    to: Code | None = None
    by: tuple[Holder | Literal["applicant", "system"], ...] = Field(min_length=1)
    requires: Requires = Requires()
    asks: tuple[Code, ...] = ()
    pick: bool = False
    waits_for: tuple[Code, ...] = ()
    cancels: tuple[Code, ...] = ()
    hands_to: tuple[Target, ...] = ()
    recalls: bool = False
    after: Term | None = None
    within: Term | None = None
    at_most: PositiveInt | None = None
    extends: Term | None = None
    clause: Title | None = None
    grave: bool = False
    event: Code | None = None
    notice: Code | None = None
    outcome: Outcome | None = None
