"""What somebody's last word about a purpose amounts to. Pure."""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

CHILD: Final = 14
"""Years below which a guardian consents (PIPL 31)."""


class State(StrEnum):
    """How a person stands to a purpose."""

    DUTY = "duty"  # rests on a statute: told, not asked
    OPEN = "open"  # never asked, or the terms have changed since
    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Word:
    """What was said last: `said` is given, declined or withdrawn; `terms` the digest of what it was said to;
    `for_child`: a guardian said it for somebody under 14."""

    said: str
    terms: bytes
    for_child: bool = False


def stand(last: Word | None, *, terms: bytes, child: bool) -> State:
    """`terms` are the ones in force, `child`: she is under 14 now. What was withdrawn stays so until she gives it anew;
    consent counts for the terms that it was given to, and a guardian's until the child is 14."""
    if last is None:
        return State.OPEN
    if last.said == State.WITHDRAWN:
        return State.WITHDRAWN
    if last.terms != terms or (last.for_child and not child):
        return State.OPEN
    return State(last.said)


def is_child(birth_date: date | None, day: date) -> bool:
    """Under 14 on `day`; nobody of whom no birth date is known."""
    if birth_date is None:
        return False
    before_birthday = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before_birthday < CHILD


def digest_of(content: Any) -> bytes:
    """SHA-256 over content in one fixed form, so that layout and comments do not count."""
    return sha256(
        json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).digest()
