"""A procedure in words, step by step: the same as the drawing, for who reads rather than looks."""

from collections.abc import Iterator
from dataclasses import dataclass

from linli.engines.cases.definitions import Procedure, State
from linli.engines.cases.drawing.layout import Layout, lay_out
from linli.engines.cases.drawing.picture import lane_title
from linli.engines.cases.wording import term_words


@dataclass(frozen=True, slots=True)
class Way:
    """What can be done at a step, and where that leads; empty `to` where the case stays."""

    title: str
    to: str


@dataclass(frozen=True, slots=True)
class StepWords:
    title: str
    who: str
    limit: str
    pauses: bool
    ways: tuple[Way, ...]


def in_words(procedure: Procedure) -> list[StepWords]:
    """Every state in the order of the drawing, those of the ordinary course before what stands beside them; what is
    possible nearly everywhere is left to the drawing's notes."""
    layout = lay_out(procedure)
    ordered = sorted(layout.nodes, key=lambda node: (node.rank, node.state.code not in procedure.route))
    return [
        StepWords(
            title=node.state.title,
            who=lane_title(node.state.by) if node.state.by else "",
            limit=term_words(limit) if (limit := procedure.limit_of(node.state)) else "",
            pauses=node.state.pause is not None,
            ways=tuple(_ways(layout, node.state)),
        )
        for node in ordered
    ]


def _ways(layout: Layout, state: State) -> Iterator[Way]:
    for action in layout.procedure.actions_from(state.code):
        if action not in layout.anywhere:
            to = action.to if action.to != state.code else None
            yield Way(action.title, layout.procedure.state(to).title if to else "")
