"""The header is found under titles, over rows, in one to three rows; columns are proposed by it and by their values."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.engines.sheets.body import rows_of
from linli.engines.sheets.columns import Target, knower, propose
from linli.engines.sheets.headers import find_header, header_at
from linli.engines.sheets.opening import Sheet

OTHERS = ("户主", "联系人")
TARGETS = [
    Target("name", "姓名", "name", ("居民姓名",), OTHERS),
    Target("id_number", "身份证号", "identity", ("公民身份号码",), OTHERS),
    Target("phone", "联系电话", "phone", ("电话",), OTHERS),
    Target("birth_date", "出生日期", "date", (), OTHERS),
    Target("relation", "与户主关系", "code", ("户主关系",), (), {"户主": "02", "妻": "12"}),
    Target("household", "户号", "text"),
    Target("home", "现住址", "text", ("地址",), ("户籍",)),
    Target("registered", "户籍地址", "text"),
]
KNOWS = knower(TARGETS)
ZHANG = ["张三", "532301199001013214", "13800001111", "1990-1-1", "户主", "01", "翠湖路1号", "文昌巷2号"]
TITLES = ["姓名", "身份证号", "联系电话", "出生日期", "与户主关系", "户号", "现住址", "户籍地址"]
CODES = dict(
    enumerate(["name", "id_number", "phone", "birth_date", "relation", "household", "home", "registered"])
)


def proposed(sheet: Sheet) -> dict[int, str]:
    header = find_header(sheet, KNOWS)
    assert header is not None
    named = range(len(header.titles))
    return propose(header, [row.cells for row in rows_of(sheet, header, named)], TARGETS)


@given(
    above=st.lists(st.sampled_from(["常住人口信息表", "单位：鹿城镇", "", "2026年3月填报"]), max_size=4),
    order=st.permutations(range(8)),
    rows=st.integers(min_value=0, max_value=5),
    decorated=st.sampled_from(["{}", "{}（必填）", "*{}", " {} ", "{}\n"]),
)
def test_titles_in_any_order_under_any_heading_are_found(
    above: list[str], order: list[int], rows: int, decorated: str
) -> None:
    top: list[list[Any]] = [[text] for text in above]
    titles = [decorated.format(TITLES[at]) for at in order]
    sheet = Sheet("一", [*top, titles, *[[ZHANG[at] for at in order]] * rows])
    header = find_header(sheet, KNOWS)
    assert header is not None
    assert (header.first, header.last) == (len(above), len(above))
    assert proposed(sheet) == {column: CODES[at] for column, at in enumerate(order)}


def test_a_header_of_three_rows_with_groups_gives_each_column_its_own_title() -> None:
    rows: list[list[Any]] = [
        ["居民信息表", "", "", "", ""],
        ["户号", "个人信息", "", "地址", ""],
        ["", "基本", "", "户籍", "居住"],
        ["", "姓名", "身份证号", "户籍地址", "现住址"],
        ["1", "2", "3", "4", "5"],
        ["01", "张三", ZHANG[1], "文昌巷2号", "翠湖路1号"],
    ]
    merged = [(0, 0, 0, 4), (1, 0, 3, 0), (1, 1, 1, 2), (1, 3, 1, 4), (2, 1, 2, 2)]
    sheet = Sheet("一", rows, merged)
    header = find_header(sheet, KNOWS)
    assert header is not None
    assert (header.first, header.last) == (1, 3)
    assert [title.leaf for title in header.titles] == ["户号", "姓名", "身份证号", "户籍地址", "现住址"]
    assert proposed(sheet) == {0: "household", 1: "name", 2: "id_number", 3: "registered", 4: "home"}
    assert [row.number for row in rows_of(sheet, header, [1])] == [6]


def test_the_name_of_the_head_is_not_the_name_of_the_person() -> None:
    sheet = Sheet(
        "一", [["户主姓名", "姓名", "联系人电话", "与户主关系"], ["王五", "张三", "13900001111", "妻"]]
    )
    assert proposed(sheet) == {1: "name", 3: "relation"}


def test_a_column_without_a_title_is_known_by_its_values() -> None:
    rows: list[list[Any]] = [["姓名", "", "户号"], *[["张三", ZHANG[1], "01"]] * 4]
    assert proposed(Sheet("一", rows)) == {0: "name", 1: "id_number", 2: "household"}


def test_a_title_that_its_values_contradict_is_not_believed() -> None:
    rows: list[list[Any]] = [["姓名", "身份证号", "证号", "户号"], *[["张三", "有", ZHANG[1], "01"]] * 4]
    assert proposed(Sheet("一", rows))[2] == "id_number"


def test_a_sheet_without_known_titles_has_no_header() -> None:
    assert find_header(Sheet("一", [["甲", "乙"], ["1", "2"]]), KNOWS) is None
    assert find_header(Sheet("一", []), KNOWS) is None
    assert header_at(Sheet("一", [["甲", "乙"]]), 0, 5).titles[0].leaf == "甲"


def test_a_header_is_known_again_by_its_titles_not_by_where_it_stands() -> None:
    one = find_header(Sheet("一", [TITLES, ZHANG]), KNOWS)
    two = find_header(Sheet("二", [["标题"], [f"{title}（必填）" for title in TITLES], ZHANG]), KNOWS)
    three = find_header(Sheet("三", [TITLES[:-1], ZHANG]), KNOWS)
    shapes = [header.shape for header in (one, two, three) if header]
    assert shapes[0] == shapes[1] != shapes[2]


@pytest.mark.parametrize(
    "row",
    [
        [], ["", "  "], ["合计", "3人"], ["", "", "总计：3"],
        TITLES, ["填表人：李芳", "审核人：王五"], ["注：以上为常住人口"],
        ["合计", "3"], ["1", "2", "3", "4"],
    ],
)  # fmt: skip
def test_rows_about_nobody_are_left_out(row: list[Any]) -> None:
    sheet = Sheet("一", [TITLES, ZHANG, row, ZHANG])
    header = find_header(sheet, KNOWS)
    assert header is not None
    assert [one.number for one in rows_of(sheet, header, [0, 1])] == [2, 4]


def test_a_cell_merged_downwards_holds_for_each_of_its_rows() -> None:
    wife = ["李四", "", "", "", "妻", "", "", ""]
    sheet = Sheet("一", [TITLES, list(ZHANG), wife], [(1, 5, 2, 5), (1, 6, 2, 6)])
    header = find_header(sheet, KNOWS)
    assert header is not None
    assert list(rows_of(sheet, header, [0]))[1].cells[5:7] == ["01", "翠湖路1号"]
