"""The line by which two matters of a kind are told apart."""

from linli.engines.forms.definitions import FormDefinition
from linli.engines.forms.lines import LONGEST, line_of

FORM = FormDefinition.model_validate(
    {
        "code": "lamp",
        "title": "反映",
        "parts": [
            {
                "title": "一",
                "fields": [
                    {
                        "code": "kind",
                        "label": "哪一类",
                        "type": "choice",
                        "summary": True,
                        "choices": [{"code": "lamp", "label": "路灯"}, {"code": "noise", "label": "噪音"}],
                    },
                    {"code": "what", "label": "说一说", "type": "textarea"},
                    {"code": "where", "label": "在哪里", "type": "text", "required": False, "summary": True},
                ],
            }
        ],
    }
)


def test_a_line_holds_the_marked_answers_in_words() -> None:
    assert line_of(FORM, {"kind": "lamp", "what": "一片黑", "where": "3栋 \n门口"}) == "路灯 · 3栋 门口"


def test_what_was_not_answered_leaves_no_gap() -> None:
    assert line_of(FORM, {"kind": "noise", "what": "吵"}) == "噪音"
    assert line_of(FORM, {}) == ""


def test_a_long_answer_is_cut() -> None:
    line = line_of(FORM, {"kind": "lamp", "where": "楼" * 90})
    assert len(line) == LONGEST
    assert line.startswith("路灯 · 楼")
    assert line.endswith("…")
