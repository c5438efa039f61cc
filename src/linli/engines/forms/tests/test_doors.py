"""The same form on the telephone and on paper."""

from typing import Any

from django.template.loader import render_to_string

from linli.engines.forms import answers, interview
from linli.engines.forms.definitions import FormDefinition
from linli.engines.forms.paper import on_paper
from linli.kernel.errors import Faults, problem

from .conftest import ID_NUMBER, TODAY

FORM = FormDefinition.model_validate(
    {
        "code": "f",
        "title": "表",
        "parts": [
            {
                "title": "一",
                "fields": [
                    {"code": "works", "label": "上班", "type": "choice", "ask": "您现在上班吗？",
                     "choices": [{"code": "yes", "label": "上班"}, {"code": "no", "label": "没有"}]},
                    {"code": "unit", "label": "单位", "type": "text", "show_if": "works == 'yes'"},
                    {"code": "number", "label": "身份证号", "type": "id-number", "required": False},
                ],
            },
            {
                "title": "家里人",
                "code": "members",
                "repeat": {"noun": "家里人", "max": 2},
                "fields": [{"code": "name", "label": "姓名", "type": "text"}],
            },
            {
                "title": "合计",
                "fields": [{"code": "people", "label": "人数", "type": "number", "compute": "1 + length(members)"}],
            },
        ],
    }
)  # fmt: skip


def talk(*said: str) -> list[str]:
    """What is asked, one after the other, when these answers are given («+» is yes to one more)."""
    raw: dict[str, Any] = {}
    asked: list[str] = []
    words = []
    for text in said:
        question = interview.next_question(FORM, raw, asked, TODAY)
        assert question is not None
        words.append(question.words)
        asked.append(question.path)
        if question.field is None:
            raw = interview.add_item(raw, question.path) if text == "+" else raw
            continue
        head, _dot, rest = question.path.partition(".")
        if rest:
            raw[head][int(rest.split(".")[0])] |= {question.field.code: text}
        else:
            raw[head] = text
    assert interview.next_question(FORM, raw, asked, TODAY) is None
    return words


def test_questions_follow_the_answers_in_the_words_of_the_pack() -> None:
    first, *rest = talk("no", "", "-")
    assert first == "您现在上班吗？"
    assert not any("单位" in words for words in rest)
    assert any("单位" in words for words in talk("yes", "粮站", "", "-"))


def test_after_each_item_it_asks_for_another_up_to_the_most() -> None:
    words = talk("no", "", "+", "甲", "+", "乙")
    assert [text for text in words if "家里人" in text] == [words[2], words[4]]
    assert words[2] != words[4], "first whether there is one, then whether there is another"


def test_a_blank_sheet_has_room_for_items_and_asks_nothing_that_is_worked_out() -> None:
    sheets = on_paper(FORM)
    assert [sheet.title for sheet in sheets] == ["一", "家里人 1", "家里人 2", "合计"]
    assert sheets[-1].boxes == ()
    assert [len(box.cells) for box in sheets[0].boxes] == [0, 0, 18]
    assert not any(square.ticked for square in sheets[0].boxes[0].squares)


def test_a_filled_sheet_shows_what_was_said_and_nothing_else() -> None:
    given = answers.clean(FORM, {"works": "no", "number": ID_NUMBER, "members": [{"name": "甲"}]}, TODAY)
    sheets = on_paper(FORM, given)
    assert [sheet.title for sheet in sheets] == ["一", "家里人 1", "合计"]
    assert "".join(sheets[0].boxes[1].cells) == "9999**********0024", "masked, as on every page"
    text = render_to_string("forms/_paper.html", {"sheets": sheets})
    assert "☑ 没有" in text
    assert "□ 上班" in text
    assert "单位" not in text


def test_a_program_reads_where_a_fault_is_as_a_pointer() -> None:
    _good, faults = answers.read(
        FORM, {"works": "no", "members": [{"name": "甲"}, {"name": "长" * 101}]}, TODAY
    )
    (error,) = problem(Faults(faults, within="answers"))["errors"]
    assert error["pointer"] == "#/answers/members/1/name"
