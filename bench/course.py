"""The whole course of measurements, in order."""

import os
import platform
import time
from statistics import median

from django.db import connection

from bench import cockpit, filling, home, lists, packs, race, report, weights
from bench.report import Figure, at_most
from bench.server import serving, working
from bench.tell import tell
from bench.town import build_town
from bench.walk import CALLS

SMALL = 1_000
ONE_CLIENT = f"One client, medians of {lists.ROUNDS}"
BEST_PEER = {"list": 210.0, "create": 107.0}
"""Medians in ms of the best comparable system at 100,000 records, one client, fsync off."""


def run(*, cases: int, as_json: bool) -> str:
    """Everything; returns the printed text."""
    started, load_before = time.monotonic(), os.getloadavg()[0]
    town = build_town()
    tell(f"writing cases: {SMALL}, and a copy of the database that keeps so few; then {cases}")
    filling.fill_to(town, SMALL)
    filling.analyze()
    few = filling.copy_database("linli_few")
    filling.fill_to(town, cases)
    filling.analyze()
    figures: list[Figure] = []
    bind = home.free_bind()
    with serving(bind):
        tell("ratings to the cockpit")
        with working():
            figures += _cockpit(cockpit.time_ratings(bind, town))
        tell("staff pages")
        bind_few = home.free_bind()
        with serving(bind_few, DATABASE_URL=few):
            figures += _lists(lists.time_lists(bind_few, bind, town), cases)
        figures += _single(lists.time_case(bind, town), lists.time_create(bind, town), cases)
        tell("pages of residents")
        figures += _weights(weights.weigh(bind, town))
        tell("the API walk, by the platform and by hand in turns")
        figures += _race(race.race(bind, town))
        tell("the API walk with the worker beside")
        figures += _sustained(race.sustain(bind, town))
    tell(f"a pack of {packs.MATTERS} matters")
    figures += packs.measure()
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
        cursor.execute("SELECT name, current_setting(name) FROM unnest(%s::text[]) AS name", [list(names)])
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


def _lists(found: dict[str, lists.Pair], cases: int) -> list[Figure]:
    names = {
        "list": "staff list of 50, page",
        "api list": "staff list of 50, API",
        "involved": "all my cases, page",
    }
    figures = []
    for key, name in names.items():
        pair = found[key]
        figures += [
            at_most(
                ONE_CLIENT,
                name,
                pair.large,
                "ms",
                BEST_PEER["list"] / 10,
                f"{cases:,} cases; best peer 210 ms",
            ),
            at_most(
                ONE_CLIENT,
                f"{name}, ratio",
                pair.ratio,
                "×",
                1.3,
                f"to {pair.small:.1f} ms at {SMALL:,} cases",
            ),
            at_most(ONE_CLIENT, f"{name}, statements", pair.statements, "", 8),
        ]
    return figures


def _single(case: lists.Timed, create: float, cases: int) -> list[Figure]:
    peer = BEST_PEER["create"]
    return [
        Figure(ONE_CLIENT, "page of a case", case.ms, "ms", note=f"{cases:,} cases; best peer 103 ms"),
        Figure(ONE_CLIENT, "page of a case, statements", case.statements, ""),
        at_most(
            ONE_CLIENT, "submit by API", create, "ms", peer / 10, f"{cases:,} cases; best peer {peer:.0f} ms"
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
    group = "The API walk, no worker; by hand: reference.sql, by as many clients, in turns"
    many = f"{race.CLIENTS} clients"
    counts = found.statements.values()
    mean = sum(count.statements for count in counts) / len(counts)
    figures = [
        Figure(group, "lifecycles of seven calls", found.platform.rate, "/s", note=many),
        Figure(group, "lifecycles by hand", found.by_hand.rate, "/s", note=many),
        Figure(group, "ratio", found.by_hand.rate / found.platform.rate, "×", note=many),
        Figure(group, "statements per request", mean, "", note="with BEGIN and COMMIT; by hand 4"),
    ]
    for call in CALLS:
        count, hand = found.statements[call].statements, found.by_hand_statements[call]
        took, least = found.platform_alone.median_ms(call), found.by_hand_alone.median_ms(call)
        note = f"one client: {took:.1f} ms, by hand {least:.2f} ms; statements {count}, by hand {hand}"
        figures.append(Figure(group, f"{call}, ratio", took / least, "×", note=note))
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
