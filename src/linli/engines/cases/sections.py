"""What packs can hold for this engine: procedures."""

from collections.abc import Iterable, Iterator
from typing import Any

from linli.engines.cases import checks_assigning, examples
from linli.engines.cases.advice import advise
from linli.engines.cases.checks import checks
from linli.engines.cases.definitions import Procedure
from linli.engines.cases.describing import describe_procedure
from linli.engines.packs.findings import refers
from linli.engines.packs.sections import Finding, Library, Section
from linli.kernel.roles import ROLES


def _check(procedure: Any, library: Library) -> Iterable[Finding]:
    yield from checks(procedure, roles=ROLES)
    yield from checks_assigning.checks(procedure)
    yield from references(procedure, library)


def references(procedure: Procedure, library: Library) -> Iterator[Finding]:
    """Forms and tables that are not there."""
    for index, action in enumerate(procedure.actions):
        for number, code in enumerate(action.requires.forms):
            yield from refers(("actions", index, "requires", "forms", number), "form", code, library)
    for index, state in enumerate(procedure.states):
        if state.assign is not None:
            yield from refers(("states", index, "assign"), "assignment", state.assign, library)


def _examples(procedure: Any, library: Library) -> Iterable[Finding]:
    sheets = (library.get("calendar", code) for code in sorted(library.codes("calendar")))
    return examples.run(procedure, examples.calendar_of(sheet for sheet in sheets if sheet is not None))


PROCEDURE = Section(
    name="procedure",
    folder="procedures",
    model=Procedure,
    check=_check,
    examples=_examples,
    advise=advise,
    describe=describe_procedure,
)
