"""The functions and operators of the language: what they take, what they give, how they are reckoned. Pure.

Each function is also written `x.f(y)` for `f(x, y)`. Where a value is missing (None) they raise TypeError, as
Python's own operators do; the evaluator makes a fault of it.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import isfinite
from operator import add, ge, gt, le, lt, mul, sub
from re import compile as pattern
from typing import Any, Final, Protocol

from linli.engines.expressions.kinds import Kind, ListOf, Type

FARTHEST: Final = 3660
"""Days between two days whose working days are counted: ten years, which bounds the cost."""

_WHOLE: Final = pattern(r"[+-]?[0-9]{1,18}")
_MEASURED: Final = pattern(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")


class Calendar(Protocol):
    """The working days of a place, as `registers.calendar` knows them."""

    def count_workdays(self, after: date, until: date) -> int: ...


@dataclass(frozen=True, slots=True)
class Overload:
    """One way to call a function: the kinds it takes, the kind it gives, and how."""

    takes: tuple[Type, ...]
    gives: Kind
    run: Callable[..., Any]


def age(birth_date: date, day: date) -> int:
    """Completed years on `day`; born on 29 February, older on 1 March of a common year. Before birth negative."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def days(first: date, last: date) -> int:
    """Days later than `first` up to and including `last`; negative if `last` lies before."""
    return (last - first).days


def count_workdays(calendar: Calendar, first: date, last: date) -> int:
    """Working days later than `first` up to and including `last`; negative if `last` lies before."""
    if abs((last - first).days) > FARTHEST:
        raise OverflowError
    return calendar.count_workdays(first, last)


def plus_days(day: date, count: int) -> date:
    return day + timedelta(days=count)


def plus_months(day: date, count: int) -> date:
    """The same day `count` months later, or the last of that month: 31 January plus 1 is 28 February. Raises ValueError
    or OverflowError beyond the years 1 to 9999."""
    years, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def plus_years(day: date, count: int) -> date:
    return plus_months(day, count * 12)


def quotient(left: int, right: int) -> int:
    """Towards zero, as in CEL and SQL."""
    found = abs(left) // abs(right)
    return found if (left < 0) == (right < 0) else -found


def remainder(left: int, right: int) -> int:
    """Has the sign of `left`."""
    return left - right * quotient(left, right)


def whole_of_text(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError
    return int(text)


def whole_of_decimal(value: float) -> int:
    """Cut off towards zero, up to 2^53."""
    if abs(value) > 2**53:
        raise OverflowError
    return int(value)


def decimal_of_text(text: str) -> float:
    if not _MEASURED.fullmatch(text):
        raise ValueError
    return float(text)


def decimal_of_whole(value: int) -> float:
    return float(value)


def text_of_whole(value: int) -> str:
    return format(value, "d")


def _finite(run: Callable[[float, float], float]) -> Callable[[float, float], float]:
    def checked(left: float, right: float) -> float:
        found = run(left, right)
        if not isfinite(found):
            raise OverflowError
        return found

    return checked


def _total(values: list[float]) -> float:
    found = float(sum(values))
    if not isfinite(found):
        raise OverflowError
    return found


def _divided(left: float, right: float) -> float:
    return left / right


_T, _N, _D, _B, _DAY = Kind.TEXT, Kind.NUMBER, Kind.DECIMAL, Kind.BOOL, Kind.DATE


def _compared(run: Callable[[Any, Any], bool]) -> tuple[Overload, ...]:
    return tuple(Overload((kind, kind), _B, run) for kind in (_N, _D, _T, _DAY))


def _reckoned(whole: Callable[..., Any], measured: Callable[..., Any]) -> tuple[Overload, ...]:
    return (Overload((_N, _N), _N, whole), Overload((_D, _D), _D, _finite(measured)))


OPERATORS: Final[Mapping[str, tuple[Overload, ...]]] = {
    "<": _compared(lt), "<=": _compared(le), ">": _compared(gt), ">=": _compared(ge),
    "+": (*_reckoned(add, add), Overload((_T, _T), _T, add)),
    "-": _reckoned(sub, sub), "*": _reckoned(mul, mul), "/": _reckoned(quotient, _divided),
    "%": (Overload((_N, _N), _N, remainder),),
    "neg": (Overload((_N,), _N, lambda value: -value), Overload((_D,), _D, lambda value: -value)),
}  # fmt: skip
"""Operators with fixed kinds; those over any kind (`== != in ?: [] && || !`) stand in the checker."""

CALLED: Final[Mapping[str, tuple[Overload, ...]]] = {
    "age": (Overload((_DAY, _DAY), _N, age),),
    "days": (Overload((_DAY, _DAY), _N, days),),
    "workdays": (Overload((_DAY, _DAY), _N, count_workdays),),
    "plusDays": (Overload((_DAY, _N), _DAY, plus_days),),
    "plusMonths": (Overload((_DAY, _N), _DAY, plus_months),),
    "plusYears": (Overload((_DAY, _N), _DAY, plus_years),),
    "length": (Overload((_T,), _N, len), Overload((Kind.LIST,), _N, len)),
    "sum": (Overload((ListOf(_N),), _N, sum), Overload((ListOf(_D),), _D, _total)),
    "contains": (Overload((_T, _T), _B, lambda text, part: part in text),),
    "startsWith": (Overload((_T, _T), _B, str.startswith),),
    "endsWith": (Overload((_T, _T), _B, str.endswith),),
    "matches": (Overload((_T, _T), _B, str.startswith),),
    "int": (
        Overload((_T,), _N, whole_of_text),
        Overload((_D,), _N, whole_of_decimal),
        Overload((_N,), _N, int),
    ),
    "double": (
        Overload((_T,), _D, decimal_of_text),
        Overload((_N,), _D, decimal_of_whole),
        Overload((_D,), _D, float),
    ),
    "string": (
        Overload((_N,), _T, text_of_whole),
        Overload((_DAY,), _T, date.isoformat),
        Overload((_T,), _T, str.__str__),
    ),
}
"""`matches` and `workdays` are bound by the evaluator: to the pattern, to the calendar of the place."""

FUNCTIONS: Final = frozenset(CALLED)
"""Everything that may be called by name."""
