"""Files that are spreadsheets, only look like them, or were made to do harm."""

import io
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from linli.engines.sheets.opening import Bounds, NoTable, open_sheets, sniff
from linli.engines.sheets.refused import write_refused

FILES = Path(__file__).parent / "files"
ROWS = [["姓名", "电话"], ["张三", "13800001111"]]
TEXT = "姓名,电话\r\n张三,13800001111\r\n\r\n"


def book(rows: list[list[Any]], **sheets: str) -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    page = made.add_worksheet("一")
    for at, row in enumerate(rows):
        page.write_row(at, 0, row)
    if "hidden" in sheets:
        hidden = made.add_worksheet(sheets["hidden"])
        hidden.write(0, 0, "x")
        hidden.hide()
    made.close()
    return out.getvalue()


def reason(data: bytes, bounds: Bounds | None = None) -> str:
    with pytest.raises(NoTable) as refused:
        open_sheets(data, bounds or Bounds())
    return refused.value.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_every_encoding_that_excel_and_wps_write(encoding: str) -> None:
    assert open_sheets(TEXT.encode(encoding))[0].rows == ROWS


def test_tabs_and_semicolons_divide_too() -> None:
    assert open_sheets(TEXT.replace(",", "\t").encode())[0].rows == ROWS
    assert open_sheets(TEXT.replace(",", ";").encode())[0].rows == ROWS


def test_sheets_that_are_hidden_are_not_read() -> None:
    assert [sheet.name for sheet in open_sheets(book(ROWS, hidden="字典"))] == ["一"]


def test_rows_are_counted_from_the_first_of_the_sheet() -> None:
    assert open_sheets(book([[], [], *ROWS]))[0].rows[2:] == ROWS


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"), (b"   \r\n", "empty"), (b",,,\n,,\n", "empty"), (b"<html><table><tr><td>1", "html"),
        (b'<?xml version="1.0"?><Workbook>', "html"), (b"%PDF-1.4\x00\x80", "kind"), (b"PK\x03\x04 broken", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 not a workbook", "damaged"),
    ],
)  # fmt: skip
def test_what_is_no_spreadsheet_is_refused_with_its_reason(data: bytes, why: str) -> None:
    assert reason(data) == why


def test_another_zip_is_no_spreadsheet() -> None:
    out = io.BytesIO()
    with ZipFile(out, "w") as packed:
        packed.writestr("photo.txt", "x")
    assert reason(out.getvalue()) == "kind"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO(book(ROWS))
    with ZipFile(out, "a", ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/zero.bin", bytes(5_000_000))
    assert len(out.getvalue()) < 50_000
    assert reason(out.getvalue(), Bounds(unpacked=1_000_000)) == "unpacked"


def test_one_cell_in_the_last_corner_is_refused_and_blank_formatted_ones_are_not() -> None:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    page = made.add_worksheet()
    page.write(0, 0, "姓名")
    page.write_blank(1_048_575, 16_383, None, made.add_format({"bold": True}))
    made.close()
    assert open_sheets(out.getvalue())[0].rows == [["姓名"]]


def changed(data: bytes, old: bytes, new: bytes, *, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """The workbook with a text of its sheet replaced, and the sheet under another name."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for part in before.namelist():
            text = before.read(part)
            if part.endswith("sheet1.xml"):
                text = text.replace(old, new)
            text = text.replace(b"worksheets/sheet1.xml", name.removeprefix("xl/").encode())
            after.writestr(name if part.endswith("sheet1.xml") else part, text)
    return out.getvalue()


@pytest.mark.parametrize(
    "cell",
    [b'<c r="XFD1048576">', b"<c r='XFD1048576'>", b'<c s="1" r = "xfd1048576">', b'<x:c r="XFD1048576">'],
)
@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/other/one.bin"])
def test_a_cell_in_the_last_corner_is_refused_however_it_is_written(cell: bytes, name: str) -> None:
    far = b'</row><row r="1048576">' + cell + b"<v>1</v></c></row>"
    assert reason(changed(book([["姓名"]]), b"</row>", far, name=name)) == "cells"


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="一">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)
CELL = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
EMPTY = (
    '<table:table-row table:number-rows-repeated="{}"><table:table-cell table:number-columns-repeated="16384"/>'
    "</table:table-row>"
)


def ods(*rows: str) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
        packed.writestr("content.xml", ODS.format("".join(rows)))
    return out.getvalue()


def ods_row(*texts: str) -> str:
    return f"<table:table-row>{''.join(CELL.format('', text) for text in texts)}</table:table-row>"


def test_an_open_document_with_an_empty_tail_is_read() -> None:
    assert open_sheets(ods(*(ods_row(*row) for row in ROWS), EMPTY.format(1_048_574)))[0].rows == ROWS


@pytest.mark.parametrize(
    "rows",
    [
        [
            "<table:table-row>"
            + CELL.format(' table:number-columns-repeated="16384"', "x")
            + "</table:table-row>"
        ]
        * 800,
        [
            '<table:table-row table:number-rows-repeated="1048576">',
            CELL.format("", "x") * 20,
            "</table:table-row>",
        ],
        [ods_row(*"x" * 20), EMPTY.format(1_000_000), ods_row("x")],
        [ods_row(*"x" * 20), EMPTY.format(1_000_000), "<table:table-column/>", ods_row("x")],
    ],
)
def test_an_open_document_that_repeats_what_it_holds_is_measured_before(rows: list[str]) -> None:
    assert reason(ods(*rows)) == "cells"


def test_an_old_workbook_of_excel_is_read_with_its_days_numbers_and_merged_cells() -> None:
    (sheet,) = open_sheets((FILES / "people.xls").read_bytes())
    assert sheet.rows[2][:3] == ["姓名", "身份证号", "出生日期"]
    assert sheet.rows[3] == ["张三", "11010519491231002X", date(1949, 12, 31), 13800001111.0, "户主"]
    assert sheet.rows[4][1] == 440524188001010014.0
    assert sheet.merged == [(0, 0, 0, 4)]


def test_a_workbook_that_is_locked_by_a_password_is_refused() -> None:
    assert reason((FILES / "locked.xlsx").read_bytes()) == "locked"


def test_a_binary_workbook_is_refused_as_it_cannot_be_measured() -> None:
    out = io.BytesIO()
    with ZipFile(out, "w") as packed:
        packed.writestr("xl/workbook.bin", b"x")
    assert reason(out.getvalue()) == "kind"


def test_rows_that_are_hidden_are_read_and_blanks_far_below_are_not() -> None:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    page = made.add_worksheet()
    for at, row in enumerate(ROWS):
        page.write_row(at, 0, row)
    page.set_row(1, None, None, {"hidden": True})
    page.write_string(1_048_575, 0, " ")
    made.close()
    assert open_sheets(out.getvalue())[0].rows == ROWS


def test_a_formula_is_what_it_shows_and_one_that_failed_is_nothing() -> None:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    page = made.add_worksheet()
    page.write_row(0, 0, ["姓名", "电话"])
    page.write_formula(1, 0, '="张"&"三"', value="张三")
    page.write_formula(1, 1, "=1/0", value="#DIV/0!")
    made.close()
    assert open_sheets(out.getvalue())[0].rows == [["姓名", "电话"], ["张三", ""]]


def test_a_file_that_is_too_large_is_not_looked_into() -> None:
    with pytest.raises(NoTable) as refused:
        sniff(b"x" * 11, Bounds(size=10))
    assert refused.value.reason == "size"


def test_rows_that_go_back_are_text_and_calculate_nothing() -> None:
    rows = [["=HYPERLINK(1)", "440301199001011234", "错了"], ["-1", "", "缺少"]]
    data = write_refused([("居民[1]", ["姓名", "证件号"], rows), ("居民[1]", ["姓名"], [])])
    sheets = open_sheets(data)
    assert sheets[0].rows == [
        ["姓名", "证件号", "未导入原因"],
        ["'=HYPERLINK(1)", "440301199001011234", "错了"],
        ["'-1", "", "缺少"],
    ]
    assert [sheet.name for sheet in sheets] == ["居民-1-", "居民-1-_"]
    with ZipFile(io.BytesIO(data)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
