"""Which posts there are to ask, or to hand a case to. A post that nobody holds today is none."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from linli.engines.cases import rules
from linli.engines.cases.course import Post
from linli.engines.cases.definitions import APPLICANT, Action, Holder, Procedure, Target
from linli.engines.cases.models import Case
from linli.engines.cases.queries import places_of
from linli.engines.cases.refusals import NobodyInCharge
from linli.registers.organisations.queries import list_held
from linli.registers.places.queries import list_children


@dataclass(frozen=True, slots=True)
class Choice:
    """A post that a case can be handed to; `office` is its unit."""

    target: Target
    post: Post
    office: str


def asked_of(
    case: Case, pinned: Procedure, action: Action, chosen: Sequence[str], *, day: date
) -> dict[str, Post | None]:
    """Of whom each task of an action is asked (the chosen ones, where it lets one pick); None where nobody holds the
    post."""
    codes = tuple(dict.fromkeys(chosen)) if action.pick else action.asks
    owed = {code: _owed_by(case, pinned, code) for code in codes}
    held = list_held([post for post in owed.values() if post is not None], day=day) if codes else {}
    return {code: post if post in held else None for code, post in owed.items()}


def _owed_by(case: Case, pinned: Procedure, code: str) -> Post | None:
    task = pinned.task(code)
    if task is None or (task.of == "holder" and case.queue_role in ("", APPLICANT)):
        return None
    return (case.queue_role, case.queue_scope) if task.of == "holder" else find_post(case, task.of)


def find_post(case: Case, holder: Holder) -> Post | None:
    """The post at the case's own places; None where it has no place of that level."""
    try:
        return rules.post_of(holder, places_of(case))
    except NobodyInCharge:
        return None


def list_targets(case: Case, action: Action, *, day: date) -> list[Choice]:
    """The posts that `action` can hand the case to, but for the one that has it."""
    wanted = {post: target for target in action.hands_to for post in _posts(case, target)}
    offices = list_held(wanted, day=day) if wanted else {}
    mine = (case.queue_role, case.queue_scope)
    return [
        Choice(target, post, offices[post])
        for post, target in wanted.items()
        if post in offices and post != mine
    ]


def _posts(case: Case, target: Target) -> Collection[Post]:
    if target.within is None:
        own = find_post(case, target)
        return [] if own is None else [own]
    around = places_of(case).get(target.within)
    inside = [] if around is None else list_children(around, target.at)
    return [(target.role, f"{target.at}:{place.place_id}") for place in inside]
