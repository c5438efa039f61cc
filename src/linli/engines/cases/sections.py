"""What packs can hold for this engine: procedures."""

from collections.abc import Iterable
from typing import Any

from linli.engines.cases.checks import checks
from linli.engines.cases.describing import describe_procedure
from linli.engines.cases.model import Procedure
from linli.engines.packs.sections import Finding, Library, Section
from linli.kernel.roles import ROLES


def _check(procedure: Any, library: Library) -> Iterable[Finding]:
    return checks(procedure, roles=ROLES, forms=library.codes("form"))


PROCEDURE = Section(
    name="procedure", folder="procedures", model=Procedure, check=_check, describe=describe_procedure
)
