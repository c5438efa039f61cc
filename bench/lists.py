"""Pages of staff, and single calls, one client, at a number of cases."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from django.urls import reverse

from bench import wire
from bench.browser import Browser, Program
from bench.town import Town
from bench.walk import ANSWERS, MATTER

ROUNDS = 60
WARM = 10


@dataclass(frozen=True, slots=True)
class Timed:
    """Median of `ROUNDS` requests by one client."""

    ms: float
    statements: int = 0


def time_lists(bind: str, town: Town) -> dict[str, Timed]:
    """Staff list as page and as JSON, the list of all cases, and the page of one case."""
    clerk = Browser(bind).enter("clerk")
    cookie = "; ".join(f"{name}={value}" for name, value in clerk.cookies.items())
    key = town.home.clerk
    program = Program(bind)
    found = {
        "list": _page(clerk, cookie, reverse("workbench:today"), b"<tbody"),
        "involved": _page(clerk, cookie, reverse("workbench:involved"), b"<tbody"),
        "detail": _page(clerk, cookie, reverse("matters:case", args=[_submit(program, town)]), b"<form"),
    }
    queue = reverse("api:queue")
    found["api list"] = Timed(
        _median(lambda: program.send("GET", queue, key)), _statements(lambda: wire.send("GET", queue, key))
    )
    return found


def time_create(bind: str, town: Town) -> Timed:
    """Applying through the API."""
    program = Program(bind)
    return Timed(_median(lambda: _submit(program, town)))


def _page(clerk: Browser, cookie: str, path: str, mark: bytes) -> Timed:
    if mark not in wire.call("GET", path, cookie=cookie)[1]:
        raise RuntimeError(f"{path} does not show what is measured")
    return Timed(
        _median(lambda: clerk.get(path)),
        _statements(lambda: wire.call("GET", path, cookie=cookie, compress=True)),
    )


def _submit(program: Program, town: Town) -> str:
    path = f"/api/v1/matters/{MATTER}/applications"
    case = program.send("POST", path, town.home.residents[0], {"answers": ANSWERS}, secrets.token_hex(16))
    return str(case["number"])


def _median(work: Callable[[], object]) -> float:
    taken = []
    for round_ in range(WARM + ROUNDS):
        started = perf_counter()
        work()
        if round_ >= WARM:
            taken.append(perf_counter() - started)
    return median(taken) * 1000


def _statements(work: Callable[[], object]) -> int:
    """In this process, warm."""
    for _ in range(4):
        work()
    with wire.Counting() as counting:
        work()
    return counting.count.statements
