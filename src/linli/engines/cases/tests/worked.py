"""A small procedure that uses every verb of the engine, for tests: a complaint at a community, its town and county."""

from typing import Any

from ruamel.yaml import YAML

from linli.engines.cases.model import Procedure

TEXT = """
code: complaint
title: 诉求办理
starts: received
route: [received, handling, review, closed]
limits: {legal: {workdays: 30}, promised: {workdays: 10}}
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
