"""Until when a child is guarded, how long a mandate may be, and what is signed."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linli.registers.mandates import rules

DAYS = st.dates(date(1900, 1, 1), date(2090, 12, 31))


@given(DAYS)
def test_the_fourteenth_birthday_is_fourteen_years_on_and_never_before(born: date) -> None:
    day = rules.fourteenth(born)
    assert day.year == born.year + 14
    assert (day.month, day.day) in ((born.month, born.day), (3, 1))
    assert day - timedelta(days=1) < date(born.year + 14, born.month, min(born.day, 28)) + timedelta(days=3)


def test_who_was_born_on_a_leap_day_is_guarded_until_the_first_of_march() -> None:
    assert rules.fourteenth(date(2012, 2, 29)) == date(2026, 3, 1)


@given(DAYS)
def test_a_mandate_holds_two_years_at_most(day: date) -> None:
    assert timedelta(days=730) <= rules.latest_end(day) - day <= timedelta(days=732)


def test_the_digest_is_of_the_very_words() -> None:
    said = {"principal": "王桂兰", "agent": "陈有福", "start": date(2026, 3, 2), "until": date(2027, 3, 2)}
    narrow = rules.mandate_text(services=["高龄津贴"], reads_file=False, **said)
    wide = rules.mandate_text(services=[], reads_file=True, **said)
    assert "高龄津贴，不可以查看本人的档案" in narrow
    assert "所有服务事项，并可以查看本人的档案" in wide
    assert "2026年3月2日起，到2027年3月2日为止" in wide
    assert rules.text_digest(narrow) != rules.text_digest(wide)
