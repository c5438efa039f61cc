"""Worked examples of a procedure: a case in memory goes through the history, and what comes of it is compared. Pure but
for the words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from linli.engines.cases import tasks
from linli.engines.cases.course import ANSWERED, OPENED, Asked, Course, Past, Post, replay
from linli.engines.cases.deadline import Entry
from linli.engines.cases.definitions import APPLICANT, SYSTEM, Example, ExampleStep, Holder, Procedure
from linli.engines.cases.procedure import Facts, Given, HandOver, interpret, open_clock
from linli.engines.cases.rules import current_due
from linli.engines.packs.sections import DocPath, Finding
from linli.kernel.clock import LOCAL
from linli.kernel.errors import DomainError
from linli.registers.calendar.rules import DayKind, Kind, WorkCalendar, published_years
from linli.registers.calendar.schemas import CalendarSheet

ELSEWHERE = "elsewhere"

_KEPT: Final = 8
_MADE: dict[tuple[int, ...], tuple[tuple[CalendarSheet, ...], WorkCalendar]] = {}


def post_here(holder: Holder) -> Post:
    """The post of a holder at the place of the example."""
    return holder.role, f"{holder.at}:here"


@dataclass(slots=True)
class Virtual:
    """A case in memory at one place with every level, where every post is held."""

    procedure: Procedure
    calendar: WorkCalendar
    history: list[Past] = field(default_factory=list)
    ledger: list[Entry] = field(default_factory=list)

    def open(self, moment: datetime) -> None:
        self.history.append(Past(OPENED, self.procedure.starts, _local(moment)))
        self.ledger += open_clock(self.procedure, _local(moment))

    @property
    def course(self) -> Course:
        return replay(self.procedure, self.history)

    def due(self) -> datetime | None:
        course = self.course
        return current_due(self.procedure, course.state, course.since, self.ledger, self.calendar)

    def holder(self) -> Post | None:
        """The post that has the case; None where it is the applicant's turn, or it is closed."""
        course = self.course
        if course.holder is not None or not isinstance(course.state.by, Holder):
            return course.holder
        return post_here(course.state.by)

    def take(self, step: ExampleStep) -> None:
        """Raises the refusals of `refusals.py`."""
        if step.answer is not None:
            self._answer(step, step.answer.task, step.answer.said)
        else:
            self._act(step, step.action or "")

    def _act(self, step: ExampleStep, code: str) -> None:
        action = self.procedure.action(code)
        by = step.by or (action.by[0] if action else SYSTEM)
        given = Given(
            note=step.note,
            evidence=1,
            forms=frozenset(action.requires.forms if action else ()),
            asked={one: self._owed_by(one) for one in self._asks(step, code)},
            to=self._target(step, code),
            main=True,
        )
        move = interpret(
            self.procedure, self.history, code,
            facts=self._facts(by), given=given, now=_local(step.at), calendar=self.calendar,
        )  # fmt: skip
        asked = tuple(Asked(task.code, task.post) for task in move.asked)
        handed = move.holder if move.action.hands_to else None
        self.history.append(Past(code, move.after.code, _local(step.at), asked=asked, handed=handed))
        self.ledger += move.clock

    def _answer(self, step: ExampleStep, code: str, said: str) -> None:
        task = self.course.last_asked(code)
        posts = frozenset({task.post} if task and step.by is None else self._facts(step.by or SYSTEM).posts)
        number = task.number if task else 0
        tasks.answer(self.procedure, self.history, number, said, posts=posts, note=step.note)
        state = self.course.state.code
        self.history.append(Past(ANSWERED, state, _local(step.at), task=number, answer=said))

    def _facts(self, by: Holder | str) -> Facts:
        if not isinstance(by, Holder):
            return Facts(applicant=by == APPLICANT, system=by == SYSTEM)
        course = self.course
        stands_in = course.holder is not None and by == course.state.by
        posts = {post_here(by), course.holder} if stands_in else {post_here(by)}
        return Facts(holds=frozenset({by}), posts=frozenset(post for post in posts if post))

    def _asks(self, step: ExampleStep, code: str) -> tuple[str, ...]:
        action = self.procedure.action(code)
        if action is None:
            return ()
        return step.asks if action.pick else action.asks

    def _owed_by(self, code: str) -> Post | None:
        task = self.procedure.task(code)
        if task is None:
            return None
        return self.holder() if task.of == "holder" else post_here(task.of)

    def _target(self, step: ExampleStep, code: str) -> HandOver | None:
        action = self.procedure.action(code)
        if action is None or not action.hands_to:
            return None
        target = next((one for one in action.hands_to if step.to in (None, one.at)), action.hands_to[0])
        return HandOver(target, (target.role, f"{target.at}:{ELSEWHERE}"))


def run(procedure: Procedure, calendar: WorkCalendar) -> Iterator[Finding]:
    """What the worked examples of a procedure say otherwise than what comes of them."""
    for index, example in enumerate(procedure.examples):
        path: DocPath = ("examples", index)
        virtual = Virtual(procedure, calendar)
        virtual.open(example.opened)
        refused = ""
        for number, step in enumerate(example.history):
            try:
                virtual.take(step)
            except DomainError as refusal:
                refused = refusal.code
                if number < len(example.history) - 1 or example.then.refused is None:
                    yield Finding(
                        (*path, "history", number),
                        _("This step is refused (%(code)s): %(words)s")
                        % {"code": refusal.code, "words": refusal.message},
                    )
                    break
        else:
            yield from _compare(example, virtual, refused, (*path, "then"))


def _compare(example: Example, virtual: Virtual, refused: str, path: DocPath) -> Iterator[Finding]:
    then, course = example.then, virtual.course
    due = virtual.due()
    found = {
        "state": course.state.code,
        "due": due.date() if due else None,
        "tasks": tuple(task.code for task in course.open_tasks),
        "holder": _holder_word(virtual),
        "refused": refused,
    }
    for key in ("state", "due", "tasks", "holder", "refused"):
        said = getattr(then, key)
        if key in then.model_fields_set and said != found[key]:
            yield Finding(
                (*path, key),
                _("The example says %(said)s, but it comes to %(found)s.")
                % {"said": _word(said), "found": _word(found[key])},
            )


def _holder_word(virtual: Virtual) -> Holder | str | None:
    post, by = virtual.holder(), virtual.course.state.by
    if post is None:
        return by if by == APPLICANT else None
    return ELSEWHERE if post[1].endswith(ELSEWHERE) else by


def _word(value: object) -> str:
    if isinstance(value, Holder):
        return f"{value.role}@{value.at}"
    if isinstance(value, tuple):
        return "、".join(value) or "–"
    return "–" if value in (None, "") else str(value)


def _local(moment: datetime) -> datetime:
    """Examples are written in local time."""
    return moment.replace(tzinfo=LOCAL) if moment.tzinfo is None else moment.astimezone(LOCAL)


def calendar_of(sheets: Iterable[CalendarSheet]) -> WorkCalendar:
    """The nation's working days as the packs at hand list them; made once for the same sheets."""
    given = tuple(sheets)
    key = tuple(map(id, given))
    if key not in _MADE:
        if len(_MADE) >= _KEPT:
            _MADE.clear()
        _MADE[key] = given, _made_of(given)  # as long as the sheets are held, nothing else has their ids
    return _MADE[key][1]


def _made_of(sheets: Iterable[CalendarSheet]) -> WorkCalendar:
    days = {
        row.day: DayKind(Kind(row.kind), row.name, row.source, row.provisional)
        for sheet in sheets
        for row in sheet.rows
        if not row.region
    }
    return WorkCalendar(days=days, published=published_years(days))
