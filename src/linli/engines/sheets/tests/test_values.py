"""Cells as towns really have them, read to what was meant, or refused."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.engines.sheets import values
from linli.engines.sheets.cells import folded, is_blank, plain
from linli.engines.sheets.refused import guarded
from linli.engines.sheets.values import ValueFault

TODAY = date(2026, 3, 2)
DAY = date(2024, 1, 5)
NOON = datetime.fromisoformat("2024-01-05T12:00")  # as Excel keeps it: without a zone
days = st.dates(min_value=date(1901, 1, 1), max_value=TODAY)


@pytest.mark.parametrize(
    "cell",
    [
        "2024-1-5", "20240105", "2024.1.5", "2024年1月5日", "2024/01/05", 45296, 45296.0, "45296", 20240105, 20240105.0,
        "２０２４．１．５", "2024年01月05号", NOON, DAY, " 2024-01-05 00:00:00", "'2024-1-5",
        "二〇二四年一月五日", "2024 年 1 月 5 日", "2024。1。5",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_was_written(cell: Any) -> None:
    assert values.read_date(cell, today=TODAY) == DAY


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("2024-02-30", "date"), ("2024.1", "day-missing"), ("2024年1月", "day-missing"), ("1985", "day-missing"),
        (1985, "day-missing"),
        (1985.0, "day-missing"), (float("inf"), "date"),
        ("85.3.4", "date"), ("3/4/1985", "date"), ("2027-01-01", "future"), ("昨天", "date"), (True, "date"),
        ("1024-01-01", "year"), (timedelta(hours=3), "date"), (12.5, "date"), (2024.1, "day-missing"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_a_reason(cell: Any, reason: str) -> None:
    with pytest.raises(ValueFault) as fault:
        values.read_date(cell, today=TODAY)
    assert fault.value.reason == reason


@given(days, st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y/%m/%d %H:%M"]))
def test_every_day_comes_back_from_every_way_to_write_it(day: date, form: str) -> None:
    assert values.read_date(day.strftime(form), today=TODAY) == day


@given(days)
def test_a_serial_is_its_day_unless_it_reads_as_a_year(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    if 1880 <= serial <= 2100:  # a day between February and October 1905, or a year without its day: ask
        with pytest.raises(ValueFault, match="day-missing"):
            values.read_date(serial, today=TODAY)
    else:
        assert values.read_date(serial, today=TODAY) == day


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans(), st.none()))
def test_any_cell_is_read_or_faulted_and_nothing_else(cell: Any) -> None:
    for read in (
        values.read_text,
        values.read_name,
        values.read_digits,
        values.read_identity,
        values.read_phones,
    ):
        try:
            read(cell)
        except ValueFault:
            continue
    try:
        found = values.read_date(cell, today=TODAY)
    except ValueFault:
        return
    assert found is None or found <= TODAY


@pytest.mark.parametrize(
    "cell", [4.40301199001011e17, "4.40301E+17", 440301199001011234, 440301199001011234.0]
)
def test_an_identity_number_that_excel_rounded_is_refused(cell: Any) -> None:
    with pytest.raises(ValueFault) as fault:
        values.read_identity(cell)
    assert fault.value.reason == "lost"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("'11010519491231002x", "11010519491231002X"), ("１１０１０５ 19491231 002Ｘ", "11010519491231002X"),
        ("‘110105194912310021", "110105194912310021"), (110105491231002.0, "110105491231002"), ("无", ""), ("—", ""),
    ],
)  # fmt: skip
def test_an_identity_number_is_read_as_text(cell: Any, number: str) -> None:
    assert values.read_identity(cell) == number


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        (13812345678.0, ["13812345678"]), (13812345678, ["13812345678"]), ("13812345678.0", ["13812345678"]),
        ("138 1234 5678", ["138 1234 5678"]), ("13812345678/0878-3123456", ["13812345678", "0878-3123456"]),
        ("13812345678 13900000000", ["13812345678", "13900000000"]), ("", []),
        ("１３８１２３４５６７８", ["13812345678"]),
    ],
)  # fmt: skip
def test_a_phone_may_be_a_number_of_excel_or_two_in_one_cell(cell: Any, numbers: list[str]) -> None:
    assert values.read_phones(cell) == numbers


@pytest.mark.parametrize(
    ("cell", "name"),
    [("张 三", "张三"), ("　李　四 ", "李四"), ("买买提.艾力", "买买提·艾力"), ("阿依古丽•买买提", "阿依古丽·买买提"),
     ("Anna  Maria Li", "Anna Maria Li"), ("ＡＮＮＡ", "ANNA"), ("欧阳 　修", "欧阳修")],
)  # fmt: skip
def test_blanks_and_points_of_names_become_one_form(cell: str, name: str) -> None:
    assert values.read_name(cell) == name


@pytest.mark.parametrize("cell", ["张三1", "张三(户主)", "13812345678", "合计：3"])
def test_what_is_no_name_is_refused(cell: str) -> None:
    with pytest.raises(ValueFault):
        values.read_name(cell)


def test_a_rare_character_stays_as_it_is() -> None:
    assert values.read_name("\uf9b2\U00020bb7") == "\uf9b2\U00020bb7"


def test_words_and_codes_are_read_as_codes() -> None:
    words = {
        folded(word): code
        for word, code in {"男": "1", "汉族": "01", "汉": "01", "1": "1", "01": "01"}.items()
    }
    assert [values.read_code(cell, words) for cell in ("男", " 汉 族 ", "汉", "男（1）", 1.0, "")] == [
        "1", "01", "01", "1", "1", "",
    ]  # fmt: skip
    with pytest.raises(ValueFault):
        values.read_code("男男", words)


@given(st.text(max_size=40))
def test_what_is_guarded_for_the_spreadsheet_reads_as_before(text: str) -> None:
    if not text.startswith(("'", "‘", "’", "`")) and not is_blank(text):
        assert plain(guarded(plain(text))) == plain(text)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_nothing_that_comes_back_is_calculated(text: str) -> None:
    assert guarded(text) == f"'{text}"
