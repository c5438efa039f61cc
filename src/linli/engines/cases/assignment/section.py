"""What packs can hold for this part: assignment tables."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from linli.engines.cases.assignment.describing import describe_table
from linli.engines.cases.assignment.examples import run_examples
from linli.engines.cases.assignment.lint import checks
from linli.engines.cases.assignment.table import LEVELS, AssignmentTable
from linli.engines.cases.assignment.using import answer_types, check_answers
from linli.engines.cases.naming import NEED_TAGS, codes_of, state_codes
from linli.engines.expressions import Codes, ListOf, Type
from linli.engines.packs.sections import Finding, Library, Section
from linli.kernel.roles import ROLES

_PLACES: Final[Mapping[str, Type]] = {
    "county": Codes(form="[0-9]{6}", example="532301"),
    "town": Codes(form="[0-9]{9}", example="532301001"),
    "community": Codes(form="[0-9]{12}", example="532301001001"),
    "grid": Codes(form="[0-9]{15}", example="532301001001001"),
}


def _check(table: Any, library: Library) -> Iterable[Finding]:
    yield from checks(table, roles=ROLES, codes={**known_codes(library), **answer_types(table, library)})
    yield from check_answers(table, library)


def known_codes(library: Library) -> dict[str, Type]:
    """What the facts of a case can be that are codes."""
    found: dict[str, Type] = {"level": Codes(LEVELS), **_PLACES}
    asked = {"matter": codes_of("matter"), "procedure": codes_of("procedure"), "state": state_codes}
    for name, ask in asked.items():
        codes = ask(library)
        if codes is not None:
            found[name] = Codes(tuple(codes))
    tags = library.get("code-list", NEED_TAGS)
    if tags is not None:
        found["tags"] = ListOf(Codes(tuple(entry.code for entry in tags.entries)))
    return found


ASSIGNMENT = Section(
    name="assignment",
    folder="assignments",
    model=AssignmentTable,
    check=_check,
    examples=run_examples,
    describe=describe_table,
)
