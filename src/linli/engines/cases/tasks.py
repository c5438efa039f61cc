"""What is asked of others while a case goes its way: opinions (会办), reports on a supervision order (督办). Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from linli.engines.cases.course import Answer, Course, Past, Post, Task, TaskState, replay
from linli.engines.cases.definitions import Action, Procedure, TaskKind
from linli.engines.cases.refusals import (
    AnswersMissing,
    AnswerUnknown,
    AskedAlready,
    MovedOn,
    NobodyInCharge,
    NoteMissing,
    NothingAsked,
    NotYours,
)

ANSWERS: Mapping[TaskKind, tuple[Answer, ...]] = {
    TaskKind.CONSULTATION: (Answer.AGREE, Answer.OBJECT),
    TaskKind.SUPERVISION: (Answer.REPORT,),
}


def answer(
    procedure: Procedure,
    history: Sequence[Past],
    number: int,
    said: str,
    *,
    posts: frozenset[Post],
    note: bool,
) -> Task:
    """The task as it is once it has been answered by somebody who holds `posts`.

    Objecting and reporting need words. Raises `NotYours`, `MovedOn`, `AnswerUnknown`, `NoteMissing`.
    """
    course = replay(procedure, history)
    task = course.task(number)
    if task is None or task.post not in posts:
        raise NotYours(_("This is asked of somebody else."))
    if not task.is_open:
        raise MovedOn(_("This was answered already, or is not asked any more. Reload the page."))
    declared = procedure.task(task.code)
    if declared is None or said not in ANSWERS[declared.kind]:
        raise AnswerUnknown(_("Choose an answer."), field="answer")
    if said != Answer.AGREE and not note:
        raise NoteMissing(_("Say why: this answer needs words."), field="note")
    return replace(task, state=TaskState.ANSWERED, answer=said)


def opened(course: Course, asked: Mapping[str, Post | None], today: date) -> Iterator[Task]:
    """The tasks that a step opens, numbered on from those that were."""
    for number, (code, post) in enumerate(asked.items(), start=len(course.tasks) + 1):
        if post is not None:
            yield Task(number, code, post, today)


def check_asked(course: Course, action: Action, asked: Mapping[str, Post | None]) -> None:
    """That a step asks what it is there to ask, of posts that somebody holds, and nothing twice."""
    if not asked.keys() <= set(action.asks) or (not action.pick and asked.keys() != set(action.asks)):
        raise NothingAsked(_("This step asks something else."), field="asks")
    if action.asks and not asked:
        raise NothingAsked(_("Choose whom to ask."), field="asks")
    if nobody := [code for code, post in asked.items() if post is None]:
        raise NobodyInCharge(
            _("Nobody holds the post that would have to answer."), field="asks", tasks=nobody
        )
    open_already = {task.code for task in course.open_tasks} - set(action.cancels)
    if again := sorted(open_already & asked.keys()):
        raise AskedAlready(_("This was asked already and is not answered yet."), field="asks", tasks=again)


def check_answers(procedure: Procedure, course: Course, action: Action) -> None:
    """That nobody is waited for. Raises `AnswersMissing`, which names who."""
    waits_for = missing_answers(course, action)
    if not waits_for:
        return
    titles = [declared.title for code in waits_for if (declared := procedure.task(code))]
    owed = [task.post for code in waits_for if (task := course.last_asked(code)) and task.is_open]
    raise AnswersMissing(
        _("This step waits for: %(titles)s.") % {"titles": "、".join(titles)}, waits_for=waits_for, posts=owed
    )


def missing_answers(course: Course, action: Action) -> list[str]:
    """Codes of the tasks that `action` waits for: required ones without an answer, others while they are open."""
    answered = {task.code for task in course.tasks if task.state is TaskState.ANSWERED}
    asking = {task.code for task in course.open_tasks}
    required = [code for code in action.requires.answers if code in asking or code not in answered]
    return [*required, *(code for code in action.waits_for if code in asking and code not in required)]
