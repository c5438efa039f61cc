"""What numbers of documents say, and which do not hold."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.codes import CodeFault, check_credit_code, id_number_for
from linli.registers.people.numbers import check_document_number, check_phone, kind_of, read_id_number

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "number", "kind", "doubts"),
    [
        ("11010519491231002X", "11010519491231002X", "citizen", ()),
        ("440524188001010014", "440524188001010014", "citizen", ("region",)),
        ("１１０１０５ 19491231-002x", "11010519491231002X", "citizen", ()),
        ("110105491231002", "11010519491231002X", "citizen", ("widened",)),
        (id_number_for("810000", date(1994, 8, 23), 2), "810000199408230021", "hong-kong", ()),
        (id_number_for("820000", date(1994, 8, 23), 2), None, "macao", ()),
        (id_number_for("830000", date(1994, 8, 23), 2), None, "taiwan", ()),
        (id_number_for("931156", date(1994, 9, 15), 2), None, "foreigner", ()),
        (id_number_for("999999", date(1994, 9, 15), 2), None, "citizen", ("region",)),
    ],
)
def test_a_number_is_read_as_it_is_written(
    text: str, number: str | None, kind: str, doubts: tuple[str, ...]
) -> None:
    read = read_id_number(text, today=TODAY)
    assert (read.number, read.kind, read.doubts) == (number or text, kind, doubts)


def test_what_the_file_says_otherwise_is_a_doubt() -> None:
    read = read_id_number("11010519491231002X", today=TODAY, birth_date=date(1949, 12, 30), sex="1")
    assert read.doubts == ("birth-date", "sex")
    assert (read.birth_date, read.sex) == (date(1949, 12, 31), "2")
    unknown = read_id_number("11010519491231002X", today=TODAY, sex="9")
    assert unknown.doubts == ()


@pytest.mark.parametrize(
    "text", ["4.40524E+17", "440524188001010000", "44052418800101001", "110105491331002", ""]
)
def test_what_excel_or_haste_made_of_a_number_is_refused(text: str) -> None:
    with pytest.raises(CodeFault):
        read_id_number(text, today=TODAY)


@given(born=st.dates(date(1900, 1, 1), date(1999, 12, 31)), sequence=st.integers(0, 999))
def test_a_number_of_15_digits_and_its_long_form_are_one(born: date, sequence: int) -> None:
    long = id_number_for("110105", born, sequence)
    read = read_id_number(long[:6] + long[8:17], today=TODAY)
    assert (read.number, read.birth_date) == (long, born)


@given(born=st.dates(date(1900, 1, 1), TODAY), sequence=st.integers(0, 999), place=st.integers(0, 17))
def test_one_digit_wrong_is_noticed(born: date, sequence: int, place: int) -> None:
    number = id_number_for("110105", born, sequence)
    other = "0" if number[place] != "0" else "7"
    with pytest.raises(CodeFault):
        read_id_number(number[:place] + other + number[place + 1 :], today=TODAY)


def test_no_number_has_no_kind() -> None:
    assert kind_of("") == ""


@pytest.mark.parametrize(
    ("kind", "text", "number"),
    [
        ("passport", " ej 1234567 ", "EJ1234567"),
        ("hm-permit", "h12345678", "H12345678"),
        ("tw-permit", "01234567", "01234567"),
        ("pr-card", "usa 110105123456", "USA110105123456"),
        ("birth-certificate", "Ｒ530123456", "R530123456"),
        ("military", "军字第1234567号", "军字第1234567号"),
        ("other", "云-a 12", None),
    ],
)
def test_numbers_of_other_documents(kind: str, text: str, number: str | None) -> None:
    if number is None:
        with pytest.raises(CodeFault, match="form"):
            check_document_number(kind, text)
    else:
        assert check_document_number(kind, text) == number


def test_a_kind_of_document_that_there_is_not_is_refused() -> None:
    with pytest.raises(CodeFault, match="kind"):
        check_document_number("library-card", "12345")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+86 138-0000-1111", "13800001111"),
        ("（0878）3123456", "08783123456"),
        ("１３８００００１１１１", "13800001111"),
    ],
)
def test_phones_are_normalised(text: str, number: str) -> None:
    assert check_phone(text) == number


@pytest.mark.parametrize("text", ["1380000111", "12800001111", "3123456", "没有"])
def test_what_is_no_phone_is_refused(text: str) -> None:
    with pytest.raises(CodeFault):
        check_phone(text)


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000101623741K"])
def test_credit_codes_of_organisations(code: str) -> None:
    assert check_credit_code(code) == code
