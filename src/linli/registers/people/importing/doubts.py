"""What a person can say to a row in doubt, and what becomes of the row by it. Pure.

A row is asked about once: one that `follows` another (a second household of the same person, or members of a household
whose head is in doubt) has the answer of that one.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from linli.registers.people.importing.deciding import NAMED, Verdict, changes_of
from linli.registers.people.importing.facts import Held

SINGLY: Final = frozenset([NAMED])
"""Doubts that are not taken all at once."""


class Answer(NamedTuple):
    """`same`: the person of the file `person`; `other`: somebody else, who gets a file; `take`: as it stands; `leave`:
    nothing is written. Empty: not yet said."""

    said: str = ""
    person: int | None = None


LEAVE: Final = Answer("leave")
OPEN: Final = Answer()


def answers_of(verdict: Verdict) -> list[Answer]:
    """What can be said, besides nothing."""
    if verdict.alike:
        return [*(Answer("same", one) for one in verdict.alike), Answer("other"), LEAVE]
    if NAMED in verdict.row.doubts:
        return [Answer("same", verdict.person), LEAVE]
    return [Answer("take"), LEAVE]


def answer_of(verdict: Verdict) -> Answer:
    """What was said."""
    return Answer(verdict.answer, verdict.person if verdict.answer == "same" else None)


def settle(verdict: Verdict, answer: Answer, held: Held | None) -> None:
    """The row as it is written by this answer; `held` is the file of «same»."""
    verdict.answer = answer.said
    if not verdict.alike:
        return
    verdict.action, verdict.changes, verdict.person, verdict.revision = "new", (), None, None
    if answer.said == "same" and held is not None:
        told = list(verdict.row.doubts)
        verdict.changes = tuple(changes_of(verdict.row, held))
        verdict.row.doubts = told
        verdict.action = "changed" if verdict.changes else "same"
        verdict.person, verdict.revision = held.person, held.revision


def follow(verdict: Verdict, leader: Verdict) -> None:
    """The same person's other household, or a member beside the head."""
    verdict.answer = leader.answer
    if verdict.row.joins == leader.row.position:
        verdict.person, verdict.revision = leader.person, leader.revision


def follow_all(verdicts: Iterable[Verdict], leaders: Mapping[int, Verdict]) -> list[Verdict]:
    """Those that follow, directly or by another one; in the order of positions, so that leaders may stand behind."""
    known, left, done = dict(leaders), list(verdicts), list[Verdict]()
    while ready := [one for one in left if one.follows in known]:
        for one in ready:
            follow(one, known[one.follows])
            known[one.row.position] = one
        done += ready
        left = [one for one in left if one.row.position not in known]
    return done
