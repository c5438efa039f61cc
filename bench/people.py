"""`python -m bench --people 1000000`: finding anyone in one box, by the real function as the real role, for posts of a
community, a town and a county that has them all. Filling takes most of the time: minutes."""

import os
import re
import time
from collections.abc import Callable
from datetime import date
from random import Random
from statistics import median, quantiles
from typing import Final

from django.core.management import call_command
from django.db import connection

from bench import home
from bench.people_fill import Drawn, Ground, build_ground, draw, fill, read_ground
from bench.people_pages import time_pages, weigh
from bench.report import Figure, as_json, as_table, at_most
from bench.tell import tell
from linli.kernel import clock
from linli.kernel.actors import SYSTEM, Actor, Grant
from linli.kernel.guard import acting_as
from linli.registers.people.search import find, refresh_keys
from linli.registers.people.search.sounds import readings_of, split_name

MOST_MS: Final = 100.0
ROUNDS: Final = 60
SHOWN: Final = 20
REFRESHED: Final = 4_000


def _sound(one: Drawn) -> tuple[str, str]:
    hers, rest = readings_of(*split_name(one.row.name))[0]
    return "".join(hers), "".join(rest)


KINDS: Final[dict[str, Callable[[Drawn], str]]] = {
    "whole name": lambda one: one.row.name,
    "part of a name, two characters": lambda one: one.row.name[:2],
    "given name": lambda one: one.row.name[1:3],
    "pinyin": lambda one: "".join(_sound(one)),
    "pinyin of the given name": lambda one: _sound(one)[1],
    "pinyin of the surname": lambda one: _sound(one)[0],
    "initials": lambda one: "".join(s[0] for part in readings_of(*split_name(one.row.name))[0] for s in part),
    "pinyin, the last letter missing": lambda one: "".join(_sound(one))[:-1],
    "surname in pinyin, given name in characters": lambda one: _sound(one)[0] + split_name(one.row.name)[1],
    "building": lambda one: f"{re.findall(r'[0-9]+', one.address)[0]}幢",
    "number tail of four": lambda one: one.row.id_number[-4:],
    "number tail of six": lambda one: one.row.id_number[-6:],
    "whole number": lambda one: one.row.id_number,
    "phone tail": lambda one: one.row.phone[-4:],
    "whole phone": lambda one: one.row.phone,
    "address": lambda one: one.address[3:],
    "name of the community": lambda one: one.address[3:5],
    "building and room": lambda one: "-".join(re.findall(r"\d+", one.address)),
    "number of a household": lambda one: f"H{one.key // 3:012d}",
    "surname and year": lambda one: f"{one.row.name[0]} {one.row.birth_date:%Y}",
    "part of a name and phone tail": lambda one: f"{one.row.name[:2]} {one.row.phone[-4:]}",
    "surname and room": lambda one: f"{one.row.name[0]} {one.address[-4:-1]}",
    "nobody": lambda one: f"无{one.row.name[-1]}此人",
}


def run(count: int, *, json: bool) -> str:
    """Fill, ask, and return the printed text."""
    started, load = time.monotonic(), os.getloadavg()[0]
    call_command("migrate", verbosity=0)
    ground, filled = _fill(count)
    figures = [figure for level in ("community", "town", "county") for figure in _ask(level, count, ground)]
    town = ground.homes[0][2][2]
    figures += time_pages(ground, _visible("community", town, count, ground))
    figures += [*weigh(count), *_sizes(count), *_refreshing(count)]
    facts = {
        "people": f"{count:,} in one county",
        "load of the machine before": f"{load:.1f} (other work beside makes every time longer)",
        "filled in": f"{filled:.0f} s, sealed and digested as in use, by two processes"
        if filled
        else "before",
        "taken": f"{time.monotonic() - started:.0f} s",
    }
    return as_json(facts, figures) if json else as_table(facts, figures)


def _fill(count: int) -> tuple[Ground, float]:
    """The county and the seconds it took to fill it; none where an earlier run has filled this home with as many."""
    done, started = home.filled(count), time.monotonic()
    if done:
        return read_ground(), 0.0
    ground = build_ground()
    tell(f"writing {count:,} people")
    fill(count, ground)
    home.note_filled(count)
    return ground, time.monotonic() - started


def _ask(level: str, count: int, ground: Ground) -> list[Figure]:
    """Each kind of query for people whom the post sees; each finds the one it was made from, or the bench fails."""
    tell(f"asking, post of a {level}")
    place = ground.homes[0][2][("county", "town", "community").index(level)]
    actor = Actor(user_id=1, grants=(Grant("clerk", f"{level}:{place}", "bench"),))
    people = _visible(level, place, count, ground)
    return [_time(kind, level, actor, people) for kind in KINDS]


def _visible(level: str, place: int, count: int, ground: Ground) -> list[Drawn]:
    random, found = Random(level), []
    at = ("county", "town", "community").index(level)
    while len(found) < ROUNDS:
        one = draw(random.randint(1, count), ground)
        if one.place[at] == place and one.row.phone and len(one.row.name) > 2:
            found.append(one)
    return found


def _time(kind: str, level: str, actor: Actor, people: list[Drawn]) -> Figure:
    taken, missed, shown = [], 0, []
    for one in people:
        with acting_as(actor, day=clock.today()):
            started = time.perf_counter()
            found = find(actor, KINDS[kind](one), now=clock.now(), limit=SHOWN)
            taken.append((time.perf_counter() - started) * 1000)
        shown.append(len(found.people))
        missed += not found.after and one.key not in {person.person_id for person in found.people}
    if missed and kind != "nobody":
        raise SystemExit(f"bench: {kind} for a {level} missed {missed} of {len(people)}")
    return at_most(
        f"Finding, post of a {level}; p95 of {ROUNDS}", kind, quantiles(taken, n=20)[-1], "ms", MOST_MS,
        f"p50 {median(taken):.1f} ms, {sum(shown) / len(shown):.1f} shown",
    )  # fmt: skip


def _sizes(count: int) -> list[Figure]:
    sizes = {
        "keys, rows a person": "(SELECT count(*) FROM person_key)",
    }
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(sizes.values())}")
        return [
            Figure("On disk", name, value / count, "")
            for name, value in zip(sizes, cursor.fetchone(), strict=True)
        ]


def _refreshing(count: int) -> list[Figure]:
    """Comparing the keys of files with what they should be, and writing keys that are gone."""
    ids, day = list(range(1, min(REFRESHED, count) + 1)), date(2026, 1, 1)
    with acting_as(SYSTEM):
        compared = _rate(ids, day)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM person_key WHERE person_id = ANY(%s)", [ids])
        written = _rate(ids, day)
    return [
        Figure("Keys", "files compared", compared, "/s", note="one process"),
        Figure("Keys", "files written anew", written, "/s", note="one process"),
    ]


def _rate(ids: list[int], day: date) -> float:
    started = time.perf_counter()
    refresh_keys(ids, day=day)
    return len(ids) / (time.perf_counter() - started)
