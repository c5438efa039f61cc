"""The story of a case: its steps as they are told, and its way as a line of stops."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.cases import rules
from linli.engines.cases.assignment.words import decision_words
from linli.engines.cases.course import ANSWERED, ASSIGNED, ESCALATED, replay
from linli.engines.cases.definitions import Procedure
from linli.engines.cases.limits import has_acceptance
from linli.engines.cases.models import Case
from linli.engines.cases.queries import NOTE_CONTEXT, get_procedure, history_of
from linli.engines.cases.rules import DOES
from linli.kernel import crypto
from linli.kernel.roles import ROLES


@dataclass(frozen=True, slots=True)
class StepView:
    """One step as told on the case's page; `office` is empty where the applicant acted."""

    seq: int
    action: str
    title: str
    from_title: str
    to_title: str
    office: str
    at: datetime
    note: str
    data: dict[str, Any]
    evidence: tuple[int, ...]

    @property
    def between_offices(self) -> bool:
        """Whether its words are an opinion or an order from office to office, not told to the applicant."""
        return self.action == ANSWERED or "asked" in self.data.get(DOES, {})

    @property
    def inner(self) -> bool:
        """Whether it concerns offices only and leaves the case where it is: a question, an answer, the ladder."""
        stays = self.from_title == self.to_title
        return stays and (self.between_offices or self.action == ESCALATED)

    @property
    def by_table(self) -> bool:
        """Whether an assignment table took it; its rule is told to offices, not to the applicant."""
        return self.action == ASSIGNED


def list_steps(case: Case) -> list[StepView]:
    """What happened, oldest first. The caller has looked the case up through what the actor may see."""
    pinned = get_procedure(case)
    titles = {state.code: state.title for state in pinned.states}
    asked = [code for step in case.story for code, *_post in step.data.get(DOES, {}).get("asked", ())]
    return [
        StepView(
            seq=step.seq,
            action=step.action,
            title=_step_title(pinned, asked, step.action, step.data),
            from_title=titles.get(step.from_state, ""),
            to_title=titles[step.to_state],
            office=step.office,
            at=step.at,
            note=crypto.unseal_text(step.note_sealed, context=NOTE_CONTEXT),
            data=step.data,
            evidence=tuple(step.evidence),
        )
        for step in case.story
    ]


def path(case: Case) -> list[rules.Stop]:
    """The way of the case as a line of stops: past, here, ahead."""
    pinned, history = get_procedure(case), history_of(case)
    return rules.path_of(pinned, history, replay(pinned, history))


def step_title(case: Case, action: str) -> str:
    """What a step of the case is called in the procedure that it pinned."""
    return _action_title(get_procedure(case), action)


def _step_title(pinned: Procedure, asked: list[str], action: str, data: dict[str, Any]) -> str:
    """As `_action_title`; an answer bears the title of what was asked, an escalation says what came of it."""
    does = data.get(DOES, {})
    if action == ANSWERED and (task := pinned.task(asked[does["task"] - 1])):
        return _("answered: %(title)s") % {"title": task.title}
    if action == ASSIGNED:
        return decision_words(does["assigned"])
    if action == ESCALATED:
        return _rung_title(pinned, asked, does)
    return _action_title(pinned, action)


def _rung_title(pinned: Procedure, asked: list[str], does: dict[str, Any]) -> str:
    """What a rung of the ladder did, with the post by its role: it may be the one that has the case already."""
    task = pinned.task(asked[does["late_task"] - 1]) if "late_task" in does else None
    rungs = task.escalation if task else pinned.escalation
    post = {"post": ROLES.get(rungs[does["rung"]].holder.role, ""), "title": task.title if task else ""}
    if task and not does["nobody"]:
        return _("no answer to «%(title)s» yet: %(post)s was told") % post
    if does["nobody"]:
        return _("late or due soon: nobody holds the post to be told (%(post)s)") % post
    if "handed" in does:
        return _("late or due soon: handed to %(post)s") % post
    return _("late or due soon: %(post)s was told") % post


def _action_title(pinned: Procedure, code: str) -> str:
    if code == ANSWERED:
        return _("answer to a question of another office")
    if code == ASSIGNED:
        return _("given to an office")
    if code == ESCALATED:
        return _("late or due soon: a post was told")
    if code == "link":
        return _("linked with another case")
    action = pinned.action(code)
    if action:
        return action.title
    return pinned.state(pinned.starts).title if has_acceptance(pinned) else _("handed in")
