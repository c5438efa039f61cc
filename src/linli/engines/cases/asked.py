"""What is asked of whom: on the page of a case, and in the queue of who owes an answer."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from linli.engines.cases.course import Post, replay
from linli.engines.cases.definitions import APPLICANT, Holder
from linli.engines.cases.holders import find_post
from linli.engines.cases.models import Case, CaseTask
from linli.engines.cases.policies import facts_for
from linli.engines.cases.queries import NOTE_CONTEXT, get_procedure, history_of, persons_of, places_of
from linli.engines.cases.rules import DOES
from linli.engines.cases.tasks import ANSWERS
from linli.kernel import crypto
from linli.kernel.actors import Actor
from linli.registers.organisations.queries import list_held


@dataclass(frozen=True, slots=True)
class TaskView:
    """One question as the case's page shows it: of which unit it was asked (empty where nobody holds the post any
    more), what was asked in what words, what was answered, and the answers that this actor can give now."""

    number: int
    code: str
    title: str
    question: str
    kind: str
    office: str
    asked_at: datetime
    due_at: datetime | None
    state: str
    answer: str
    words: str
    answered_at: datetime | None
    choices: tuple[str, ...]


def list_tasks(case: Case, actor: Actor, *, day: date) -> list[TaskView]:
    """Everything that was asked in a case that the actor may see, oldest first; no statement where nothing was."""
    if not any("asked" in step.data.get(DOES, {}) for step in case.story):
        return []
    rows = list(CaseTask.objects.filter(case=case).order_by("number"))
    offices = list_held([_post(row) for row in rows], day=day)
    posts = facts_for(actor, places=places_of(case), persons=persons_of(case)).posts
    return [_view(case, row, offices.get(_post(row), ""), mine=_post(row) in posts) for row in rows]


def _view(case: Case, row: CaseTask, office: str, *, mine: bool) -> TaskView:
    declared = get_procedure(case).task(row.code)
    said = {
        step.seq: step.note_sealed for step in case.story if step.seq in (row.asked_step, row.answered_step)
    }
    return TaskView(
        number=row.number,
        code=row.code,
        title=declared.title if declared else row.code,
        question=_note(said.get(row.asked_step)),
        kind=row.kind,
        office=office,
        asked_at=row.asked_at,
        due_at=row.due_at,
        state=row.state,
        answer=row.answer,
        words=_note(said.get(row.answered_step or 0)),
        answered_at=row.answered_at,
        choices=tuple(ANSWERS[declared.kind]) if declared and mine and row.state == "open" else (),
    )


def _note(sealed: bytes | memoryview | None) -> str:
    return crypto.unseal_text(sealed, context=NOTE_CONTEXT) if sealed else ""


def whereabouts(case: Case, *, day: date) -> list[str]:
    """The units that have the case now: whose turn it is, then those who owe an answer. Empty when it is the
    applicant's turn, or it is closed."""
    if case.queue_role in ("", APPLICANT):
        return []
    posts = [(case.queue_role, case.queue_scope)]
    posts += [task.post for task in replay(get_procedure(case), history_of(case)).open_tasks]
    offices = list_held(posts, day=day)
    return list(dict.fromkeys(offices[post] for post in posts if post in offices))


def asked_by(case: Case, number: int) -> list[Post]:
    """The posts that could ask what was asked under this number, as the case stood then, without who has to answer;
    two statements at most. For who tells them."""
    task = CaseTask.objects.get(case=case, number=number)
    pinned, history = get_procedure(case), history_of(case)
    index = next(index for index, step in enumerate(case.story) if step.seq == task.asked_step)
    course, action = replay(pinned, history[:index]), pinned.action(case.story[index].action)
    holders = [by for by in action.by if isinstance(by, Holder)] if action else []
    posts = [
        course.holder if course.holder and by == course.state.by else find_post(case, by) for by in holders
    ]
    return [post for post in dict.fromkeys(posts) if post is not None and post != _post(task)]


def waiting_for(actor: Actor) -> QuerySet[CaseTask]:
    """What this actor's posts have been asked and not answered yet.

    Not what is asked in a matter of one's own: a colleague answers that.
    """
    owed = Q()
    for role in sorted({grant.role for grant in actor.grants}):
        owed |= Q(role=role, scope__in=sorted(set(actor.scopes(role))))
    return CaseTask.objects.filter(owed, state="open") if owed else CaseTask.objects.none()


def list_asked(actor: Actor, *, limit: int = 50) -> list[CaseTask]:
    """As `waiting_for`, most urgent first; one statement."""
    waiting = waiting_for(actor).select_related("case", "case__applicant")
    return list(waiting.order_by("due_at", "id")[:limit])


def unit_owing(task: CaseTask, *, day: date) -> list[str]:
    """The unit that owes the answer; empty where nobody holds its post."""
    return list(list_held([_post(task)], day=day).values())


def rungs_of(case: Case, number: int) -> list[int]:
    """The numbers of the steps that climbed the ladder of this task."""
    return [step.seq for step in case.story if step.data.get(DOES, {}).get("late_task") == number]


def title_of(task: CaseTask) -> str:
    declared = get_procedure(task.case).task(task.code)
    return declared.title if declared else task.code


def _post(row: CaseTask) -> Post:
    return row.role, row.scope
