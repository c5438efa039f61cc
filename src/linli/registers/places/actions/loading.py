"""Loading the packed division codes: one transaction, by COPY, adding only what is not there yet."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from linli.kernel.errors import NotFound
from linli.registers.places.actions.changing import TREE_LOCK
from linli.registers.places.divisions import LEVELS, Division, read_divisions, read_edition
from linli.registers.places.models import PlaceVersion
from linli.registers.places.rules import join_name, parent_code

Progress = Callable[[int, int], None]

_BATCH = 20_000
_MANY = 100_000
_NEXT_IDS = "SELECT nextval(pg_get_serial_sequence('place', 'id')) FROM generate_series(1, %s)"
_COPY = (
    "COPY place_version (place_id, code, name, full_name, initials, level, parent_id,"
    " province, city, county, town, community, urban_class, urban_class_source, valid) FROM STDIN"
)


@dataclass(frozen=True, slots=True)
class _Above:
    """A place that others stand in: ids from the province down to itself, and what it is called."""

    ids: tuple[int, ...]
    name: str
    full_name: str


_TOP = _Above((), "", "")


@dataclass(slots=True)
class _Tree:
    """What there is already, by code. A code that has ended stays known, so that nobody brings it back."""

    above: dict[str, _Above] = field(default_factory=dict)
    communities: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)

    @property
    def size(self) -> int:
        return len(self.above) + len(self.communities) + len(self.ended)

    def lacks(self, division: Division) -> bool:
        known: Iterable[str] = self.communities if division.level == "community" else self.above
        if division.code in known or division.code in self.ended:
            return False
        if parent_code(division.code) in self.ended:
            self.ended.add(division.code)
            return False
        return True


def import_divisions(*, within: str | None = None, progress: Progress | None = None) -> dict[str, int]:
    """Load the packed codes: the nation, or the subtree of the code `within` with its ancestors.

    Places that are there, under any name, and places that have ended are left alone, so a second run adds
    nothing. `progress(done, total)` is called after every batch. Returns how many were added per level.
    Raises `NotFound` if the file has no code `within`.
    """
    rows: Iterable[Division] = read_divisions()
    total = sum(read_edition().counts.values())
    if within:
        rows = found = list(read_divisions(within))
        total = len(found)
        if within not in (division.code for division in found):
            raise NotFound(_("There is no division with code %(code)s.") % {"code": within}, field="within")
    added = dict.fromkeys(LEVELS, 0)
    done = 0
    with transaction.atomic():
        _run("SELECT pg_advisory_xact_lock(%s)", TREE_LOCK)
        tree = _read_tree()
        first_load = total > _MANY and tree.size < total // 10
        with _indexed_at_the_end() if first_load else nullcontext():
            for batch in _batches(rows):
                fresh = [division for division in batch if tree.lacks(division)]
                _add(fresh, tree)
                for division in fresh:
                    added[division.level] += 1
                done += len(batch)
                if progress is not None:
                    progress(done, total)
        if any(added.values()):
            _run("ANALYZE place_version")
    return added


@contextmanager
def _indexed_at_the_end() -> Iterator[None]:
    """Leave out indexes and constraints and build them anew over all rows: half the time for the nation.

    Locks the table meanwhile, so only for the first load.
    """
    meta = PlaceVersion._meta
    with connection.schema_editor(atomic=False) as editor:
        _run("SET CONSTRAINTS ALL IMMEDIATE")  # a table with unchecked references cannot be altered
        for constraint in meta.constraints:
            editor.remove_constraint(PlaceVersion, constraint)
        for index in meta.indexes:
            editor.remove_index(PlaceVersion, index)
        yield
        _run("SET CONSTRAINTS ALL IMMEDIATE")
        for index in meta.indexes:
            editor.add_index(PlaceVersion, index)
        for constraint in meta.constraints:
            editor.add_constraint(PlaceVersion, constraint)
        _run("SET CONSTRAINTS ALL DEFERRED")


def _run(statement: str, *parameters: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def _batches(rows: Iterable[Division]) -> Iterator[list[Division]]:
    stream = iter(rows)
    while batch := list(islice(stream, _BATCH)):
        yield batch


def _read_tree() -> _Tree:
    tree = _Tree()
    versions = PlaceVersion.objects.filter(level__in=LEVELS)
    communities = versions.filter(level="community").values_list("code", flat=True)
    tree.communities.update(communities.iterator(chunk_size=_BATCH))
    columns = versions.exclude(level="community").values_list(
        "code", "level", "name", "full_name", "valid", *LEVELS
    )
    for code, level, name, full_name, valid, *ids in columns.order_by("place_id", "valid"):
        if valid.upper is None:
            tree.above[code] = _Above(tuple(ids[: LEVELS.index(level) + 1]), name, full_name)
        else:
            tree.ended.add(code)
    tree.ended -= tree.above.keys()
    return tree


def _add(divisions: list[Division], tree: _Tree) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_IDS, [len(divisions)])
        ids = [row[0] for row in cursor.fetchall()]
        with cursor.copy("COPY place (id) FROM STDIN") as copy:
            copy.write("".join(f"{id_}\n" for id_ in ids))
        with cursor.copy(_COPY) as copy:
            pairs = zip(divisions, ids, strict=True)
            copy.write("".join([_line(division, id_, tree) for division, id_ in pairs]))


def _line(division: Division, place_id: int, tree: _Tree) -> str:
    """One line of COPY's text format; the names of the source hold no tabs and no backslashes."""
    above = tree.above.get(parent_code(division.code), _TOP)
    full_name = join_name(above.full_name, division.level, division.name, above.name)
    ids = (*above.ids, place_id)
    if division.level == "community":
        tree.communities.add(division.code)
    else:
        tree.above[division.code] = _Above(ids, division.name, full_name)
    parent = ids[-2] if len(ids) > 1 else None
    columns: list[Any] = [parent, *ids, *[None] * (len(LEVELS) - len(ids))]
    numbers = "\t".join("\\N" if column is None else str(column) for column in columns)
    return (
        f"{place_id}\t{division.code}\t{division.name}\t{full_name}\t{division.initials}\t{division.level}"
        f"\t{numbers}\t\t\t(,)\n"
    )
