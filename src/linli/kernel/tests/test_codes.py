from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import codes

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014", " 11010519491231002x "])
def test_valid_identity_numbers_pass(number: str) -> None:
    assert codes.check_id_number(number, today=TODAY) == number.strip().upper()


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("1101051949123100", "length"),
        ("11010519491231002A", "characters"),
        ("１1010519491231002X", "characters"),
        ("11010519490231002X", "date"),
        ("110105194912310021", "check"),
    ],
)
def test_faulty_identity_numbers_say_why(number: str, reason: str) -> None:
    with pytest.raises(codes.CodeFault) as caught:
        codes.check_id_number(number, today=TODAY)
    assert caught.value.reason == reason


def test_a_birth_date_in_the_future_is_refused() -> None:
    number = codes.id_number_for("999999", date(2030, 1, 1), 1)
    with pytest.raises(codes.CodeFault) as caught:
        codes.check_id_number(number, today=TODAY)
    assert caught.value.reason == "future"


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_changed_digit_never_passes_unnoticed(
    born: date, sequence: int, position: int, shift: int
) -> None:
    number = codes.id_number_for("999999", born, sequence)
    assert codes.check_id_number(number, today=TODAY) == number
    changed = number[:position] + str((int(number[position]) + shift) % 10) + number[position + 1 :]
    with pytest.raises(codes.CodeFault):
        codes.check_id_number(changed, today=TODAY)


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000101623741K"])
def test_valid_credit_codes_pass(code: str) -> None:
    assert codes.check_credit_code(code) == code


def test_a_wrong_credit_code_is_refused() -> None:
    with pytest.raises(codes.CodeFault):
        codes.check_credit_code("91350100M000100Y44")
