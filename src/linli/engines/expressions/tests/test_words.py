"""How an expression reads on a page, for ordinary people."""

import pytest
from django.utils import translation
from hypothesis import given, settings

from linli.engines.expressions import Kind, Label, ListOf, compile_expression
from linli.engines.expressions.tests.generating import DECLARED as GENERATED
from linli.engines.expressions.tests.generating import truths
from tests.support.drawing import examples

DECLARED = {
    "birth_date": Kind.DATE, "today": Kind.DATE, "sex": Kind.TEXT, "registered": Kind.BOOL, "lives": Kind.BOOL,
    "income": Kind.NUMBER, "filed": Kind.DATE, "tags": Kind.LIST, "members": Kind.NUMBER, "note": Kind.TEXT,
    "amounts": ListOf(Kind.NUMBER),
}  # fmt: skip
LABELS = {
    "birth_date": "出生日期",
    "today": "今天",
    "sex": Label("性别", {"1": "男", "2": "女"}),
    "registered": Label("户籍在本县", no="户籍不在本县"),
    "lives": "住在本县",
    "income": Label("家庭月收入", unit="元", per=100),
    "filed": "申请日期",
    "tags": Label("对象类别", {"alone": "独居"}),
    "members": Label("家庭人口", unit="人"),
    "note": "说明",
    "amounts": Label("各项收入", unit="元", per=100),
    "x": "收入",
}


def words(source: str) -> str:
    with translation.override("zh-hans"):
        return compile_expression(source, DECLARED).words(LABELS)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("age(birth_date, today) >= 80 && registered", "年满80周岁 且 户籍在本县"),
        ("80 <= age(birth_date, today)", "年满80周岁"),
        ("age(birth_date, filed) < 60", "到申请日期未满60周岁"),
        ("sex == '2' && (registered || lives)", "性别是女 且 （户籍在本县 或 住在本县）"),
        ("sex == '2' && registered || lives", "性别是女 且 户籍在本县 或 住在本县"),
        ("!registered && !lives", "户籍不在本县 且 并非住在本县"),
        ("registered == false", "户籍不在本县"),
        ("!(income > 80000)", "家庭月收入不超过800元"),
        ("sex in ['1', '2']", "性别是男、女之一"),
        ("!('alone' in tags)", "对象类别中没有独居"),
        ("birth_date <= '1946-11-23'", "出生日期不晚于1946年11月23日"),
        ("income / members < 50050", "（家庭月收入 ÷ 家庭人口）小于50050"),
        ("note != null && length(note) > 3", "已填写说明 且 说明的长度大于3"),
        ("workdays(filed, today) <= 5", "从申请日期到今天的工作日数不超过5"),
        ("!(registered && lives)", "并非（户籍在本县 且 住在本县）"),
        ("(registered ? 1 : 2) == members", "（如果户籍在本县，则1，否则2）是家庭人口"),
        ("amounts.exists(x, x > 100000)", "各项收入中有一项“收入”符合：收入大于100000"),
        ("note.contains('低保')", "说明含有「低保」"),
    ],
)
def test_conditions_read_in_plain_chinese(source: str, said: str) -> None:
    assert words(source) == said


def test_they_read_in_english_too() -> None:
    with translation.override("en"):
        said = compile_expression("age(birth_date, today) >= 80 && registered", DECLARED).words(
            {"registered": "registered in this county"}
        )
    assert said == "at least 80 years old and registered in this county"


@settings(max_examples=examples(50))
@given(truths(2))
def test_every_expression_can_be_read_aloud(source: str) -> None:
    assert compile_expression(source, GENERATED).words({})


@pytest.mark.parametrize(
    ("kept", "said"), [(12_345, "1.2345平方米"), (10_000, "1平方米"), (1, "0.0001平方米")]
)
def test_an_amount_loses_no_place_in_its_larger_unit(kept: int, said: str) -> None:
    with translation.override("zh-hans"):
        told = compile_expression(f"area > {kept}", {"area": Kind.NUMBER}).words(
            {"area": Label("面积", unit="平方米", per=10_000)}
        )
    assert told == f"面积大于{said}"
