"""How long the clock of one case with 50 intervals takes: the due moment, what is used, the whole explanation.

Alone: `python -m bench.deadline` (some seconds, no database).
"""

import csv
import statistics
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.report import Figure, as_table
from linli.engines.cases.deadline import Entry, Op, due_at, used
from linli.engines.cases.explanation import explain
from linli.engines.cases.terms import Term
from linli.registers.calendar.rules import DayKind, Kind, WorkCalendar, published_years

INTERVALS = 50
ROUNDS = 200
BEGUN = datetime(2026, 1, 5, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
HOLIDAYS = Path(__file__).resolve().parents[1] / "packs" / "national" / "calendars" / "holidays.csv"
TERMS = (
    ("working days", Term(workdays=60)),
    ("natural days", Term(days=90)),
    ("working hours", Term(hours=400)),
)


def measure() -> list[Figure]:
    """Medians over 200 rounds, in microseconds."""
    calendar, entries = _calendar(), _ledger()
    now = entries[-1].at + timedelta(days=10)
    group = f"The clock of a case with {INTERVALS} intervals, {(now - BEGUN).days} days"
    found = []
    for name, term in TERMS:
        calls: dict[str, Callable[[], object]] = {
            "due": partial(due_at, entries, term, calendar),
            "used": partial(used, entries, term, calendar, now),
            "explanation": partial(explain, entries, term, calendar, now),
        }
        found += [Figure(group, f"{what}, {name}", _median(call), "µs") for what, call in calls.items()]
    return found


def _ledger() -> list[Entry]:
    """Run and pause in turns, five days apart."""
    ops = islice(cycle((Op.RUN, Op.PAUSE)), INTERVALS - 1)
    turns = [
        Entry(op, BEGUN + number * timedelta(days=5, hours=1), "hearing" if op is Op.PAUSE else "")
        for number, op in enumerate(ops)
    ]
    return turns if turns[-1].op is Op.RUN else [*turns, Entry(Op.RUN, turns[-1].at + timedelta(days=5))]


def _calendar() -> WorkCalendar:
    with HOLIDAYS.open(encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        days = {date.fromisoformat(row["day"]): DayKind(Kind(row["kind"]), row["name"]) for row in rows}
    return WorkCalendar(days, published_years(days))


def _median(call: Callable[[], object]) -> float:
    taken = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begun) * 1e6)
    return statistics.median(taken)


if __name__ == "__main__":
    print(as_table({}, measure()))
