"""Cells of a workbook that came back: as text, by the field they belong to, and what is wrong with them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from linli.engines.overlays.kinds import NO, YES
from linli.engines.packs.differences import Json
from linli.kernel.errors import DomainError


@dataclass(frozen=True, slots=True, order=True)
class CellFault:
    """Where (`sheet`, `cell`; empty for the whole), what stands there, what is wrong, how to mend it."""

    sheet: str
    cell: str
    value: str
    message: str
    mend: str = ""


def in_order(fault: CellFault) -> tuple[str, int, int, str]:
    """As somebody goes through the workbook: sheet by sheet, row by row, from left to right."""
    column = fault.cell.rstrip("0123456789")
    return fault.sheet, int(fault.cell[len(column) :] or 0), len(column), column + fault.value + fault.message


class WorkbookRefused(DomainError):
    """Nothing of it is taken; `faults` names every reason at once."""

    code = "overlay_workbook_refused"

    def __init__(self, faults: Sequence[CellFault]) -> None:
        super().__init__("\n".join(f"{f.sheet} {f.cell} «{f.value}» {f.message} {f.mend}" for f in faults))
        self.faults = tuple(faults)


@dataclass(slots=True)
class RowsOfItem:
    """What the workbook says about one item: texts by the name of the field, and where each of them stands."""

    content: Json
    typed: dict[str, str] = field(default_factory=dict)
    cells: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    seen: dict[str, set[str]] = field(default_factory=dict)

    def cell_of(self, name: str) -> tuple[str, str, str]:
        """The cell of a field, of what holds it, or of the first of the item's rows."""
        while name:
            if name in self.cells:
                return self.cells[name]
            name = name.rpartition("/")[0]
        return next(iter(self.cells.values()), ("", "", ""))


def as_text(cell: Any) -> str:
    """What a person reads in the cell: whole numbers without a point, yes and no in words."""
    if isinstance(cell, bool):
        return YES if cell else NO
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).replace("\r\n", "\n").replace("_x000D_", "").strip()
