"""From a rating to the planner's figure: seconds until the cockpit shows another satisfaction."""

import gzip
import re
import time
from typing import Final

from django.urls import reverse

from bench.browser import Browser, Program
from bench.town import Town
from bench.walk import walk

REPEATS: Final = 8
PROMISE: Final = 5.0
_TAGS = re.compile(r"<[^>]+>")
_FIGURE = re.compile(r"服务满意率\s+(没有数据|[\d.]+)")


def time_ratings(bind: str, town: Town) -> list[float]:
    """Seconds from the answer to a rating until its effect was seen, for each rating.

    Run it while few ratings exist, so that each changes the county's figure visibly.
    """
    planner, program = Browser(bind).enter("planner"), Program(bind)
    path = reverse("planning:cockpit")
    taken = []
    for number in range(REPEATS):
        where = town.communities[number % len(town.communities)]
        before = _figure(planner, path)
        walk(program.send, where, where.residents[number], level=1 if number % 2 else 5)
        rated = time.perf_counter()
        while _figure(planner, path) == before:
            if time.perf_counter() - rated > 10 * PROMISE:
                raise RuntimeError(f"rating {number + 1} did not reach the cockpit")
            time.sleep(0.05)
        taken.append(time.perf_counter() - rated)
    return taken


def _figure(planner: Browser, path: str) -> str:
    page = planner.get(path)
    text = _TAGS.sub(" ", gzip.decompress(page.body).decode())
    found = _FIGURE.search(text)
    if found is None:
        raise RuntimeError("the cockpit shows no satisfaction")
    return found[1]
