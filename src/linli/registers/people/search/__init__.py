"""Finding files: in one box, by keyed digests. Import from here."""

from linli.registers.people.search.finding import Found, FoundPerson, find
from linli.registers.people.search.table import KEY_COLUMNS, compare_some, refresh_keys, reindex, rows_for
from linli.registers.people.search.terms import Facts

__all__ = [
    "KEY_COLUMNS",
    "Facts",
    "Found",
    "FoundPerson",
    "compare_some",
    "find",
    "refresh_keys",
    "reindex",
    "rows_for",
]
