"""What can be wrong beside the way of a case: questions, handing over, ladders, and who sees it at all."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from linli.engines.cases.course import RESERVED
from linli.engines.cases.definitions import (
    LEVELS,
    Action,
    Clock,
    Holder,
    Outcome,
    Phase,
    Procedure,
    Rung,
    State,
    TaskKind,
)
from linli.engines.cases.terms import never_longer
from linli.engines.packs.findings import duplicates, not_among
from linli.engines.packs.sections import DocPath, Finding


def codes(procedure: Procedure) -> Iterator[Finding]:
    """Codes of tasks that are there twice, or not at all; codes that the engine keeps to itself."""
    known = [task.code for task in procedure.tasks]
    yield from duplicates({("tasks", index, "code"): code for index, code in enumerate(known)})
    for path, code in _task_codes(procedure):
        yield from not_among(path, code, known, _("task"))
    for index, action in enumerate(procedure.actions):
        if action.code in RESERVED:
            yield Finding(
                ("actions", index, "code"),
                _("The engine keeps this code to itself."),
                _("Choose another one."),
            )
    states = [state.code for state in procedure.states]
    for index, rung in enumerate(procedure.escalation):
        for number, code in enumerate(rung.states):
            yield from not_among(("escalation", index, "states", number), code, states, _("state"))


def _task_codes(procedure: Procedure) -> Iterator[tuple[DocPath, str]]:
    for index, action in enumerate(procedure.actions):
        listed = {
            ("asks",): action.asks, ("cancels",): action.cancels, ("waits_for",): action.waits_for,
            ("requires", "answers"): action.requires.answers,
        }  # fmt: skip
        for keys, found in listed.items():
            for number, code in enumerate(found):
                yield ("actions", index, *keys, number), code


def holders(procedure: Procedure) -> Iterator[tuple[DocPath, Holder]]:
    """Every post that is named beside states and actions."""
    for index, task in enumerate(procedure.tasks):
        if isinstance(task.of, Holder):
            yield ("tasks", index, "of"), task.of
        for number, rung in enumerate(task.escalation):
            yield ("tasks", index, "escalation", number, "notify" if rung.notify else "hand_to"), rung.holder
    for index, action in enumerate(procedure.actions):
        for number, target in enumerate(action.hands_to):
            yield ("actions", index, "hands_to", number), target
    for index, rung in enumerate(procedure.escalation):
        yield ("escalation", index, "notify" if rung.notify else "hand_to"), rung.holder


def checks(procedure: Procedure) -> Iterator[Finding]:
    """Everything else; the codes are sound."""
    yield from _tasks(procedure)
    yield from _task_ladders(procedure)
    seen = _seen(procedure)
    for index, action in enumerate(procedure.actions):
        path = ("actions", index)
        yield from _asking(procedure, action, path)
        yield from _handing(procedure, action, path)
        yield from _bounds(action, path)
        yield from _seeing(seen, action, path)
    yield from _ladder(procedure)


def _tasks(procedure: Procedure) -> Iterator[Finding]:
    asked = {code for action in procedure.actions for code in action.asks}
    needed = {code for action in procedure.actions for code in (*action.requires.answers, *action.waits_for)}
    for index, task in enumerate(procedure.tasks):
        path = ("tasks", index, "code")
        if task.code not in asked:
            yield Finding(
                path, _("No action asks for this."), _("Name it in asks of an action, or remove it.")
            )
        elif task.kind is TaskKind.CONSULTATION and task.code not in needed:
            yield Finding(
                path,
                _("Nothing waits for this opinion: it would never be needed."),
                _("Name it in requires.answers or waits_for of an action."),
            )


def _task_ladders(procedure: Procedure) -> Iterator[Finding]:
    """The ladders of tasks: they tell of an answer that is late, and hand nothing over."""
    for index, task in enumerate(procedure.tasks):
        path = ("tasks", index, "escalation")
        if task.escalation and task.within is None:
            yield Finding(
                path, _("Without a limit of its own an answer is never late."), _("Add within to the task.")
            )
        for number, rung in enumerate(task.escalation):
            if rung.hand_to:
                yield Finding(
                    (*path, number, "hand_to"), _("A question is not handed on: name whom to notify.")
                )
            if rung.states:
                yield Finding(
                    (*path, number, "states"), _("A question is asked wherever the case is: remove states.")
                )
            if rung.before and task.within and never_longer(task.within, rung.before, pauses=False):
                yield Finding(
                    (*path, number, "before"),
                    _("This is as long as the time for the answer, or longer."),
                    _("Write a shorter time."),
                )


def _asking(procedure: Procedure, action: Action, path: DocPath) -> Iterator[Finding]:
    for number, code in enumerate(action.asks):
        task = procedure.task(code)
        for before in (procedure.state(state) for state in action.from_):
            if task is not None and task.of == "holder" and not isinstance(before.by, Holder):
                yield Finding(
                    (*path, "asks", number),
                    _("In «%(state)s» no office has the case, so nobody would owe the answer.")
                    % {"state": before.code},
                    _("Take that state out of from."),
                )


def _handing(procedure: Procedure, action: Action, path: DocPath) -> Iterator[Finding]:
    if (action.hands_to or action.recalls) and action.to is not None:
        yield Finding(
            (*path, "to"), _("Handing over leaves the case in its state."), _("Remove to."), key=True
        )
    for number, target in enumerate(action.hands_to):
        if target.within is not None and LEVELS.index(target.within) >= LEVELS.index(target.at):
            yield Finding(
                (*path, "hands_to", number, "within"),
                _("A place of this level has no such places inside of it."),
            )
    for number, code in enumerate(action.from_):
        leads = [other for other in procedure.actions_from(code) if other.hands_to or other.recalls]
        lent = any(other.hands_to for other in leads) or any(
            rung.hand_to and (not rung.states or code in rung.states) for rung in procedure.escalation
        )
        if action.hands_to and not any(other.recalls for other in leads):
            yield Finding(
                (*path, "from", number),
                _("What is handed over here can never be given back."),
                _("Add an action with recalls: true from this state."),
            )
        if action.recalls and not lent:
            yield Finding(
                (*path, "from", number), _("Nothing is handed over here, so nothing is taken back.")
            )


def _bounds(action: Action, path: DocPath) -> Iterator[Finding]:
    if action.extends and not (action.requires.note and action.at_most):
        yield Finding(
            (*path, "extends"),
            _("An extension needs a reason, and a number that it does not go beyond."),
            _("Add requires: {note: true} and at_most: 1."),
        )
    if action.outcome is Outcome.MERGED and not all(isinstance(by, Holder) for by in action.by):
        yield Finding((*path, "by"), _("Only an office merges cases: it has to see both."))
    does = (action.asks, action.cancels, action.hands_to, action.recalls, action.extends, action.event)
    if action.to is None and not any(does) and not action.notice and not action.requires.forms:
        yield Finding((*path, "code"), _("This action changes nothing."), _("Add to, or what it does."))


def _seen(procedure: Procedure) -> frozenset[Holder]:
    """The posts that see the case at some time."""
    return frozenset(
        holder
        for state in procedure.states
        for holder in (state.by, *state.also, *procedure.supervisors(state))
        if isinstance(holder, Holder)
    )


def _seeing(seen: Collection[Holder], action: Action, path: DocPath) -> Iterator[Finding]:
    """Who never has the case, and never helps with it, does not see it and cannot act on it."""
    for number, by in enumerate(action.by):
        if isinstance(by, Holder) and by not in seen:
            yield Finding(
                (*path, "by", number),
                _("This post never sees the case, so it can do nothing with it."),
                _("Name it in also of a state before this action."),
            )


def _ladder(procedure: Procedure) -> Iterator[Finding]:
    if "escalation" in procedure.model_fields_set and not procedure.escalation:
        yield Finding(("escalation",), _("The ladder has no rung."), _("Add rungs, or remove it."), key=True)
    for index, rung in enumerate(procedure.escalation):
        states = [procedure.state(code) for code in rung.states] or list(procedure.states)
        waiting = [state for state in states if state.phase is not Phase.CLOSED]
        path = ("escalation", index)
        if not waiting:
            yield Finding((*path, "states"), _("A closed case is never late."))
        elif rung.hand_to and all(state.by == rung.hand_to for state in waiting):
            yield Finding((*path, "hand_to"), _("This post has the case already in all of these states."))
        early = _too_early(procedure, rung, waiting)
        if early is not None:
            yield Finding(
                (*path, "before"),
                _("In «%(state)s» this is as long as the limit, or longer: it would come before the case.")
                % {"state": early.code},
                _("Write a shorter time, or name under states those with a longer limit."),
            )


def _too_early(procedure: Procedure, rung: Rung, states: Collection[State]) -> State | None:
    """The first state whose limit certainly ends no later than the rung begins to count."""
    for state in states if rung.before is not None else ():
        limit = procedure.limit_of(state)
        if limit is None and state.clock is Clock.RUN:
            limit = procedure.limits.promised
        if limit is not None and rung.before and never_longer(limit, rung.before, pauses=False):
            return state
    return None
