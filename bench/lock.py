"""`python -m bench --lock`: what the second lock costs. The same cases behind two servers, one with its policies, one
whose copy of the database has policies that admit everything; in turns, as ratios."""

from functools import partial
from typing import Final

import psycopg
from django.db import connection
from django.urls import reverse

from bench import filling, home, lists
from bench.browser import Browser, Program
from bench.report import Figure, as_table, at_most
from bench.server import serving
from bench.tell import tell
from bench.town import Town, build_town

GROUP: Final = f"With the second lock, to without; one client, medians of {lists.ROUNDS}"
MOST: Final = 1.15
READERS: Final = ("clerk", "reviewer", "decider")


def time_lock(bind: str, open_bind: str, town: Town) -> list[Figure]:
    """Lists and the page of a case, for who reads by place and for who reads by case alone."""
    number = lists.submit(Program(bind), town.home.others[0])
    lists.submit(Program(open_bind), town.home.others[0])
    pages = {"list": reverse("workbench:today"), "all my cases": reverse("workbench:involved")}
    figures = []
    for who in READERS:
        locked, unlocked = Browser(bind).enter(who), Browser(open_bind).enter(who)
        paths = pages | ({"page of a case": reverse("matters:case", args=[number])} if who == "clerk" else {})
        for name, path in paths.items():
            with_lock, without = lists.medians(partial(locked.get, path), partial(unlocked.get, path))
            note = f"{with_lock:.1f} ms to {without:.1f} ms"
            figures.append(at_most(GROUP, f"{name}, {who}", with_lock / without, "×", MOST, note))
    return figures


def unlock(url: str) -> None:
    """Let everybody through, in a copy that nobody else uses; a server would refuse to start without a lock."""
    with psycopg.connect(url, autocommit=True) as admin:
        for name, table in admin.execute(
            "SELECT polname, polrelid::regclass::text FROM pg_policy"
        ).fetchall():
            admin.execute(f"ALTER POLICY {name} ON {table} USING (true)")
        admin.execute("VACUUM (ANALYZE)")


def run(cases: int) -> str:
    town = build_town()
    tell(f"writing {cases} cases, and a copy without the lock")
    filling.fill_to(town, cases)
    url = filling.copy_database("linli_open")
    unlock(url)
    filling.analyze()
    connection.close()
    bind, open_bind = home.free_bind(), home.free_bind()
    with serving(bind), serving(open_bind, DATABASE_URL=url):
        tell("pages in turns")
        return as_table({"cases": f"{cases:,}"}, time_lock(bind, open_bind, town))
