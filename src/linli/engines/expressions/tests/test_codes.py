"""Literals beside names of which it is known what they can be."""

from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from linli.engines.expressions import Codes, Kind, ListOf, Record, Type, compile_expression, find_faults

KIND = Codes(("rent", "low-income", "other"), (("其他", "other"),))
DECLARED: dict[str, Type] = {
    "kind": KIND,
    "kinds": ListOf(KIND),
    "place": Codes(form="[0-9]{6}", example="532301"),
    "note": Kind.TEXT,
    "poor": Kind.BOOL,
    "members": ListOf(Record.of({"work": Codes(("farm", "shop"))})),
    "members.work": ListOf(Codes(("farm", "shop"))),
}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("kind == 'othr'", [(1, 9, "othr", "other")]),
        ("'othr' != kind", [(1, 1, "othr", "other")]),
        ("kind == '其他'", [(1, 9, "其他", "other")]),
        ("kind == ''", [(1, 9, "", "null")]),
        ("kind in ['rent', 'Low-Income']", [(1, 18, "Low-Income", "low-income")]),
        ("poor &&\n  (kind == 'x' || !(kind in ['y']))", [(2, 12, "x", "rent"), (2, 30, "y", "rent")]),
        ("'farm' in kinds", [(1, 1, "farm", "rent")]),
        ("kinds == ['rent', 'a']", [(1, 19, "a", "rent")]),
        ("kinds.exists(one, one == 'rnet')", [(1, 26, "rnet", "rent")]),
        ("kinds.filter(one, one != 'rent')[0] == 'a'", [(1, 40, "a", "rent")]),
        (
            "kinds.filter(one, one == 'rnet').exists(two, two == 'othr')",
            [
                (1, 26, "rnet", "rent"),
                (1, 53, "othr", "other"),
            ],
        ),
        ("members.exists(m, m.work == 'shp')", [(1, 29, "shp", "shop")]),
        ("'shp' in members.work", [(1, 1, "shp", "shop")]),
        ("kind == (poor ? 'rent' : 'ohter')", [(1, 26, "ohter", "other")]),
        ("place == '53230'", [(1, 10, "53230", "532301")]),
    ],
)
def test_a_code_that_cannot_be_is_named_where_it_stands(
    source: str, wrong: list[tuple[int, int, str, str]]
) -> None:
    found = find_faults(source, DECLARED, result=Kind.BOOL)
    assert [(fault.line, fault.column, fault.value) for fault in found] == [row[:3] for row in wrong]
    assert all(row[3] in fault.mend for fault, row in zip(found, wrong, strict=True))


@pytest.mark.parametrize(
    "source",
    [
        "kind == 'rent'",
        "kind == null",
        "kind == note",
        "note == 'whatever'",
        "kind in ['rent', 'other']",
        "kinds.all(one, one in ['rent'])",
        "kind.startsWith('low')",
        "place == '532301' || place.startsWith('5323')",
    ],
)
def test_codes_that_can_be_pass(source: str) -> None:
    assert find_faults(source, DECLARED, result=Kind.BOOL) == ()


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ((), "Known are: none."),
        (("", "rent"), "Known are: rent."),
        (tuple("lkjihgfedcba"), "Known are: a, b, c, d, e, f, g, h, i, j, k, l."),
        (tuple("mlkjihgfedcba"), "Known are: a, b, c, d, e, f, g, h, i, j, k, l, …."),
    ],
)
def test_where_no_code_is_close_the_known_ones_are_told_up_to_twelve(
    known: tuple[str, ...], told: str
) -> None:
    (fault,) = find_faults("kind == '0000'", {"kind": Codes(known)})
    assert fault.mend == told


def test_all_unknown_names_are_told_at_once() -> None:
    found = find_faults("kid == 'rent' && pore", DECLARED, result=Kind.BOOL)
    assert [(fault.column, fault.mend) for fault in found] == [
        (1, "Did you mean «kind»?"),
        (18, "Did you mean «poor»?"),
    ]


def test_what_is_installed_goes_on_when_a_code_is_gone() -> None:
    expression = compile_expression("kind == 'gone'", DECLARED, result=Kind.BOOL)
    assert expression.evaluate({"kind": "rent"}) is False
    assert expression == compile_expression("kind == 'gone'", {**DECLARED, "kind": Kind.TEXT})


SIGNS = st.characters(codec="utf-8", exclude_characters="'\\\r\n\0")


@given(st.sets(st.text(SIGNS, min_size=1)), st.text("ab", max_size=3))
def test_of_any_list_exactly_its_codes_pass(codes: set[str], other: str) -> None:
    declared: dict[str, Type] = {"kind": Codes(tuple(codes))}
    for code in codes:
        assert find_faults(f"kind == '{code}'", declared) == ()
    assert bool(find_faults(f"kind == '{other}'", declared)) is (other not in codes)
