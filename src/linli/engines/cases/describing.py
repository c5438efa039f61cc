"""A procedure for the handbook: its limits, its drawing, and the same step by step."""

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from linli.engines.cases.definitions import Procedure
from linli.engines.cases.drawing.picture import draw
from linli.engines.cases.drawing.steps import Way, in_words
from linli.engines.cases.wording import term_words
from linli.engines.packs.blocks import Block, Drawing, Facts, Table
from linli.engines.packs.sections import Library


def describe_procedure(procedure: Any, library: Library) -> Iterator[Block]:
    if not isinstance(procedure, Procedure):
        return
    limits, supplement = procedure.limits, procedure.supplement
    yield Facts(
        (
            (_("Limit by law"), term_words(limits.legal)),
            (_("Promised"), term_words(limits.promised)),
            (_("To tell what is missing"), term_words(supplement.within) if supplement else ""),
        )
    )
    yield Drawing(_svg(procedure), " → ".join(procedure.state(code).title for code in procedure.route))
    yield Table(
        _("Step by step"), (_("Step"), _("Who"), _("Limit"), _("What can be done")), tuple(_steps(procedure))
    )


def _svg(procedure: Procedure) -> Any:
    """Drawings of one file must not share the name of their arrow."""
    drawing = draw(procedure)
    markup = render_to_string(drawing.template, {"it": drawing})
    own = f"tip-{procedure.code}"
    return mark_safe(markup.replace('id="tip"', f'id="{own}"').replace("url(#tip)", f"url(#{own})"))  # noqa: S308  a template escaped it


def _steps(procedure: Procedure) -> Iterator[tuple[str, ...]]:
    limits = {state.title: procedure.limit_of(state) for state in procedure.states}
    for step in in_words(procedure):
        limit = limits.get(step.title)
        told = _("the clock is paused") if step.pauses else term_words(limit) if limit else ""
        yield step.title, step.who, told, "；".join(map(_way, step.ways))


def _way(way: Way) -> str:
    return f"{way.title} → {way.to}" if way.to else way.title
