"""Gaps and rounding hold for every number, not only for the nice ones."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from linli.engines.expressions import ExpressionFault
from linli.insight.definitions import Indicator, Part
from linli.insight.rules import Formula, Lack, Missing, Ratio, make_formula
from linli.kernel.measures import AREA, HOUSEHOLDS, PERSONS, Absent, DayRule, Measure, Unit
from linli.rooms.planning.definitions import Plan, Target
from linli.rooms.planning.display.sheet import guard
from linli.rooms.planning.display.words import number, short_name
from linli.rooms.planning.rules import Spot, State, Yardstick, lack_of_area


def measure(code: str, unit: Unit, absent: Absent = Absent.UNKNOWN) -> Measure:
    return Measure(
        code=code,
        title=code,
        unit=unit,
        register="",
        day_rule=DayRule.LATEST,
        relation=lambda: None,
        absent=absent,
    )


OFFERED = {
    item.code: item
    for item in (
        measure("area", AREA, Absent.ZERO),
        measure("households", HOUSEHOLDS),
        measure("good", PERSONS, Absent.ZERO),
        measure("fair", PERSONS, Absent.ZERO),
        measure("all", PERSONS, Absent.ZERO),
    )
}


def formula(numerator: str, denominator: str, *, scale: int = 100, better: str = "higher") -> Formula:
    indicator = Indicator(
        code="KPI-99",
        title="t",
        unit="u",
        numerator=Part(title="n", expression=numerator),
        denominator=Part(title="d", expression=denominator),
        scale=scale,
        better=better,
        source="proposed",
    )
    return make_formula(indicator, OFFERED)


def target(value: str, *, operator: str = ">=", softness: str = "firm") -> Target:
    return Target(
        indicator="KPI-99",
        operator=operator,
        value=Decimal(value),
        unit="u",
        area="UR",
        deadline=date(2025, 12, 31),
        softness=softness,
        clause="a clause",
    )


PLACE = Spot(1, "1", "p", "community")
AMOUNTS = st.integers(min_value=0, max_value=10**11)
COUNTS = st.integers(min_value=1, max_value=10**7)
GOALS = st.decimals(min_value="0.1", max_value=1000, places=1).map(str)


def yardstick(goal: Target, area: int, households: int) -> Yardstick:
    values = {"area": {1: area}, "households": {1: households}}
    return Yardstick.of(formula("area", "households"), goal, values, [PLACE])


@given(area=AMOUNTS, households=COUNTS, goal=GOALS)
def test_what_is_missing_is_just_enough(area: int, households: int, goal: str) -> None:
    standing = yardstick(target(goal), area, households).stand(PLACE, [PLACE])
    assert standing.gap is not None
    again = yardstick(target(goal), area + max(0, standing.gap) * AREA.per, households).stand(PLACE, [PLACE])
    assert again.state is State.MET
    if standing.gap > 0:
        assert standing.state is not State.MET
        less = yardstick(target(goal), area + (standing.gap - 1) * AREA.per, households).stand(PLACE, [PLACE])
        assert less.state is not State.MET


@given(area=AMOUNTS, households=COUNTS, goal=GOALS)
def test_a_missed_target_is_never_printed_as_reached(area: int, households: int, goal: str) -> None:
    standing = yardstick(target(goal), area, households).stand(PLACE, [PLACE])
    assert standing.value is not None
    shown = Decimal(number(standing.value, 1).replace("\u202f", ""))
    assert (shown >= Decimal(goal)) is (standing.state is State.MET)


def test_ninety_nine_point_nine_nine_is_not_a_hundred() -> None:
    assert number(Fraction(9999, 100), 1) == "99.9"
    assert number(Fraction(10000, 100), 1) == "100"
    assert number(Fraction(1234567, 1)) == "1\u202f234\u202f567"


@pytest.mark.parametrize(
    ("value", "softness", "state"),
    [
        (35, "firm", State.MET),
        (34, "firm", State.SHORT),
        (31, "firm", State.FAR),
        (31, "principle", State.SHORT),
    ],
)
def test_states_follow_the_line_of_nine_tenths(value: int, softness: str, state: State) -> None:
    found = yardstick(target("35", softness=softness), value * AREA.per, 100).stand(PLACE, [PLACE])
    assert found.state is state


def test_lower_can_be_better() -> None:
    values = {"good": {1: 12}, "all": {1: 100}}
    lower = formula("good", "all", better="lower")
    stick = Yardstick.of(lower, target("10", operator="<="), values, [PLACE])
    standing = stick.stand(PLACE, [PLACE])
    assert (standing.value, standing.gap, standing.state) == (12, 2, State.FAR)


def test_parts_are_expressions_over_measures() -> None:
    shares = formula("good + fair", "all")
    assert shares.ratio(1, {"good": {1: 3}, "fair": {1: 4}, "all": {1: 10}}, frozenset()) == Ratio(7, 10)
    assert shares.ratio(2, {"good": {}, "fair": {}, "all": {1: 10}}, frozenset()) == Ratio(0, 0)


@pytest.mark.parametrize("expression", ["gone", "good +", "good + area", "good / 2.0", "'text'"])
def test_a_part_that_is_no_count_is_refused(expression: str) -> None:
    with pytest.raises(ExpressionFault):
        formula(expression, "all")


def test_a_missing_figure_is_not_a_zero_and_an_empty_register_says_nothing() -> None:
    stick = formula("area", "households")
    assert stick.ratio(1, {"area": {}, "households": {1: 5}}, frozenset()) == Ratio(0, 5)
    assert stick.ratio(1, {"area": {1: 5}, "households": {}}, frozenset()) == Missing(
        Lack.NO_FIGURE, "households"
    )
    empty = frozenset({"area"})
    assert stick.ratio(1, {"area": {}, "households": {1: 5}}, empty) == Missing(Lack.EMPTY_REGISTER, "area")


@pytest.mark.parametrize(
    ("area", "urban_class", "lack"),
    [
        ("U", "111", None),
        ("U", "220", Lack.OTHER_AREA),
        ("R", "220", None),
        ("R", "122", Lack.OTHER_AREA),
        ("U", "", Lack.NO_CLASS),
        ("R", "", Lack.NO_CLASS),
        ("UR", "", None),
    ],
)
def test_area_is_read_from_the_recorded_class(area: str, urban_class: str, lack: Lack | None) -> None:
    missing = lack_of_area(area, Spot(1, "1", "集市居委会", "community", urban_class=urban_class))
    assert (missing.lack if missing else None) is lack


def plan(**changes: object) -> dict[str, object]:
    clause = {
        "indicator": "KPI-99", "value": 1, "unit": "u", "area": "U", "deadline": "2030-12-31",
        "clause": "样例条款",
    }  # fmt: skip
    whole = {
        "code": "sample", "title": "样例规划", "short": "样例", "issuer": "样例", "status": "样例",
        "period": "x", "targets": [clause],
    }  # fmt: skip
    return whole | changes


def test_a_sample_without_its_mark_and_a_plan_without_its_source_are_refused() -> None:
    assert Plan.model_validate(plan()).sample
    for broken in (plan(title="规划"), plan(status="正式"), plan(targets=[])):
        with pytest.raises(ValidationError):
            Plan.model_validate(broken)


@pytest.mark.parametrize(
    ("cell", "written"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("-5", "-5"), ("-5.25", "-5.25"), ("村", "村")]
)
def test_a_cell_never_becomes_a_formula(cell: str, written: str) -> None:
    assert guard(cell) == written


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("东兴社区居民委员会", "东兴社区"),
        ("东窑社区居委会", "东窑社区"),
        ("子午村民委员会", "子午村"),
        ("一街村村委会", "一街村"),
        ("城关居民委员会", "城关居民委员会"),
    ],
)
def test_names_are_shortened_only_where_people_shorten_them(name: str, short: str) -> None:
    assert short_name(name) == short
