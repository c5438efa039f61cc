"""Files that are spreadsheets, only look like them, or were made to do harm."""

import io
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from linli.engines.sheets.opening import Bounds, NoTable, open_sheets, sniff
from linli.engines.sheets.refused import write_refused

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
    corner = book([["姓名"]]).replace(b"", b"")
    far = io.BytesIO()
    with ZipFile(io.BytesIO(corner)) as old, ZipFile(far, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            text = old.read(part)
            if part.endswith("sheet1.xml"):
                text = text.replace(b"</row>", b'</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
            new.writestr(part, text)
    assert reason(far.getvalue()) == "cells"


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
