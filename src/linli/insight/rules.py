"""From the values of measures to an indicator: exact, and never a number where data is missing. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache

from django.utils.translation import gettext as _

from linli.engines.expressions import Expression, ExpressionFault, Kind, compile_expression
from linli.insight.definitions import Indicator
from linli.kernel.measures import Absent, Measure, Unit

Values = Mapping[str, Mapping[int, int]]
"""Measure code → community → value."""


class Lack(StrEnum):
    """Why there is no number."""

    NOT_COUNTED = "not_counted"
    NO_MEASURE = "no_measure"
    EMPTY_REGISTER = "empty_register"
    NO_FIGURE = "no_figure"
    ZERO_DENOMINATOR = "zero_denominator"
    NO_CLASS = "no_class"
    OTHER_AREA = "other_area"
    NO_PLACES = "no_places"


@dataclass(frozen=True, slots=True)
class Missing:
    """A lack, and the measure it is about («households»), if it is about one."""

    lack: Lack
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Ratio:
    """Numerator and denominator in the units of their measures."""

    numerator: int
    denominator: int

    def __add__(self, other: "Ratio") -> "Ratio":
        return Ratio(self.numerator + other.numerator, self.denominator + other.denominator)


NOTHING = Ratio(0, 0)


@cache
def compile_part(source: str, codes: frozenset[str]) -> Expression:
    """An expression over codes of measures that gives a whole number. Raises `ExpressionFault`."""
    return compile_expression(source, dict.fromkeys(codes, Kind.NUMBER), result=Kind.NUMBER)


@dataclass(frozen=True, slots=True)
class Formula:
    """An indicator with its expressions compiled, and the measures they use; made by `make_formula`."""

    indicator: Indicator
    numerator: Expression
    denominator: Expression
    numerator_unit: Unit
    denominator_unit: Unit
    measures: Mapping[str, Measure]

    @property
    def scale(self) -> Fraction:
        """What numerator ÷ denominator is multiplied with: the scale and the units that people read."""
        return Fraction(self.indicator.scale * self.denominator_unit.per, self.numerator_unit.per)

    def value(self, ratio: Ratio) -> Fraction | None:
        """The indicator, exactly; None if the denominator is 0."""
        return Fraction(ratio.numerator, ratio.denominator) * self.scale if ratio.denominator else None

    def ratio(self, community: int, values: Values, empty: frozenset[str]) -> "Ratio | Missing":
        """Both parts for one community, or what is missing. `empty`: measures without a row in the county."""
        given: dict[str, int] = {}
        for code, measure in self.measures.items():
            value = values[code].get(community)
            if value is None and code in empty:
                return Missing(Lack.EMPTY_REGISTER, code)
            if value is None and measure.absent is Absent.UNKNOWN:
                return Missing(Lack.NO_FIGURE, code)
            given[code] = value or 0
        try:
            return Ratio(_whole(self.numerator, given), _whole(self.denominator, given))
        except ExpressionFault:
            return Missing(Lack.ZERO_DENOMINATOR)


def make_formula(indicator: Indicator, offered: Mapping[str, Measure]) -> Formula:
    """Raises `ExpressionFault` if a part is no expression over `offered` measures, or mixes units."""
    codes = frozenset(offered)
    numerator = compile_part(indicator.numerator.expression, codes)
    denominator = compile_part(indicator.denominator.expression, codes)
    return Formula(
        indicator=indicator,
        numerator=numerator,
        denominator=denominator,
        numerator_unit=_unit(numerator, offered),
        denominator_unit=_unit(denominator, offered),
        measures={code: offered[code] for code in sorted(numerator.names | denominator.names)},
    )


def _unit(expression: Expression, offered: Mapping[str, Measure]) -> Unit:
    units = {offered[code].unit for code in expression.names}
    if len(units) != 1:
        raise ExpressionFault(
            _("One part of an indicator counts in one unit."), mend=_("Use measures of one unit.")
        )
    return units.pop()


def _whole(expression: Expression, given: Mapping[str, int]) -> int:
    if expression.source in given:
        return given[expression.source]
    found = expression.evaluate(given)
    if not isinstance(found, int):
        raise TypeError(f"{expression.source} gives no whole number")
    return found


def find_empty(values: Values) -> frozenset[str]:
    """Measures without any row: a register that nobody filled says nothing about a single place."""
    return frozenset(code for code, by_community in values.items() if not by_community)


def add_up(ratios: Iterable[Ratio]) -> Ratio:
    return sum(ratios, NOTHING)
