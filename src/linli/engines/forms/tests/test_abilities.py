"""Computed values, checks across fields, what may stay empty, choices of several, units, tables."""

from typing import Any

import pytest

from linli.engines.forms import answers
from linli.engines.forms.definitions import FormDefinition
from linli.engines.forms.schema import json_schema
from linli.engines.forms.summaries import summary

from .conftest import TODAY, make_form

PICKS = [{"code": "a", "label": "甲"}, {"code": "b", "label": "乙"}, {"code": "c", "label": "丙"}]


def read(form: FormDefinition, **raw: Any) -> tuple[dict[str, Any], dict[str, str]]:
    return answers.read(form, raw, TODAY)


def shown(form: FormDefinition, **raw: Any) -> list[str]:
    return [row.value for part in summary(form, answers.clean(form, raw, TODAY)) for row in part.rows]


def test_a_value_is_computed_from_fields_that_come_later() -> None:
    form = make_form(
        {"code": "total", "label": "共", "type": "money", "compute": "a + b"},
        {"code": "a", "label": "甲", "type": "money"},
        {"code": "b", "label": "乙", "type": "money"},
    )
    assert read(form, a="1.5", b="2")[0]["total"] == 350
    good, faults = read(form, a="1.5")
    assert "total" not in good
    assert set(faults) == {"b"}


def test_a_computed_chain_is_worked_out_in_order() -> None:
    form = make_form(
        {"code": "three", "label": "三", "type": "number", "compute": "two + 1"},
        {"code": "two", "label": "二", "type": "number", "compute": "one + 1"},
        {"code": "one", "label": "一", "type": "number"},
    )
    assert read(form, one="1")[0] == {"one": 1, "two": 2, "three": 3}


def test_a_check_of_the_form_marks_each_of_its_fields() -> None:
    form = make_form(
        {"code": "from", "label": "自", "type": "date"},
        {"code": "until", "label": "至", "type": "date"},
        checks=[{"expression": "from <= until", "message": "先后反了", "fields": ["from", "until"]}],
    )
    typed = {"from": "2026-02-01", "until": "2026-01-01"}
    assert answers.read(form, typed, TODAY)[1] == {"from": "先后反了", "until": "先后反了"}
    assert answers.read(form, typed | {"until": "2026-02-01"}, TODAY)[1] == {}
    assert set(answers.read(form, {"from": "2026-02-01"}, TODAY)[1]) == {"until"}


def test_a_softly_required_field_asks_once_and_stays_empty_when_confirmed() -> None:
    form = make_form({"code": "note", "label": "备注", "type": "text", "required": "soft"})
    assert set(read(form)[1]) == {"note"}
    assert read(form, without=["note"]) == ({"without": ["note"]}, {})
    assert read(form, without=["note"], note="有") == ({"note": "有"}, {})
    assert shown(form, without=["note"]) == ["left empty on purpose"]
    again = answers.as_raw(form, {"without": ["note"]})
    assert answers.read(form, again, TODAY) == ({"without": ["note"]}, {})


def test_a_hard_required_field_cannot_be_confirmed_away() -> None:
    form = make_form({"code": "note", "label": "备注", "type": "text"})
    assert set(read(form, without=["note"])[1]) == {"note"}


def test_several_choices_are_kept_in_the_order_of_the_list_each_once() -> None:
    form = make_form({"code": "pick", "label": "选", "type": "choice", "multiple": True, "choices": PICKS})
    assert read(form, pick=["c", "a", "c"]) == ({"pick": ["a", "c"]}, {})
    assert read(form, pick="b") == ({"pick": ["b"]}, {})
    assert set(read(form, pick=["a", "x"])[1]) == {"pick"}
    assert set(read(form, pick=[])[1]) == {"pick"}
    assert shown(form, pick=["a", "c"]) == ["甲, 丙"]


@pytest.mark.parametrize(
    ("text", "value"), [("36.5", 36.5), ("36.5℃", 36.5), ("３６", 36.0), ("-0", 0.0), ("1,000.25", 1000.25)]
)
def test_measured_numbers_have_decimals_and_a_unit(text: str, value: float) -> None:
    form = make_form({"code": "n", "label": "数", "type": "number", "decimals": 2, "unit": "℃"})
    good, faults = read(form, n=text)
    assert (good, faults) == ({"n": value}, {})
    assert str(good["n"])[0] != "-"
    assert answers.clean(form, answers.as_raw(form, good), TODAY) == good


def test_numbers_keep_to_their_decimals_and_bounds() -> None:
    form = make_form({"code": "n", "label": "数", "type": "number", "decimals": 1, "min": 0.5, "max": 9.5})
    assert "1 digit" in read(form, n="1.25")[1]["n"]
    assert "0.5" in read(form, n="0.4")[1]["n"]
    assert "9.5" in read(form, n="10")[1]["n"]


def income(**keys: Any) -> FormDefinition:
    return make_form(
        {
            "code": "income",
            "label": "收入",
            "type": "table",
            "rows": [{"code": "wage", "label": "工资"}, {"code": "rent", "label": "房租"}],
            "columns": [
                {"code": "amount", "label": "每月", "type": "money"},
                {"code": "since", "label": "自", "type": "date", "required": False},
            ],
            **keys,
        },
        {"code": "highest", "label": "有大额", "type": "checkbox", "required": False,
         "compute": "income.amount.exists(x, x > 100000)"},
    )  # fmt: skip


def test_a_table_keeps_the_rows_in_which_something_stands() -> None:
    good, faults = read(income(), income={"wage": {"amount": "1200"}, "rent": {"amount": ""}})
    assert faults == {}
    assert good == {"income": {"wage": {"amount": 120000}}, "highest": True}
    assert answers.clean(income(), answers.as_raw(income(), good), TODAY) == good
    assert shown(income(), income={"wage": {"amount": "1200"}})[0] == "每月 1200.00 yuan"


def test_a_begun_row_needs_its_required_columns_and_names_the_cell() -> None:
    _good, faults = read(income(), income={"rent": {"since": "2026-01-01"}, "wage": {"amount": "x"}})
    assert set(faults) == {"income.rent.amount", "income.wage.amount"}


def test_a_required_table_wants_one_line_and_another_none() -> None:
    assert set(read(income())[1]) == {"income"}
    assert read(income(required=False))[1] == {}
    assert set(read(income(), income={"nothing": {"amount": "1"}})[1]) == {"income"}


def test_the_json_schema_of_tables_lists_and_soft_fields() -> None:
    schema = json_schema(income(required="soft"))
    wage = schema["properties"]["income"]["properties"]["wage"]
    assert wage["required"] == ["amount"]
    assert schema["properties"]["highest"]["readOnly"] is True
    assert schema["x-soft-required"] == ["income"]
    assert schema["properties"]["without"]["type"] == "array"
