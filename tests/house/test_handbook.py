"""The handbook of the packs that come with Linli: a deputy mayor reads it, hence nothing in it is raw."""

import re
from typing import Any

import pytest

from linli.engines.cases import refusals as refused
from linli.engines.cases.describing.refused import refusals
from linli.engines.notices.occasions import all_occasions
from linli.engines.packs.folders import builtin, list_builtin
from linli.engines.packs.handbook.book import write_book
from linli.engines.packs.handbook.markdown import as_markdown
from linli.engines.packs.sections import all_sections
from linli.kernel.errors import DomainError

RAW = re.compile(r"(?<![!<>=])==|&&|\|\||!=|\{'|\w+\(\w+,|：(true|false|None)\b|\be\+\d")
"""An expression, a dict, a value of Python."""


@pytest.fixture(autouse=True)
def _chinese(settings: Any) -> None:
    settings.LANGUAGE_CODE = "zh-hans"


def markdown(name: str) -> str:
    return as_markdown(write_book(builtin(name)))


@pytest.mark.parametrize("name", list_builtin())
def test_no_expression_and_no_raw_value_stands_in_it(name: str) -> None:
    text = re.sub(r"`[^`]*`", "", markdown(name))
    assert [line for line in text.splitlines() if RAW.search(line)] == []


def test_every_section_tells_its_items() -> None:
    assert [section.name for section in all_sections() if section.describe is None] == []


def test_a_procedure_says_until_when_who_does_what_and_what_it_takes() -> None:
    text = markdown("worked")
    for told in (
        "- 收件后7个工作日内办完（承诺），法定时限15个工作日。",
        "- “等转办”这一步：2个工作小时内。",
        "- 到期后1个工作日还没办完：提醒街道(乡镇)审核人。",
        "- “立项公示”期间（公示）停表，不算在时限里。",
        "| 办完，请核查 | 社区（村）的外勤经办人 | 承办 → 核查 | 写明理由；问了还没答复时不能做：县级部门的意见 |",
        "| 问题没解决，要求重办 | 申请人 | 办结 → 承办 | 写明理由；到这一步后30个自然日以内；一件事里最多1次 |",
        "| 督办情况说明 | 督办：说明办理情况 | 正在办的人 | 1个工作日内 |",
        "| 结果 |  | 最后一步不能做：还有没答复的；办件在“承办”；还没答复：县级部门的意见 |",
    ):
        assert told in text


def test_a_form_says_bounds_units_conditions_and_checks_in_words() -> None:
    text = markdown("national")
    for told in (
        "| 家里人均住房面积 | 数字（平方米，0至500，1位小数） |",
        "| 住的房子是租的 或 住的房子是公租房 |",
        "| 每月收入 | 勾选了“现在有活干” 或 每月收入小于5000元 | 没有活干却有较多收入",
        "存款大约多少小于1000000元",
        "| 算出：平均每人每月 | 593.50元 |",
        "| 没填会再问一次 |",
    ):
        assert told in text


def test_notices_calendars_and_office_hours_are_tables_in_words() -> None:
    text = markdown("national")
    for told in (
        "| 申请人 | 结果是同意 | 您",
        "“〔事项名称〕”已批准。可以在这件事的页面上评价这次服务。 | 同左 |",
        "| 经办岗位 | 其他情况 | “〔事项名称〕”（〔办件编号〕）有了答复：〔问的事〕，已说明办理情况。 |",
        "| 各地通用 | 周一至周五 | 09:00–12:00，14:30–17:30 | 6月1日至9月30日 | 一直 |",
    ):
        assert told in text
    assert re.search(r"\| 10月1日至\d+日 \| 国庆节.*，放假\d天 \|", text)


def test_every_fact_of_an_occasion_has_a_name() -> None:
    bare = [(one.code, fact) for one in all_occasions() for fact in one.facts if fact not in one.labels]
    assert bare == []


def test_every_refusal_of_a_step_has_words() -> None:
    codes = {
        found.code
        for found in vars(refused).values()
        if isinstance(found, type) and issubclass(found, DomainError) and found.__module__ == refused.__name__
    }
    assert codes - refusals().keys() == set()
