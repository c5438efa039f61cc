"""Synthetic files for `bench.people`: one county, sealed and digested as the platform does, written with COPY by two
processes. What is not measured (households) is written by SQL."""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from django.db import connection, transaction

from bench.tell import tell
from linli.kernel import codes
from linli.kernel.actors import SYSTEM
from linli.kernel.copying import copy_rows, indexed_at_the_end
from linli.kernel.guard import acting_as
from linli.registers.people.bulk import PERSON_COLUMNS, RESIDENCE_COLUMNS, PersonRow, person_values
from linli.registers.people.models import Person, PersonKey, Residence
from linli.registers.people.search import KEY_COLUMNS, Facts, rows_for
from linli.registers.places.models import LEVELS, Place, PlaceVersion
from linli.site.demo.names import draw_given_name, draw_surname

TOWNS: Final = 20
COMMUNITIES: Final = 20
"""In each town."""
GRIDS: Final = 5
"""In each community."""
FIRST_BIRTH: Final = date(1930, 1, 1)
DAYS: Final = 33_000
BLOCK: Final = 5_000
ELSEWHERE: Final = 0.12
"""Share of people who are registered in another community than they live in."""
_FIRST: Final = "南北东西金永太新长安和平红福龙凤青玉石大"
_SECOND: Final = "山湖河桥江泉园林门塘坝村井田岭坡屯沟港洲"

_HOUSEHOLDS: Final = """
INSERT INTO household (number, synthetic, county, town, community, grid)
SELECT 'H' || lpad((person_id / 3)::text, 12, '0'), true, county, town, community, grid
FROM residence WHERE kind = 'dwelling' AND person_id %% 3 = 0 AND person_id <= %s
"""
_MEMBERS: Final = """
INSERT INTO household_membership (household_id, person_id, kind, relation, valid)
SELECT household.id, person.id, 'registered', '02', '[2010-01-01,)'
FROM person JOIN household ON number = 'H' || lpad((person.id / 3)::text, 12, '0') WHERE person.id <= %s
"""


_LABELS: Final = """
INSERT INTO person_label (person_id, code, valid, source)
SELECT id, 'old-age', daterange('2020-01-01', NULL), 'import' FROM person WHERE birth_date < '1946-01-01' AND id <= %s
UNION ALL
SELECT id, 'living-alone', daterange(current_date - 300, current_date + (id %% 365)::int), 'import'
FROM person WHERE birth_date < '1960-01-01' AND id %% 5 = 0 AND id <= %s
"""
_PROVISIONS: Final = """
INSERT INTO person_provision (person_id, fields, source, reference, office, at)
SELECT id, '{address,birth_date,id_number,name,phone,sex}', 'import', 'import:1', '测试便民服务站 · 综合窗口', now()
FROM person WHERE id <= %s
"""


@dataclass(frozen=True, slots=True)
class Ground:
    """The county; `homes` are (town, community, columns) of every grid."""

    county: int
    homes: tuple[tuple[str, str, tuple[int, int, int, int]], ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A person as she was drawn, to ask for her."""

    key: int
    row: PersonRow
    address: str
    place: tuple[int, int, int, int]
    second: tuple[str, tuple[int, int, int, int]] | None


def build_ground() -> Ground:
    names = [one + two for one in _FIRST for two in _SECOND]
    county = _place("山江县", "county", {"province": None, "city": None})
    homes = []
    for town in range(TOWNS):
        town_name = f"{names[town * 7]}镇"
        town_id = _place(town_name, "town", {"county": county})
        for number in range(COMMUNITIES):
            name = names[(town * COMMUNITIES + number) % len(names)]
            above = {"county": county, "town": town_id}
            community = _place(f"{name}社区", "community", above)
            for grid in range(GRIDS):
                grid_id = _place(f"{name}第{grid + 1}网格", "grid", above | {"community": community})
                homes.append((town_name, name, (county, town_id, community, grid_id)))
    return Ground(county, tuple(homes))


def read_ground() -> Ground:
    """The county of a home that was filled before."""
    rows = PlaceVersion.objects.filter(code__startswith="99").order_by("place_id")
    versions = {row.place_id: row for row in rows}
    county = next(row.place_id for row in versions.values() if row.level == "county")
    homes = []
    for row in versions.values():
        if row.level == "grid" and row.town is not None and row.community is not None:
            town, community = versions[row.town].name, versions[row.community].name.removesuffix("社区")
            homes.append((town, community, (county, row.town, row.community, row.place_id)))
    return Ground(county, tuple(homes))


def _place(name: str, level: str, above: dict[str, int | None]) -> int:
    place = Place.objects.create()
    ids = dict.fromkeys(LEVELS) | above | {level: place.pk}
    PlaceVersion.objects.create(
        place=place, code=f"99{place.pk:012d}", name=name, full_name=name, level=level, valid="[2000-01-01,)", **ids
    )  # fmt: skip
    return place.pk


def draw(key: int, ground: Ground) -> Drawn:
    """The same key gives the same person."""
    random = Random(key)
    day, nth = key * 7919 % DAYS, key // DAYS
    born = FIRST_BIRTH + timedelta(days=day)
    number = codes.id_number_for("999901", born, (nth * 31 + day * 7) % 1000)
    name = draw_surname(random) + draw_given_name(random, sex=codes.id_number_sex(number), born=born)
    phone = f"1{random.randint(30, 99)}{random.randint(0, 99_999_999):08d}" if random.random() < 0.7 else ""
    row = PersonRow(
        name=name, sex=codes.id_number_sex(number), birth_date=born, id_number=number, phone=phone
    )
    address, place = _home(random, ground)
    second = _home(random, ground) if random.random() < ELSEWHERE else None
    return Drawn(key, row, address, place, second)


def _home(random: Random, ground: Ground) -> tuple[str, tuple[int, int, int, int]]:
    town, community, place = ground.homes[int(random.random() * len(ground.homes))]
    door = f"{random.randint(1, 3)}单元{random.randint(1, 6)}0{random.randint(1, 4)}室"
    return f"{town}{community}{random.randint(1, 40)}幢{door}", place


def fill(count: int, ground: Ground) -> None:
    """Write them. The primary key of the keys and the constraints of homes are built at the end."""
    connection.close()
    pool = ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork"))
    pool.submit(int).result()  # both are forked before this process is connected again
    _execute("ALTER TABLE person_key DROP CONSTRAINT person_key_pkey")
    with indexed_at_the_end(Residence), indexed_at_the_end(PersonKey):
        blocks = [range(at, min(at + BLOCK, count + 1)) for at in range(1, count + 1, BLOCK)]
        for done, one in enumerate(as_completed([pool.submit(_write, block, ground) for block in blocks]), 1):
            one.result()
            if done % 20 == 0:
                tell(f"{done * BLOCK:,} of {count:,} people")
        tell("indexes")
        _execute(f"ALTER TABLE person_key ADD PRIMARY KEY ({', '.join(_KEY)})")
    pool.shutdown()
    tell("households")
    _execute(_HOUSEHOLDS, count)
    _execute(_MEMBERS, count)
    tell("labels, and who provided what")
    _execute(_LABELS, count, count)
    _execute(_PROVISIONS, count)
    _execute("SELECT setval(pg_get_serial_sequence('person', 'id'), max(id)) FROM person")
    _execute("VACUUM (ANALYZE)")


_KEY: Final = ("digest", "county", "town", "community", "grid", "person_id")


def _execute(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def _write(keys: Sequence[int], ground: Ground) -> None:
    people = [draw(key, ground) for key in keys]
    with acting_as(SYSTEM), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # tells the server who writes
        copy_rows(Person, PERSON_COLUMNS, (person_values(one.key, one.row, synthetic=True) for one in people))
        copy_rows(Residence, RESIDENCE_COLUMNS, (row for one in people for row in _residences(one)))
        copy_rows(PersonKey, KEY_COLUMNS, (row for one in people for row in _rows(one)))


def _residences(one: Drawn) -> Iterator[tuple[Any, ...]]:
    yield one.key, "dwelling", one.address, None, "[2010-01-01,)", *one.place
    address, place = one.second or (one.address, one.place)
    yield one.key, "registered", address, None, "[2010-01-01,)", *place


def _rows(one: Drawn) -> Iterator[tuple[int, ...]]:
    addresses = (one.address, one.second[0]) if one.second else (one.address,)
    facts = Facts(
        name=one.row.name, birth_date=one.row.birth_date, id_number=one.row.id_number, phone=one.row.phone,
        addresses=addresses,
    )  # fmt: skip
    return rows_for(one.key, facts, (one.place, one.second[1]) if one.second else (one.place,))
