"""The whole course of measurements, in order."""

import os
import platform
import time
from statistics import median

from django.db import connection

from bench import cockpit, filling, lists, race, report, weights
from bench.report import Figure, at_most
from bench.server import serving, working
from bench.tell import tell
from bench.town import build_town
from bench.walk import CALLS

SMALL = 1_000
BEST_PEER = {"list": 210.0, "create": 107.0}
"""Medians in ms of the best comparable system at 100,000 records, one client, fsync off."""


def run(bind: str, *, cases: int, as_json: bool) -> str:
    """Everything; returns the printed text."""
    started, load_before = time.monotonic(), os.getloadavg()[0]
    town = build_town()
    figures: list[Figure] = []
    with serving(bind):
        tell("ratings to the cockpit")
        with working():
            figures += _cockpit(cockpit.time_ratings(bind, town))
        tell(f"lists at {SMALL} cases")
        filling.fill_to(town, SMALL)
        filling.analyze()
        small = lists.time_lists(bind, town)
        tell(f"writing cases up to {cases}")
        filling.fill_to(town, cases)
        filling.analyze()
        tell(f"lists at {cases} cases")
        large = lists.time_lists(bind, town)
        figures += _lists(small, large, lists.time_create(bind, town), cases)
        tell("pages of residents")
        figures += _weights(weights.weigh(bind, town))
        tell("the API walk, by the platform and by hand in turns")
        figures += _race(race.race(bind, town))
        tell("the API walk with the worker beside")
        figures += _sustained(race.sustain(bind, town))
    facts = _facts() | {
        "load of the machine before": f"{load_before:.1f} (other work beside makes every time longer)",
        "taken": f"{time.monotonic() - started:.0f} s",
        "cases": f"{filling.count_cases():,} at the end",
    }
    return report.as_json(facts, figures) if as_json else report.as_table(facts, figures)


def _facts() -> dict[str, str]:
    """What the figures hold for, as the server itself says it."""
    names = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, current_setting(name) FROM unnest(%s) AS name", [list(names)])
        found = dict(cursor.fetchall())
    return {
        "PostgreSQL": ", ".join(f"{name} {found[name]}" for name in names),
        "machine": f"{os.cpu_count()} cores, shared by clients, web processes, worker and database",
        "Python": platform.python_version(),
    }


def _cockpit(taken: list[float]) -> list[Figure]:
    group = "From a rating to the planner's figure"
    note = f"{len(taken)} ratings"
    return [
        at_most(group, "median", median(taken), "s", cockpit.PROMISE, note),
        at_most(group, "longest", max(taken), "s", cockpit.PROMISE, note),
    ]


def _lists(
    small: dict[str, lists.Timed], large: dict[str, lists.Timed], create: lists.Timed, cases: int
) -> list[Figure]:
    group = f"One client, medians of {lists.ROUNDS}"
    names = {
        "list": "staff list of 50, page",
        "api list": "staff list of 50, API",
        "involved": "all my cases, page",
    }
    figures = []
    for key, name in names.items():
        tenth = BEST_PEER["list"] / 10
        figures += [
            Figure(group, f"{name}, {SMALL:,} cases", small[key].ms, "ms"),
            at_most(group, f"{name}, {cases:,} cases", large[key].ms, "ms", tenth, "best peer 210 ms"),
            at_most(group, f"{name}, ratio", large[key].ms / small[key].ms, "×", 1.3),
            at_most(group, f"{name}, statements", large[key].statements, "", 8, "with the driver's own"),
        ]
    return [
        *figures,
        Figure(group, f"page of a case, {cases:,} cases", large["detail"].ms, "ms", note="best peer 103 ms"),
        Figure(group, "page of a case, statements", large["detail"].statements, ""),
        at_most(
            group,
            f"submit by API, {cases:,} cases",
            create.ms,
            "ms",
            BEST_PEER["create"] / 10,
            "best peer 107 ms",
        ),
    ]


def _weights(found: dict[str, weights.Weight]) -> list[Figure]:
    group = "Pages of residents, empty cache, compressed"
    figures = []
    for name, one in found.items():
        note = f"page {one.html / 1000:.1f}, styles, script and icons {one.files / 1000:.1f}"
        figures.append(at_most(group, name, one.total / 1000, "kB", 60, note))
        figures.append(Figure(group, f"{name}, first byte", one.first_byte_ms, "ms"))
    return figures


def _race(found: race.Race) -> list[Figure]:
    group = f"The API walk, {race.CLIENTS} clients, no worker; by hand: reference.sql, same clients, in turns"
    figures = [
        Figure(group, "lifecycles of seven calls", found.platform.rate, "/s"),
        Figure(group, "by hand", found.by_hand.rate, "/s"),
        Figure(group, "ratio", found.by_hand.rate / found.platform.rate, "×"),
    ]
    for call in CALLS:
        count, hand = found.statements[call], found.by_hand_statements[call]
        took, least = found.platform.median_ms(call), found.by_hand.median_ms(call)
        figures += [
            Figure(
                group, f"{call}: statements", count.statements, "",
                note=f"{count.control} of them steer transactions; by hand {hand}, 2 of them",
            ),
            Figure(group, f"{call}: ratio", took / least, "×", note=f"{took:.1f} ms, by hand {least:.1f} ms"),
        ]  # fmt: skip
    statements = [count.statements for count in found.statements.values()]
    figures.append(Figure(group, "statements per request", sum(statements) / len(statements), ""))
    return figures


def _sustained(found: race.Sustained) -> list[Figure]:
    group = f"The API walk with the worker beside, {race.CLIENTS} clients"
    return [
        Figure(group, "lifecycles answered", found.answered, "/s"),
        Figure(
            group, "lifecycles with every event and message dealt with", found.delivered, "/s",
            note=f"the worker was done {found.drained_after:.1f} s after the last answer",
        ),
    ]  # fmt: skip
