"""A small procedure that uses every verb of the engine, for tests: a complaint at a community, its town and county."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ruamel.yaml import YAML

from linli.engines.cases import tasks
from linli.engines.cases.course import ANSWERED, OPENED, Asked, Course, Past, Post, replay
from linli.engines.cases.deadline import Entry
from linli.engines.cases.definitions import Action, Holder, Procedure
from linli.engines.cases.procedure import Facts, Given, HandOver, Move, interpret, options
from linli.kernel.clock import LOCAL
from linli.registers.calendar.rules import WorkCalendar

TEXT = """
code: complaint
title: 诉求办理
starts: received
route: [received, handling, review, closed]
limits: {legal: {workdays: 30}, promised: {workdays: 10}}
escalation:
  - {before: {workdays: 2}, notify: {role: reviewer, at: town}}
  - {after: {workdays: 1}, hand_to: {role: reviewer, at: town}, states: [handling]}
  - {after: {workdays: 3}, notify: {role: decider, at: county}}
tasks:
  - {code: town_opinion, title: 街道意见, of: {role: reviewer, at: town}, within: {workdays: 3}}
  - {code: county_opinion, title: 县级意见, of: {role: decider, at: county}, within: {workdays: 5}}
  - {code: report, title: 督办情况报告, kind: supervision, of: holder, within: {workdays: 2}}
states:
  - {code: received, title: 已收件, phase: intake, by: {role: clerk, at: community}}
  - {code: handling, title: 办理中, phase: running, by: {role: clerk, at: community}}
  - {code: review, title: 审核, phase: running, by: {role: reviewer, at: town}}
  - {code: closed, title: 办结, phase: closed}
actions:
  - {code: accept, title: 受理, from: [received], to: handling, by: [{role: clerk, at: community}]}
  - code: consult
    title: 请有关单位会办
    from: [handling]
    by: [{role: clerk, at: community}]
    asks: [town_opinion, county_opinion]
    pick: true
    at_most: 3
  - code: drop_questions
    title: 撤回会办
    from: [handling]
    by: [{role: clerk, at: community}]
    cancels: [town_opinion, county_opinion]
  - code: hand_over
    title: 转交其他社区
    from: [handling]
    by: [{role: clerk, at: community}]
    hands_to: [{role: clerk, at: community, within: county}]
    requires: {note: true}
  - code: recall
    title: 收回或退回
    from: [handling]
    by: [{role: clerk, at: community}]
    recalls: true
  - code: supervise
    title: 督办
    from: [handling, review]
    by: [{role: decider, at: county}]
    asks: [report]
    requires: {note: true}
  - code: submit
    title: 报街道审核
    from: [handling]
    to: review
    by: [{role: clerk, at: community}]
    requires: {answers: [town_opinion]}
    waits_for: [county_opinion]
  - code: back
    title: 退回
    from: [review]
    to: handling
    by: [{role: reviewer, at: town}]
    requires: {note: true}
    at_most: 2
  - {code: finish, title: 办结, from: [review], to: closed, by: [{role: reviewer, at: town}], outcome: granted}
  - code: merge
    title: 并入同一诉求
    from: [received, handling]
    to: closed
    by: [{role: clerk, at: community}]
    outcome: merged
  - code: reopen
    title: 重新办理
    from: [closed]
    to: handling
    by: [{role: clerk, at: community}, applicant]
    requires: {note: true}
    within: {days: 60}
    at_most: 1
  - code: extend
    title: 延长
    from: [review]
    by: [{role: reviewer, at: town}]
    requires: {note: true}
    extends: {workdays: 5}
    at_most: 1
  - code: withdraw
    title: 撤回诉求
    from: [received, handling, review]
    to: closed
    by: [applicant]
    outcome: withdrawn
"""


def content() -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(TEXT)
    return found


COMPLAINT = Procedure.model_validate(content())

MONDAY = datetime(2026, 3, 2, 10, tzinfo=LOCAL)
CALENDAR = WorkCalendar(published=frozenset({2026, 2027}))

CLERK_POST: Post = ("clerk", "community:3")
NEXT_POST: Post = ("clerk", "community:4")
TOWN_POST: Post = ("reviewer", "town:2")
COUNTY_POST: Post = ("decider", "county:1")

CLERK = Facts(holds=frozenset({Holder(role="clerk", at="community")}), posts=frozenset({CLERK_POST}))
NEXT_DOOR = Facts(posts=frozenset({NEXT_POST}))
REVIEWER = Facts(holds=frozenset({Holder(role="reviewer", at="town")}), posts=frozenset({TOWN_POST}))
DECIDER = Facts(holds=frozenset({Holder(role="decider", at="county")}), posts=frozenset({COUNTY_POST}))
APPLICANT = Facts(applicant=True)

ASKED_OF: dict[str, Post | None] = {
    "town_opinion": TOWN_POST, "county_opinion": COUNTY_POST, "report": CLERK_POST,
}  # fmt: skip


@dataclass
class Story:
    """A case in memory, accepted on Monday."""

    procedure: Procedure = COMPLAINT
    history: list[Past] = field(default_factory=lambda: [Past(OPENED, "received", MONDAY)])
    now: datetime = MONDAY
    ledger: list[Entry] = field(default_factory=list)

    def step(
        self, code: str, facts: Facts = CLERK, *, asks: tuple[str, ...] = (), to: Post | None = None
    ) -> Move:
        action = self.procedure.action(code)
        assert action is not None
        over = HandOver(action.hands_to[0], to) if action.hands_to else None
        asked = {code: ASKED_OF[code] for code in asks or (() if action.pick else action.asks)}
        move = self.take(code, facts, Given(note=True, asked=asked, to=over, main=True))
        self.keep(action, move)
        return move

    def keep(self, action: Action, move: Move) -> None:
        """Remember what came of a step."""
        asked = tuple(Asked(task.code, task.post) for task in move.asked)
        handed = move.holder if action.hands_to else None
        self.history.append(Past(action.code, move.after.code, self.now, asked=asked, handed=handed))
        self.ledger += move.clock

    def take(self, code: str, facts: Facts, given: Given) -> Move:
        return interpret(
            self.procedure, self.history, code, facts=facts, given=given, now=self.now, calendar=CALENDAR
        )

    def answer(self, number: int, said: str, facts: Facts, *, note: bool = True) -> None:
        tasks.answer(self.procedure, self.history, number, said, posts=facts.posts, note=note)
        self.history.append(Past(ANSWERED, self.course.state.code, self.now, task=number, answer=said))

    @property
    def course(self) -> Course:
        return replay(self.procedure, self.history)

    def offered(self, facts: Facts) -> dict[str, bool]:
        found = options(self.procedure, self.history, facts=facts, now=self.now, calendar=CALENDAR)
        return {option.action.code: option.ready for option in found}
