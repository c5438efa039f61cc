"""Cells of a sheet as rows that the register can check."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from linli.engines.sheets import values
from linli.engines.sheets.body import Row, rows_of
from linli.engines.sheets.cells import Cell, as_text, folded
from linli.engines.sheets.columns import Target
from linli.engines.sheets.opening import open_sheets
from linli.engines.sheets.remembering import remember
from linli.engines.sheets.values import ValueFault
from linli.registers.people.importing.checks import check_row
from linli.registers.people.importing.given import Given
from linli.registers.people.models import PersonImport
from linli.rooms.files.definitions import ESSENTIAL
from linli.rooms.files.jobs.outlining import KIND, header_of
from linli.rooms.files.jobs.targets import communities_of, list_targets, short_name

MOST_ROWS: Final = 200_000


class TooMany(Exception):  # told to the person
    """More rows than are taken at once."""


def read(batch: PersonImport, data: bytes, *, now: datetime, day: date) -> Iterator[Given]:
    """Every row of the sheets that the plan reads, checked by itself. Remembers the mapping for the office. Raises
    `NoTable`, `TooMany`."""
    sheets, reader = open_sheets(data), _Reader(batch, day)
    position = 0
    for plan in batch.plan["sheets"]:
        if not plan["read"] or plan["sheet"] >= len(sheets):
            continue
        sheet = sheets[plan["sheet"]]
        header = header_of(sheet, plan)
        columns = {int(column): field for column, field in plan["columns"].items() if field}
        remember(KIND, batch.office, header, columns, now=now)
        for row in rows_of(sheet, header, _naming(columns)):
            position += 1
            if position > MOST_ROWS:
                raise TooMany
            yield reader.read(row, columns, position, plan["sheet"], len(header.titles))


def _naming(columns: Mapping[int, str]) -> list[int]:
    return [column for column, field in columns.items() if field in ("name", "id_number")]


class _Reader:
    def __init__(self, batch: PersonImport, day: date) -> None:
        self._day = day
        self._targets: dict[str, Target] = {target.code: target for target in list_targets()}
        self._codes: dict[str, dict[Cell, str]] = {}
        self._community, self._communities = communities_of(batch, day=day)

    def read(self, row: Row, columns: Mapping[int, str], position: int, sheet: int, width: int) -> Given:
        cells = row.cells
        given = Given(position, sheet, row.number, community=self._community)
        given.raw = [as_text(cell) for cell in cells[:width]]
        phones: Sequence[str] = ()
        for column, field in columns.items():
            cell = cells[column] if column < len(cells) else ""
            if cell == "":
                continue
            try:
                if field == "phone":
                    phones = values.read_phones(cell)
                elif field == "community":
                    self._read_community(given, cell)
                else:
                    setattr(given, field, self._value(field, cell))
            except ValueFault as fault:
                self._note(given, field, fault.reason)
        self._sort_number(given)
        check_row(given, today=self._day, phones=phones)
        return given

    def _value(self, field: str, cell: Cell) -> Any:
        target = self._targets[field]
        if target.kind == "date":
            return values.read_date(cell, today=self._day)
        if target.kind == "code":
            return self._code(target, cell)
        if target.kind == "identity":
            return values.read_identity(cell)
        if target.kind == "name":
            return values.read_name(cell)
        if field == "household":
            return folded_number(values.read_digits(cell))
        return values.read_text(cell)

    def _code(self, target: Target, cell: Cell) -> str:
        """The same few words stand in every row."""
        known = self._codes.setdefault(target.code, {})
        if cell not in known:
            known[cell] = values.read_code(cell, target.spoken)
        return known[cell]

    def _read_community(self, given: Given, cell: Cell) -> None:
        """Of a town's import; a community has its own rows only."""
        text = values.read_digits(cell)
        if text and self._community is None:
            found = self._communities.get(folded(text))
            given.community = found or self._communities.get(short_name(text))
            if given.community is None:
                raise ValueFault("word")

    def _note(self, given: Given, field: str, reason: str) -> None:
        if field in ESSENTIAL:
            given.fault(field, reason)
        else:
            given.doubt(field, reason)

    def _sort_number(self, given: Given) -> None:
        """The number belongs to the document that a column beside it names."""
        if given.document_kind:
            given.document_number, given.id_number = given.id_number, ""


def folded_number(text: str) -> str:
    """A household number without blanks, in upper case."""
    return "".join(text.split()).upper()
