"""The patterns of `matches`: the part of regular expressions that all engines read alike. Pure.

Python evaluates them with the engine of the CEL library, whose time is linear in the text (no pattern can hang
a server); PostgreSQL evaluates the translation that `for_sql` gives.
"""

import re
from typing import Final

_PART: Final = re.compile(
    r"""
    (?P<escaped>\\[][\\^$.|?*+(){}/-])
    |(?P<class>\[(?:[^][\\^&~-]|\\[][\\^-])(?:-[^][\\^&~-])?(?:(?:[^][\\^&~-]|\\[][\\^-])(?:-[^][\\^&~-])?)*\])
    |(?P<count>\{\d{1,2}(?:,\d{0,2})?\}|[*+?])
    |(?P<open>\()
    |(?P<close>\))
    |(?P<or>\|)
    |(?P<edge>[$^])
    |(?P<any>\.)
    |(?P<plain>[^][\\^$.|?*+(){}])
    """,
    re.VERBOSE | re.DOTALL,
)
_COUNTED_AFTER: Final = frozenset({"escaped", "class", "close", "any", "plain"})
_NO_END: Final = frozenset({"", "open", "or"})


def is_pattern(text: str) -> bool:
    """Whether `text` is a pattern: signs, `.`, classes such as `[0-9一-龥]`, groups, `|`, `^`, `$` and counts."""
    depth, at, before = 0, 0, ""
    while at < len(text):
        match = _PART.match(text, at)
        if match is None or not _follows(str(match.lastgroup), before):
            return False
        before, at = str(match.lastgroup), match.end()
        depth += (before == "open") - (before == "close")
        if depth < 0 or (before == "count" and not _is_count(match.group())):
            return False
    return depth == 0 and before not in _NO_END and _has_ranges_in_order(text)


def for_sql(text: str) -> str:
    """The pattern as PostgreSQL writes it: there a bare `.` would also take the end of a line."""
    return _PART.sub(lambda match: r"[^\n]" if match.lastgroup == "any" else match.group(), text)


def _follows(part: str, before: str) -> bool:
    if part == "count":
        return before in _COUNTED_AFTER
    return part not in ("or", "close") or before not in _NO_END


def _is_count(text: str) -> bool:
    low, comma, high = text.strip("{}").partition(",")
    return not (comma and high) or int(low) <= int(high)


def _has_ranges_in_order(text: str) -> bool:
    classes = (match.group() for match in _PART.finditer(text) if match.lastgroup == "class")
    return all(
        first <= last for found in classes for first, last in re.findall(r"([^\\\[])-(.)", found, re.DOTALL)
    )
