"""Rehearsal of a changed assignment table over many cases: `python -m bench.rehearsal [--cases N]`. The home is deleted
first."""

import argparse
import time
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from bench import home

RULES: Final[list[dict[str, Any]]] = [
    {"when": "matter == 'temporary-relief'", "role": "reviewer", "at": "town"},
    {"when": "by_agent && urban == true", "role": "reviewer", "at": "town"},
    {"when": "community.startsWith('532301101')", "role": "inspector", "at": "community"},
    {"when": "'老有所养' in tags && level == 'community'", "role": "clerk", "at": "community"},
    {"when": "level == 'town'", "role": "reviewer", "at": "town"},
    {"role": "decider", "at": "county"},
]


def run(cases: int) -> str:
    from bench import filling  # noqa: PLC0415  settings were just prepared
    from bench.town import build_town  # noqa: PLC0415
    from linli.engines.cases.assignment import AssignmentTable, rehearse  # noqa: PLC0415
    from linli.engines.cases.assignment.facts import past_cases  # noqa: PLC0415
    from linli.kernel import clock  # noqa: PLC0415

    filling.fill_to(build_town(), cases)
    old = AssignmentTable.model_validate({"code": "who", "rows": RULES})
    new = AssignmentTable.model_validate({"code": "who", "rows": RULES[2:]})
    began = time.perf_counter()
    found = rehearse(old, new, past_cases(since=clock.now() - timedelta(days=30), day=clock.today()))
    seconds = time.perf_counter() - began
    return (
        f"rehearsal of {found.total:,} cases by two tables of {len(RULES)} rules: {seconds:.1f} s"
        f" ({found.total / seconds:,.0f} /s; at most 30 s for 100,000: ratio {seconds * 1e5 / found.total / 30:.2f});"
        f" {found.same:,} stay, {sum(tally.count for tally in found.moved.values()):,} move"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.rehearsal", description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("var/bench-rehearsal"), help="deleted first")
    parser.add_argument("--cases", type=int, default=100_000)
    options = parser.parse_args()
    home.prepare(options.home.resolve())
    from linli.kernel.actors import SYSTEM  # noqa: PLC0415
    from linli.kernel.guard import acting_as  # noqa: PLC0415

    with acting_as(SYSTEM):
        print(run(options.cases))


if __name__ == "__main__":
    main()
