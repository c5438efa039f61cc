"""What a last word amounts to."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linli.registers.consents.rules import CHILD, State, Word, digest_of, is_child, stand

SAID = st.sampled_from(["given", "declined", "withdrawn"])
TERMS = st.sampled_from([b"old", b"new"])
WORDS = st.builds(Word, SAID, TERMS, st.booleans())


@given(WORDS, TERMS, st.booleans())
def test_only_what_was_given_to_these_terms_stands(word: Word, terms: bytes, child: bool) -> None:
    state = stand(word, terms=terms, child=child)
    assert (state == State.GIVEN) == (
        word.said == "given" and word.terms == terms and (child or not word.for_child)
    )


@given(TERMS, TERMS, st.booleans(), st.booleans())
def test_what_was_withdrawn_stays_so_whatever_changes(old: bytes, new: bytes, was: bool, child: bool) -> None:
    assert stand(Word("withdrawn", old, was), terms=new, child=child) == State.WITHDRAWN


@given(WORDS, st.booleans())
def test_other_terms_ask_anew(word: Word, child: bool) -> None:
    state = stand(word, terms=b"other", child=child)
    assert state == (State.WITHDRAWN if word.said == "withdrawn" else State.OPEN)


def test_without_a_word_it_is_open() -> None:
    assert stand(None, terms=b"new", child=False) == State.OPEN


@given(st.dates(date(1930, 1, 1), date(2020, 12, 31)), st.integers(0, 9000))
def test_a_child_is_one_until_the_day_of_the_fourteenth_birthday(born: date, days: int) -> None:
    try:
        birthday = born.replace(year=born.year + CHILD)
    except ValueError:  # 29 February: on 1 March
        birthday = date(born.year + CHILD, 3, 1)
    day = born + timedelta(days=days)
    assert is_child(born, day) == (day < birthday)


def test_nobody_is_a_child_without_a_birth_date() -> None:
    assert not is_child(None, date(2026, 1, 1))


@given(st.dictionaries(st.text(max_size=5), st.integers(), max_size=5))
def test_a_digest_minds_what_is_said_and_not_in_what_order(content: dict[str, int]) -> None:
    turned = dict(reversed(content.items()))
    assert digest_of(content) == digest_of(turned)
    assert digest_of(content) != digest_of({**content, "more": 1} if "more" not in content else {})
