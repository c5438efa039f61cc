"""What becomes of each row that leads to a person: one list, which the site gives (`site/erasing.py`).

Tables of higher floors are named in it too; the register only carries it out, in one transaction.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Find:
    """A set that later lines name: `sql` gives one column, and may name the sets before it, such as `%(persons)s`."""

    name: str
    sql: str


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that needs the file still: `sql` tells (true or false)."""

    words: "str | Promise"
    sql: str


@dataclass(frozen=True, slots=True)
class Trace:
    """A table with what leads to the person: rows of `where` are deleted, cleared (`set`) or kept, for a reason.

    `columns` are those that hold the number of a person; without `where`, its rows are those in which one does.
    A `secret` one is not told in the tombstone: that there was such a row says something about her.
    """

    table: str
    columns: Sequence[str]
    then: Literal["delete", "clear", "keep"] = "delete"
    where: str = ""
    set: str = ""
    why: str = ""
    secret: bool = False

    @property
    def sql(self) -> str:
        where = self.where or " OR ".join(f'"{column}" = ANY(%(persons)s)' for column in self.columns)
        if self.then == "delete":
            return f'DELETE FROM "{self.table}" WHERE {where}'  # noqa: S608  names of the list
        return f'UPDATE "{self.table}" SET {self.set} WHERE {where}'  # noqa: S608


@dataclass(frozen=True, slots=True)
class Plan:
    """`after` does what SQL cannot say, with the sets that were found; `papers_used` gives those of `%(documents)s`
    that something names still."""

    finds: Sequence[Find] = ()
    obstacles: Sequence[Obstacle] = ()
    traces: Sequence[Trace] = ()
    after: Callable[[Mapping[str, Sequence[Any]]], None] | None = None
    papers_used: str = "SELECT unnest(%(documents)s::bigint[])"

    def named(self) -> Iterator[tuple[str, str]]:
        """(table, column) of everything that it knows of."""
        for trace in self.traces:
            for column in trace.columns:
                yield trace.table, column


@dataclass(slots=True)
class _Known:
    plan: Plan = field(default_factory=Plan)


_KNOWN: Final = _Known()


def set_plan(plan: Plan) -> None:
    """Called once, when the site is put together."""
    _KNOWN.plan = plan


def get_plan() -> Plan:
    return _KNOWN.plan
