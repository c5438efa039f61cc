"""The workbook: everything that may be changed, as it is in force; keys are locked, choices are lists."""

from io import BytesIO
from typing import Any, Final

import xlsxwriter

from linli.engines.overlays import adjustable, queries
from linli.engines.overlays.adjustable import Leaf, list_leaves, reach
from linli.engines.overlays.queries import Standing
from linli.engines.overlays.workbooks.layout import (
    GUIDE,
    ITEM_CODE,
    ITEM_TITLE,
    PINS,
    PLACE,
    PLACE_WORDS,
    Column,
    Sheet,
    sheets_of,
)
from linli.engines.packs import sections
from linli.engines.packs.differences import Json

_GUIDE: Final = (
    "这是现在生效的内容。白底的格子可以改，灰底的不能改；改完存好，在“可以调整的内容”页面传回来。",
    "传回来之后先成为一份草稿，看过差别、写明原因，由另一位管理员复核同意才生效。",
    "时限写数字和单位：20个工作日、30个自然日、4个工作小时。",
    "一格里要写几条的，一条一行（按住Alt再按回车换行）。",
    "代码表可以在最后加行：写上所属代码、代码和显示的文字。删掉的行就是去掉的代码；一张代码表的行全删掉，表示这张表不改。",
    "有一格不对，整本都不会收下；页面会列出每一个要改的格子。",
)
_SHEET_OPTIONS: Final = {
    "select_locked_cells": True,
    "select_unlocked_cells": True,
    "format_columns": True,
    "format_rows": True,
    "autofilter": True,
    "insert_rows": True,
    "delete_rows": True,
}
_LAST: Final = 1_048_575


def write_workbook() -> bytes:
    """Every section of which something may be changed, as an .xlsx file."""
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    _Writer(book).write()
    book.close()
    return out.getvalue()


class _Writer:
    def __init__(self, book: Any) -> None:
        self.book = book
        base = {"valign": "top", "text_wrap": True, "num_format": "@", "border": 1, "border_color": "#dcd6c9"}
        self.head = book.add_format(base | {"bold": True, "bg_color": "#edeae1"})
        self.locked = book.add_format(base | {"bg_color": "#edeae1", "font_color": "#655d54"})
        self.free = book.add_format(base | {"locked": False})
        self.pins: list[tuple[str, str, str, str]] = []

    def write(self) -> None:
        guide = self.book.add_worksheet(GUIDE)
        guide.set_column(0, 0, 100)
        for number, line in enumerate(_GUIDE):
            guide.write_string(number, 0, line, self.book.add_format({"text_wrap": True}))
        everything = queries.list_standings()
        for declared in adjustable.list_declared():
            standings = [one for one in everything if one.effective.section == declared.section]
            for standing in standings:
                item = standing.effective
                self.pins.append((item.section, item.code, item.pack.pack_id, item.pack.version))
            for sheet in sheets_of(declared):
                self._sheet(sheet, standings)
        pins = self.book.add_worksheet(PINS)
        for number, row in enumerate(self.pins):
            for column, text in enumerate(row):
                pins.write_string(number, column, text)
        pins.very_hidden()

    def _sheet(self, sheet: Sheet, standings: list[Standing]) -> None:
        page = self.book.add_worksheet(sheet.name)
        for number, column in enumerate(sheet.columns):
            options = {"hidden": True} if column.title == PLACE else {}
            page.set_column(number, number, column.width, self.free, options)
            page.write_string(0, number, column.title, self.head)
            self._offer(page, sheet, number, column)
        page.freeze_panes(1, 1)
        row = 1
        for standing in standings:
            row = self._item(page, sheet, standing, row)
        if row > 1:
            page.autofilter(0, 0, row - 1, len(sheet.columns) - 1)
        page.protect("", _SHEET_OPTIONS)

    def _offer(self, page: Any, sheet: Sheet, number: int, column: Column) -> None:
        """A list to choose from."""
        if column.field is None:
            return
        kind = column.field.kind_in(sections.get(sheet.section).model)
        words = [word for _value, word in kind.options]
        if words and len(",".join(words)) < 250:
            page.data_validation(1, number, _LAST, number, {"validate": "list", "source": words})

    def _item(self, page: Any, sheet: Sheet, standing: Standing, row: int) -> int:
        item = standing.effective
        declared, model = adjustable.get(sheet.section), sections.get(sheet.section).model
        wanted = {field.pattern for field in sheet.fields}
        was = {leaf.name: leaf.shown for leaf in list_leaves(declared, model, standing.pinned.content)}
        members: dict[tuple[str, ...], list[Leaf]] = {}
        for leaf in list_leaves(declared, model, item.content):
            if leaf.what.pattern in wanted:
                place = leaf.path[:-1] if sheet.rows else ()
                members.setdefault(place, []).append(leaf)
        for place, leaves in members.items():
            self._row(page, sheet, row, (item.code, item.content), place, leaves, was)
            row += 1
        return row

    def _row(
        self,
        page: Any,
        sheet: Sheet,
        row: int,
        item: tuple[str, Json],
        place: tuple[str, ...],
        leaves: list[Leaf],
        was: dict[str, str],
    ) -> None:
        code, content = item
        by_pattern = {leaf.what.pattern: leaf for leaf in leaves}
        known = {
            ITEM_CODE: code,
            ITEM_TITLE: str(content.get("title", code)),
            PLACE: "/".join(place),
            PLACE_WORDS: " · ".join(leaves[0].under),
        }
        for number, column in enumerate(sheet.columns):
            leaf = by_pattern.get(column.field.pattern) if column.field else None
            if column.key:
                page.write_string(row, number, str(reach(content, place)[column.key]), self.locked)
            elif column.field is None:
                page.write_string(row, number, known[column.title], self.locked)
            elif leaf is None:
                page.write_blank(row, number, None, self.locked)
            else:
                page.write_string(row, number, leaf.shown, self.free)
                if was.get(leaf.name, leaf.shown) != leaf.shown:
                    page.write_comment(row, number, f"原来：{was[leaf.name]}")
