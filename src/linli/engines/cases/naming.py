"""The codes that a pack, and those it depends on, give to matters, procedures and what belongs to these: for conditions
that name them. None where a file that may name more could not be read."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from linli.engines.cases.definitions import Procedure
from linli.engines.packs.sections import Library

NEED_TAGS: Final = "need-tag"
"""The code list of what residents need (民生需要), by which matters are found."""


def codes_of(section: str) -> Callable[[Library], Sequence[str] | None]:
    """What asks a library for all codes of a section."""

    def ask(library: Library) -> Sequence[str] | None:
        return None if library.is_partial(section) else sorted(library.codes(section))

    return ask


def state_codes(library: Library) -> Sequence[str] | None:
    """Where a case can be, in any procedure."""
    return _named(library, lambda procedure: (state.code for state in procedure.states))


def action_codes(library: Library) -> Sequence[str] | None:
    """Every step that somebody can take."""
    return _named(library, lambda procedure: (action.code for action in procedure.actions))


def notice_codes(library: Library) -> Sequence[str] | None:
    """Every notice that a step can issue; empty for a step that issues none."""
    found = _named(library, lambda procedure: (action.notice or "" for action in procedure.actions))
    return None if found is None else sorted({"", *found})


def _named(library: Library, name: Callable[[Procedure], Iterable[str]]) -> Sequence[str] | None:
    found: set[str] = set()
    for code in library.codes("procedure"):
        procedure = library.get("procedure", code)
        if procedure is None:
            return None
        found.update(name(procedure))
    return None if library.is_partial("procedure") else sorted(found)
