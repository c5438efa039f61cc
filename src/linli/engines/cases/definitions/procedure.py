"""A procedure as a pack states it: states, actions between them, time limits. Pure.

The clock follows from the states: nothing runs before acceptance (`phase: intake`) and after the end
(`closed`); between them it runs, and only a special procedure (`pause`) stops it (行政许可法 45).
"""

from collections.abc import Mapping
from functools import cached_property

from pydantic import Field

from linli.engines.cases.definitions.examples import Example
from linli.engines.cases.definitions.parts import Code, Holder, Part, Rung, Task, TaskKind, Title
from linli.engines.cases.definitions.steps import Action, State
from linli.engines.cases.terms import Term


class Limits(Part):
    """From acceptance to decision: what the law allows, what the office promises."""

    legal: Term
    promised: Term


class Supplement(Part):
    """Everything missing is told at once `within` some time of receipt; else the case counts as
    accepted from the day of receipt (行政许可法 32): then the system takes the action `otherwise`."""

    state: Code
    within: Term = Term(workdays=5)
    otherwise: Code


class Procedure(Part):
    """One way of handling. `route` is its ordinary course, for drawing the path ahead."""

    code: Code
    title: Title
    starts: Code
    route: tuple[Code, ...] = Field(min_length=2)
    limits: Limits
    supplement: Supplement | None = None
    states: tuple[State, ...] = Field(min_length=2)
    actions: tuple[Action, ...] = Field(min_length=1)
    tasks: tuple[Task, ...] = ()
    escalation: tuple[Rung, ...] = ()
    examples: tuple[Example, ...] = ()

    @cached_property
    def _states(self) -> Mapping[str, State]:
        return {state.code: state for state in self.states}

    @cached_property
    def _actions(self) -> Mapping[str, Action]:
        return {action.code: action for action in self.actions}

    @cached_property
    def _tasks(self) -> Mapping[str, Task]:
        return {task.code: task for task in self.tasks}

    def state(self, code: str) -> State:
        """Raises KeyError."""
        return self._states[code]

    def action(self, code: str) -> Action | None:
        return self._actions.get(code)

    def task(self, code: str) -> Task | None:
        return self._tasks.get(code)

    def after(self, action: Action, before: State) -> State:
        """Where `action` leads from `before`."""
        return before if action.to is None else self.state(action.to)

    def supervisors(self, state: State) -> tuple[Holder, ...]:
        """Who may ask the holder of `state` for a report."""
        return tuple(
            by
            for action in self.actions_from(state.code)
            if any(
                self._tasks[code].kind is TaskKind.SUPERVISION for code in action.asks if code in self._tasks
            )
            for by in action.by
            if isinstance(by, Holder)
        )

    @property
    def edges(self) -> tuple[tuple[str, str], ...]:
        """Every (from, to) that an action leads; who stays where they are leads nowhere."""
        return tuple(
            (code, action.to) for action in self.actions for code in action.from_ if action.to is not None
        )

    def actions_from(self, state: str) -> tuple[Action, ...]:
        return tuple(action for action in self.actions if state in action.from_)

    def limit_of(self, state: State) -> Term | None:
        """The time that the holder of `state` has for it."""
        if self.supplement and state.code == self.supplement.state:
            return self.supplement.within
        return state.limit
