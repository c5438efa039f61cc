"""Whatever is typed: cleaning never crashes, and its own output passes unchanged."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from linli.engines.forms import answers, texts
from linli.engines.forms.masks import mask
from linli.engines.forms.summaries import summary
from linli.kernel.codes import id_number_for

from .conftest import TODAY, make_form

KINDS = ("text", "textarea", "number", "money", "date", "id-number", "phone", "bank-card")
CHOICES = [{"code": "a", "label": "甲"}, {"code": "b", "label": "乙"}]
ALL_TYPES = make_form(
    *({"code": kind.replace("-", "_"), "label": kind, "type": kind, "required": False} for kind in KINDS),
    {"code": "tick", "label": "勾", "type": "checkbox", "required": False},
    {"code": "pick", "label": "选", "type": "choice", "required": False, "choices": CHOICES},
    {
        "code": "then",
        "label": "若",
        "type": "text",
        "required": False,
        "show_if": "pick == 'a' || number > 3",
    },
)
CODES = [field.code for field in ALL_TYPES.fields()]

near_misses = st.one_of(
    st.dates().map(str),
    st.integers().map(str),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.builds(id_number_for, st.just("999999"), st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999)),
    st.text(alphabet="0123456789年月日-./xX元,.¥１２３４５６ \n\u3000", max_size=24),
    st.sampled_from(["a", "b", "on", "A" * 20]),
)
typed = st.dictionaries(
    st.sampled_from(CODES), st.one_of(near_misses, st.text(alphabet=st.characters(codec=None)))
)


@given(typed)
def test_cleaning_never_crashes_and_is_idempotent(raw: dict[str, str]) -> None:
    good, faults = answers.read(ALL_TYPES, raw, TODAY)
    assert not good.keys() & faults.keys()
    again = answers.clean(ALL_TYPES, answers.as_raw(ALL_TYPES, good), TODAY)
    assert {code: value for code, value in again.items() if code != "then"} == {
        code: value for code, value in good.items() if code != "then"
    }
    for part in summary(ALL_TYPES, good):
        for row in part.rows:
            assert isinstance(row.value, str)


@given(st.text(alphabet=st.characters(codec=None)))
def test_tidy_is_idempotent_and_always_storable(text: str) -> None:
    for lines in (False, True):
        once = texts.tidy(text, lines=lines)
        assert texts.tidy(once, lines=lines) == once
        assert "\x00" not in once
        once.encode("utf-8")


@given(st.integers(0, 10**14 - 1))
def test_money_reads_back_what_it_writes(cents: int) -> None:
    assert texts.read_money(texts.money_text(cents), lowest=None, highest=None) == cents


@given(st.text(alphabet="0123456789", min_size=19, max_size=19))
def test_a_masked_number_hides_at_least_four_digits(number: str) -> None:
    for kind, length in (("id-number", 18), ("phone", 11), ("bank-card", 12), ("bank-card", 19)):
        field = next(make_form({"code": "n", "label": "号", "type": kind}).fields())
        assert mask(field, number[:length]).count("*") >= 4
        assert len(mask(field, number[:length])) == length


@given(st.text(alphabet="0123456789", min_size=11, max_size=18), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_never_passes_luhn(body: str, place: int, shift: int) -> None:
    number = next(body + str(digit) for digit in range(10) if texts.is_luhn(body + str(digit)))
    at = place % len(number)
    wrong = number[:at] + str((int(number[at]) + shift) % 10) + number[at + 1 :]
    assert not texts.is_luhn(wrong)
