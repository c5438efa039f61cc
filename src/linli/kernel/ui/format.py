"""Dates, numbers, areas and money as people read them, in the language of the page.

Integers in, text out: areas in cm², money in 分, shares as numerator and denominator. Nothing is rounded
before it is shown, and what cannot be computed is None, never 0.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

LOCAL = ZoneInfo("Asia/Shanghai")
THIN = "\u202f"
"""Narrow no-break space between groups of three digits (GB/T 15835-2011 asks for a gap, not a comma)."""

_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def is_english() -> bool:
    return (get_language() or "").startswith("en")


def format_weekday(day: date) -> str:
    """周一 · Mon."""
    return _WEEKDAYS_EN[day.weekday()] if is_english() else f"周{_WEEKDAYS_ZH[day.weekday()]}"


def format_date(day: date, *, today: date | None = None, weekday: bool = False) -> str:
    """10月20日, 10月20日（周一）, 2025年10月20日 · 20 Oct, Mon 20 Oct, 20 Oct 2025.

    The year is written when `today` is given and lies in another year.
    """
    year = today is not None and today.year != day.year
    if is_english():
        text = f"{day.day} {_MONTHS_EN[day.month - 1]}" + (f" {day.year}" if year else "")
        return f"{format_weekday(day)} {text}" if weekday else text
    text = (f"{day.year}年" if year else "") + f"{day.month}月{day.day}日"
    return f"{text}（{format_weekday(day)}）" if weekday else text


def format_full_date(day: date) -> str:
    """2025年10月20日 · 20 Oct 2025: with the year, for documents."""
    return format_date(day, today=date(day.year - 1, 1, 1))


def format_span(first: date, last: date) -> str:
    """9月17日至22日, 9月30日至10月9日 · 17–22 Sep, 30 Sep – 9 Oct; one day is written as one day."""
    if first == last:
        return format_date(first)
    same = (first.year, first.month) == (last.year, last.month)
    if is_english():
        return f"{first.day}–{format_date(last)}" if same else f"{format_date(first)} – {format_date(last)}"
    return f"{format_date(first)}至{last.day}日" if same else f"{format_date(first)}至{format_date(last)}"


def format_time(moment: datetime) -> str:
    """09:12, Asia/Shanghai."""
    return f"{moment.astimezone(LOCAL):%H:%M}"


def format_moment(moment: datetime, *, today: date) -> str:
    """今天 09:12, 昨天 19:44, 9月26日 16:40 · Today 09:12, Yesterday 19:44, 26 Sep 16:40."""
    day = moment.astimezone(LOCAL).date()
    named = {today: ("今天", "Today"), today - timedelta(days=1): ("昨天", "Yesterday")}.get(day)
    text = named[is_english()] if named else format_date(day, today=today)
    return f"{text} {format_time(moment)}"


def format_number(value: int | Decimal, *, places: int = 0) -> str:
    """14697 → 14 697 with a thin gap, rounded half up to `places`."""
    return f"{_round(Decimal(value), places):,}".replace(",", THIN)


def share(numerator: int, denominator: int, *, places: int = 1) -> Decimal | None:
    """Percent, rounded half up; None when the denominator is 0 (no data is never 0)."""
    return _round(Decimal(100 * numerator) / denominator, places) if denominator else None


def format_percent(numerator: int, denominator: int, *, places: int = 1) -> str | None:
    """57.3%; whole values without a decimal (100%); None when the denominator is 0."""
    value = share(numerator, denominator, places=places)
    return None if value is None else f"{trim(value)}%"


def format_area(cm2: int, *, places: int = 0) -> str:
    """3980000 cm² → 398平方米 · 398 m²."""
    text = format_number(Decimal(cm2) / 10_000, places=places)
    return f"{text} m²" if is_english() else f"{text}平方米"


def format_money(fen: int) -> str:
    """40000 分 → 400元; 1250 → 12.50元 · ¥400, ¥12.50."""
    text = format_number(Decimal(fen) / 100, places=0 if fen % 100 == 0 else 2)
    return f"¥{text}" if is_english() else f"{text}元"


def join_words(words: Iterable[object]) -> str:
    """身份证、银行卡 · identity card, bank card: items of one list."""
    return (", " if is_english() else "、").join(str(word) for word in words)


def join_clauses(clauses: Iterable[object]) -> str:
    """女，82岁 · female, 82 years: parts of one sentence."""
    return (", " if is_english() else "，").join(str(clause) for clause in clauses)


def trim(value: Decimal) -> str:
    """57.3 stays, 100.0 becomes 100."""
    return str(value.quantize(Decimal(1))) if value == value.to_integral_value() else str(value)


def _round(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
