"""Several clients at the same time, for a bounded time."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

Note = Callable[[str, float], None]
Work = Callable[[int, Note], None]
"""Takes the number of the round and where to note seconds; does one lifecycle."""


@dataclass(slots=True)
class Load:
    """What several clients did: lifecycles, seconds, and every noted time by name."""

    clients: int
    done: int = 0
    seconds: float = 0.0
    noted: dict[str, list[float]] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        return self.done / self.seconds

    def median_ms(self, name: str) -> float:
        return median(self.noted[name]) * 1000

    def note(self, name: str, seconds: float) -> None:
        self.noted.setdefault(name, []).append(seconds)

    def add(self, other: "Load") -> None:
        self.done += other.done
        self.seconds += other.seconds
        for name, seconds in other.noted.items():
            self.noted.setdefault(name, []).extend(seconds)


def run(make: Callable[[int], Work], *, clients: int, seconds: float) -> Load:
    """`make(client)` gives what a client does over and over until the time is over. A fault ends all."""
    load, lock, faults = Load(clients), threading.Lock(), list[BaseException]()
    started = time.perf_counter()
    end = started + seconds

    def client(number: int) -> None:
        mine: list[tuple[str, float]] = []
        done = 0
        try:
            work = make(number)
            while time.perf_counter() < end and not faults:
                work(done, lambda name, took: mine.append((name, took)))
                done += 1
        except BaseException as fault:
            faults.append(fault)
        with lock:
            load.done += done
            for name, took in mine:
                load.note(name, took)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    load.seconds = time.perf_counter() - started
    return load
