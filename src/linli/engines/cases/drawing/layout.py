"""Where everything stands: each state in a lane (who has it) and a rank (how far along). Pure.

The grid has no measures and no direction; `routes.py` lays the lines, and the pictures give it sizes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from linli.engines.cases.definitions import APPLICANT, Action, Holder, Phase, Procedure, State

Lane = Holder | Literal["applicant"]
EVERYWHERE: Final = 3
"""An action that closes the case from this many states is told once, not drawn as as many lines."""


@dataclass(frozen=True, slots=True)
class Node:
    state: State
    lane: int
    rank: int

    @property
    def ends(self) -> bool:
        return self.state.phase is Phase.CLOSED


@dataclass(frozen=True, slots=True)
class Link:
    """All actions that lead from one state to another, as one line. `course`: part of the ordinary course."""

    source: Node
    target: Node
    actions: tuple[Action, ...]
    course: bool

    @property
    def back(self) -> bool:
        return self.target.rank < self.source.rank

    @property
    def words(self) -> str:
        return "、".join(action.title for action in self.actions)


@dataclass(frozen=True, slots=True)
class Layout:
    """`anywhere` are closing actions possible nearly always; `staying` those after which the case stays."""

    procedure: Procedure
    lanes: tuple[Lane, ...]
    ranks: int
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    anywhere: tuple[Action, ...]
    staying: tuple[Action, ...]

    def node(self, code: str) -> Node:
        """Raises StopIteration for a code the procedure does not have."""
        return next(node for node in self.nodes if node.state.code == code)

    def lane_of(self, action: Action) -> int:
        """The lane of the first of those who may take the action; the first lane for the system."""
        return next((self.lanes.index(by) for by in action.by if by in self.lanes), 0)


def lay_out(procedure: Procedure) -> Layout:
    """The grid of a checked procedure."""
    lanes = tuple(_lanes(procedure))
    nodes = tuple(_place(procedure, lanes))
    anywhere = tuple(action for action in procedure.actions if _is_anywhere(procedure, action))
    staying = tuple(action for action in procedure.actions if _stays(action))
    links = tuple(_links(procedure, nodes, anywhere))
    return Layout(procedure, lanes, 1 + max(node.rank for node in nodes), nodes, links, anywhere, staying)


def _lanes(procedure: Procedure) -> Iterator[Lane]:
    """Who has the case, in the order of the ordinary course; whoever waits beside it comes first or last."""
    on_course = [procedure.state(code).by for code in procedure.route]
    beside = [state.by for state in procedure.states if state.by not in on_course]
    seen: list[Lane] = [APPLICANT] if APPLICANT in (*on_course, *beside) else []
    yield from seen
    for holder in (*on_course, *beside):
        if isinstance(holder, Holder) and holder not in seen:
            seen.append(holder)
            yield holder


def _place(procedure: Procedure, lanes: Sequence[Lane]) -> Iterator[Node]:
    """The ordinary course takes one rank a state; the others stand where they are first come to from it."""
    taken: dict[tuple[int, int], str] = {}
    ranks: dict[str, int] = {}
    lane = 0
    for rank, code in enumerate(procedure.route):
        state = procedure.state(code)
        lane = lane if state.by is None else lanes.index(state.by)
        taken[rank, lane], ranks[code] = code, rank
        yield Node(state, lane, rank)
    for state in procedure.states:
        if state.code in ranks:
            continue
        own = lane if state.by is None else lanes.index(state.by)
        rank = _first_rank(procedure, state, ranks)
        while (rank, own) in taken:
            rank += 1
        taken[rank, own], ranks[state.code] = state.code, rank
        yield Node(state, own, rank)


def _first_rank(procedure: Procedure, state: State, ranks: dict[str, int]) -> int:
    before = [
        ranks[code]
        for action in procedure.actions
        if action.to == state.code
        for code in action.from_
        if code in ranks
    ]
    first = min(before, default=0)
    return first + 1 if state.phase is Phase.CLOSED else first


def _is_anywhere(procedure: Procedure, action: Action) -> bool:
    closes = action.to is not None and procedure.state(action.to).phase is Phase.CLOSED
    return closes and len(action.from_) >= EVERYWHERE


def _stays(action: Action) -> bool:
    return action.to is None or action.from_ == (action.to,)


def _links(procedure: Procedure, nodes: Sequence[Node], anywhere: Sequence[Action]) -> Iterator[Link]:
    course = set(pairwise(procedure.route))
    by_code = {node.state.code: node for node in nodes}
    grouped: dict[tuple[str, str], list[Action]] = {}
    for action in procedure.actions:
        if action.to is not None and action not in anywhere:
            for code in action.from_:
                if code != action.to:
                    grouped.setdefault((code, action.to), []).append(action)
    for (before, after), actions in grouped.items():
        yield Link(by_code[before], by_code[after], tuple(actions), (before, after) in course)
