"""What people do to a workbook in Excel: every odd cell is named, row by row, and nothing is taken."""

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from linli.engines.overlays.models import Proposal
from linli.engines.overlays.workbooks import opening
from linli.engines.overlays.workbooks.cells import WorkbookRefused
from linli.engines.overlays.workbooks.reading import read_workbook
from linli.engines.overlays.workbooks.writing import write_workbook
from linli.engines.packs import queries as packs

from .conftest import Base
from .test_workbooks import ALLOWANCE, KINDS, ROWS, SERVICE, Tables, column, tables_of

pytestmark = pytest.mark.django_db
Touch = Callable[[Any, Any], object]


@pytest.fixture
def tables(base: Base) -> Tables:
    base()
    return tables_of(write_workbook())


def touched(tables: Tables, sheet: str, touch: Touch) -> bytes:
    """The workbook as it was downloaded, after somebody did this to one sheet."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    for name, rows in tables.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                page.write(number, place, value)
        if name == sheet:
            touch(page, book)
    book.close()
    return out.getvalue()


def faults(data: bytes) -> list[tuple[str, str]]:
    with pytest.raises(WorkbookRefused) as caught:
        read_workbook(data)
    assert not Proposal.objects.exists()
    return [(fault.sheet, fault.cell) for fault in caught.value.faults]


def day(page: Any, book: Any, place: int) -> None:
    page.write_datetime(1, place, date(2026, 1, 2), book.add_format({"num_format": "yyyy-mm-dd"}))


def test_merged_cells_are_named_where_they_begin(tables: Tables) -> None:
    data = touched(tables, ROWS, lambda page, _book: page.merge_range(1, 5, 2, 5, "合并"))
    assert faults(data) == [(ROWS, "F2")]


@pytest.mark.parametrize(("formula", "value"), [("=1+1", 2), ("=A2&1", "高龄津贴1"), ("=1/0", "#DIV/0!")])
def test_a_formula_is_no_value(tables: Tables, formula: str, value: Any) -> None:
    data = touched(tables, SERVICE, lambda page, _book: page.write_formula(1, 1, formula, None, value))
    assert (SERVICE, "B2") in faults(data)


def test_a_formula_beside_the_table_hurts_nobody(tables: Tables) -> None:
    data = touched(tables, SERVICE, lambda page, _book: page.write_formula(1, 30, "=1+1", None, 2))
    assert read_workbook(data)[ALLOWANCE] == packs.get_item(*ALLOWANCE).content


def test_what_excel_made_a_date_of_is_named(tables: Tables) -> None:
    summary = column(tables, SERVICE, "简介")
    assert faults(touched(tables, SERVICE, lambda page, book: day(page, book, summary))) == [(SERVICE, "C2")]
    fee = column(tables, SERVICE, "费用")
    assert faults(touched(tables, SERVICE, lambda page, book: day(page, book, fee))) == [(SERVICE, "F2")]


def test_a_column_renamed_added_or_taken_away_is_named(tables: Tables) -> None:
    assert faults(touched(tables, SERVICE, lambda page, _book: page.write(0, 3, "别的"))) == [(SERVICE, "D1")]
    assert faults(touched(tables, SERVICE, lambda page, _book: page.write(0, 9, "我的备注"))) == [
        (SERVICE, "J1")
    ]
    for row in tables[SERVICE]:
        del row[2]
    assert faults(touched(tables, "", lambda page, _book: None)) == [(SERVICE, "C1")]


def test_blank_rows_at_the_end_and_between_count_for_nothing(tables: Tables) -> None:
    def blanks(page: Any, _book: Any) -> None:
        for number in range(3, 50_003):
            page.write(number, 5, "  ")
        page.write(1_048_575, 5, " ")

    assert read_workbook(touched(tables, ROWS, blanks))[KINDS] == packs.get_item(*KINDS).content


def test_fifty_thousand_rows_are_refused_at_the_first_that_is_too_many(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    def many(page: Any, _book: Any) -> None:
        for number in range(3, 50_003):
            for place, text in ((0, "kinds"), (4, f"c{number}"), (5, "x")):
                page.write(number, place, text)

    assert faults(touched(tables, ROWS, many)) == [(ROWS, "A20002")]


def test_faults_come_in_the_order_of_the_rows(tables: Tables) -> None:
    def strangers(page: Any, _book: Any) -> None:
        for number in (3, 9, 99):
            page.write(number, 0, "kindz")
            page.write(number, 5, "x")

    assert faults(touched(tables, ROWS, strangers)) == [(ROWS, "A4"), (ROWS, "A10"), (ROWS, "A100")]


def test_a_small_file_that_unpacks_to_a_huge_one_is_not_opened(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = touched(tables, "", lambda page, _book: None)
    monkeypatch.setattr(opening, "UNPACKED", 1_000)
    assert faults(data) == [("", "")]


def test_a_zip_file_that_is_no_workbook_is_told(base: Base) -> None:
    base()
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.txt", "甲")
    assert faults(out.getvalue()) == [("", "")]
