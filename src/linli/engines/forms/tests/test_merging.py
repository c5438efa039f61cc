"""Several forms asked as one: shared questions once, and every form its own answers."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.engines.forms import answers
from linli.engines.forms.definitions import FormDefinition
from linli.engines.forms.merging import clean_each, list_clashes, merge
from linli.kernel.errors import Faults

TODAY = date(2026, 11, 23)
NAME = {"code": "name", "label": "姓名", "type": "text", "max_length": 30}
LOST = {
    "code": "reason",
    "label": "为什么补",
    "type": "choice",
    "choices": [{"code": "lost", "label": "丢了"}],
}


def form(code: str, *fields: dict[str, Any], **more: Any) -> FormDefinition:
    parts = [{"title": "第一部分", "fields": list(fields)}]
    return FormDefinition.model_validate({"code": code, "title": f"表{code}", "parts": parts, **more})


def codes(merged: FormDefinition) -> list[str]:
    return [field.code for field in merged.fields()]


def test_what_both_ask_is_asked_once_and_each_gets_its_own_answers() -> None:
    first, second = form("a", NAME, {"code": "bank", "label": "银行", "type": "text"}), form("b", NAME, LOST)
    assert list(list_clashes([first, second])) == []
    merged = merge([first, second], code="both", title="两件事")
    assert codes(merged) == ["name", "bank", "reason"]
    raw = {"name": "王桂兰", "bank": "信用社", "reason": "lost"}
    assert clean_each([first, second], raw, {}, TODAY) == [
        {"name": "王桂兰", "bank": "信用社"},
        {"name": "王桂兰", "reason": "lost"},
    ]


def test_a_part_that_one_form_alone_asks_says_so() -> None:
    merged = merge([form("a", NAME), form("b", NAME, LOST)], code="both", title="两件事")
    assert merged.parts[0].hint == ""
    assert "表b" in merged.parts[1].hint


def test_faults_of_all_forms_are_told_in_one_round() -> None:
    first, second = form("a", NAME, {"code": "bank", "label": "银行", "type": "text"}), form("b", NAME, LOST)
    with pytest.raises(Faults) as refused:
        clean_each([first, second], {"name": "王桂兰"}, {}, TODAY)
    assert set(refused.value.faults) == {"bank", "reason"}


@pytest.mark.parametrize(
    "other",
    [
        NAME | {"label": "孩子姓名"},
        NAME | {"type": "textarea"},
        NAME | {"prefill": "person.name"},
        {"code": "name", "label": "姓名", "type": "choice", "choices": [{"code": "x", "label": "某"}]},
    ],
)
def test_the_same_code_for_another_question_is_a_clash(other: dict[str, Any]) -> None:
    assert list(list_clashes([form("a", NAME), form("b", other)])) == [(1, "name")]


def test_hints_bounds_and_checks_may_differ_and_each_form_judges_by_its_own() -> None:
    years = {"code": "years", "label": "几年", "type": "number", "min": 0}
    first, second = form("a", years | {"hint": "整年"}), form("b", years | {"min": 5})
    assert list(list_clashes([first, second])) == []
    assert clean_each([first, second], {"years": "6"}, {}, TODAY) == [{"years": 6}, {"years": 6}]
    with pytest.raises(Faults):
        clean_each([first, second], {"years": "3"}, {}, TODAY)


def test_a_question_is_shown_if_one_form_always_asks_it_and_required_as_the_strictest_has_it() -> None:
    ticked = {"code": "agent", "label": "别人代办", "type": "checkbox", "required": False}
    agent = {"code": "agent_name", "label": "代办人", "type": "text", "max_length": 30}
    first = form("a", ticked, agent | {"show_if": "agent"})
    second = form("b", agent | {"required": False})
    merged = merge([first, second], code="both", title="两件事")
    asked = merged.field("agent_name")
    assert asked is not None
    assert (asked.show_if, asked.required) == (None, True)
    assert clean_each([first, second], {"agent_name": "李"}, {}, TODAY) == [
        {"agent": False},
        {"agent_name": "李"},
    ]


def test_two_different_conditions_are_a_clash() -> None:
    ticked = {"code": "agent", "label": "别人代办", "type": "checkbox", "required": False}
    agent = {"code": "agent_name", "label": "代办人", "type": "text"}
    first, second = (
        form("a", ticked, agent | {"show_if": "agent"}),
        form("b", ticked, agent | {"show_if": "!agent"}),
    )
    assert list(list_clashes([first, second])) == [(1, "agent_name")]


def test_a_repeated_part_is_one_question() -> None:
    def family(most: int) -> FormDefinition:
        part = {"title": "家人", "code": "members", "repeat": {"noun": "家人", "max": most}, "fields": [NAME]}
        return FormDefinition.model_validate({"code": f"f{most}", "title": "表", "parts": [part]})

    merged = merge([family(3), family(3)], code="both", title="两件事")
    assert len(merged.parts) == 1
    assert list(list_clashes([family(3), family(4)])) == [(1, "members")]


POOL = [
    {"code": f"q{number}", "label": f"问题{number}", "type": kind}
    for number, kind in enumerate(["text", "number", "date", "phone", "text", "number"])
]


@given(
    st.lists(
        st.lists(st.sampled_from(POOL), min_size=1, unique_by=lambda one: one["code"]), min_size=1, max_size=4
    )
)
def test_whoever_fills_in_the_merged_form_has_filled_in_each(asked: list[list[dict[str, Any]]]) -> None:
    forms = [form(f"f{number}", *fields) for number, fields in enumerate(asked)]
    merged = merge(forms, code="all", title="几件事")
    typed = {"text": "字", "number": "7", "date": "2026-01-02", "phone": "13800001111"}
    raw = {field.code: typed[field.type] for field in merged.fields()}
    together = answers.clean(merged, raw, TODAY)
    assert len(codes(merged)) == len(set(codes(merged)))
    for one, given_to_it in zip(forms, clean_each(forms, raw, {}, TODAY), strict=True):
        assert given_to_it == {field.code: together[field.code] for field in one.fields()}
