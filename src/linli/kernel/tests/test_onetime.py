"""Codes typed by hand: long enough, readable, and a slip of the pen is told before anything is looked up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.onetime import ALPHABET, LENGTH, Mistyped, digest_code, grouped, new_code, read_code


def test_a_code_holds_sixty_bits_and_more() -> None:
    assert len(ALPHABET) ** (LENGTH - 1) > 2**60
    assert len({new_code() for _ in range(200)}) == 200


def test_a_code_is_read_as_it_was_printed_and_in_small_letters() -> None:
    code = new_code()
    printed = grouped(code)
    assert [len(group) for group in printed.split("-")] == [5, 5, 5]
    assert read_code(printed) == read_code(f" {printed.lower()} ") == code


def test_a_query_code_of_a_case_is_no_such_code() -> None:
    with pytest.raises(Mistyped, match="15"):
        read_code("A" * 8)


@given(st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(place: int, other: str) -> None:
    code = new_code()
    typed = code[:place] + other + code[place + 1 :]
    if typed == code:
        assert read_code(typed) == code
    else:
        with pytest.raises(Mistyped):
            read_code(typed)


def test_characters_that_look_like_others_are_refused() -> None:
    with pytest.raises(Mistyped):
        read_code("O" * LENGTH)


def test_codes_of_two_kinds_are_found_apart() -> None:
    code = new_code()
    assert digest_code("binding", code) != digest_code("unbinding", code)
