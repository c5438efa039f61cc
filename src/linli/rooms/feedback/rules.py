"""Levels, and what may come with one. Pure."""

import re
from collections.abc import Iterable

COMMENT_LENGTH = 500
BAD_LEVELS = frozenset({1, 2})
GOOD_LEVELS = frozenset({3, 4, 5})
_OPTION = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_OPTION_LENGTH = 48


def are_codes(options: Iterable[str]) -> bool:
    """Options are kept in clear, so they are codes of a list; words belong into the comment, which is sealed."""
    return all(len(option) <= _OPTION_LENGTH and _OPTION.fullmatch(option) for option in options)
