"""What can be wrong with a procedure although each part is well-formed. Used when a pack is checked."""

from collections.abc import Collection, Iterator, Sequence

from django.utils.translation import gettext as _

from linli.engines.cases import checks_beside
from linli.engines.cases.definitions import SYSTEM, Action, Holder, Phase, Procedure, State
from linli.engines.cases.terms import Unit, fits, never_longer
from linli.engines.cases.wording import term_words
from linli.engines.packs.findings import duplicates, not_among
from linli.engines.packs.sections import DocPath, Finding


def checks(procedure: Procedure, *, roles: Collection[str]) -> list[Finding]:
    """Every fault, with the path to it. What needs sound codes is looked at only when all codes are sound."""
    found = [*_duplicates(procedure), *_unknown_codes(procedure), *_unknown_roles(procedure, roles)]
    found += checks_beside.codes(procedure)
    if not found:
        found = [*_states(procedure), *_actions(procedure), *_ways(procedure), *_route(procedure)]
        found += [*_limits(procedure), *_supplement(procedure), *checks_beside.checks(procedure)]
    return found


def _duplicates(procedure: Procedure) -> Iterator[Finding]:
    yield from duplicates(
        {("states", index, "code"): state.code for index, state in enumerate(procedure.states)}
    )
    yield from duplicates(
        {("actions", index, "code"): one.code for index, one in enumerate(procedure.actions)}
    )


def _unknown_codes(procedure: Procedure) -> Iterator[Finding]:
    states = [state.code for state in procedure.states]
    places: dict[DocPath, str] = {("starts",): procedure.starts}
    places |= {("route", index): code for index, code in enumerate(procedure.route)}
    for index, action in enumerate(procedure.actions):
        places |= {("actions", index, "from", number): code for number, code in enumerate(action.from_)}
        if action.to is not None:
            places["actions", index, "to"] = action.to
    if procedure.supplement:
        places["supplement", "state"] = procedure.supplement.state
    for path, code in places.items():
        yield from not_among(path, code, states, _("state"))
    if procedure.supplement:
        actions = [action.code for action in procedure.actions]
        yield from not_among(
            ("supplement", "otherwise"), procedure.supplement.otherwise, actions, _("action")
        )


def _unknown_roles(procedure: Procedure, roles: Collection[str]) -> Iterator[Finding]:
    for path, holder in _holders(procedure):
        yield from not_among((*path, "role"), holder.role, roles, _("role"))


def _holders(procedure: Procedure) -> Iterator[tuple[DocPath, Holder]]:
    for index, state in enumerate(procedure.states):
        if isinstance(state.by, Holder):
            yield ("states", index, "by"), state.by
        for number, holder in enumerate(state.also):
            yield ("states", index, "also", number), holder
    for index, action in enumerate(procedure.actions):
        for number, by in enumerate(action.by):
            if isinstance(by, Holder):
                yield ("actions", index, "by", number), by
    yield from checks_beside.holders(procedure)


def _states(procedure: Procedure) -> Iterator[Finding]:
    for index, state in enumerate(procedure.states):
        path = ("states", index)
        closed = state.phase is Phase.CLOSED
        if closed and (state.by or state.also or state.pause or state.limit):
            yield Finding(
                (*path, "code"), _("A closed state has no holder, pause or limit."), _("Remove them.")
            )
        elif not closed and state.by is None:
            yield Finding((*path, "code"), _("Nobody has this state in the queue."), _("Say who: by: …"))
        elif not closed and not _has_work(procedure, state):
            yield Finding(
                (*path, "by"),
                _("Who has this state in the queue can do nothing there, or not for ever (at_most)."),
                _("Add an action for them."),
            )
        if state.pause and state.phase is not Phase.RUNNING:
            yield Finding((*path, "pause"), _("The clock can only pause in a running state."))
        if state.code == procedure.starts and closed:
            yield Finding(("starts",), _("A case cannot begin closed."))


def _has_work(procedure: Procedure, state: State) -> bool:
    return any(
        state.by in action.by and _lasts(procedure, action, state.code)
        for action in procedure.actions_from(state.code)
    )


def _lasts(procedure: Procedure, action: Action, state: str) -> bool:
    """Whether the action is there each time the case is in this state, and not used up (`at_most`) one day."""
    if action.at_most is None:
        return True
    return action.to is not None and state not in _closure({action.to}, procedure.edges)


def _actions(procedure: Procedure) -> Iterator[Finding]:
    for index, action in enumerate(procedure.actions):
        path = ("actions", index)
        after = procedure.state(action.to or action.from_[0])
        if after.phase is Phase.CLOSED and action.outcome is None:
            yield Finding(
                (*path, "to"),
                _("This action closes the case without an outcome."),
                _("Add outcome: granted, refused or withdrawn."),
            )
        if after.phase is not Phase.CLOSED and action.outcome is not None:
            yield Finding((*path, "outcome"), _("An outcome belongs to an action that closes the case."))
        if action.extends and {procedure.state(code).phase for code in action.from_} != {Phase.RUNNING}:
            yield Finding((*path, "extends"), _("Only a term that runs can be extended."))
        for number, code in enumerate(action.from_):
            before = procedure.state(code)
            if before.phase is Phase.CLOSED and (action.to is None or after.phase is Phase.CLOSED):
                yield Finding(
                    (*path, "from", number), _("Nothing follows on a closed state but reopening it.")
                )
            elif before.phase is Phase.CLOSED and not (action.within and action.at_most):
                yield Finding(
                    (*path, "from", number),
                    _("A case could be reopened for ever: say until when, and how often."),
                    _("Add within: {days: 60} and at_most: 1."),
                )
            if before.phase is not Phase.INTAKE and after.phase is Phase.INTAKE and before != after:
                yield Finding((*path, "to"), _("An accepted case does not go back before its acceptance."))


def _ways(procedure: Procedure) -> Iterator[Finding]:
    edges = procedure.edges
    closed = {state.code for state in procedure.states if state.phase is Phase.CLOSED}
    reached = _closure({procedure.starts}, edges)
    lasting = [
        (action.to, code)
        for action in procedure.actions
        for code in action.from_
        if action.to is not None and _lasts(procedure, action, code)
    ]
    ending = _closure(closed, lasting)
    for index, state in enumerate(procedure.states):
        if state.code not in reached:
            yield Finding(
                ("states", index, "code"),
                _("No way leads to this state."),
                _("Add an action to it, or remove it."),
            )
        elif state.code not in ending:
            yield Finding(
                ("states", index, "code"),
                _("This is a dead end: no way leads on to a closed state that is not used up (at_most)."),
                _("Add an action from it."),
            )


def _closure(start: Collection[str], edges: Sequence[tuple[str, str]]) -> set[str]:
    found = set(start)
    while more := {after for before, after in edges if before in found} - found:
        found |= more
    return found


def _route(procedure: Procedure) -> Iterator[Finding]:
    for index, code in enumerate(procedure.route[1:], start=1):
        before = procedure.route[index - 1]
        if (before, code) not in procedure.edges:
            yield Finding(("route", index), _("No action leads here from «%(code)s».") % {"code": before})
    if procedure.route[0] != procedure.starts:
        yield Finding(("route", 0), _("The ordinary course begins where the case begins."))
    if procedure.state(procedure.route[-1]).phase is not Phase.CLOSED:
        yield Finding(("route", len(procedure.route) - 1), _("The ordinary course ends with a closed state."))


def _limits(procedure: Procedure) -> Iterator[Finding]:
    limits = procedure.limits
    words = {"promised": term_words(limits.promised), "legal": term_words(limits.legal)}
    pauses = any(state.pause for state in procedure.states)
    kept = never_longer(limits.promised, limits.legal, pauses=pauses)
    if kept is None:
        yield Finding(
            ("limits", "promised"),
            _("The promise (%(promised)s) cannot be compared with the legal limit (%(legal)s).") % words,
            _("State both in the same unit."),
        )
    elif not kept:
        yield Finding(
            ("limits", "promised"),
            _("The promise (%(promised)s) can be longer than the legal limit (%(legal)s).") % words,
            _("Promise at most the legal limit; between units the worst case counts."),
        )
    yield from _extensions(procedure)
    if not any(state.phase is Phase.RUNNING for state in procedure.states):
        yield Finding(("limits",), _("The clock never starts: no state is running."), key=True)


def _extensions(procedure: Procedure) -> Iterator[Finding]:
    for index, action in enumerate(procedure.actions):
        path = ("actions", index)
        if action.clause and not action.extends:
            yield Finding((*path, "clause"), _("A clause is for an action that extends the term."))
        if action.extends and _units(procedure, action) != {action.extends.unit}:
            yield Finding(
                (*path, "extends"),
                _(
                    "An extension adds to the promise and this step, with a clause to the law's limit: all in one unit."
                ),
                _("State them in the same unit."),
            )
    yield from _past_the_law(procedure)


def _units(procedure: Procedure, action: Action) -> set[Unit]:
    """The units of all terms that an extension adds to."""
    limits = procedure.limits
    states = {procedure.after(action, procedure.state(code)).code for code in action.from_}
    steps = [limit for code in states if (limit := procedure.limit_of(procedure.state(code)))]
    law = [limits.legal] if action.clause else []
    return {term.unit for term in (limits.promised, *steps, *law)}


def _past_the_law(procedure: Procedure) -> Iterator[Finding]:
    """That the promise with all that an office may add on its own ends no later than the law says."""
    limits, longest = procedure.limits, procedure.limits.promised.number
    pauses = any(state.pause for state in procedure.states)
    for index, action in enumerate(procedure.actions):
        if action.extends is None or action.clause or action.extends.unit is not limits.promised.unit:
            continue
        longest += action.extends.number * (action.at_most or 1)
        if not fits(action.extends.unit, longest, limits.legal, pauses=pauses):
            yield Finding(
                ("actions", index, "extends"),
                _(
                    "The promise with all extensions could pass the limit by law (%(legal)s), which no office moves."
                )
                % {"legal": term_words(limits.legal)},
                _("Extend by less, or name with clause where the law allows it."),
            )


def _supplement(procedure: Procedure) -> Iterator[Finding]:
    rule = procedure.supplement
    if rule is None:
        return
    if procedure.state(rule.state).phase is not Phase.INTAKE:
        yield Finding(
            ("supplement", "state"), _("What is missing is told before acceptance, in an intake state.")
        )
    if procedure.state(rule.state).limit:
        yield Finding(
            ("supplement", "state"),
            _("The limit of this state is the within of the supplement; remove its limit."),
        )
    action = procedure.action(rule.otherwise)
    if action is None:
        return
    if rule.state not in action.from_ or procedure.state(action.to or rule.state).phase is not Phase.RUNNING:
        yield Finding(
            ("supplement", "otherwise"), _("This action must lead from that state to a running one.")
        )
    if SYSTEM not in action.by:
        yield Finding(("supplement", "otherwise"), _("The system must be allowed this action: by: [system]."))
    if action.requires.note or action.requires.evidence or action.requires.forms:
        yield Finding(("supplement", "otherwise"), _("The system can give no reason, paper or form."))
