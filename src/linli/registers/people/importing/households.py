"""Households that an import needs: found by their number, or made."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from django.db import connection

from linli.kernel.copying import copy_rows, reserve_ids
from linli.registers.people.importing.facts import look_up_households
from linli.registers.people.importing.given import Given
from linli.registers.people.importing.stale import Stale
from linli.registers.people.models import Household
from linli.registers.places.rules import Position

_COLUMNS: Final = (
    "id", "number", "kind", "address", "synthetic", "county", "town", "community", "grid",
)  # fmt: skip
_DISSOLVE: Final = """
UPDATE household SET dissolved_on = %s WHERE id = ANY(%s) AND dissolved_on IS NULL AND NOT EXISTS (
    SELECT FROM household_membership WHERE household_id = household.id AND upper_inf(valid)) RETURNING id
"""


class Households:
    """`made` and `dissolved` are ids, for who takes the import back."""

    def __init__(self, place: Position, *, synthetic: bool) -> None:
        self._place = place
        self._synthetic = synthetic
        self._known: dict[str, tuple[int, str]] = {}
        self.made: list[int] = []
        self.dissolved: list[int] = []

    def get(self, number: str) -> tuple[int, str]:
        """Id and kind."""
        return self._known[number]

    def provide(self, rows: Sequence[tuple[Given, Mapping[str, int | None]]]) -> None:
        """From now on every household of these rows is known. Raises `Stale` for one that is not theirs any more."""
        missing: dict[str, tuple[Given, Mapping[str, int | None]]] = {}
        for row, columns in rows:
            if row.household and row.household not in self._known:
                missing.setdefault(row.household, (row, columns))
        for number, found in look_up_households(missing, self._place).items():
            row = missing.pop(number)[0]
            if not found.here or found.dissolved or found.kind != row.kind:
                raise Stale
            self._known[number] = found.household, found.kind
        self._make(missing)

    def _make(self, missing: Mapping[str, tuple[Given, Mapping[str, int | None]]]) -> None:
        keyed = list(zip(reserve_ids(Household, len(missing)), missing.items(), strict=True))
        values = [
            (
                key, number, row.kind, _address(row), self._synthetic, columns["county"], columns["town"],
                columns["community"], columns["grid"],
            )
            for key, (number, (row, columns)) in keyed
        ]  # fmt: skip
        copy_rows(Household, _COLUMNS, values)
        self.made += [key for key, _missing in keyed]
        self._known |= {number: (key, row.kind) for key, (number, (row, _columns)) in keyed}

    def dissolve(self, households: Iterable[int], day: date) -> None:
        """Those of them that nobody is left in."""
        with connection.cursor() as cursor:
            cursor.execute(_DISSOLVE, [day, sorted(households)])
            self.dissolved = [row[0] for row in cursor.fetchall()]


def _address(row: Given) -> str:
    if row.kind == Household.Kind.DWELLING:
        return row.dwelling_address or row.registered_address
    return row.registered_address or row.dwelling_address
