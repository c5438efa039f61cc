"""A form with one of each, and the people of the tests."""

from datetime import UTC, date, datetime

import pytest

from linli.engines.forms.definitions import FormDefinition

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
ID_NUMBER = "999999194603020024"


def make_form(*fields: dict[str, object], **keys: object) -> FormDefinition:
    parts = [{"title": "一", "fields": list(fields)}]
    return FormDefinition.model_validate({"code": "f", "title": "表", "parts": parts, **keys})


@pytest.fixture(autouse=True)
def _english(settings: object) -> None:
    settings.LANGUAGE_CODE = "en"  # type: ignore[attr-defined]


@pytest.fixture
def form() -> FormDefinition:
    return FormDefinition.model_validate(
        {
            "code": "allowance",
            "title": "津贴",
            "parts": [
                {
                    "title": "老人",
                    "fields": [
                        {"code": "name", "label": "姓名", "type": "text", "prefill": "person.name",
                         "locked": True},
                        {"code": "number", "label": "身份证号", "type": "id-number",
                         "prefill": "person.id_number", "born": "born", "source": "户籍库"},
                        {"code": "born", "label": "出生日期", "type": "date", "past": True},
                        {"code": "phone", "label": "手机", "type": "phone", "required": False},
                    ],
                },
                {
                    "title": "钱",
                    "fields": [
                        {"code": "receiver", "label": "给谁", "type": "choice",
                         "choices": [{"code": "self", "label": "本人"},
                                     {"code": "other", "label": "代领人"}]},
                        {"code": "agent", "label": "代领人", "type": "text", "show_if": "receiver == 'other'",
                         "max_length": 5},
                        {"code": "card", "label": "卡号", "type": "bank-card"},
                        {"code": "amount", "label": "金额", "type": "money", "required": False, "max": 5000,
                         "check": [{"expression": "amount != 400", "message": "不吉利"}]},
                        {"code": "count", "label": "几口人", "type": "number", "required": False, "min": 1,
                         "max": 20},
                        {"code": "note", "label": "备注", "type": "textarea", "required": False},
                        {"code": "honest", "label": "属实", "type": "checkbox"},
                    ],
                },
            ],
        }
    )  # fmt: skip


@pytest.fixture
def typed() -> dict[str, str]:
    """What a resident types when all is well."""
    return {
        "name": "王桂兰",
        "number": "９９９９９９ 19460302 0024",
        "born": "1946年3月2日",
        "receiver": "self",
        "card": "6217 8570 0000 0000 001",
        "honest": "on",
    }
