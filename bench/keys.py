"""`python -m bench.keys [--people 20000]`: what sealing costs: by value, by row of an import, by page of a person, and
how fast a rotation goes. Sealing is switched off in this process alone, by putting plain bytes where sealed ones go;
the platform itself has no such switch."""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench import home
from bench.report import Figure, as_table
from bench.tell import tell
from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as

ROUNDS: Final = 15
PAGES: Final = 40
VALUES: Final = 20_000
NUMBER: Final = "532301194201050028"
TAG: Final = bytes(28)
"""As long as nonce and tag, so that rows weigh the same."""


@contextmanager
def unsealed() -> Iterator[None]:
    """Meanwhile encryption is none; digests stay."""
    from linli.kernel import ciphers  # noqa: PLC0415  after Django is set up

    kept = ciphers.encrypt, ciphers.decrypt

    def give(text: bytes, **_known: Any) -> bytes:
        return text + TAG

    def take(text: bytes, **_known: Any) -> bytes:
        return text[: -len(TAG)]

    ciphers.encrypt, ciphers.decrypt = give, take
    try:
        yield
    finally:
        ciphers.encrypt, ciphers.decrypt = kept


def microseconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    for _ in range(VALUES):
        work()
    return (time.perf_counter() - started) / VALUES * 1e6


def time_values() -> list[Figure]:
    """One identity number, sealed, opened and digested; a photo of 200 kB."""
    from django.conf import settings  # noqa: PLC0415  after Django is set up

    from linli.kernel import crypto  # noqa: PLC0415

    figures = []
    for cipher in ("sm4-gcm", "aes-256-gcm"):
        settings.CONFIG = settings.CONFIG.model_copy(update={"cipher": cipher})
        sealed = crypto.seal(NUMBER, context="person.id_number")
        seal = microseconds(lambda: crypto.seal(NUMBER, context="person.id_number"))
        opened = microseconds(lambda one=sealed: crypto.unseal(one, context="person.id_number"))  # type: ignore[misc]
        photo, started = bytes(200_000), time.perf_counter()
        for _ in range(100):
            crypto.seal(photo, context="x")
        rate = 100 * len(photo) / (time.perf_counter() - started) / 1e6
        figures += [
            Figure("One value", f"{cipher}: seal a number", seal, "µs"),
            Figure("One value", f"{cipher}: open it", opened, "µs"),
            Figure("One value", f"{cipher}: seal a photo of 200 kB", rate, "MB/s"),
        ]
    settings.CONFIG = settings.CONFIG.model_copy(update={"cipher": "sm4-gcm"})
    digest = microseconds(lambda: crypto.digest("id_number", NUMBER))
    return [*figures, Figure("One value", "digest of a number", digest, "µs")]


def time_rows(ground: Any, people: int) -> Figure:
    """Rows of persons made and copied, as an import writes them, with and without, in turns."""
    from django.db import connection, transaction  # noqa: PLC0415  after Django is set up

    from bench.people_fill import draw  # noqa: PLC0415
    from linli.kernel.copying import copy_rows  # noqa: PLC0415
    from linli.registers.people.bulk import PERSON_COLUMNS, person_values  # noqa: PLC0415
    from linli.registers.people.models import Person  # noqa: PLC0415

    drawn = [draw(key, ground) for key in range(people + 1, people + 2_001)]

    def write() -> float:
        started = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            copy_rows(Person, PERSON_COLUMNS, [person_values(one.key, one.row) for one in drawn])
            transaction.set_rollback(True)
        return time.perf_counter() - started

    with_it, without = in_turns(write, ROUNDS)
    note = f"{2000 / with_it:,.0f} rows/s to {2000 / without:,.0f} rows/s"
    return Figure(
        "Sealing on, to off (medians, in turns)",
        "rows of persons, made and copied",
        with_it / without,
        "×",
        note=note,
    )


def time_page(ground: Any) -> Figure:
    """The page of a person in this process; without sealing, what is sealed is told from a list of opened values."""
    from django.urls import reverse  # noqa: PLC0415  after Django is set up

    from bench.people_pages import _enter  # noqa: PLC0415
    from linli.kernel import ciphers  # noqa: PLC0415
    from linli.registers.people.models import Person, Residence  # noqa: PLC0415

    community = ground.homes[0][2][2]
    client = _enter("clerk", f"community:{community}", place=community)
    ids = list(Residence.objects.filter(community=community, person__phone_sealed__isnull=False)
               .values_list("person_id", flat=True)[:PAGES])  # fmt: skip
    known: dict[bytes, bytes] = {}
    opening = ciphers.decrypt

    def open_page(person: int) -> float:
        started = time.perf_counter()
        answer = client.get(reverse("files:person", args=[person]))
        taken = time.perf_counter() - started
        if answer.status_code != 200:
            raise SystemExit(f"bench: the page of a person answered {answer.status_code}")
        return taken

    def remember(secret: bytes, **how: Any) -> bytes:
        known[secret] = opening(secret, **how)
        return known[secret]

    def recall(secret: bytes, **_how: Any) -> bytes:
        return known[secret]

    with_it, without = [], []
    try:
        ciphers.decrypt = remember
        for person in ids:
            open_page(person)
        for _ in range(3):
            for person in ids:
                ciphers.decrypt = opening
                with_it.append(open_page(person))
                ciphers.decrypt = recall
                without.append(open_page(person))
    finally:
        ciphers.decrypt = opening
    note = f"{median(with_it) * 1000:.1f} ms to {median(without) * 1000:.1f} ms; {Person.objects.count():,} files"
    return Figure(
        "Sealing on, to off (medians, in turns)",
        "page of a person",
        median(with_it) / median(without),
        "×",
        note=note,
    )


def in_turns(work: Callable[[], float], rounds: int) -> tuple[float, float]:
    with_it, without = [], []
    for _ in range(rounds):
        with_it.append(work())
        with unsealed():
            without.append(work())
    return median(with_it), median(without)


def time_rotation() -> list[Figure]:
    """A whole rotation, less the seconds that it waits for others to learn the key."""
    from linli.kernel.resealing import retiring, rotating  # noqa: PLC0415  after Django is set up
    from linli.registers.people.models import Person  # noqa: PLC0415
    from linli.site.sealed import TABLES  # noqa: PLC0415

    started = time.perf_counter()
    outcome = rotating.rotate(TABLES, tell=lambda *_: None, wait=0)
    taken = time.perf_counter() - started
    started = time.perf_counter()
    retiring.read_shares(TABLES, exact=True)
    counted = time.perf_counter() - started
    return [
        Figure(
            "Rotation",
            "rows sealed anew",
            outcome.done / taken,
            "rows/s",
            note=f"{outcome.done:,} rows, {taken:.1f} s",
        ),
        Figure(
            "Rotation",
            "values counted by key, exactly",
            counted,
            "s",
            note=f"{Person.objects.count():,} files",
        ),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.keys", description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("var/bench-keys"), help="deleted first")
    parser.add_argument("--people", type=int, default=20_000)
    options = parser.parse_args()
    load = os.getloadavg()[0]
    home.prepare(options.home.resolve())
    from django.core.management import call_command  # noqa: PLC0415  after Django is set up

    from bench.people_fill import build_ground, fill  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    with acting_as(SYSTEM):
        tell("values")
        figures = time_values()
        ground = build_ground()
        tell(f"writing {options.people:,} people")
        fill(options.people, ground)
        tell("rows")
        figures.append(time_rows(ground, options.people))
        tell("pages")
        call_command("collectstatic", verbosity=0, interactive=False)
        figures.append(time_page(ground))
        tell("rotation")
        figures += time_rotation()
    facts = {"people": f"{options.people:,}", "load of the machine before": f"{load:.1f}"}
    sys.stdout.write(as_table(facts, figures) + "\n")


if __name__ == "__main__":
    main()
