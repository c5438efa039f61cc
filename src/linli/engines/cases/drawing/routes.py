"""Lines between the states of a grid: they run in the corridors between ranks and lanes, never through a state.

Measures are given by the picture: `along` is the direction of the ranks, `across` that of the lanes.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from linli.engines.cases.drawing.layout import Layout, Link, Node

Point = tuple[float, float]
"""(along, across)"""


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes of a state and of the corridors around it, and the distance of lines that share a corridor."""

    node_along: float
    node_across: float
    gap_along: float
    gap_across: float
    track: float = 6

    @property
    def rank_pitch(self) -> float:
        return self.node_along + self.gap_along

    @property
    def lane_pitch(self) -> float:
        return self.node_across + self.gap_across

    def middle(self, node: Node) -> Point:
        return (
            (node.rank + 0.5) * self.rank_pitch,
            (node.lane + 0.5) * self.lane_pitch,
        )


@dataclass(frozen=True, slots=True)
class Route:
    """The corners of a line, its ends included."""

    link: Link
    points: tuple[Point, ...]


def lay_routes(layout: Layout, measures: Measures) -> list[Route]:
    """A route for each link; those that run far are given tracks beside each other."""
    router = _Router(layout, measures)
    return [Route(link, tuple(router.route(link))) for link in layout.links]


class _Router:
    def __init__(self, layout: Layout, measures: Measures) -> None:
        self.measures = measures
        self.cells = {(node.rank, node.lane) for node in layout.nodes}
        self.pairs = {(link.source, link.target) for link in layout.links}
        self.used: Counter[tuple[str, int]] = Counter()

    def route(self, link: Link) -> Iterator[Point]:
        source, target = link.source, link.target
        if source.rank == target.rank and self._free_between(source, target):
            return self._sideways(source, target)
        if target.rank > source.rank and source.lane == target.lane and self._free_ahead(source, target):
            return self._straight(source, target)
        if target.rank == source.rank + 1:
            return self._step(source, target)
        return self._around(source, target)

    def _free_between(self, source: Node, target: Node) -> bool:
        low, high = sorted((source.lane, target.lane))
        return not any((source.rank, lane) in self.cells for lane in range(low + 1, high))

    def _free_ahead(self, source: Node, target: Node) -> bool:
        return not any((rank, source.lane) in self.cells for rank in range(source.rank + 1, target.rank))

    def _shift(self, source: Node, target: Node) -> float:
        """Two states that lead to each other have their lines side by side."""
        if (target, source) not in self.pairs:
            return 0
        first = (source.rank, source.lane) < (target.rank, target.lane)
        return self.measures.track if first else -self.measures.track

    def _sideways(self, source: Node, target: Node) -> Iterator[Point]:
        at, shift = self.measures, self._shift(source, target)
        sign = 1 if target.lane > source.lane else -1
        along = at.middle(source)[0] + shift
        yield along, at.middle(source)[1] + sign * at.node_across / 2
        yield along, at.middle(target)[1] - sign * at.node_across / 2

    def _straight(self, source: Node, target: Node) -> Iterator[Point]:
        at = self.measures
        across = at.middle(source)[1] + self._shift(source, target)
        yield at.middle(source)[0] + at.node_along / 2, across
        yield at.middle(target)[0] - at.node_along / 2, across

    def _step(self, source: Node, target: Node) -> Iterator[Point]:
        """Out ahead, across in the corridor between the ranks, and in."""
        at = self.measures
        (begin, from_across), (end, to_across) = at.middle(source), at.middle(target)
        corridor = self._between_ranks(source.rank)
        yield begin + at.node_along / 2, from_across
        yield corridor, from_across
        yield corridor, to_across
        yield end - at.node_along / 2, to_across

    def _around(self, source: Node, target: Node) -> Iterator[Point]:
        """Out at the side, along the corridor beside the lanes, in at the side."""
        at = self.measures
        (begin, from_across), (end, to_across) = at.middle(source), at.middle(target)
        sign = 1 if target.lane > source.lane else -1
        corridor = self._between_lanes(target.lane if target.lane < source.lane else target.lane - 1)
        entry = -1 if corridor < to_across else 1
        yield begin + at.track, from_across + sign * at.node_across / 2
        if abs(target.lane - source.lane) > 1:
            turn = self._between_ranks(source.rank)
            out = self._between_lanes(source.lane if sign > 0 else source.lane - 1)
            yield begin + at.track, out
            yield turn, out
            yield turn, corridor
        else:
            yield begin + at.track, corridor
        yield end + at.track, corridor
        yield end + at.track, to_across + entry * at.node_across / 2

    def _between_ranks(self, rank: int) -> float:
        return (rank + 1) * self.measures.rank_pitch + self._track(("rank", rank))

    def _between_lanes(self, lane: int) -> float:
        return (lane + 1) * self.measures.lane_pitch + self._track(("lane", lane))

    def _track(self, corridor: tuple[str, int]) -> float:
        """0, then to one side and the other."""
        number = self.used[corridor]
        self.used[corridor] += 1
        return self.measures.track * ((number + 1) // 2) * (1 if number % 2 else -1)
