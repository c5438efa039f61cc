"""What is sealed, and how a batch of it is sealed anew. `site/sealed.py` names every table."""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.db import connection, transaction

from linli.kernel.crypto import SealBroken, seal, unseal

_BATCH: Final = 500
# Whoever holds a row now is left alone: the row is met again. Foreign keys to it do not wait.
_READ = """
SELECT "{key}", {bound}, {columns} FROM "{name}" WHERE "{key}" > %s AND ({older})
ORDER BY "{key}" LIMIT {batch} FOR NO KEY UPDATE SKIP LOCKED
"""
_WRITE = """
UPDATE "{name}" AS kept SET {set} FROM unnest({arrays}) AS new(key, {names})
WHERE kept."{key}" = new.key AND {same}
"""
_OLDER = 'octet_length("{column}") > 0 AND substr("{column}", 1, 2) <> %s'
_HEADS = """
SELECT substr("{column}", 1, 2), count(*) FROM "{name}" {sample} WHERE octet_length("{column}") > 0 GROUP BY 1
"""
_READ_TEXTS = """
SELECT "{key}", "{column}" FROM "{name}" WHERE "{key}" > %s ORDER BY "{key}" LIMIT {batch}
FOR NO KEY UPDATE SKIP LOCKED
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """`last` is the last row looked at, None where nothing was left; `broken` are rows that do not open."""

    last: int | None
    done: int = 0
    broken: tuple[int, ...] = ()


class Sealed(Protocol):
    """A table with sealed values, known by whole numbers."""

    @property
    def name(self) -> str: ...

    @property
    def columns(self) -> Mapping[str, str]: ...

    def reseal(self, *, after: int, head: bytes) -> Batch: ...

    def count_heads(self, *, percent: float) -> dict[bytes, int]: ...


@dataclass(frozen=True, slots=True)
class SealedTable:
    """Sealed columns → the context that they are sealed in; with `bound_to`, the context goes on with a colon and the
    value of that column. `batch` rows are held at a time: few where a value is large."""

    name: str
    columns: Mapping[str, str]
    key: str = "id"
    bound_to: str = ""
    batch: int = _BATCH

    def reseal(self, *, after: int, head: bytes) -> Batch:
        """Seal the next rows anew that do not begin with `head`, in one transaction."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL linli.resealing = 'on'")
            cursor.execute(self._read_sql(), [after, *[head] * len(self.columns)])
            rows = cursor.fetchall()
            if not rows:
                return Batch(None)
            renewed = {row[0]: self._renew(row, head) for row in rows}
            changed = [(row, new) for row in rows if (new := renewed[row[0]]) is not None]
            if changed:
                cursor.execute(self._write_sql(), self._arrays(changed))
            done = cursor.rowcount if changed else 0
        return Batch(rows[-1][0], done, tuple(key for key, new in renewed.items() if new is None))

    def count_heads(self, *, percent: float) -> dict[bytes, int]:
        """How many values begin with which two bytes; below 100 percent from a sample of the pages."""
        found: dict[bytes, int] = {}
        sample = "" if percent >= 100 else f"TABLESAMPLE SYSTEM ({percent:f})"
        with connection.cursor() as cursor:
            for column in self.columns:
                cursor.execute(_HEADS.format(column=column, name=self.name, sample=sample))
                for head, count in cursor.fetchall():
                    found[bytes(head)] = found.get(bytes(head), 0) + round(count * 100 / percent)
        return found

    def _renew(self, row: Sequence[Any], head: bytes) -> list[bytes | None] | None:
        """The row's values as they are to be; None where one of them does not open."""
        bound = f":{row[1]}" if self.bound_to else ""
        try:
            return [
                _renew(value, context=context + bound, head=head)
                for value, context in zip(row[2:], self.columns.values(), strict=True)
            ]
        except SealBroken:
            return None

    def _read_sql(self) -> str:
        return _READ.format(
            key=self.key,
            bound=f'"{self.bound_to}"' if self.bound_to else "NULL",
            columns=", ".join(f'"{column}"' for column in self.columns),
            name=self.name,
            older=" OR ".join(f"({_OLDER.format(column=column)})" for column in self.columns),
            batch=self.batch,
        )

    def _write_sql(self) -> str:
        numbers = range(len(self.columns))
        return _WRITE.format(
            name=self.name,
            key=self.key,
            set=", ".join(f'"{column}" = new.c{i}' for i, column in enumerate(self.columns)),
            arrays=", ".join(["%s::bigint[]", *["%s::bytea[]"] * (2 * len(self.columns))]),
            names=", ".join(f"c{i}, was{i}" for i in numbers),
            same=" AND ".join(
                f'kept."{column}" IS NOT DISTINCT FROM new.was{i}' for i, column in enumerate(self.columns)
            ),
        )

    def _arrays(self, changed: Sequence[tuple[Sequence[Any], list[bytes | None]]]) -> list[list[Any]]:
        arrays: list[list[Any]] = [[row[0] for row, _new in changed]]
        for i in range(len(self.columns)):
            arrays += [[new[i] for _row, new in changed], [_bytes(row[2 + i]) for row, _new in changed]]
        return arrays


@dataclass(frozen=True, slots=True)
class SealedTexts:
    """A table of few rows in which a JSON column holds sealed values as base64, under `paths`: a text or several."""

    name: str
    column: str
    context: str
    paths: Sequence[str]
    key: str = "id"

    @property
    def columns(self) -> Mapping[str, str]:
        return {self.column: self.context}

    def reseal(self, *, after: int, head: bytes) -> Batch:
        """As for a table; rows are looked at whether they hold something sealed or not."""
        update = f'UPDATE "{self.name}" SET "{self.column}" = %s::jsonb WHERE "{self.key}" = %s'  # noqa: S608
        broken, done = [], 0
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(self._read_sql(), [after])
            rows = cursor.fetchall()
            for key, raw in rows:
                was = _load(raw)
                try:
                    new = {name: self._renew(name, value, head) for name, value in was.items()}
                except SealBroken:
                    broken.append(key)
                    continue
                if new != was:
                    cursor.execute(update, [json.dumps(new), key])
                    done += 1
        return Batch(rows[-1][0] if rows else None, done, tuple(broken))

    def count_heads(self, *, percent: float) -> dict[bytes, int]:
        found: dict[bytes, int] = {}
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT "{self.column}" FROM "{self.name}"')  # noqa: S608  names of the registry
            for (raw,) in cursor.fetchall():
                for sealed in self._sealed(_load(raw)):
                    found[sealed[:2]] = found.get(sealed[:2], 0) + 1
        return found

    def _sealed(self, value: Mapping[str, Any]) -> Iterator[bytes]:
        for path in self.paths:
            texts = value.get(path) or []
            yield from (base64.b64decode(text) for text in ([texts] if isinstance(texts, str) else texts))

    def _renew(self, name: str, value: Any, head: bytes) -> Any:
        if name not in self.paths:
            return value
        if isinstance(value, list):
            return [self._renew(name, one, head) for one in value]
        sealed = _renew(base64.b64decode(value), context=self.context, head=head)
        return base64.b64encode(sealed or b"").decode()

    def _read_sql(self) -> str:
        return _READ_TEXTS.format(key=self.key, column=self.column, name=self.name, batch=_BATCH)


def read_names(tables: Iterable[Sealed]) -> set[tuple[str, str]]:
    """(table, column) of all of them."""
    return {(table.name, column) for table in tables for column in table.columns}


def _renew(value: Any, *, context: str, head: bytes) -> bytes | None:
    """The value under the current key; what begins with `head` stays, and what was sealed is opened once for proof."""
    was = _bytes(value)
    if not was or was[:2] == head:
        return was
    plain = unseal(was, context=context)
    new = seal(plain, context=context)
    if unseal(new, context=context) != plain:
        raise SealBroken(f"a value of {context} did not survive being sealed anew")
    return new


def _bytes(value: Any) -> bytes | None:
    return None if value is None else bytes(value)


def _load(raw: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(raw) if isinstance(raw, str | bytes) else raw
    return found
