"""The worked examples of a procedure as small tables: when, who, what, and what must be so then."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from linli.engines.cases.definitions import Example, ExampleStep, Expected, Procedure
from linli.engines.cases.describing.refused import refusal_words
from linli.engines.cases.describing.who import who
from linli.engines.packs.blocks import Table
from linli.kernel.ui.format import format_full_date

Row = tuple[str, ...]

_MOMENT: Final = "%Y-%m-%d\u00a0%H:%M"
"""Day and hour stay on one line."""


def describe_examples(procedure: Procedure) -> Iterator[Table]:
    head = (_("When"), _("Who"), _("What is done"))
    for number, example in enumerate(procedure.examples, start=1):
        title = _("Example %(number)d: %(title)s") % {"number": number, "title": example.title}
        yield Table(title, head, tuple(_rows(procedure, example)))


def _rows(procedure: Procedure, example: Example) -> Iterator[Row]:
    yield f"{example.opened:{_MOMENT}}", _("the applicant"), _("the case is received")
    for step in example.history:
        yield f"{step.at:{_MOMENT}}", _actor(procedure, step), _what(procedure, step)
    yield _("Then"), "", "；".join(_then(procedure, example.then))


def _actor(procedure: Procedure, step: ExampleStep) -> str:
    action = procedure.action(step.action) if step.action else None
    by = step.by or (action.by[0] if action else None)
    return who(by) if by else ""


def _what(procedure: Procedure, step: ExampleStep) -> str:
    if step.answer:
        task = procedure.task(step.answer.task)
        said = {"agree": _("agrees"), "object": _("objects"), "report": _("reports")}[step.answer.said]
        return f"{task.title if task else step.answer.task}：{said}"
    action = procedure.action(step.action or "")
    return action.title if action else step.action or ""


def _then(procedure: Procedure, then: Expected) -> Iterator[str]:
    if then.refused:
        yield _("the last step is refused: %(why)s") % {"why": refusal_words(then.refused)}
    if then.state:
        yield _("the case is at «%(state)s»") % {"state": procedure.state(then.state).title}
    if then.due:
        yield _("due on %(day)s") % {"day": format_full_date(then.due)}
    if then.tasks is not None:
        titles = "、".join(task.title for code in then.tasks if (task := procedure.task(code)))
        yield _("answers owed: %(tasks)s") % {"tasks": titles} if titles else _("no answer is owed")
    if then.holder:
        yield _("%(post)s has it") % {"post": who(then.holder)}
