"""Where the parts of a BPMN diagram stand: ranks go right, lanes lie below each other. Sizes in pixels."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from linli.engines.cases.drawing.layout import Layout, Node
from linli.engines.cases.drawing.routes import Measures, Point, lay_routes

HEADS: Final = 60
"""The titles of pool and lanes, to the left."""
LEAD: Final = 70
"""Room for the start event."""
EVENT: Final = 36
GATEWAY: Final = 50
TASK: Final = (100, 80)
MEASURES: Final = Measures(node_along=170, node_across=80, gap_along=60, gap_across=60, track=8)
EVENT_PROCESS: Final = (180, 80)


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


class Shapes:
    """The diagram of one layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.routes: Mapping[tuple[str, str], Sequence[Point]] = {
            (route.link.source.state.code, route.link.target.state.code): [
                (HEADS + LEAD + along, across) for along, across in route.points
            ]
            for route in lay_routes(layout, MEASURES)
        }

    def frame(self) -> dict[str, Box]:
        """Pool and lanes."""
        beside = len(self.layout.anywhere) * (EVENT_PROCESS[0] + LEAD)
        width = HEADS + LEAD + self.layout.ranks * MEASURES.rank_pitch + beside
        pitch = MEASURES.lane_pitch
        lanes = {
            f"lane_{number}": Box(HEADS / 2, number * pitch, width - HEADS / 2, pitch)
            for number in range(len(self.layout.lanes))
        }
        return {"pool": Box(0, 0, width, len(lanes) * pitch), **lanes}

    def state(self, node: Node, codes: Collection[str]) -> dict[str, Box]:
        """The task of a state with its gateway and timers, or the end events of a closed one."""
        along, across = self._corner(node), (node.lane + 0.5) * MEASURES.lane_pitch
        if node.ends:
            first = across - EVENT * (2 * len(codes) - 1) / 2
            return {
                code: Box(along, first + number * 2 * EVENT, EVENT, EVENT)
                for number, code in enumerate(codes)
            }
        boxes: dict[str, Box] = {}
        for code in codes:
            if code.startswith("state_"):
                boxes[code] = Box(along, across - TASK[1] / 2, *TASK)
            elif code.startswith("gateway_"):
                boxes[code] = Box(along + TASK[0] + 20, across - GATEWAY / 2, GATEWAY, GATEWAY)
            else:
                boxes[code] = Box(along + 12, across + TASK[1] / 2 - EVENT / 2, EVENT, EVENT)
        if node.state.code == self.layout.procedure.starts:
            boxes["start"] = Box(HEADS + 17, across - EVENT / 2, EVENT, EVENT)
        return boxes

    def event_process(self, code: str, lane: int, number: int) -> dict[str, Box]:
        """A sub-process that begins with an event, at the right end of the lane of who may begin it."""
        left = HEADS + LEAD + self.layout.ranks * MEASURES.rank_pitch + number * (EVENT_PROCESS[0] + LEAD)
        middle = (lane + 0.5) * MEASURES.lane_pitch
        return {
            code: Box(left, middle - EVENT_PROCESS[1] / 2, *EVENT_PROCESS),
            f"{code}_start": Box(left + 24, middle - EVENT / 2, EVENT, EVENT),
            f"{code}_end": Box(left + EVENT_PROCESS[0] - 24 - EVENT, middle - EVENT / 2, EVENT, EVENT),
        }

    def _corner(self, node: Node) -> float:
        return HEADS + LEAD + node.rank * MEASURES.rank_pitch + MEASURES.gap_along / 2


def short(source: Box, target: Box) -> list[Point]:
    """A line to the right-hand neighbour."""
    return [(source.right, source.middle[1]), (target.x, target.middle[1])]


def loop(source: Box, target: Box) -> list[Point]:
    """Back to the task that it comes from, above both."""
    top = min(source.y, target.y) - 12
    return [
        (source.middle[0], source.y),
        (source.middle[0], top),
        (target.middle[0], top),
        (target.middle[0], target.y),
    ]


def timed(source: Box, target: Box) -> list[Point]:
    """From the timer on a task's lower edge, below the tasks, to the target."""
    below = source.bottom + 6
    enters = target.bottom if target.bottom < below else target.y
    begin, end = source.middle[0], target.middle[0]
    return [(begin, source.bottom), (begin, below), (end, below), (end, enters)]


def docked(points: Sequence[Point], source: Box, target: Box) -> list[Point]:
    """A route whose ends touch the very boxes it joins."""
    inner = [*points]
    if points[0][0] == points[1][0]:  # leaves upwards or downwards
        inner[0] = (source.middle[0], source.y if points[1][1] < points[0][1] else source.bottom)
        if len(points) == 2:
            half = points[0][1] + (points[1][1] - points[0][1]) / 3
            inner[1:1] = [(source.middle[0], half), (points[1][0], half)]
        else:
            inner[1] = (source.middle[0], inner[1][1])
    else:
        inner[0] = (source.right, source.middle[1])
    if inner[-1][0] == inner[-2][0]:  # arrives from above or below
        at = min(max(inner[-1][0], target.x), target.right) if target.width > EVENT else target.middle[0]
        inner[-2] = (at, inner[-2][1])
        inner[-1] = (at, target.bottom if inner[-2][1] > target.middle[1] else target.y)
    elif len(inner) > 2:
        inner[-2] = (inner[-2][0], target.middle[1])
        inner[-1] = (target.x, target.middle[1])
    else:
        half = (inner[0][0] + target.x) / 2
        return [inner[0], (half, inner[0][1]), (half, target.middle[1]), (target.x, target.middle[1])]
    return inner
