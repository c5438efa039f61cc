"""The table of keys: what is written there for a file, and whether it still fits.

Keys of a file stand at every place where she is registered or lives, so that equality of place and digest finds her.
Whoever writes files in bulk calls `refresh_keys` afterwards, or writes `rows_for` beside them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from linli.kernel.actors import SYSTEM
from linli.kernel.crypto import digest, unseal_text
from linli.kernel.guard import acting_as
from linli.registers.people.models import IdentityDocument, Person, PersonKey, Residence
from linli.registers.people.sealing import CONTEXT_DOCUMENT, CONTEXT_ID_NUMBER, CONTEXT_PHONE
from linli.registers.people.search.terms import Facts, Key, keys_of

KEY_COLUMNS: Final = ("digest", "person_id", "county", "town", "community", "grid")
BLOCK: Final = 2_000
"""Files that are taken together; a block is one transaction."""

Row = tuple[int, int, int, int, int, int]

_DELETE: Final = """
DELETE FROM person_key USING unnest(%s::bigint[], %s::bigint[], %s::int[], %s::int[], %s::int[], %s::int[])
    AS old (digest, person, county, town, community, grid)
WHERE person_key.digest = old.digest AND person_id = old.person AND person_key.county = old.county
    AND person_key.town = old.town AND person_key.community = old.community AND person_key.grid = old.grid
"""
_COPY: Final = f"COPY person_key ({', '.join(KEY_COLUMNS)}) FROM STDIN"


@dataclass(frozen=True, slots=True)
class Difference:
    """Of so many files, how many have keys that do not fit; rows that are too many and that are missing."""

    files: int
    wrong: int
    stale: frozenset[Row]
    missing: frozenset[Row]


def digest_key(key: Key) -> int:
    """Eight bytes as a signed number."""
    return int.from_bytes(digest(f"search.{key.kind}", key.value)[:8], "big", signed=True)


def rows_for(
    person_id: int,
    facts: Facts,
    places: Iterable[Sequence[int | None]],
    known: dict[Key, int] | None = None,
) -> Iterator[Row]:
    """Values in the order of `KEY_COLUMNS`: every key at every place (county, town, community, grid).

    For whoever writes files with COPY and has their numbers in clear at hand; `known` keeps digests from one file to
    the next, as most keys (surnames, years, streets) come again and again.
    """
    known = {} if known is None else known
    digests = set()
    for key in keys_of(facts):
        if key not in known:
            known[key] = digest_key(key)
        digests.add(known[key])
    for county, town, community, grid in {tuple(level or 0 for level in place) for place in places}:
        yield from ((one, person_id, county, town, community, grid) for one in digests)


def refresh_keys(person_ids: Iterable[int], *, day: date) -> int:
    """Write what is missing and take away what is over, in blocks; returns how many files were wrong.

    `day`: homes that ended until then do not count. Run as the system, in the transaction of what changed the files.
    """
    wanted, wrong = sorted(set(person_ids)), 0
    for at in range(0, len(wanted), BLOCK):
        with acting_as(SYSTEM), transaction.atomic():
            found = _compare(wanted[at : at + BLOCK], day, locked=True)
            _write(found)
        wrong += found.wrong
    return wrong


def reindex(*, day: date, place: int | None = None, tell: Callable[[int], None] = lambda _: None) -> int:
    """Refresh the keys of every file, or of those with a home in one place; returns how many files were wrong.

    `tell` hears after each block how many are done. May be killed and repeated.
    """
    done = wrong = last = 0
    while block := list(_files(place).filter(pk__gt=last).values_list("pk", flat=True)[:BLOCK]):
        wrong += refresh_keys(block, day=day)
        done, last = done + len(block), block[-1]
        tell(done)
    return wrong


def compare_some(*, day: date, most: int) -> Difference:
    """Compare the files that were changed last with their keys; nothing is written."""
    with acting_as(SYSTEM):
        ids = list(Person.objects.order_by("-updated_at", "-pk").values_list("pk", flat=True)[:most])
        return _compare(sorted(ids), day, locked=False)


def _files(place: int | None) -> "QuerySet[Person]":
    files = Person.objects.order_by("pk")
    if place is None:
        return files
    there = Q(county=place) | Q(town=place) | Q(community=place) | Q(grid=place)
    return files.filter(pk__in=Residence.objects.filter(there).values("person"))


def _compare(ids: Sequence[int], day: date, *, locked: bool) -> Difference:
    people = Person.objects.filter(pk__in=ids).order_by("pk")
    files = list(people.select_for_update(of=("self",)) if locked else people)
    stored = set(PersonKey.objects.filter(person__in=ids).values_list(*KEY_COLUMNS))
    wanted = set(_rows_of(files, day))
    stale, missing = stored - wanted, wanted - stored
    return Difference(
        len(files), len({row[1] for row in stale | missing}), frozenset(stale), frozenset(missing)
    )


def _rows_of(files: Sequence[Person], day: date) -> Iterator[Row]:
    """What should be there. Files that were merged into another are found no more."""
    ids = [file.pk for file in files]
    homes, papers = _homes(ids, day), _papers(ids)
    for file in files:
        if file.merged_into_id is None and (mine := homes.get(file.pk)):
            facts = Facts(
                name=file.name,
                former_names=tuple(file.former_names),
                birth_date=file.birth_date,
                id_number=unseal_text(file.id_number_sealed, context=CONTEXT_ID_NUMBER),
                phone=unseal_text(file.phone_sealed, context=CONTEXT_PHONE),
                documents=tuple(papers.get(file.pk, ())),
                addresses=tuple(home.address for home in mine),
            )
            yield from rows_for(
                file.pk, facts, ((home.county, home.town, home.community, home.grid) for home in mine)
            )


def _homes(ids: Sequence[int], day: date) -> Mapping[int, list[Residence]]:
    """Homes that are not over; one that begins later counts, as the page asks for the day itself."""
    found: dict[int, list[Residence]] = defaultdict(list)
    lasting = Q(valid__upper_inf=True) | Q(valid__endswith__gt=day)
    for home in Residence.objects.filter(lasting, person__in=ids):
        found[home.person_id].append(home)
    return found


def _papers(ids: Sequence[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = IdentityDocument.objects.filter(person__in=ids).values_list("person_id", "number_sealed")
    for person, sealed in rows:
        found[person].append(unseal_text(sealed, context=CONTEXT_DOCUMENT))
    return found


def _write(found: Difference) -> None:
    """COPY asks nobody who writes: the statement before it has told the database."""
    with connection.cursor() as cursor:
        cursor.execute(_DELETE, _columns(found.stale))
        with cursor.copy(_COPY) as copy:
            for row in sorted(found.missing):
                copy.write_row(row)


def _columns(rows: Iterable[Row]) -> list[list[int]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in KEY_COLUMNS]
