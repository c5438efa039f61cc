"""The appendix for pack writers says what the code says, and its examples hold."""

from datetime import date
from typing import Any, get_args

import pytest
from ruamel.yaml import YAML

from linli.engines.expressions import FUNCTIONS, Kind, ListOf, compile_expression
from linli.engines.expressions.parser import TESTS
from linli.engines.forms.questions import FormField, Prefill
from tools.pack_reference import DOCS, FIELD_SHAPES, FILES, FUNCTION_EXAMPLES, PREFILLS, render

NAMES = {
    "birth": Kind.DATE, "today": Kind.DATE, "name": Kind.TEXT, "place": Kind.TEXT,
    "people": Kind.NUMBER, "size": Kind.DECIMAL, "amounts": ListOf(Kind.NUMBER),
}  # fmt: skip
VALUES: dict[str, Any] = {
    "birth": date(1946, 3, 2), "today": date(2026, 11, 23), "name": "南山村一组", "place": "532301100001",
    "people": 3, "size": 90.5, "amounts": [1, 0, 200000],
}  # fmt: skip


class EveryDay:
    def count_workdays(self, after: date, until: date) -> int:
        return (until - after).days


@pytest.mark.parametrize("language", FILES)
def test_it_is_as_the_code_is(language: str) -> None:
    written = (DOCS / FILES[language]).read_text(encoding="utf-8")
    assert written == render(language), "run: python tools/pack_reference.py"


def test_every_function_and_every_prefill_stands_in_it() -> None:
    assert FUNCTION_EXAMPLES.keys() == FUNCTIONS | TESTS
    assert PREFILLS.keys() == set(get_args(Prefill))


@pytest.mark.parametrize("source", FUNCTION_EXAMPLES.values(), ids=list(FUNCTION_EXAMPLES))
def test_every_example_of_a_function_gives_yes_or_no(source: str) -> None:
    values = VALUES | ({"birth": date(2026, 1, 1)} if "workdays" in source else {})
    found = compile_expression(source, NAMES, result=Kind.BOOL).evaluate(values, calendar=EveryDay())
    assert isinstance(found, bool)


def test_every_shape_of_a_field_is_one() -> None:
    fields = [FormField.model_validate(one) for one in YAML(typ="safe").load(FIELD_SHAPES)]
    assert {field.type for field in fields} == {"choice", "table"}
