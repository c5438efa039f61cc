"""Bigrams of Han characters: nothing is missed that a person would type."""

from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.search import index_tokens, query_tokens, tokens

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=12)


def test_runs_become_pairs_and_words_stay_whole() -> None:
    assert tokens("高龄津贴 GB/T") == {"高龄", "龄津", "津贴", "gb", "t"}


def test_a_query_has_all_its_words() -> None:
    assert query_tokens("老人 补贴") == ["老人", "补贴"]


def test_full_width_letters_are_the_same_letters() -> None:
    assert query_tokens("１２３４５") == ["12345"]


@given(HAN, st.data())
def test_every_part_of_a_text_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    stop = data.draw(st.integers(start + 1, len(text)))
    assert set(query_tokens(text[start:stop])) <= set(index_tokens([text]))
