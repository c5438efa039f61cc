"""Parts that are filled in several times: items, bounds, conditions inside, what the whole form makes of them."""

from typing import Any

import pytest

from linli.engines.forms import answers, posting
from linli.engines.forms.definitions import FormDefinition
from linli.engines.forms.summaries import summary

from .conftest import TODAY


def household(**repeat: Any) -> FormDefinition:
    return FormDefinition.model_validate(
        {
            "code": "f",
            "title": "表",
            "parts": [
                {"title": "一", "fields": [{"code": "alone", "label": "独居", "type": "checkbox", "required": False}]},
                {
                    "title": "家里人",
                    "code": "members",
                    "repeat": {"noun": "家庭成员", "min": 1, "max": 3, **repeat},
                    "fields": [
                        {"code": "name", "label": "姓名", "type": "text"},
                        {"code": "works", "label": "上班", "type": "checkbox", "required": False},
                        {"code": "unit", "label": "单位", "type": "text", "show_if": "works"},
                        {"code": "income", "label": "月收入", "type": "money", "required": False,
                         "check": [{"expression": "income < 100000000", "message": "请核对"}]},
                    ],
                },
                {
                    "title": "合计",
                    "fields": [
                        {"code": "people", "label": "人数", "type": "number", "compute": "length(members.name)"},
                        {"code": "many", "label": "人多的原因", "type": "text", "show_if": "people >= 3"},
                    ],
                },
            ],
        }
    )  # fmt: skip


WANG = {"name": "王桂兰"}
LI = {"name": "李建国", "works": "on", "unit": "粮站", "income": "1,200.5"}


def test_items_are_read_like_a_form_each() -> None:
    assert answers.clean(household(), {"members": [WANG, LI]}, TODAY) == {
        "alone": False,
        "members": [
            {"name": "王桂兰", "works": False},
            {"name": "李建国", "works": True, "unit": "粮站", "income": 120050},
        ],
        "people": 2,
    }


def test_a_fault_inside_an_item_is_named_by_its_path() -> None:
    _good, faults = answers.read(household(), {"members": [WANG, {"name": "", "works": "on"}]}, TODAY)
    assert set(faults) == {"members.1.name", "members.1.unit"}


def test_a_condition_inside_looks_at_its_own_item_only() -> None:
    typed = {"members": [{"name": "甲", "works": "on", "unit": "厂"}, {"name": "乙", "unit": "没有上班"}]}
    found = answers.clean(household(), typed, TODAY)["members"]
    assert [item.get("unit") for item in found] == ["厂", None]


def test_too_few_items_ask_for_the_first_and_empty_ones_beyond_do_not_count() -> None:
    _good, faults = answers.read(household(), {}, TODAY)
    assert set(faults) == {"members.0.name"}
    assert answers.clean(household(), {"members": [WANG, {"name": " ", "works": ""}]}, TODAY)["people"] == 1


def test_too_many_items_are_refused_as_a_whole() -> None:
    _good, faults = answers.read(household(), {"members": [WANG] * 4, "many": "x"}, TODAY)
    assert set(faults) == {"members"}
    assert "3" in faults["members"]


def test_what_is_computed_over_the_items_decides_what_is_asked_after() -> None:
    _good, faults = answers.read(household(), {"members": [WANG] * 3}, TODAY)
    assert set(faults) == {"many"}


def test_whatever_is_typed_into_a_computed_field_is_not_believed() -> None:
    assert answers.clean(household(), {"members": [WANG], "people": "7"}, TODAY)["people"] == 1


@pytest.mark.parametrize("raw", ["text", 5, [1, None, "x"], {"0": {}}, [[]], None])
def test_what_is_no_list_of_items_is_an_empty_one(raw: object) -> None:
    _good, faults = answers.read(household(), {"members": raw}, TODAY)
    assert set(faults) == {"members.0.name"}


def test_answers_typed_again_are_the_same_answers() -> None:
    good = answers.clean(household(), {"members": [WANG, LI]}, TODAY)
    assert answers.clean(household(), answers.as_raw(household(), good), TODAY) == good


def test_the_names_of_a_form_post_nest_and_flatten() -> None:
    posted = {
        "members.0.name": ["王桂兰"],
        "members.2.name": ["李建国"],
        "members.2.works": ["true"],
        "members.1._": ["1"],
        "members.x.name": ["x"],
        "members.999999.name": ["x"],
        "other": ["a", "b"],
    }
    raw = posting.nest(household(), posted)
    assert raw == {
        "members": [{"name": "王桂兰"}, {}, {"name": "李建国", "works": "true"}],
        "other": "b",
    }
    flat: dict[str, list[str]] = {}
    for name, value in posting.flatten(household(), raw):
        flat.setdefault(name, []).append(value)
    assert posting.nest(household(), flat)["members"] == raw["members"]


def test_buttons_add_and_remove_within_the_bounds() -> None:
    form = household()
    one, part = posting.act(form, {"members": [WANG]}, "add:members")
    assert (one["members"], part) == ([WANG, {}], "part-members")
    full, _part = posting.act(form, {"members": [WANG, LI, WANG]}, "add:members")
    assert full["members"] == [WANG, LI, WANG]
    less, _part = posting.act(form, {"members": [WANG, LI]}, "remove:members:0")
    assert less["members"] == [LI]
    for nonsense in ("remove:members:9", "remove:members:-1", "add:others", "", "fly"):
        assert posting.act(form, {"members": [WANG]}, nonsense)[0].get("members") == [WANG]


def test_each_item_has_its_heading_in_the_summary() -> None:
    good = answers.clean(household(), {"members": [WANG, LI]}, TODAY)
    parts = {part.title: [row.value for row in part.rows] for part in summary(household(), good)}
    assert parts["家庭成员 2"][0] == "李建国"
    assert parts["合计"] == ["2"]
