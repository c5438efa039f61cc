"""A procedure drawn: nothing lies on something else, every step is in it, its BPMN refers only to what is there."""

from datetime import datetime
from functools import cache
from itertools import pairwise
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.engines.cases.course import Past, replay
from linli.engines.cases.definitions import Procedure
from linli.engines.cases.drawing.bpmn import BPMN, BPMNDI, to_bpmn
from linli.engines.cases.drawing.layout import Layout, lay_out
from linli.engines.cases.drawing.picture import MEASURES, draw
from linli.engines.cases.drawing.routes import Measures, Point, lay_routes
from linli.engines.packs.folders import builtin
from linli.engines.packs.reading import read_pack
from linli.kernel.clock import LOCAL

HOLDERS = [
    {"role": "clerk", "at": "community"},
    {"role": "reviewer", "at": "town"},
    {"role": "decider", "at": "county"},
    "applicant",
]


@st.composite
def procedures(draw_from: st.DrawFn) -> Procedure:
    """Any states in any lanes with any steps between them; the route is a chain, so that it can be laid."""
    count = draw_from(st.integers(2, 7))
    codes = [f"s{number}" for number in range(count)]
    on_route = draw_from(st.integers(1, count - 1))
    holders = [draw_from(st.sampled_from(HOLDERS)) for _ in codes]
    closed = {"code": "closed", "title": "办结", "phase": "closed"}
    states = [
        {"code": code, "title": f"第{code}步", "phase": "running", "by": holder}
        for code, holder in zip(codes, holders, strict=True)
    ]
    route = [*codes[:on_route], "closed"]
    pairs = list(pairwise(route))
    pairs += draw_from(
        st.lists(st.tuples(st.sampled_from(codes), st.sampled_from([*codes, "closed"])), max_size=8)
    )
    actions = [
        {"code": f"a{number}", "title": f"动作{number}", "from": [before], "to": after, "by": ["applicant"],
         "outcome": "granted" if after == "closed" else None}
        for number, (before, after) in enumerate(pairs)
    ]  # fmt: skip
    return Procedure.model_validate(
        {"code": "any", "title": "任意流程", "starts": codes[0], "route": route, "limits": limits(),
         "states": [*states, closed], "actions": actions}
    )  # fmt: skip


def limits() -> dict[str, object]:
    return national().limits.model_dump()


@cache
def procedure_of(pack: str, code: str) -> Procedure:
    items = read_pack(builtin(pack)).items
    found = next(item.model for item in items if (item.section.name, item.code) == ("procedure", code))
    assert isinstance(found, Procedure)
    return found


def national() -> Procedure:
    return procedure_of("national", "old-age-allowance")


def crosses(measures: Measures, layout: Layout, begin: Point, end: Point) -> list[str]:
    """The states that a piece of line runs through (touching an edge is what its ends do)."""
    found = []
    for node in layout.nodes:
        along, across = measures.middle(node)
        inside = (
            min(begin[0], end[0]) < along + measures.node_along / 2 - 0.5
            and max(begin[0], end[0]) > along - measures.node_along / 2 + 0.5
            and min(begin[1], end[1]) < across + measures.node_across / 2 - 0.5
            and max(begin[1], end[1]) > across - measures.node_across / 2 + 0.5
        )
        if inside:
            found.append(node.state.code)
    return found


@given(procedures())
def test_every_state_has_a_place_of_its_own(procedure: Procedure) -> None:
    layout = lay_out(procedure)
    assert len({(node.rank, node.lane) for node in layout.nodes}) == len(procedure.states)
    assert all(0 <= node.rank < layout.ranks and 0 <= node.lane < len(layout.lanes) for node in layout.nodes)


@given(procedures())
def test_no_line_runs_through_a_state(procedure: Procedure) -> None:
    layout = lay_out(procedure)
    for route in lay_routes(layout, MEASURES):
        for begin, end in pairwise(route.points):
            assert begin[0] == pytest.approx(end[0]) or begin[1] == pytest.approx(end[1])
            assert crosses(MEASURES, layout, begin, end) == []


@given(procedures())
def test_every_step_is_a_line_or_told_in_words(procedure: Procedure) -> None:
    layout = lay_out(procedure)
    drawn = {
        (link.source.state.code, link.target.state.code, action)
        for link in layout.links
        for action in link.actions
    }
    for action in procedure.actions:
        if action not in layout.anywhere and action not in layout.staying:
            assert action.to is not None
            assert all((code, action.to, action) in drawn for code in action.from_ if code != action.to)


@given(procedures())
def test_bpmn_names_only_what_it_has_and_draws_all_of_it(procedure: Procedure) -> None:
    root = fromstring(to_bpmn(procedure))  # noqa: S314  our own text
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in root.iter():
        for name in ("sourceRef", "targetRef", "attachedToRef", "processRef", "bpmnElement"):
            assert element.get(name) is None or element.get(name) in ids
    flows = {element.get("id") for element in root.iter(f"{{{BPMN}}}sequenceFlow")}
    edges = {element.get("bpmnElement") for element in root.iter(f"{{{BPMNDI}}}BPMNEdge")}
    assert flows == edges
    nodes = {
        element.get("id")
        for tag in ("userTask", "exclusiveGateway", "startEvent", "endEvent", "boundaryEvent", "subProcess")
        for element in root.iter(f"{{{BPMN}}}{tag}")
    }
    shapes = {element.get("bpmnElement") for element in root.iter(f"{{{BPMNDI}}}BPMNShape")}
    assert nodes <= shapes


def test_the_way_of_a_case_is_marked_where_it_went_and_where_it_is() -> None:
    procedure, day = national(), datetime(2026, 11, 23, 10, tzinfo=LOCAL)
    history = [Past("open", "received", day), Past("accept", "accepted", day)]
    drawing = draw(procedure, course=replay(procedure, history), history=history)
    titles = {"".join(text for _, text in box.lines): box.status for box in drawing.boxes}
    assert titles["已收件"] == "past"
    assert titles["已受理"] == "here"
    assert titles["县级审批"] == "ahead"
    assert [line.words for line in drawing.lines if line.css == "walked"] == ["受理、逾期未告知，视为受理"]


def test_what_reopens_a_closed_case_is_told_at_its_ends() -> None:
    root = fromstring(to_bpmn(procedure_of("worked", "complaint")))  # noqa: S314  our own text
    texts = [
        text.text or ""
        for end in root.iter(f"{{{BPMN}}}endEvent")
        for text in end.iter(f"{{{BPMN}}}documentation")
    ]
    assert texts
    assert all("问题没解决，要求重办" in text for text in texts)


def test_what_is_possible_nearly_everywhere_is_told_once() -> None:
    drawing = draw(national())
    assert any("撤回申请" in note for note in drawing.notes)
    assert not any("撤回申请" in line.words for line in drawing.lines)
