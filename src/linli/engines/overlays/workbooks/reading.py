"""A workbook that came back: all of it is right, or every bad cell is named."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.overlays import adjustable, queries
from linli.engines.overlays.adjustable import Adjustable, reach, step_of
from linli.engines.overlays.checking import Address, find_faults
from linli.engines.overlays.editing import GONE, NEW, Edited, edit
from linli.engines.overlays.kinds import YES, Kind
from linli.engines.overlays.workbooks.cells import CellFault, RowsOfItem, WorkbookRefused, as_text, in_order
from linli.engines.overlays.workbooks.layout import (
    GUIDE,
    ITEM_CODE,
    PINS,
    PLACE,
    Sheet,
    sheets_of,
)
from linli.engines.overlays.workbooks.opening import (
    MOST_ROWS,
    NotAWorkbook,
    Page,
    TooLarge,
    open_workbook,
)
from linli.engines.packs import queries as packs
from linli.engines.packs import sections
from linli.engines.packs.differences import Json, three_way
from linli.engines.packs.findings import suggest
from linli.engines.packs.models import PackItem
from linli.engines.sheets.cells import cell_name, column_letters


def read_workbook(data: bytes) -> dict[Address, Json]:
    """The contents that the workbook asks for; raises `WorkbookRefused` with every fault."""
    reader = _Reader()
    contents = reader.read(data)
    if reader.faults:
        raise WorkbookRefused(sorted(set(reader.faults), key=in_order))
    return contents


def kind_of(sheet: Sheet, what: Adjustable) -> Kind:
    return what.kind_in(sections.get(sheet.section).model)


def _most_rows() -> str:
    return _("At most %(number)d rows are taken at once.") % {"number": MOST_ROWS}


class _Reader:
    def __init__(self) -> None:
        self.faults: list[CellFault] = []
        self.items: dict[Address, RowsOfItem] = {}
        self.pins: dict[Address, tuple[str, str]] = {}

    def read(self, data: bytes) -> dict[Address, Json]:
        pages = self._open(data)
        for row in pages[PINS].rows if pages else []:
            if len(row) >= 4:
                self.pins[str(row[0]), str(row[1])] = (str(row[2]), str(row[3]))
        known = {
            sheet.name: sheet for declared in adjustable.list_declared() for sheet in sheets_of(declared)
        }
        for name, page in pages.items():
            if name in known:
                self._sheet(known[name], page)
            elif name not in (GUIDE, PINS):
                self._fault(name, "", "", _("There is no sheet of this name."), suggest(name, known))
        for address, item in self.items.items():
            self._take_away(address, item)
        edited = {address: self._edit(address, item) for address, item in self.items.items()}
        merged = {address: self._merge(address, one) for address, one in edited.items()}
        if not self.faults:
            self._check(merged, edited)
        return merged

    def _open(self, data: bytes) -> dict[str, Page]:
        try:
            pages = open_workbook(data)
        except TooLarge:
            message, mend = _("The file is too large."), _("Send the workbook as it was downloaded, changed.")
        except NotAWorkbook:
            message = _("This is not an Excel workbook.")
            mend = _("Send the .xlsx file that was downloaded.")
        else:
            if PINS in pages:
                return pages
            message = _("This workbook was not downloaded here.")
            mend = _("Download it anew, and change that one.")
        self._fault("", "", "", message, mend)
        return {}

    def _fault(self, sheet: str, cell: str, value: str, message: str, mend: str = "") -> None:
        self.faults.append(CellFault(sheet, cell, value, message, mend))

    def _sheet(self, sheet: Sheet, page: Page) -> None:
        rows, width = page.rows, len(sheet.columns)
        if not self._has_header(sheet, [as_text(cell) for cell in rows[0]] if rows else []):
            return
        if len(rows) > MOST_ROWS + 1:
            message = _("The sheet has too many rows.")
            self._fault(sheet.name, cell_name(MOST_ROWS + 1, 0), "", message, _most_rows())
            return
        self._odd(sheet, page)
        for number, row in enumerate(rows[1:], 1):
            texts = [as_text(cell) for cell in row[:width]]
            texts += [""] * (width - len(texts))
            self._dates(sheet, number, row)
            if any(texts):
                self._row(sheet, number, texts)

    def _has_header(self, sheet: Sheet, header: list[str]) -> bool:
        """The first column that is not as it was, at its cell."""
        expected = [column.title for column in sheet.columns]
        header += [""] * (len(expected) - len(header))
        wanted = [*expected, *[""] * (len(header) - len(expected))]
        for number, (found, title) in enumerate(zip(header, wanted, strict=True)):
            if found != title:
                message = _("The header is not as it was downloaded.")
                mend = _("Write «%(title)s».") % {"title": title} if title else _("Take the column away.")
                self._fault(sheet.name, cell_name(0, number), found, message, mend)
                return False
        return True

    def _odd(self, sheet: Sheet, page: Page) -> None:
        """Merged cells hold one value where several are wanted, formulas one that nobody here can check."""
        for row, column in page.merged:
            if column < len(sheet.columns):
                message, mend = _("Cells are merged here."), _("Split them, and fill each one in.")
                self._fault(sheet.name, cell_name(row, column), "", message, mend)
        names = {column_letters(number) for number in range(len(sheet.columns))}
        for name, odd in page.odd.items():
            if name.rstrip("0123456789") in names:
                message = (
                    _("A formula stands here.") if odd == "formula" else _("An error of Excel stands here.")
                )
                self._fault(sheet.name, name, "", message, _("Write the value itself."))

    def _dates(self, sheet: Sheet, number: int, row: list[Any]) -> None:
        """Excel makes dates of what looks like one: in a text nobody can tell any more what was typed."""
        for place, (cell, column) in enumerate(zip(row, sheet.columns, strict=False)):
            if isinstance(cell, date) and (
                column.field is None or kind_of(sheet, column.field).form == "text"
            ):
                message = _("Excel has made a date of this.")
                mend = _("Format the cell as text, and type it again.")
                self._fault(sheet.name, cell_name(number, place), as_text(cell), message, mend)

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
