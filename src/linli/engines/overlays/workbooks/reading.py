"""A workbook that came back: all of it is right, or every bad cell is named."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from linli.engines.overlays import adjustable, queries
from linli.engines.overlays.adjustable import reach, step_of
from linli.engines.overlays.checking import Address, find_faults
from linli.engines.overlays.editing import GONE, NEW, Edited, edit
from linli.engines.overlays.kinds import YES
from linli.engines.overlays.workbooks.cells import CellFault, RowsOfItem, WorkbookRefused, as_text
from linli.engines.overlays.workbooks.layout import (
    GUIDE,
    ITEM_CODE,
    PINS,
    PLACE,
    Sheet,
    cell_name,
    sheets_of,
)
from linli.engines.packs import queries as packs
from linli.engines.packs import sections
from linli.engines.packs.differences import Json, three_way
from linli.engines.packs.findings import suggest
from linli.engines.packs.models import PackItem

LARGEST: Final = 5 * 1024 * 1024
"""Bytes of a workbook."""
MOST_ROWS: Final = 20_000


def read_workbook(data: bytes) -> dict[Address, Json]:
    """The contents that the workbook asks for; raises `WorkbookRefused` with every fault."""
    reader = _Reader()
    contents = reader.read(data)
    if reader.faults:
        raise WorkbookRefused(sorted(set(reader.faults)))
    return contents


class _Reader:
    def __init__(self) -> None:
        self.faults: list[CellFault] = []
        self.items: dict[Address, RowsOfItem] = {}
        self.pins: dict[Address, tuple[str, str]] = {}

    def read(self, data: bytes) -> dict[Address, Json]:
        tables = self._open(data)
        for row in tables.get(PINS, []):
            if len(row) >= 4:
                self.pins[str(row[0]), str(row[1])] = (str(row[2]), str(row[3]))
        known = {
            sheet.name: sheet for declared in adjustable.list_declared() for sheet in sheets_of(declared)
        }
        for name, rows in tables.items():
            if name in known:
                self._sheet(known[name], rows)
            elif name not in (GUIDE, PINS):
                self._fault(name, "", "", _("There is no sheet of this name."), suggest(name, known))
        for address, item in self.items.items():
            self._take_away(address, item)
        edited = {address: self._edit(address, item) for address, item in self.items.items()}
        merged = {address: self._merge(address, one) for address, one in edited.items()}
        if not self.faults:
            self._check(merged, edited)
        return merged

    def _open(self, data: bytes) -> dict[str, list[list[Any]]]:
        if len(data) > LARGEST:
            self._fault(
                "", "", "", _("The file is too large."), _("Send the workbook as it was downloaded, changed.")
            )
            return {}
        try:
            book = CalamineWorkbook.from_filelike(BytesIO(data))
            tables = {
                name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in book.sheet_names
            }
        except (CalamineError, OSError, ValueError):
            self._fault(
                "", "", "", _("This is not an Excel workbook."), _("Send the .xlsx file that was downloaded.")
            )
            return {}
        if PINS not in tables:
            self._fault(
                "",
                "",
                "",
                _("This workbook was not downloaded here."),
                _("Download it anew, and change that one."),
            )
        return tables

    def _fault(self, sheet: str, cell: str, value: str, message: str, mend: str = "") -> None:
        self.faults.append(CellFault(sheet, cell, value, message, mend))

    def _sheet(self, sheet: Sheet, rows: list[list[Any]]) -> None:
        header = [as_text(cell) for cell in rows[0]] if rows else []
        expected = [column.title for column in sheet.columns]
        if header[: len(expected)] != expected or any(header[len(expected) :]):
            self._fault(
                sheet.name,
                "A1",
                "、".join(header),
                _("The header is not as it was downloaded."),
                _("It is: %(columns)s.") % {"columns": "、".join(expected)},
            )
            return
        if len(rows) > MOST_ROWS:
            self._fault(sheet.name, "", str(len(rows)), _("The sheet has too many rows."))
            return
        for number, row in enumerate(rows[1:], 1):
            texts = [as_text(cell) for cell in row[: len(expected)]]
            texts += [""] * (len(expected) - len(texts))
            if any(texts):
                self._row(sheet, number, texts)

    def _row(self, sheet: Sheet, number: int, texts: list[str]) -> None:
        known = {
            column.title: text for column, text in zip(sheet.columns, texts, strict=True) if not column.field
        }
        address = (sheet.section, known[ITEM_CODE])
        item = self._item(address)
        if item is None:
            mend = suggest(
                known[ITEM_CODE], [code for section, code in self.pins if section == sheet.section]
            )
            self._fault(
                sheet.name, cell_name(number, 0), known[ITEM_CODE], _("There is no item of this code."), mend
            )
            return
        place = self._place(sheet, item, number, texts, known.get(PLACE, ""))
        if place is None:
            return
        for column_number, (column, text) in enumerate(zip(sheet.columns, texts, strict=True)):
            key = column.key or (column.field.pattern.rpartition(".*.")[2] if column.field else "")
            if not key or (column.key and NEW not in place):
                continue
            name = "/".join(part for part in (place, *key.split(".")) if part)
            item.typed[name] = text
            item.cells[name] = (sheet.name, cell_name(number, column_number), text)

    def _item(self, address: Address) -> RowsOfItem | None:
        found = self.items.get(address)
        pin = self.pins.get(address)
        if found is None and pin is not None:
            row = PackItem.objects.filter(
                section=address[0], code=address[1], pack__pack_id=pin[0], pack__version=pin[1]
            ).first()
            if row is not None:
                found = self.items[address] = RowsOfItem(row.content)
        return found

    def _place(self, sheet: Sheet, item: RowsOfItem, number: int, texts: list[str], place: str) -> str | None:
        """The path of the member that the row is about, empty for the item itself; None with a fault."""
        if sheet.rows is None:
            if sheet.name in item.seen:
                self._fault(
                    sheet.name,
                    cell_name(number, 0),
                    texts[0],
                    _("This item stands here twice."),
                    _("Keep one row."),
                )
                return None
            item.seen[sheet.name] = set()
            return ""
        seen = item.seen.setdefault(sheet.name, set())
        if not place and sheet.open:
            place = f"{sheet.rows.pattern}/{NEW}{len(seen)}"
        elif not isinstance(reach(item.content, place.split("/")), dict) or not place:
            self._fault(
                sheet.name,
                cell_name(number, 2),
                texts[2],
                _("Rows cannot be added to this sheet."),
                _("Take the row away."),
            )
            return None
        elif place in seen:
            self._fault(
                sheet.name,
                cell_name(number, 2),
                texts[2],
                _("This row stands here twice."),
                _("Keep one row."),
            )
            return None
        seen.add(place)
        return place

    def _take_away(self, address: Address, item: RowsOfItem) -> None:
        """Members of open lists that have no row any more, where others of the same list have one."""
        for sheet in sheets_of(adjustable.get(address[0])):
            seen = item.seen.get(sheet.name)
            if not sheet.rows or not sheet.rows.open or not seen:
                continue
            members = reach(item.content, sheet.rows.pattern.split("."))
            for index, member in enumerate(members if isinstance(members, list) else []):
                place = f"{sheet.rows.pattern}/{step_of(member, index)}"
                if place not in seen:
                    item.typed[f"{place}/{GONE}"] = YES

    def _edit(self, address: Address, item: RowsOfItem) -> Edited:
        edited = edit(adjustable.get(address[0]), sections.get(address[0]).model, item.content, item.typed)
        for name, message in edited.faults.items():
            self._fault(*item.cell_of(name), message)
        return edited

    def _merge(self, address: Address, edited: Edited) -> Json:
        """Onto what is in force by now; where somebody else changed the same cell since, that is a fault."""
        item = self.items[address]
        now = packs.effective_items().filter(section=address[0], code=address[1]).first()
        if now is None or now.content == item.content:
            return edited.content
        merge = three_way(item.content, now.content, edited.content)
        for conflict in merge.conflicts:
            self._fault(
                *item.cell_of("/".join(conflict.path)),
                _("Somebody else has changed this since the workbook was downloaded."),
                _("Download it anew, and change that one."),
            )
        return merge.content

    def _check(self, merged: Mapping[Address, Json], edited: Mapping[Address, Edited]) -> None:
        changed = {
            address: content
            for address, content in merged.items()
            if content != queries.get_standing(*address).effective.content
        }
        for found in find_faults(changed):
            address = (found.section, found.code)
            finding = found.finding
            if address in edited:
                cell = self.items[address].cell_of(edited[address].name_at(finding.path))
                self._fault(*cell, finding.message, finding.mend)
            else:
                self._fault("", "", f"{found.section} {found.code}", finding.message, finding.mend)
