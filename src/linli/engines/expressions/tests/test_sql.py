"""The database selects the rows for which Python gives true: generated expressions over generated rows."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import F
from django.utils import translation
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from linli.engines.expressions import ExpressionFault, Kind, Record, compile_expression
from linli.engines.expressions.sql import NotInSql, check_sql, to_q
from linli.engines.expressions.tests.generating import DECLARED, truths, values
from tests.support.drawing import examples

pytestmark = pytest.mark.django_db

SAME = settings(
    max_examples=examples(80),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class ExpressionRow(models.Model):
    """A table of all kinds, made for these tests."""

    a = models.BigIntegerField(null=True)
    b = models.SmallIntegerField(null=True)
    r = models.FloatField(null=True)
    s = models.CharField(max_length=20, null=True)
    t = models.TextField(null=True)
    p = models.BooleanField(null=True)
    q = models.BooleanField(null=True)
    d = models.DateField(null=True)
    e = models.DateField(null=True)
    tags = ArrayField(models.TextField(), null=True)

    class Meta:
        app_label = "expressions"
        managed = False
        db_table = "expression_row"


COLUMNS = {name: F(name) for name in DECLARED}


@pytest.fixture(autouse=True)
def _table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE expression_row (id bigserial PRIMARY KEY, a bigint, b smallint,"
            " r double precision, s varchar(20), t text, p boolean, q boolean, d date, e date, tags text[])"
            " ON COMMIT DROP"
        )


def holds(source: str, row: Mapping[str, Any]) -> bool:
    try:
        return compile_expression(source, DECLARED).evaluate(row) is True
    except ExpressionFault:
        return False


def check_alike(source: str, rows: list[dict[str, Any]]) -> None:
    with transaction.atomic():
        ExpressionRow.objects.all().delete()
        created = [ExpressionRow.objects.create(**row) for row in rows]
        selected = ExpressionRow.objects.filter(to_q(compile_expression(source, DECLARED), COLUMNS))
        expected = {made.pk for made, row in zip(created, rows, strict=True) if holds(source, row)}
        assert set(selected.values_list("pk", flat=True)) == expected


@SAME
@given(truths(3), st.lists(values, min_size=1, max_size=4))
def test_the_database_selects_what_python_finds_true(source: str, rows: list[dict[str, Any]]) -> None:
    try:
        check_sql(compile_expression(source, DECLARED))
    except NotInSql:
        assume(False)
    check_alike(source, rows)


EMPTY = dict.fromkeys(DECLARED)
FULL = {
    "a": 3, "b": 3, "r": 2.0, "s": "楚雄市", "t": "楚雄", "p": True, "q": False, "d": "1944-02-29",
    "e": "2026-02-28", "tags": ["楚雄"],
}  # fmt: skip


@pytest.mark.parametrize(
    "source",
    [
        "a != 3", "!(a == 3)", "a == b", "!(a != b)", "a + 1 == b", "!(a + 1 == b)", "a + 1 != b", "a + 1 == null",
        "!(a + 1 == null)", "null == null", "s in ['x']", "!(s in ['x'])", "!(s in ['x', t])", "!(null in tags)",
        "!(s in tags)", "!(s + '' in tags)", "!(a in [])", "!(a + 1 in [])", "!(a / b == 0)", "1 / 0 == 1 || p",
        "p || a > 1",
        "!(p && a > 1)", "p ? true : false", "!(p ? true : false)", "p == (a > 1)", "!(p == (a > 1))",
        "a * a * a * a > 9223372036854775807", "-7 / (a - 1) == -3", "-7 % (a - 1) == -1", "7 % (0 - a) == 1",
        "age(d, e) == 81", "age(d, '2026-03-01') == 82", "age(e, d) == -82", "days(d, e) > 0", "'a' < 'B'", "'Z' < 'a'",
        "s.startsWith(t)", "!s.contains('%')", "s.endsWith('')", "length(s) == 3", "length(tags) == 1",
        "s.matches('^.{3}$')", "'\\n'.matches('^.$')", "int('12') == 12", "!(int(s) == 1)", "double('1.5') < r",
        "string(d) == '1944-02-29'", "string(a) + s == '3楚雄市'", "(p ? 1 : 2) == 1", "tags == tags", "-a < 0",
        "-r < 0.0",
        "double(a) == 3.0", "d in ['1944-02-29', '2000-01-01']", "r == 2", "9223372036854775807 + a > 0",
        "a + 9007199254740993 - a == 9007199254740993", "a + 9007199254740993 > a + 9007199254740992",
        "(p ? 1 : 2) == a", "int('1234567890123456789') > 0",
        "s < 'A'", "'B' <= t", "s > t",
    ],
)  # fmt: skip
def test_worked_expressions_select_alike_with_and_without_values(source: str) -> None:
    one_missing = [{**FULL, "a": None}, {**FULL, "s": None}, {**FULL, "b": None, "tags": []}]
    check_alike(source, [EMPTY, FULL, *one_missing, {**EMPTY, "p": True}])


@pytest.mark.parametrize(
    "source",
    [
        "tags.exists(x, x == 'a')", "workdays(d, e) > 3", "plusMonths(d, 3) > e", "r + 1.0 > 2.0", "int(r) == 2",
        "tags[0] == 'a'", "tags + tags == tags", "tags == ['a']", "string(a + 1) == 's'", "double(a * a) > r",
        "(p ? s : t) == 'x'", "(p ? a : null) == 3", "s in [p ? 'a' : t]", "s in [t + 'x']", "a + b",
        "s in (p ? tags : tags)", "(p ? s : t) in tags",
    ],
)  # fmt: skip
def test_what_sql_cannot_say_alike_is_refused_when_checked(source: str) -> None:
    with pytest.raises(NotInSql):
        check_sql(compile_expression(source, DECLARED))


def test_a_condition_that_would_grow_too_large_is_refused() -> None:
    source = "s == t"
    for _round in range(20):
        source = f"q == ({source})"
    with translation.override("en"), pytest.raises(NotInSql, match="too large"):
        check_sql(compile_expression(source, DECLARED))


def test_a_condition_may_have_two_thousand_parts_and_not_one_more() -> None:
    equal = " || ".join(["s == t"] * 165)  # 496 parts; beside `q` each is written twice: 995, then 1993
    largest = "!" * 7 + f"(q == (q == ({equal})))"
    check_sql(compile_expression(largest, DECLARED))
    with pytest.raises(NotInSql):
        check_sql(compile_expression(f"!{largest}", DECLARED))


@pytest.mark.parametrize(
    ("source", "said", "column"),
    [
        ("p && tags.exists(x, x == 'a')", "The database cannot be asked this.", 11),
        ("p && (q ? s : t) == 'x'", "Here the database cannot tell an empty value from a fault.", 18),
        ("a + b", "Only a condition selects rows.", 1),
    ],
)
def test_a_refusal_says_what_the_database_cannot_do_and_where(source: str, said: str, column: int) -> None:
    with translation.override("en"), pytest.raises(NotInSql) as refused:
        check_sql(compile_expression(source, DECLARED))
    assert (refused.value.fault, refused.value.column) == (said, column)


def test_parts_of_records_have_columns_of_their_own() -> None:
    expression = compile_expression("person.age > 2", {"person": Record.of({"age": Kind.NUMBER})})
    ExpressionRow.objects.create(**FULL)
    assert ExpressionRow.objects.filter(to_q(expression, {"person.age": F("a")})).exists()
    assert not ExpressionRow.objects.filter(~to_q(expression, {"person.age": F("a")})).exists()


def test_texts_are_ordered_by_code_points_whatever_the_database_sorts_by() -> None:
    """The embedded database has no other collation to try it with."""
    rows = ExpressionRow.objects.filter(to_q(compile_expression("s < t", DECLARED), COLUMNS))
    assert 'COLLATE "C" <' in str(rows.query)
