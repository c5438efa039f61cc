"""A procedure as BPMN 2.0 (ISO/IEC 19510): what each part of it means there. `to_bpmn` gives the file.

State → user task in the lane of who has it; more than one way on → exclusive gateway; closing → one end event for each
outcome; what the system does when time runs out → timer on the task's edge; what is possible nearly everywhere
(withdrawal) → event sub-process. Limits stand in the documentation of the task: BPMN knows no working days.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from django.utils.translation import gettext as _

from linli.engines.cases.definitions import SYSTEM, Action, Procedure
from linli.engines.cases.drawing.layout import Layout, Node, lay_out
from linli.engines.cases.drawing.picture import lane_title
from linli.engines.cases.drawing.routes import Point
from linli.engines.cases.drawing.shapes import Box, Shapes, docked, loop, short, timed
from linli.engines.cases.wording import term_words

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DI: Final = "http://www.omg.org/spec/DD/20100524/DI"
_PREFIXES: Final = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI}
_TARGET: Final = "urn:linli:procedure"


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow: an action that leads from state to state; without them a line between neighbours."""

    code: str
    source: str
    target: str
    name: str = ""
    states: tuple[str, str] | None = None


@dataclass(frozen=True)
class Plan:
    """Which elements a layout becomes."""

    layout: Layout

    @cached_property
    def steps(self) -> Mapping[str, tuple[Action, ...]]:
        """State → the actions that leave it by a flow of their own."""
        return {
            node.state.code: tuple(
                action
                for action in self.layout.procedure.actions_from(node.state.code)
                if action.to is not None and action not in self.layout.anywhere
            )
            for node in self.layout.nodes
        }

    def is_timed(self, action: Action) -> bool:
        return action.by == (SYSTEM,)

    def chosen(self, node: Node) -> tuple[Action, ...]:
        """Those that somebody chooses: from two on a gateway shows the choice."""
        return tuple(action for action in self.steps[node.state.code] if not self.is_timed(action))

    def timed(self, node: Node) -> tuple[Action, ...]:
        return tuple(action for action in self.steps[node.state.code] if self.is_timed(action))

    def forks(self, node: Node) -> bool:
        return len(self.chosen(node)) > 1

    def ends(self, node: Node) -> tuple[str, ...]:
        """The outcomes by which a closed state is reached."""
        outcomes = [
            str(action.outcome or "")
            for action in self.layout.procedure.actions
            if action.to == node.state.code and action not in self.layout.anywhere
        ]
        return tuple(dict.fromkeys(outcomes)) or ("",)

    def flows(self) -> Iterator[Flow]:
        yield Flow("flow_start", "start", f"state_{self.layout.procedure.starts}")
        for node in self.layout.nodes:
            if node.ends:
                continue
            code = node.state.code
            out = f"gateway_{code}" if self.forks(node) else f"state_{code}"
            if self.forks(node):
                yield Flow(f"flow_{code}", f"state_{code}", out)
            for action in self.steps[code]:
                source = f"timer_{code}_{action.code}" if self.is_timed(action) else out
                yield Flow(
                    f"flow_{code}_{action.code}",
                    source,
                    self._target(action),
                    action.title,
                    (code, action.to or code),
                )

    def _target(self, action: Action) -> str:
        if self.layout.node(action.to or "").ends:
            return f"end_{action.to}_{action.outcome or ''}".rstrip("_")
        return f"state_{action.to}"

    def words(self, node: Node) -> Iterator[str]:
        """What cannot be shown as a line: no line leaves an end, though a closed case may be opened again."""
        limit = self.layout.procedure.limit_of(node.state)
        if limit:
            yield _("Time for this step: %(limit)s.") % {"limit": term_words(limit)}
        if node.state.pause:
            yield _("The clock is paused here (special procedure).")
        beside = [
            action.title
            for action in self.layout.procedure.actions_from(node.state.code)
            if action.to is None or node.ends
        ]
        if beside:
            yield _("Also possible here: %(steps)s.") % {"steps": "、".join(beside)}


def to_bpmn(procedure: Procedure) -> str:
    """The procedure as one XML file with its diagram."""
    for prefix, uri in _PREFIXES.items():
        register_namespace(prefix, uri)
    plan = Plan(lay_out(procedure))
    root = Element(
        _tag("definitions"),
        {"id": f"definitions_{procedure.code}", "targetNamespace": _TARGET, "exporter": "Linli"},
    )
    pool = SubElement(root, _tag("collaboration"), id="collaboration")
    SubElement(pool, _tag("participant"), id="pool", name=procedure.title, processRef="process")
    process = SubElement(root, _tag("process"), id="process", name=procedure.title, isExecutable="false")
    flows = list(plan.flows())
    _lanes(process, plan)
    for node in plan.layout.nodes:
        _state(process, plan, node, flows)
    _start(process, flows)
    for action in plan.layout.anywhere:
        _anywhere(process, action)
    for flow in flows:
        named = {"name": flow.name} if flow.name else {}
        SubElement(
            process,
            _tag("sequenceFlow"),
            {"id": flow.code, **named, "sourceRef": flow.source, "targetRef": flow.target},
        )
    _diagram(root, plan, flows)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _tag(name: str, space: str = BPMN) -> str:
    return f"{{{space}}}{name}"


def _lanes(process: Element, plan: Plan) -> None:
    lane_set = SubElement(process, _tag("laneSet"), id="lanes")
    for number, lane in enumerate(plan.layout.lanes):
        element = SubElement(lane_set, _tag("lane"), id=f"lane_{number}", name=lane_title(lane))
        for code in _in_lane(plan, number):
            SubElement(element, _tag("flowNodeRef")).text = code


def _in_lane(plan: Plan, lane: int) -> Iterator[str]:
    for node in plan.layout.nodes:
        if node.lane == lane:
            if node.state.code == plan.layout.procedure.starts:
                yield "start"
            yield from _elements(plan, node)
    for action in plan.layout.anywhere:
        if plan.layout.lane_of(action) == lane:
            yield f"anywhere_{action.code}"


def _elements(plan: Plan, node: Node) -> Iterator[str]:
    code = node.state.code
    if node.ends:
        yield from (f"end_{code}_{outcome}".rstrip("_") for outcome in plan.ends(node))
        return
    yield f"state_{code}"
    if plan.forks(node):
        yield f"gateway_{code}"
    yield from (f"timer_{code}_{action.code}" for action in plan.timed(node))


def _state(process: Element, plan: Plan, node: Node, flows: list[Flow]) -> None:
    state = node.state
    if node.ends:
        for outcome, code in zip(plan.ends(node), _elements(plan, node), strict=True):
            name = f"{state.title} · {_outcome(outcome)}" if outcome else state.title
            event = SubElement(process, _tag("endEvent"), id=code, name=name)
            _document(event, plan.words(node))
            _joined(event, flows)
        return
    task = SubElement(process, _tag("userTask"), id=f"state_{state.code}", name=state.title)
    _document(task, plan.words(node))
    _joined(task, flows)
    if plan.forks(node):
        gateway = SubElement(
            process, _tag("exclusiveGateway"), id=f"gateway_{state.code}", name=_("What next?")
        )
        _joined(gateway, flows)
    for action in plan.timed(node):
        timer = SubElement(
            process, _tag("boundaryEvent"),
            {"id": f"timer_{state.code}_{action.code}", "name": action.title, "attachedToRef": f"state_{state.code}"},
        )  # fmt: skip
        _joined(timer, flows)
        SubElement(timer, _tag("timerEventDefinition"), id=f"time_{state.code}_{action.code}")


def _document(element: Element, texts: Iterable[str]) -> None:
    for text in texts:
        SubElement(element, _tag("documentation")).text = text


def _start(process: Element, flows: list[Flow]) -> None:
    _joined(SubElement(process, _tag("startEvent"), id="start", name=_("Case received")), flows)


def _anywhere(process: Element, action: Action) -> None:
    code = f"anywhere_{action.code}"
    inside = SubElement(process, _tag("subProcess"), id=code, name=action.title, triggeredByEvent="true")
    start = SubElement(inside, _tag("startEvent"), id=f"{code}_start", name=action.title)
    SubElement(start, _tag("outgoing")).text = f"{code}_flow"
    SubElement(start, _tag("messageEventDefinition"), id=f"{code}_message")
    end = SubElement(inside, _tag("endEvent"), id=f"{code}_end", name=_outcome(str(action.outcome or "")))
    SubElement(end, _tag("incoming")).text = f"{code}_flow"
    SubElement(end, _tag("terminateEventDefinition"), id=f"{code}_terminate")
    SubElement(
        inside, _tag("sequenceFlow"), id=f"{code}_flow", sourceRef=f"{code}_start", targetRef=f"{code}_end"
    )


def _outcome(outcome: str) -> str:
    words = {"granted": _("granted"), "refused": _("refused"), "withdrawn": _("withdrawn")}
    return words.get(outcome, outcome)


def _joined(element: Element, flows: list[Flow]) -> None:
    """BPMN wants each node to name its flows, those that come in first."""
    code = element.get("id")
    for name, found in (
        ("incoming", [flow for flow in flows if flow.target == code]),
        ("outgoing", [flow for flow in flows if flow.source == code]),
    ):
        for flow in found:
            SubElement(element, _tag(name)).text = flow.code


def _diagram(root: Element, plan: Plan, flows: list[Flow]) -> None:
    shapes = Shapes(plan.layout)
    diagram = SubElement(root, _tag("BPMNDiagram", BPMNDI), id="diagram")
    plane = SubElement(diagram, _tag("BPMNPlane", BPMNDI), id="plane", bpmnElement="collaboration")
    frame = shapes.frame()
    inside: dict[str, Box] = {}
    boxes: dict[str, Box] = {}
    for node in plan.layout.nodes:
        boxes |= shapes.state(node, list(_elements(plan, node)))
    for number, action in enumerate(plan.layout.anywhere):
        code = f"anywhere_{action.code}"
        inside |= shapes.event_process(code, plan.layout.lane_of(action), number)
        flows = [*flows, Flow(f"{code}_flow", f"{code}_start", f"{code}_end")]
    for code, box in frame.items():
        _shape(plane, code, box, isHorizontal="true")
    for code, box in (boxes | inside).items():
        _shape(plane, code, box, **({"isExpanded": "true"} if f"{code}_start" in inside else {}))
    for flow in flows:
        edge = SubElement(plane, _tag("BPMNEdge", BPMNDI), id=f"{flow.code}_edge", bpmnElement=flow.code)
        for x, y in _points(flow, shapes, boxes | inside):
            SubElement(edge, _tag("waypoint", DI), x=f"{x:g}", y=f"{y:g}")


def _shape(plane: Element, code: str, box: Box, **facts: str) -> None:
    shape = SubElement(
        plane, _tag("BPMNShape", BPMNDI), {"id": f"{code}_shape", "bpmnElement": code, **facts}
    )
    sizes = {name: f"{value:g}" for name, value in zip(("x", "y", "width", "height"), box, strict=True)}
    SubElement(shape, _tag("Bounds", DC), sizes)


def _points(flow: Flow, shapes: Shapes, boxes: Mapping[str, Box]) -> list[Point]:
    source, target = boxes[flow.source], boxes[flow.target]
    if flow.states is None:
        return short(source, target)
    if flow.source.startswith("timer_"):
        return timed(source, target)
    if flow.states[0] == flow.states[1]:
        return loop(source, target)
    return docked(shapes.routes[flow.states], source, target)
