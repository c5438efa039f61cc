"""What packs can hold for this part: assignment tables."""

from collections.abc import Iterable
from typing import Any

from linli.engines.cases.assignment.lint import checks
from linli.engines.cases.assignment.table import AssignmentTable
from linli.engines.packs.sections import Finding, Library, Section
from linli.kernel.roles import ROLES


def _check(table: Any, library: Library) -> Iterable[Finding]:
    return checks(table, roles=ROLES, matters=library.codes("matter"))


ASSIGNMENT = Section(name="assignment", folder="assignments", model=AssignmentTable, check=_check)
