"""The drawing for a page: ranks go down, lanes stand side by side, and the case's own way is marked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Final, Literal

from django.utils.translation import gettext as _

from linli.engines.cases.course import Course, Past
from linli.engines.cases.definitions import APPLICANT, Holder, Procedure
from linli.engines.cases.drawing.layout import Lane, Layout, Node, lay_out
from linli.engines.cases.drawing.routes import Measures, Point, lay_routes
from linli.kernel.roles import ROLES

MEASURES: Final = Measures(node_along=44, node_across=112, gap_along=32, gap_across=36)
HEAD: Final = 36
MARGIN: Final = 24
"""For lines beside the outer lanes."""
_LINE: Final = 7
"""Characters of a title on one line of a box."""

Status = Literal["past", "here", "ahead"]


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    lines: tuple[tuple[float, str], ...]
    status: Status
    ends: bool
    pauses: bool

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def above(self) -> float:
        return self.y - 6


@dataclass(frozen=True, slots=True)
class Line:
    points: str
    words: str
    css: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A procedure as a picture; `template` draws it. `notes` are steps that have no line of their own."""

    template: ClassVar[str] = "cases/_drawing.html"
    title: str
    width: float
    height: float
    lanes: tuple[tuple[float, str], ...]
    walls: tuple[float, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]

    @property
    def view(self) -> str:
        return f"{-MARGIN} 0 {self.wide:g} {self.height:g}"

    @property
    def wide(self) -> float:
        return self.width + 2 * MARGIN


def draw(procedure: Procedure, *, course: Course | None = None, history: Sequence[Past] = ()) -> Drawing:
    """The procedure; with `course` and `history` the way of one case is marked in it."""
    layout = lay_out(procedure)
    reached = {past.to for past in history}
    steps = {(before.to, after.to) for before, after in pairwise(history)}
    here = course.state.code if course else ""
    return Drawing(
        title=procedure.title,
        width=len(layout.lanes) * MEASURES.lane_pitch,
        height=HEAD + layout.ranks * MEASURES.rank_pitch,
        lanes=tuple(
            ((number + 0.5) * MEASURES.lane_pitch, lane_title(lane))
            for number, lane in enumerate(layout.lanes)
        ),
        walls=tuple(number * MEASURES.lane_pitch for number in range(1, len(layout.lanes))),
        boxes=tuple(_box(node, here, reached) for node in layout.nodes),
        lines=tuple(
            Line(
                _points(route.points),
                route.link.words,
                _css(route.link.source.state.code, route.link.target.state.code, steps, route.link.course),
            )
            for route in lay_routes(layout, MEASURES)
        ),
        notes=tuple(_notes(layout)),
    )


def lane_title(lane: Lane) -> str:
    """Who: the applicant, or the role as posts are called."""
    if isinstance(lane, Holder):
        return ROLES.get(lane.role, lane.role)
    return _("Applicant") if lane == APPLICANT else str(lane)


def _box(node: Node, here: str, reached: Collection[str]) -> Box:
    along, across = MEASURES.middle(node)
    code = node.state.code
    status: Status = "here" if code == here else "past" if code in reached else "ahead"
    title = node.state.title
    lines = [title[at : at + _LINE] for at in range(0, len(title), _LINE)][:2]
    first = HEAD + along - 8 * (len(lines) - 1) + 5
    return Box(
        x=across - MEASURES.node_across / 2,
        y=HEAD + along - MEASURES.node_along / 2,
        width=MEASURES.node_across,
        height=MEASURES.node_along,
        lines=tuple((first + 16 * number, text) for number, text in enumerate(lines)),
        status=status,
        ends=node.ends,
        pauses=node.state.pause is not None,
    )


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{across:g},{HEAD + along:g}" for along, across in points)


def _css(before: str, after: str, steps: Collection[tuple[str, str]], course: bool) -> str:
    if (before, after) in steps:
        return "walked"
    return "course" if course else "beside"


def _notes(layout: Layout) -> list[str]:
    notes = [
        _("«%(step)s» is possible at nearly every step.") % {"step": one.title} for one in layout.anywhere
    ]
    for action in layout.staying:
        states = "、".join(layout.procedure.state(code).title for code in action.from_)
        notes.append(
            _("«%(step)s» is possible at: %(states)s; the case stays there.")
            % {"step": action.title, "states": states}
        )
    return notes
