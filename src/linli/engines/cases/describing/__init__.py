"""A procedure for the handbook: until when, its drawing, the same step by step, and what stands beside the way."""

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from linli.engines.cases.definitions import Procedure, Task, TaskKind
from linli.engines.cases.describing.actions import list_ways
from linli.engines.cases.describing.deadlines import deadline_lines
from linli.engines.cases.describing.examples import describe_examples
from linli.engines.cases.describing.who import who
from linli.engines.cases.drawing.picture import draw
from linli.engines.cases.drawing.steps import in_words
from linli.engines.cases.wording import term_words
from linli.engines.packs.blocks import Block, Bullets, Drawing, Table
from linli.engines.packs.sections import Library


def describe_procedure(procedure: Any, library: Library) -> Iterator[Block]:
    if not isinstance(procedure, Procedure):
        return
    route = " → ".join(procedure.state(code).title for code in procedure.route)
    yield Drawing(_svg(procedure), route)
    yield Bullets(_("Until when"), tuple(deadline_lines(procedure)))
    yield Table(_("Step by step"), (_("Step"), _("Who"), _("Limit")), tuple(_steps(procedure, library)))
    yield Table(
        _("What can be done"),
        (_("Action"), _("Who"), _("From where to where"), _("What it takes")),
        tuple(list_ways(procedure, library)),
    )
    if procedure.tasks:
        head = (_("What is asked"), _("Kind of question"), _("Asked of"), _("To be answered"))
        yield Table(_("What others are asked"), head, tuple(map(_task, procedure.tasks)))
    yield from describe_examples(procedure)


def _svg(procedure: Procedure) -> Any:
    """Drawings of one file must not share the name of their arrow."""
    drawing = draw(procedure)
    markup = render_to_string(drawing.template, {"it": drawing})
    own = f"tip-{procedure.code}"
    return mark_safe(markup.replace('id="tip"', f'id="{own}"').replace("url(#tip)", f"url(#{own})"))  # noqa: S308  a template escaped it


def _steps(procedure: Procedure, library: Library) -> Iterator[tuple[str, ...]]:
    states = {state.title: state for state in procedure.states}
    for step in in_words(procedure):
        state = states[step.title]
        table = library.get("assignment", state.assign) if state.assign else None
        holder = who(state.by) if state.by else ""
        if table is not None:
            by_table = _("as the table «%(table)s» says") % {"table": table.title or table.code}
            holder = f"{holder}（{by_table}）"
        if state.also:
            others = "、".join(map(who, state.also))
            holder += "；" + _("%(others)s too") % {"others": others}
        yield step.title, holder, _("the clock is paused") if step.pauses else step.limit


def _task(task: Task) -> tuple[str, ...]:
    kind = _("an opinion") if task.kind is TaskKind.CONSULTATION else _("a report, as ordered")
    limit = _("within %(term)s") % {"term": term_words(task.within)} if task.within else ""
    return task.title, kind, who(task.of), limit
