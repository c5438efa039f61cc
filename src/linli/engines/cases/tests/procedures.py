"""Procedures that nobody wrote: drawn part by part, and kept if the checker of packs finds nothing."""

from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from linli.engines.cases.checks import checks
from linli.engines.cases.definitions import Procedure

CLERK = {"role": "clerk", "at": "community"}
REVIEWER = {"role": "reviewer", "at": "town"}
DECIDER = {"role": "decider", "at": "county"}
OFFICES = (CLERK, REVIEWER, DECIDER)
ROLES = {"clerk", "reviewer", "decider"}

Content = dict[str, Any]

offices = st.sampled_from(OFFICES)
units = st.sampled_from(["workdays", "days"])
often = st.sampled_from([{}, {"at_most": 1}, {"at_most": 3}])


def flag(draw: st.DrawFn) -> bool:
    return draw(st.booleans())


@st.composite
def procedures(draw: st.DrawFn) -> Procedure:
    """A way from receipt to an end, and beside it what the engine can do: questions, handing over, pauses, extensions,
    reopening, merging, a ladder, the time to tell what is missing."""
    unit = draw(units)
    states = _states(draw, unit)
    waiting = [state for state in states if state["phase"] != "closed"]
    running = [state for state in waiting if state["phase"] == "running"]
    tasks = _tasks(draw)
    actions = [*_ways(draw, waiting, running), *_beside(draw, waiting, running, tasks, unit)]
    asked = {code for action in actions for code in action.get("asks", ())}
    for action in actions:
        for part in (action, action.get("requires", {})):
            for key in part.keys() & {"waits_for", "answers", "cancels"}:
                part[key] = [code for code in part[key] if code in asked]
    content = {
        "code": "drawn", "title": "所画", "starts": waiting[0]["code"], "states": states, "actions": actions,
        "route": [*(state["code"] for state in waiting), "done"],
        "limits": {"legal": {unit: 40}, "promised": {unit: draw(st.integers(1, 40))}},
        "tasks": [task for task in tasks if task["code"] in asked], **_ladder(draw, unit),
        **_supplement(draw, waiting, running, actions),
    }  # fmt: skip
    procedure = Procedure.model_validate(content)
    assume(not checks(procedure, roles=ROLES))
    return procedure


def _states(draw: st.DrawFn, unit: str) -> list[Content]:
    intake = [{"code": f"intake{number}", "phase": "intake"} for number in range(draw(st.integers(0, 2)))]
    running = [{"code": f"running{number}", "phase": "running"} for number in range(draw(st.integers(1, 3)))]
    states: list[Content] = [*intake, *running]
    for state in states:
        state["by"] = draw(st.one_of(offices, offices, offices, st.just("applicant")))
        state["also"] = draw(st.lists(offices, max_size=2))
        if flag(draw):
            state["limit"] = {unit: draw(st.integers(1, 5))}
        if state["phase"] == "running" and flag(draw):
            state["pause"] = draw(st.sampled_from(["hearing", "publicity"]))
    closed: list[Content] = [{"code": "done", "phase": "closed"}, {"code": "gone", "phase": "closed"}]
    return [{"title": state["code"], **state} for state in (*states, *closed)]


def _tasks(draw: st.DrawFn) -> list[Content]:
    opinions: list[Content] = [{"code": f"opinion{number}", "of": draw(offices)} for number in range(2)]
    report = {"code": "report", "kind": "supervision", "of": "holder", "within": {"workdays": 2}}
    return [{"title": task["code"], **task} for task in (*opinions, report)]


def _act(code: str, from_: list[Content], by: list[Any], **more: Any) -> Content:
    return {"code": code, "title": code, "from": [state["code"] for state in from_], "by": by, **more}


def _ways(draw: st.DrawFn, waiting: list[Content], running: list[Content]) -> list[Content]:
    """The ordinary course, ways back and out, and back in."""
    ends = [state["code"] for state in waiting[1:]] + ["done"]
    found = []
    for state, to in zip(waiting, ends, strict=True):
        waits = draw(st.sampled_from([{}, {"answers": ["opinion0"]}, {"answers": ["opinion1"]}]))
        more: Content = {"outcome": "granted"} if to == "done" else {}
        if state["phase"] == "running" and state["by"] != "applicant":
            more |= {"requires": {"note": flag(draw), **waits}}
            more |= draw(st.sampled_from([{}, {"waits_for": ["opinion0", "opinion1"]}]))
        if flag(draw):
            more["after"] = {"workdays": draw(st.integers(1, 3))}
        found.append(_act(f"leave_{state['code']}", [state], [state["by"]], to=to, **more))
    found.append(_act("withdraw", waiting, ["applicant"], to="gone", outcome="withdrawn"))
    back = draw(st.lists(st.sampled_from(running), unique_by=lambda one: one["code"]))
    if back:
        to = draw(st.sampled_from(running))["code"]
        found.append(_act("back", back, [draw(offices)], to=to, **draw(often)))
    if flag(draw):
        to = draw(st.sampled_from(running))["code"]
        closed = draw(st.sampled_from([["done"], ["gone"], ["done", "gone"]]))
        by: list[Any] = [draw(st.one_of(offices, st.just("applicant")))]
        reopen = _act("reopen", [], by, to=to, within={"days": 60}, at_most=draw(st.integers(1, 2)))
        found.append(reopen | {"from": closed})
    if flag(draw):
        found.append(_act("merge", waiting, [draw(offices)], to="gone", outcome="merged"))
    return found


def _beside(
    draw: st.DrawFn, waiting: list[Content], running: list[Content], tasks: list[Content], unit: str
) -> list[Content]:
    """What leaves the case in its state."""
    some = st.lists(st.sampled_from(waiting), min_size=1, unique_by=lambda one: one["code"])
    opinions = [task["code"] for task in tasks[: draw(st.integers(1, 2))]]
    clause: Content = draw(st.sampled_from([{}, {"clause": "条例第八条"}]))
    choices = [
        _act("consult", draw(some), [draw(offices)], asks=opinions, pick=flag(draw), **draw(often)),
        _act("drop", draw(some), [draw(offices)], cancels=opinions, requires={"note": flag(draw)}),
        _act("supervise", draw(some), [draw(offices)], asks=["report"], **draw(often)),
        _act(
            "extend",
            running,
            [draw(offices)],
            extends={unit: 4},
            at_most=2,
            requires={"note": True},
            **clause,
        ),
    ]
    found = draw(st.lists(st.sampled_from(choices), min_size=1, unique_by=lambda one: one["code"]))
    lent, by = draw(some), [draw(offices)]
    if flag(draw):
        target = draw(st.sampled_from([CLERK | {"within": "county"}, REVIEWER, DECIDER]))
        found += [
            _act("hand_over", lent, by, hands_to=[target]),
            _act("recall", lent, by, recalls=True),
        ]
    return found


def _ladder(draw: st.DrawFn, unit: str) -> Content:
    who = st.builds(lambda key, holder: {key: holder}, st.sampled_from(["notify", "hand_to"]), offices)
    when = st.builds(
        lambda key, number: {key: {unit: number}}, st.sampled_from(["before", "after"]), st.integers(1, 3)
    )
    rungs = draw(st.lists(st.builds(lambda one, other: one | other, when, who), max_size=3))
    return {"escalation": rungs} if rungs else {}


def _supplement(
    draw: st.DrawFn, waiting: list[Content], running: list[Content], actions: list[Content]
) -> Content:
    intake = waiting[0]
    if intake["phase"] != "intake" or not flag(draw):
        return {}
    intake.pop("limit", None)
    to = draw(st.sampled_from(running))["code"]
    actions.append(_act("count_as_accepted", [intake], ["system"], to=to))
    return {"supplement": {"state": intake["code"], "otherwise": "count_as_accepted"}}
