"""The permission matrix: `access.csv` beside this file, one row per route, one column per role.

Cells: `yes` enters; `own` enters and sees only what is hers; `place` enters and sees only what lies in the
places (and queues) of her posts; empty: refused. A route without a row is refused to everyone. `account` is whoever
is logged in, also without a post or a file.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from linli.kernel.actors import Actor

ROLES = (
    "public", "account", "resident", "clerk", "inspector", "reviewer", "decider", "planner", "auditor",
    "administrator", "security", "recipient",
)  # fmt: skip
CELLS = frozenset({"", "yes", "own", "place"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: who may enter a route, and how far they see there."""

    route: str
    cells: Mapping[str, str]
    note: str

    @property
    def for_programs(self) -> bool:
        """API routes answer with problem+json and check keys themselves."""
        return self.route.startswith("api:")

    @property
    def about_secrets(self) -> bool:
        """Forms of allauth hold passwords and codes: what is typed there is never kept."""
        return self.route.startswith(("account_", "mfa_"))

    def admits(self, actor: Actor) -> bool:
        return any(self.cells.get(role) for role in actor.roles)


def read_matrix(path: Path) -> dict[str, Rule]:
    """Parse the file; raises ValueError naming line and mend."""
    matrix: dict[str, Rule] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            route = row["route"]
            if route in matrix:
                raise ValueError(f"{path.name} line {reader.line_num}: {route} has two rows, keep one")
            cells = {role: row[role].strip() for role in ROLES}
            wrong = {role: cell for role, cell in cells.items() if cell not in CELLS}
            if wrong:
                raise ValueError(
                    f"{path.name} line {reader.line_num}: {wrong}; use yes, own, place or nothing"
                )
            matrix[route] = Rule(route, cells, row["note"])
    return matrix


MATRIX = read_matrix(Path(__file__).with_name("access.csv"))


def render_matrix() -> str:
    """The matrix as an aligned text table."""
    width = max(len(route) for route in MATRIX) + 2
    lines = ["".ljust(width) + " ".join(role[:9].ljust(9) for role in ROLES)]
    lines += [
        rule.route.ljust(width)
        + " ".join((rule.cells[role] or "·").ljust(9) for role in ROLES)
        + f" {rule.note}"
        for rule in MATRIX.values()
    ]
    return "\n".join(line.rstrip() for line in lines)
