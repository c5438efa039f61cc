"""The walk by the platform and by hand, in turns, by as many clients; then with the worker keeping up."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from django.db import connection

from bench import load, wire
from bench.browser import Program
from bench.load import Load, Note, Work
from bench.reference import ByHand, Fixed, count_rows, hand_client, pick
from bench.server import working
from bench.statements import read_statements
from bench.town import Town
from bench.walk import CALLS, walk

CLIENTS: Final = 4
TURNS: Final = 4
TURN_SECONDS: Final = 7.0
HAND_SECONDS: Final = 3.0
ALONE_ROUNDS: Final = 40
SUSTAINED_SECONDS: Final = 20.0
DRAIN_SECONDS: Final = 120.0


@dataclass(frozen=True, slots=True)
class Race:
    """Both ways without a worker: lifecycles a second by `CLIENTS` clients, times of each call by one client."""

    platform: Load
    by_hand: Load
    platform_alone: Load
    by_hand_alone: Load
    statements: dict[str, wire.Count]
    by_hand_statements: dict[str, int]


@dataclass(frozen=True, slots=True)
class Sustained:
    """With the worker beside: lifecycles a second as answered, and until every event and message was dealt with."""

    answered: float
    delivered: float
    drained_after: float


def race(bind: str, town: Town) -> Race:
    """Warm up both, then take turns, with many clients and with one."""
    fixed = Fixed.load()
    _check_same_rows(town, fixed)
    statements = count_statements(town)
    programs, hands = _program_client(bind, town), hand_client(town, fixed, clients=CLIENTS)
    platform, by_hand = Load(CLIENTS), Load(CLIENTS)
    load.run(programs, clients=CLIENTS, seconds=3)
    load.run(hands, clients=CLIENTS, seconds=1)
    for _ in range(TURNS):
        platform.add(load.run(programs, clients=CLIENTS, seconds=TURN_SECONDS))
        by_hand.add(load.run(hands, clients=CLIENTS, seconds=HAND_SECONDS))
    alone = Load(1), Load(1)
    works = programs(0), hands(0)
    for round_ in range(ALONE_ROUNDS):
        for work, mine in zip(works, alone, strict=True):
            work(round_, mine.note)
    _settle()
    return Race(platform, by_hand, *alone, statements, _by_hand_statements())


def sustain(bind: str, town: Town) -> Sustained:
    """What the machine can keep up: clients, web processes, worker and database on the same cores."""
    with working():
        _drain()
        started = time.perf_counter()
        done = load.run(_program_client(bind, town), clients=CLIENTS, seconds=SUSTAINED_SECONDS)
        _drain()
        total = time.perf_counter() - started
    return Sustained(done.rate, done.done / total, total - done.seconds)


def count_statements(town: Town) -> dict[str, wire.Count]:
    """Statements of each call of the walk, by the real application in this process, warm."""
    where = town.communities[0]
    counts: list[wire.Count] = []

    def send(*call: object) -> object:
        with wire.Counting() as counting:
            answer = wire.send(*call)  # type: ignore[arg-type]
        counts.append(counting.count)
        return answer

    for _ in range(4):
        walk(wire.send, where, where.residents[0])
    walk(send, where, where.residents[0])  # type: ignore[arg-type]
    return dict(zip(CALLS, counts, strict=True))


def _by_hand_statements() -> dict[str, int]:
    """As `Count.statements`: with BEGIN and COMMIT."""
    lengths = {name: len(parts) + 2 for name, parts in read_statements("reference.sql").items()}
    return {call: lengths.get(call, lengths["act"]) for call in CALLS}


def _program_client(bind: str, town: Town) -> Callable[[int], Work]:
    """A new connection for each lifecycle: clients spread over the web processes."""

    def make(number: int) -> Work:
        def work(round_: int, note: Note) -> None:
            program = Program(bind)
            walk(program.send, *pick(town, number, round_, clients=CLIENTS), note)
            program.close()

        return work

    return make


def _check_same_rows(town: Town, fixed: Fixed) -> None:
    """By hand writes as many rows into the same tables as the platform does."""
    where = town.communities[0]
    hand = ByHand(read_statements("reference.sql"), fixed)
    counts = [count_rows()]
    for _ in range(2):  # the first one of a day also makes the counter's row
        walk(wire.send, where, where.residents[0])
        counts.append(count_rows())
    hand.walk(where, where.residents[0])
    counts.append(count_rows())
    hand.close()
    written = [{name: new[name] - old[name] for name in new} for old, new in pairwise(counts)]
    if written[1] != written[2]:
        raise RuntimeError(
            f"reference.sql writes other rows: {written[1]} by the platform, {written[2]} by hand"
        )


def _settle() -> None:
    """What the race left for a worker is put away, so that it does not count for the next measurement."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE delivery SET state = 'done' WHERE state = 'pending'")


def _drain() -> None:
    """Wait until the outbox and the messages are dealt with."""
    end = time.perf_counter() + DRAIN_SECONDS
    while _waiting():
        if time.perf_counter() > end:
            raise RuntimeError(f"the worker left {_waiting()} deliveries and messages")
        time.sleep(0.1)


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM delivery WHERE state = 'pending')"
            " + (SELECT count(*) FROM dispatch WHERE state NOT IN ('sent', 'failed'))"
        )
        return int(cursor.fetchone()[0])
