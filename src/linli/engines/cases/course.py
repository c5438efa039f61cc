"""What happened to a case, and where it stands therefore. Pure: steps in, course out.

Every step keeps what it set going (which opinions were asked of whom, to whom the case was handed), so that the
steps alone explain state, tasks and holder.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from linli.engines.cases.definitions import Action, Outcome, Phase, Procedure, Rung, State
from linli.engines.cases.refusals import HistoryBroken

OPENED = "open"
"""The action of the first step of every case: the receipt."""

ANSWERED = "answer"
"""The action of a step by which somebody answers a task."""

ESCALATED = "escalate"
"""The action of a step by which a rung of the ladder was taken."""

ASSIGNED = "assign"
"""The action of the step by which a table decided which post has the case."""

RESERVED = frozenset({OPENED, ANSWERED, ESCALATED, ASSIGNED})
"""Codes of steps that are in no procedure's table."""

Post = tuple[str, str]
"""A role and the scope in which it is held: `("clerk", "community:17")`."""


class Answer(StrEnum):
    """What somebody who was asked says: agrees or objects; reports what a supervision order asks about."""

    AGREE = "agree"
    OBJECT = "object"
    REPORT = "report"


class TaskState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Asked:
    """A task that a step asked for: its code in the procedure, and the post that owes the answer."""

    code: str
    post: Post


@dataclass(frozen=True, slots=True)
class Climbed:
    """A rung of the ladder that was taken, and for which due moment; `nobody`: its post was held by nobody; `task`: the
    number of the task whose ladder it is, 0 for that of the case."""

    rung: int
    due: datetime
    nobody: bool = False
    task: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """A step that was taken: the action, where it led, the local moment; what it asked, of whom; which task it
    answered and how; to whom it handed the case; which rung it took."""

    action: str
    to: str
    at: datetime
    asked: tuple[Asked, ...] = ()
    task: int = 0
    answer: str = ""
    handed: Post | None = None
    climbed: Climbed | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Something asked of a post beside the way of the case; numbered from 1 within the case."""

    number: int
    code: str
    post: Post
    asked: date
    state: TaskState = TaskState.OPEN
    answer: str = ""

    @property
    def is_open(self) -> bool:
        return self.state is TaskState.OPEN


@dataclass(frozen=True, slots=True)
class Course:
    """Where a case stands: its state, the moment it came there, how often each action was taken, what was asked of
    whom, and the posts it was handed to in this state, one after the other: the last one has it. `merged_at` is the
    state in which it was merged into another case; reopened it goes back there, where that is decided again."""

    state: State
    since: datetime
    taken: Mapping[str, int]
    accepted: bool
    tasks: tuple[Task, ...] = ()
    handed: tuple[Post, ...] = ()
    climbed: tuple[Climbed, ...] = ()
    merged_at: State | None = None

    @property
    def holder(self) -> Post | None:
        """The post that has the case instead of the state's own holder."""
        return self.handed[-1] if self.handed else None

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if task.is_open)

    def task(self, number: int) -> Task | None:
        return next((task for task in self.tasks if task.number == number), None)

    def last_asked(self, code: str) -> Task | None:
        """The task of this code that was asked for last."""
        return next((task for task in reversed(self.tasks) if task.code == code), None)


def replay(procedure: Procedure, history: Sequence[Past]) -> Course:
    """Follow the steps from the receipt on. Raises `HistoryBroken` where one does not fit the procedure."""
    if not history or (history[0].action, history[0].to) != (OPENED, procedure.starts):
        raise HistoryBroken(f"{procedure.code}: the history does not begin with the receipt")
    start = procedure.state(procedure.starts)
    course = _Follow(procedure, start, history[0].at, start.phase is Phase.RUNNING)
    for number, past in enumerate(history[1:], start=2):
        if not course.follow(past):
            raise HistoryBroken(
                f"{procedure.code}: step {number} ({past.action}) does not follow from {course.state.code}"
            )
    return course.told()


@dataclass(slots=True)
class _Follow:
    """A course while it is being followed."""

    procedure: Procedure
    state: State
    since: datetime
    accepted: bool
    taken: dict[str, int] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)
    handed: tuple[Post, ...] = ()
    climbed: list[Climbed] = field(default_factory=list)
    merged_at: State | None = None

    def told(self) -> Course:
        return Course(
            self.state,
            self.since,
            self.taken,
            self.accepted,
            tuple(self.tasks),
            self.handed,
            tuple(self.climbed),
            self.merged_at,
        )

    def follow(self, past: Past) -> bool:
        """Whether the step fits; if so it is followed."""
        if past.at.date() < self.since.date():
            return False
        if past.action == ANSWERED:
            return self._answer(past)
        if past.action == ESCALATED:
            return self._climb(past)
        if past.action == ASSIGNED:
            return self._assign(past)
        action = self.procedure.action(past.action)
        if action is None or self.state.code not in action.from_:
            return False
        after = self.merged_at or self.procedure.after(action, self.state)
        if after.code != past.to or not {asked.code for asked in past.asked} <= set(action.asks):
            return False
        self.taken[action.code] = self.taken.get(action.code, 0) + 1
        self._tasks(action, past, after)
        self._move(action, past, after)
        return True

    def _answer(self, past: Past) -> bool:
        known = {task.number: index for index, task in enumerate(self.tasks) if task.is_open}
        index = known.get(past.task)
        if index is None or past.to != self.state.code:
            return False
        self.tasks[index] = replace(self.tasks[index], state=TaskState.ANSWERED, answer=past.answer)
        return True

    def _climb(self, past: Past) -> bool:
        if past.climbed is None:
            return False
        rungs = self._rungs(past.climbed.task)
        if past.to != self.state.code or not 0 <= past.climbed.rung < len(rungs):
            return False
        self.climbed.append(past.climbed)
        if past.handed is not None:
            self.handed = (*self.handed, past.handed)
        return True

    def _rungs(self, number: int) -> Sequence[Rung]:
        """The ladder of the case, or of one of its open tasks."""
        if not number:
            return self.procedure.escalation
        code = next((task.code for task in self.tasks if task.number == number and task.is_open), "")
        declared = self.procedure.task(code)
        return declared.escalation if declared else ()

    def _assign(self, past: Past) -> bool:
        if self.state.assign is None or past.to != self.state.code:
            return False
        if past.handed is not None:
            self.handed = (*self.handed, past.handed)
        return True

    def _tasks(self, action: Action, past: Past, after: State) -> None:
        self.tasks = [
            replace(task, state=TaskState.CANCELLED) if is_settled(task, action, after) else task
            for task in self.tasks
        ]
        for asked in past.asked:
            self.tasks.append(Task(len(self.tasks) + 1, asked.code, asked.post, past.at.date()))

    def _move(self, action: Action, past: Past, after: State) -> None:
        self.handed = handed_after(self.state, self.handed, action, after, past.handed)
        if after == self.state:
            return
        if self.state.phase is Phase.CLOSED:
            self.accepted = False
        self.merged_at = self.state if action.outcome is Outcome.MERGED else None
        self.state, self.since = after, past.at
        self.accepted = self.accepted or after.phase is Phase.RUNNING


def is_settled(task: Task, action: Action, after: State) -> bool:
    """Whether a step takes back what was asked: a closed case asks nothing any more."""
    return task.is_open and (after.phase is Phase.CLOSED or task.code in action.cancels)


def handed_after(
    before: State, handed: tuple[Post, ...], action: Action, after: State, to: Post | None
) -> tuple[Post, ...]:
    """Who has the case instead of the state's own holder after a step: handing on adds a post, taking back removes
    the last one, and in the next state the state's own holder has it."""
    if after != before:
        return ()
    if action.recalls:
        return handed[:-1]
    return (*handed, to) if to is not None else handed
