from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.ui import format as show

DAY = date(2025, 10, 20)


@pytest.fixture
def english() -> object:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("options", "zh", "en"),
    [
        ({}, "10月20日", "20 Oct"),
        ({"weekday": True}, "10月20日（周一）", "Mon 20 Oct"),
        ({"today": date(2025, 1, 1)}, "10月20日", "20 Oct"),
        ({"today": date(2026, 1, 1)}, "2025年10月20日", "20 Oct 2025"),
    ],
)
def test_a_date_reads_as_people_say_it(options: dict[str, object], zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert show.format_date(DAY, **options) == zh  # type: ignore[arg-type]
    with translation.override("en"):
        assert show.format_date(DAY, **options) == en  # type: ignore[arg-type]


def test_documents_carry_the_year() -> None:
    assert show.format_full_date(DAY) == "2025年10月20日"


def test_a_span_within_a_month_names_the_month_once() -> None:
    assert show.format_span(date(2025, 9, 17), date(2025, 9, 22)) == "9月17日至22日"
    assert show.format_span(date(2025, 9, 30), date(2025, 10, 9)) == "9月30日至10月9日"
    assert show.format_span(DAY, DAY) == "10月20日"


def test_a_span_in_english(english: None) -> None:
    assert show.format_span(date(2025, 9, 17), date(2025, 9, 22)) == "17–22 Sep"
    assert show.format_span(date(2025, 9, 30), date(2025, 10, 9)) == "30 Sep – 9 Oct"


def test_a_moment_is_told_in_the_day_of_shanghai() -> None:
    late = datetime(2025, 9, 28, 16, 30, tzinfo=UTC)  # 00:30 of the 29th in Shanghai
    assert show.format_moment(late, today=date(2025, 9, 29)) == "今天 00:30"
    assert show.format_moment(late, today=date(2025, 9, 30)) == "昨天 00:30"
    assert show.format_moment(late, today=date(2025, 10, 8)) == "9月29日 00:30"


def test_units_follow_the_language() -> None:
    assert show.format_area(3_980_000) == "398平方米"
    assert show.format_money(40_000) == "400元"
    assert show.format_money(1_250) == "12.50元"
    assert show.format_number(14_697) == "14\u202f697"
    with translation.override("en"):
        assert (show.format_area(3_980_000), show.format_money(1_250)) == ("398 m²", "¥12.50")


def test_a_share_of_nothing_is_no_share() -> None:
    assert show.format_percent(0, 0) is None
    assert show.format_percent(0, 5) == "0%"
    assert show.format_percent(8421, 14697) == "57.3%"
    assert show.format_percent(5, 5) == "100%"


def test_halves_are_rounded_up() -> None:
    assert show.share(1, 16, places=1) == Decimal("6.3")
    assert show.format_number(Decimal("0.125"), places=2) == "0.13"


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=1, max_value=10**12))
def test_a_share_is_within_a_tenth_of_the_truth(numerator: int, denominator: int) -> None:
    found = show.share(numerator, denominator)
    assert found is not None
    assert abs(found - Decimal(100 * numerator) / denominator) <= Decimal("0.05")


@given(st.integers(min_value=0, max_value=10**15))
def test_gaps_do_not_change_a_number(value: int) -> None:
    assert int(show.format_number(value).replace(show.THIN, "")) == value
