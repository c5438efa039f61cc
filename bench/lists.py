"""Pages of staff, and single calls, one client: the large table and a small one in turns."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import median
from time import perf_counter
from typing import Final

from django.urls import reverse

from bench import wire
from bench.browser import Browser, Program
from bench.town import Town
from bench.walk import ANSWERS, MATTER

ROUNDS: Final = 60
WARM: Final = 10


@dataclass(frozen=True, slots=True)
class Pair:
    """Medians in ms of `ROUNDS` requests to each, in turns; statements with what the driver sends itself."""

    small: float
    large: float
    statements: int

    @property
    def ratio(self) -> float:
        return self.large / self.small


@dataclass(frozen=True, slots=True)
class Timed:
    """Median of `ROUNDS` requests."""

    ms: float
    statements: int


def time_lists(small: str, large: str, town: Town) -> dict[str, Pair]:
    """The clerk's list as page and as JSON, and the list of all her cases."""
    pages = {"list": reverse("workbench:today"), "involved": reverse("workbench:involved")}
    few, many = Browser(small).enter("clerk"), Browser(large).enter("clerk")
    found = {}
    for name, path in pages.items():
        times = medians(partial(few.get, path), partial(many.get, path))
        found[name] = Pair(times[0], times[1], _page_statements(many, path, mark=b"<tbody"))
    ask = ("GET", reverse("api:queue"), town.home.clerk)
    times = medians(partial(Program(small).send, *ask), partial(Program(large).send, *ask))
    found["api list"] = Pair(times[0], times[1], _statements(partial(wire.send, *ask)))
    return found


def time_case(bind: str, town: Town) -> Timed:
    """The page of a case, as its clerk opens it (the look is recorded)."""
    clerk = Browser(bind).enter("clerk")
    path = reverse("matters:case", args=[submit(Program(bind), town.home.others[0])])
    return Timed(medians(partial(clerk.get, path))[0], _page_statements(clerk, path, mark=b"<form"))


def time_create(bind: str, town: Town) -> float:
    """Applying through the API, ms; each time somebody else."""
    program = Program(bind)
    applicants = iter([key for where in town.communities for key in where.others[1:]])
    return medians(lambda: submit(program, next(applicants)))[0]


def submit(program: Program, resident: str) -> str:
    path = f"/api/v1/matters/{MATTER}/applications"
    case = program.send("POST", path, resident, {"answers": ANSWERS}, secrets.token_hex(16))
    return str(case["number"])


def _page_statements(clerk: Browser, path: str, *, mark: bytes) -> int:
    cookie = "; ".join(f"{name}={value}" for name, value in clerk.cookies.items())
    if mark not in wire.call("GET", path, cookie=cookie)[1]:
        raise RuntimeError(f"{path} does not show what is measured")
    return _statements(lambda: wire.call("GET", path, cookie=cookie, compress=True))


def medians(*works: Callable[[], object]) -> list[float]:
    """Of each work, in ms; one after the other in every round, so that they share the machine's moods."""
    taken: list[list[float]] = [[] for _ in works]
    for round_ in range(WARM + ROUNDS):
        for work, mine in zip(works, taken, strict=True):
            started = perf_counter()
            work()
            if round_ >= WARM:
                mine.append(perf_counter() - started)
    return [median(mine) * 1000 for mine in taken]


def _statements(work: Callable[[], object]) -> int:
    """In this process, warm."""
    for _ in range(4):
        work()
    with wire.Counting() as counting:
        work()
    return counting.count.statements
