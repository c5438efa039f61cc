"""What goes beyond plain CEL: days, working days, lists of any kind, records, patterns, and what all may cost."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import translation

from linli.engines.expressions import ExpressionFault, Kind, ListOf, Record, compile_expression
from linli.registers.calendar.rules import DayKind, WorkCalendar
from linli.registers.calendar.rules import Kind as DayKindName

DECLARED = {
    "a": Kind.NUMBER, "r": Kind.DECIMAL, "s": Kind.TEXT, "p": Kind.BOOL, "d": Kind.DATE, "e": Kind.DATE,
    "amounts": ListOf(Kind.NUMBER, at_most=50), "days_off": ListOf(Kind.DATE), "tags": Kind.LIST,
    "person": Record.of({"age": Kind.NUMBER, "born": Kind.DATE}),
    "members": ListOf(Record.of({"name": Kind.TEXT, "age": Kind.NUMBER})),
}  # fmt: skip
HOLIDAY = date(2026, 10, 1)
CALENDAR = WorkCalendar(
    days={HOLIDAY: DayKind(DayKindName.HOLIDAY), date(2026, 10, 10): DayKind(DayKindName.MAKE_UP)},
    published=frozenset({2026}),
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def value(source: str, **values: object) -> object:
    return compile_expression(source, DECLARED).evaluate(values, calendar=CALENDAR)


def fault(source: str) -> ExpressionFault:
    with pytest.raises(ExpressionFault) as caught:
        compile_expression(source, DECLARED)
    return caught.value


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("2026-09-30", "2026-10-01", 0),
        ("2026-09-30", "2026-10-02", 1),
        ("2026-10-09", "2026-10-12", 2),
        ("2026-10-12", "2026-10-09", -2),
        ("2026-10-01", "2026-10-01", 0),
    ],
)
def test_working_days_follow_the_calendar_that_is_given(first: str, last: str, found: int) -> None:
    """The first day is not counted; a holiday is free, a Saturday may be worked."""
    assert value("workdays(d, e)", d=first, e=last) == found


def test_working_days_need_a_calendar_and_a_span_of_ten_years_at_most() -> None:
    expression = compile_expression("workdays(d, e) > 1", DECLARED)
    assert expression.needs_calendar
    with pytest.raises(TypeError, match="calendar"):
        expression.evaluate({"d": "2026-01-01", "e": "2026-01-01"})
    with pytest.raises(ExpressionFault):
        expression.evaluate({"d": "2006-01-01", "e": "2026-01-01"}, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("days('2026-01-01', '2026-03-01')", 59),
        ("plusDays(d, 1)", "2026-02-01"),
        ("plusMonths(d, 1)", "2026-02-28"),
        ("d.plusMonths(13)", "2027-02-28"),
        ("plusMonths(d, -2)", "2025-11-30"),
        ("plusYears(plusDays(d, 29), 2)", "2028-03-01"),
        ("string(d).startsWith('2026')", True),
        ("d in ['2026-01-31', '2026-02-01']", True),
    ],
)
def test_days_are_reckoned_with(source: str, found: object) -> None:
    assert value(source, d="2026-01-31") == found


def test_a_day_beyond_the_calendar_is_a_fault() -> None:
    for source in ("plusYears(d, 9999)", "plusDays(d, 9999999)", "plusMonths(d, -99999)"):
        with pytest.raises(ExpressionFault):
            value(source, d="2026-01-31")


def test_a_day_that_does_not_exist_is_found_when_checked() -> None:
    found = fault("d > '2026-02-29'")
    assert ("2026-02-29" in found.fault, found.column) == (True, 5)


def test_a_text_is_a_day_only_beside_a_day() -> None:
    assert "text and date" in fault("s < d").fault
    assert value("s == '2026-01-31'", s="2026-01-31") is True


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("sum(amounts) > 100", True),
        ("amounts.filter(x, x > 10).length()", 2),
        ("amounts.map(x, x * 2)[0]", 6),
        ("members.exists(m, m.age >= 80)", True),
        ("members.map(m, m.name)", ["王", "李"]),
        ("person.age + 1", 85),
        ("age(person.born, '2026-11-24')", 80),
    ],
)
def test_lists_of_any_kind_and_records_can_be_asked(source: str, found: object) -> None:
    given = {
        "amounts": (3, 50, 60),
        "members": [{"name": "王", "age": 84}, {"name": "李", "age": 7}],
        "person": {"age": 84, "born": date(1946, 11, 24)},
    }
    names = compile_expression(source, DECLARED).names
    assert value(source, **{name: given[name] for name in names}) == found


@pytest.mark.parametrize(
    "source",
    [
        "person",
        "members[0]",
        "members == members",
        "amounts.exists(x, x == 'a')",
        "'a' in amounts",
        "sum(tags)",
        "person.sex",
    ],
)
def test_what_does_not_fit_a_list_or_a_record_is_refused(source: str) -> None:
    with pytest.raises(ExpressionFault):
        compile_expression(source + (" == 1" if source == "person" else ""), DECLARED)


def test_a_variable_may_not_hide_a_name() -> None:
    assert "taken already" in fault("amounts.exists(a, a > 1)").fault


def test_the_worst_cost_follows_from_the_declared_lengths() -> None:
    compile_expression("tags.exists(x, amounts.exists(y, y > a))", DECLARED | {"tags": ListOf(Kind.TEXT, 10)})
    assert "steps" in fault("tags.exists(x, tags.exists(y, x == y))").fault
    assert "steps" in fault("tags.all(x, workdays(d, e) > 1)").fault


def test_a_list_longer_than_declared_is_an_error_of_the_caller() -> None:
    with pytest.raises(TypeError, match="at most 50"):
        value("length(amounts)", amounts=[1] * 51)


def test_depth_and_chains_are_bounded() -> None:
    assert "deeper" in fault("a" + " + a" * 40 + " > 1").fault
    assert "deeper" in fault("!" * 40 + "p").fault
    compile_expression("p" + " || p" * 300, DECLARED)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("^[0-9]{6}$", "532301", True), ("^[0-9]{6}$", "53230", False), ("(云南|天津)", "云南省", True),
        ("^.$", "\n", False), ("a+b?", "xaa", True), (r"1\.5", "105", False), ("^[一-龥]+$", "楚雄", True),
    ],
)  # fmt: skip
def test_patterns_match_anywhere_unless_they_are_anchored(pattern: str, text: str, found: bool) -> None:
    assert value(f"s.matches(r'{pattern}')", s=text) is found


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        "a)",
        "[",
        "[z-a]",
        "*a",
        "a**",
        "a|",
        "()",
        r"\d",
        "(?i)a",
        "a{3,2}",
        "[^a]",
        "a{200}",
        "^*",
        r"(a)\1",
    ],
)
def test_patterns_that_engines_read_differently_are_refused(pattern: str) -> None:
    assert "pattern" in fault(f"s.matches(r'{pattern}')").fault


def test_a_pattern_is_written_out() -> None:
    assert "pattern" in fault("s.matches(s)").fault


def test_whole_and_decimal_numbers_compare_and_do_not_add() -> None:
    assert value("r > 2", r=2.5) is True
    assert "kinds" in fault("r + 1 > 2").fault
    assert "kinds" in fault("r > a").fault
    assert value("r + double(a) > 3.0", r=2.5, a=1) is True


def test_a_result_beyond_64_bits_is_a_fault_and_a_larger_number_in_between_is_none() -> None:
    assert value("a * a / a", a=2**62) == 2**62
    with pytest.raises(ExpressionFault):
        value("a * 4", a=2**62)


@pytest.mark.parametrize(
    ("source", "mend"),
    [
        ("a = 1", "=="),
        ("p & p", "&&"),
        ("a > 1，", ","),
        ("s == “x”", "'"),
        ("tags.exist(x, true)", "exists"),
        ("exists(tags)", "tags.exists"),
    ],
)
def test_usual_slips_come_with_what_was_meant(source: str, mend: str) -> None:
    assert mend in fault(source).mend


def test_a_variable_ends_with_its_test() -> None:
    assert "not known here" in fault("tags.exists(x, x == 'a') && x == 'b'").fault


def test_a_whole_literal_that_no_decimal_can_hold_is_not_compared_with_one() -> None:
    assert "kinds" in fault("r == 9007199254740993").fault


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("-s", "«-»"),
        ("a + s", "«+»"),
        ("[1, 's']", "one kind"),
        ("a.exists(x, x > 1)", "fit together"),
        ("amounts.exists(x, amounts.exists(x, x > 1))", "taken already"),
        ("amounts.filter(x, x)", "fit together"),
        ("members.map(x, x)", "fit together"),
        ("amounts.map(x, amounts)", "fit together"),
        ("amounts.map(x, null)", "fit together"),
        ("a ? 1 : 2", "fit together"),
        ("p ? 1 : 's'", "fit together"),
        ("p ? person : person", "fit together"),
        ("a[0]", "fit together"),
        ("[][0]", "fit together"),
        ("amounts['s']", "fit together"),
        ("members[0]", "fit together"),
        ("a in s", "fit together"),
        ("members in amounts", "fit together"),
        ("members == members", "fit together"),
        ("amounts + a", "fit together"),
    ],
)
def test_what_does_not_fit_is_said_before_anything_is_run(source: str, words: str) -> None:
    assert words in fault(source).fault
