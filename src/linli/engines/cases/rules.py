"""What follows from a procedure for one case: queue, due day, path, number. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from django.utils.translation import gettext_lazy as _

from linli.engines.cases.course import Asked, Climbed, Course, Past, Post, Task
from linli.engines.cases.deadline import Entry, due_at, of_step
from linli.engines.cases.definitions import APPLICANT, Holder, Outcome, Phase, Procedure, State, TaskKind
from linli.engines.cases.refusals import NobodyInCharge
from linli.kernel.codes import check_character
from linli.registers.calendar.rules import WorkCalendar

QUERY_CODE_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 O 1 I L, which are mistaken for each other on paper."""
QUERY_CODE_LENGTH: Final = 8

_PLAIN = re.compile(r"[A-Za-z0-9_.:+-]{0,64}")

Places = Mapping[str, int | None]
Queue = tuple[str, str]


def number_for(place_code: str, day: date, count: int) -> str:
    """`532301001001-20261123-0007-3`: place, local day, running number, check character (ISO 7064 mod
    11,10)."""
    body = f"{place_code}-{day:%Y%m%d}-{count:04d}"
    return f"{body}-{check_character(body)}"


def clean_query_code(typed: str) -> str:
    """A query code as typed by hand: without gaps, in capitals."""
    return "".join(character for character in typed.upper() if character.isalnum())


def queue_of(state: State, places: Places, applicant_id: int) -> Queue:
    """Who has a case in this state: (role, scope); ("", "") when it is closed. Raises `NobodyInCharge`."""
    if isinstance(state.by, Holder):
        return post_of(state.by, places)
    return (APPLICANT, f"person:{applicant_id}") if state.by == APPLICANT else ("", "")


def post_of(holder: Holder, places: Places) -> Queue:
    """The role and the scope it must be held in for a case at these places. Raises `NobodyInCharge`."""
    place_id = places.get(holder.at)
    if place_id is None:
        raise NobodyInCharge(_("This place has no level for the next step, so nobody would be in charge."))
    return holder.role, f"{holder.at}:{place_id}"


def posts_of(procedure: Procedure, state: State, places: Places) -> list[tuple[Post, str]]:
    """Every post that takes part in this state, and how: who has it and who helps, who decides there, who may
    ask for a report on it. Whom a table assigns, it tells itself."""
    deciders = {
        by
        for action in procedure.actions_from(state.code)
        if action.outcome in (Outcome.GRANTED, Outcome.REFUSED)
        for by in action.by
    }
    own = () if state.assign else (state.by,)
    holders = [holder for holder in (*own, *state.also) if isinstance(holder, Holder)]
    found = [(post_of(by, places), "deciding" if by in deciders else "handling") for by in holders]
    supervisors = [by for by in procedure.supervisors(state) if by not in holders]
    return found + [(post_of(by, places), "supervising") for by in supervisors]


def kind_of(procedure: Procedure, task: Task) -> TaskKind:
    """Raises KeyError for a task that the procedure does not have."""
    declared = procedure.task(task.code)
    if declared is None:
        raise KeyError(task.code)
    return declared.kind


def part_in(procedure: Procedure, task: Task) -> str:
    """What somebody who is asked becomes to the case."""
    return "handling" if kind_of(procedure, task) is TaskKind.SUPERVISION else "consulted"


def current_due(
    procedure: Procedure, state: State, since: datetime, entries: Sequence[Entry], calendar: WorkCalendar
) -> datetime | None:
    """Until when something must happen: the end of this step's own limit or of the promise, whichever is
    first.

    None where no limit runs. For a closed case when the promise would have ended.
    """
    limit = procedure.limit_of(state)
    step = due_at(of_step(entries, since, limit), limit, calendar) if limit else None
    promise = due_at(entries, procedure.limits.promised, calendar) if entries else None
    return min((end for end in (step, promise) if end), default=None)


DOES = "does"
"""The key under which a step's data keep what it set going beside moving the case; nobody else writes there."""


def does(
    *,
    asked: Iterable[Task] = (),
    task: int = 0,
    answer: str = "",
    handed: Post | None = None,
    climbed: Climbed | None = None,
    assigned: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """What a step set going, as codes to be kept with it; `past_of` reads it back."""
    found: dict[str, object] = {}
    if opened := [[task.code, *task.post] for task in asked]:
        found["asked"] = opened
    if task:
        found |= {"task": task, "answer": answer}
    if handed is not None:
        found["handed"] = list(handed)
    if climbed is not None:
        found |= {"rung": climbed.rung, "due": climbed.due.isoformat(), "nobody": climbed.nobody}
        found |= {"late_task": climbed.task} if climbed.task else {}
    if assigned is not None:
        found["assigned"] = dict(assigned)
    return {DOES: found} if found else {}


def past_of(action: str, to: str, at: datetime, data: Mapping[str, Any]) -> Past:
    """A step as the interpreter reads it."""
    kept: Mapping[str, Any] = data.get(DOES, {})
    handed = kept.get("handed")
    return Past(
        action, to, at,
        asked=tuple(Asked(code, (role, scope)) for code, role, scope in kept.get("asked", ())),
        task=kept.get("task", 0), answer=kept.get("answer", ""),
        handed=(handed[0], handed[1]) if handed else None,
        climbed=_climbed(kept) if "rung" in kept else None,
    )  # fmt: skip


def _climbed(kept: Mapping[str, Any]) -> Climbed:
    due = datetime.fromisoformat(kept["due"])
    return Climbed(kept["rung"], due, kept["nobody"], kept.get("late_task", 0))


def check_data(data: object) -> None:
    """Raises ValueError where `data` of a step holds more than codes, ids, numbers and dates: texts of people
    belong into the sealed note, a form or a document."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            check_data(key)
            check_data(value)
    elif isinstance(data, list | tuple):
        for value in data:
            check_data(value)
    elif isinstance(data, str):
        if not _PLAIN.fullmatch(data):
            raise ValueError("the data of a step hold codes, ids, numbers and dates only, no text")
    elif data is not None and not isinstance(data, bool | int | float):
        raise ValueError(f"a {type(data).__name__} cannot stand in the data of a step")


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop on the way of a case; `day` is when it was last reached, None where it was not yet."""

    code: str
    title: str
    status: Literal["past", "here", "ahead"]
    day: date | None


def path_of(procedure: Procedure, history: Sequence[Past], course: Course) -> list[Stop]:
    """The way as a line: stops of the ordinary course; those this case never came to are ahead of where
    it stands.

    A state off the ordinary course stands on the line only while the case is there.
    """
    reached: dict[str, date] = {}
    before = ""
    for past in history:
        if past.to != before:
            reached[past.to] = past.at.date()
        before = past.to
    return list(_stops(procedure, reached, course.state))


def _stops(procedure: Procedure, reached: Mapping[str, date], here: State) -> Iterator[Stop]:
    route = list(procedure.route)
    if here.code not in route:
        last = max((index for index, code in enumerate(route) if code in reached), default=-1)
        route.insert(last + 1, here.code)
    at = route.index(here.code)
    closed = here.phase is Phase.CLOSED
    for index, code in enumerate(route):
        state = procedure.state(code)
        if index == at:
            yield Stop(code, state.title, "here", reached[code])
        elif index < at and code in reached:
            yield Stop(code, state.title, "past", reached[code])
        elif index > at and not closed:
            yield Stop(code, state.title, "ahead", None)
