"""Which sheets a workbook has and which columns they have: the same for writing and for reading. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from linli.engines.overlays.adjustable import Adjustable, Adjustables, Rows

GUIDE: Final = "说明"
PINS: Final = "linli"
"""A sheet that is not shown: which installed item each row was written from."""
ITEM_CODE, ITEM_TITLE, PLACE, PLACE_WORDS = "所属代码", "所属名称", "位置", "哪一处"
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))


@dataclass(frozen=True, slots=True)
class Column:
    """`field` is what stands in it; without one it is a key or tells where the row belongs, and is locked."""

    title: str
    width: int
    field: Adjustable | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of one kind: items of a section, or with `rows` the members of one of their lists."""

    name: str
    section: str
    columns: tuple[Column, ...]
    rows: Rows | None = None

    @property
    def fields(self) -> list[Adjustable]:
        return [column.field for column in self.columns if column.field]

    @property
    def open(self) -> bool:
        return self.rows is not None and self.rows.open


def sheets_of(declared: Adjustables) -> Iterator[Sheet]:
    """The items themselves first, then each list of members that has something to change."""
    own = [field for field in declared.fields if "*" not in field.pattern]
    if own:
        columns = [Column(ITEM_CODE, 24), *map(_column, own)]
        yield Sheet(_name(declared), declared.section, tuple(columns))
    for rows in declared.rows:
        found = [
            field for field in declared.fields if field.pattern.rpartition(".")[0] == f"{rows.pattern}.*"
        ]
        keys = [Column(str(label), 16, key=key) for key, label in rows.keys] if rows.open else []
        columns = [Column(ITEM_CODE, 24), Column(ITEM_TITLE, 20), Column(PLACE_WORDS, 26), Column(PLACE, 8)]
        yield Sheet(_name(declared, rows), declared.section, (*columns, *keys, *map(_column, found)), rows)


def _column(field: Adjustable) -> Column:
    return Column(str(field.label), 44 if field.long else 24, field)


def _name(declared: Adjustables, rows: Rows | None = None) -> str:
    """Excel takes 31 characters, without some signs."""
    name = f"{declared.title}-{rows.label}" if rows else str(declared.title)
    return name.translate(_FORBIDDEN)[:31]
