"""`python -m bench.audit [--entries 1000000]`: sealing and verifying an audit log of so many entries, and the memory it
takes. The entries are made up and copied in, as digested and as chained as in use."""

import argparse
import os
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from bench import home
from bench.report import Figure, as_table, at_most
from bench.tell import tell
from linli.kernel.actors import SYSTEM
from linli.kernel.audit.rules import entry_digest
from linli.kernel.guard import acting_as

GROUP: Final = "Audit log"
COLUMNS: Final = (
    "at", "kind", "actor_user_id", "office", "act", "object_ref", "persons", "fields", "purpose", "withheld",
)  # fmt: skip
BEGUN: Final = datetime(2026, 1, 1, tzinfo=UTC)
LONGEST: Final = 60.0
MOST_MB: Final = 100.0


def draw(count: int) -> Iterator[tuple[Any, ...]]:
    """Looks at pages of one to fifty persons, as desks write them; one in a thousand is withheld."""
    random = Random(7)
    for number in range(count):
        persons = sorted(random.sample(range(1, 1_000_000), random.choice((1, 1, 1, 4, 20))))
        said = (
            BEGUN + timedelta(seconds=20 * number), "look", random.randint(1, 400), "南山社区服务站", "files.person",
            f"person:{persons[0]}", persons, ["name", "phone", "address"], "办理事项", number % 1_000 == 0,
        )  # fmt: skip
        yield (*said, entry_digest(**dict(zip(COLUMNS, said, strict=True))))


def fill(count: int) -> None:
    from django.db import connection, transaction  # noqa: PLC0415  after Django is set up

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        with cursor.copy(f"COPY audit_entry ({', '.join(COLUMNS)}, digest) FROM STDIN") as copy:
            for row in draw(count):
                copy.write_row(row)


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(count: int) -> list[Figure]:
    from linli.kernel.audit import actions, queries  # noqa: PLC0415  after Django is set up

    tell(f"writing {count:,} entries")
    started = time.perf_counter()
    fill(count)
    filled = time.perf_counter() - started
    tell("sealing")
    started = time.perf_counter()
    while actions.seal_batch():
        pass
    sealed = time.perf_counter() - started
    tell("verifying")
    before, started = peak_mb(), time.perf_counter()
    proof = queries.verify()
    verified = time.perf_counter() - started
    if not proof.whole or proof.sealed != count:
        raise SystemExit(f"bench: the log does not verify: {proof}")
    return [
        Figure(GROUP, "written (made up, digested, copied)", count / filled, "entries/s"),
        Figure(GROUP, "sealed", count / sealed, "entries/s", note=f"{proof.seals} seals"),
        at_most(GROUP, "verified, all of it", verified, "s", LONGEST, f"{count / verified:,.0f} entries/s"),
        at_most(
            GROUP, "memory that verifying adds", peak_mb() - before, "MB", MOST_MB, f"peak {peak_mb():.0f} MB"
        ),
        *_recent(count),
    ]


def _recent(count: int) -> list[Figure]:
    """From where the last verification ended, after some more entries."""
    from linli.kernel.audit import actions, queries  # noqa: PLC0415  after Django is set up

    fill(count // 100)
    while actions.seal_batch():
        pass
    started = time.perf_counter()
    proof = queries.verify(since_last=True)
    taken = time.perf_counter() - started
    if not proof.whole:
        raise SystemExit(f"bench: the log does not verify: {proof}")
    return [Figure(GROUP, "verified since the last time, one in a hundred more", taken, "s")]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.audit", description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("var/bench-audit"), help="deleted first")
    parser.add_argument("--entries", type=int, default=1_000_000)
    options = parser.parse_args()
    load = os.getloadavg()[0]
    home.prepare(options.home.resolve())
    from django.core.management import call_command  # noqa: PLC0415  after Django is set up

    call_command("migrate", verbosity=0)
    with acting_as(SYSTEM):
        figures = measure(options.entries)
    facts = {"entries": f"{options.entries:,}", "load of the machine before": f"{load:.1f}"}
    sys.stdout.write(as_table(facts, figures) + "\n")


if __name__ == "__main__":
    main()
