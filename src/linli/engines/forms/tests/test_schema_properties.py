"""What the JSON Schema of a form accepts, the server accepts, as far as a schema can say it.

Left to the server: days that do not exist, check digits, bounds of amounts, checks, conditions, invisible characters.
"""

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from linli.engines.forms import answers
from linli.engines.forms.definitions import FormDefinition
from linli.engines.forms.schema import json_schema
from linli.engines.forms.values import ANYBODY

from .conftest import TODAY

CHOICES = [{"code": "a", "label": "甲"}, {"code": "b", "label": "乙"}]


def fields(prefix: str, *kinds: str) -> list[dict[str, Any]]:
    keys: dict[str, dict[str, Any]] = {
        "choice": {"choices": CHOICES},
        "several": {"type": "choice", "choices": CHOICES, "multiple": True},
        "measured": {"type": "number", "decimals": 2, "unit": "米"},
        "soft": {"type": "text", "required": "soft"},
        "spare": {"type": "text", "required": False},
    }
    return [
        {"code": f"{prefix}{kind.replace('-', '_')}", "label": kind, "type": kind, **keys.get(kind, {})}
        for kind in kinds
    ]


TABLE = {
    "code": "income", "label": "收入", "type": "table",
    "rows": [{"code": "wage", "label": "工资"}, {"code": "rent", "label": "房租"}],
    "columns": fields("c_", "money", "choice", "checkbox", "spare"),
}  # fmt: skip
FORM = FormDefinition.model_validate(
    {
        "code": "f",
        "title": "表",
        "parts": [
            {
                "title": "一",
                "fields": [
                    *fields(
                        "x_", "text", "textarea", "number", "measured", "money", "choice", "several", "checkbox",
                        "phone", "bank-card", "point", "signature", "person", "place", "photo", "soft", "spare",
                    ),
                    TABLE,
                    {"code": "people", "label": "人数", "type": "number", "compute": "1 + length(members)"},
                ],
            },
            {
                "title": "二",
                "code": "members",
                "repeat": {"noun": "人", "min": 1, "max": 3},
                "fields": fields("m_", "text", "money", "several", "checkbox", "soft"),
            },
        ],
    }
)  # fmt: skip


def value_of(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Anything that the schema accepts."""
    if schema.get("readOnly"):
        return st.nothing()
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "oneOf" in schema:
        return st.sampled_from([entry["const"] for entry in schema["oneOf"]])
    return {
        "object": an_object,
        "array": an_array,
        "boolean": lambda _schema: st.booleans(),
        "string": a_text,
    }[schema["type"]](schema)


def an_object(schema: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    known = {
        code: value_of(inner) for code, inner in schema["properties"].items() if not inner.get("readOnly")
    }
    must = set(schema.get("required", ()))
    made = st.fixed_dictionaries(
        {code: found for code, found in known.items() if code in must},
        optional={code: found for code, found in known.items() if code not in must and code != "without"},
    )
    return made.filter(lambda found: len(found) >= schema.get("minProperties", 0))


def an_array(schema: dict[str, Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(
        value_of(schema["items"]),
        min_size=schema.get("minItems", 0),
        max_size=schema.get("maxItems", 3),
        unique=schema.get("uniqueItems", False),
    )


def a_text(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    pattern = schema.get("pattern", "")
    if pattern not in ("", r"\S"):
        return st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True)
    least = schema.get("minLength", 0)
    most = schema.get("maxLength", 20)
    return st.text(alphabet="王桂兰abc019。，", min_size=least, max_size=min(most, 12))


SCHEMA = json_schema(FORM)


@given(value_of(SCHEMA))
def test_what_the_schema_accepts_the_server_accepts(raw: dict[str, Any]) -> None:
    soft = ["x_soft", *(f"members.{index}.m_soft" for index in range(3))]
    good, faults = answers.read(FORM, {**raw, "without": soft}, TODAY, ANYBODY)
    assert faults == {}
    assert good["people"] == 1 + len(good["members"])


def test_the_schema_names_what_it_leaves_to_the_server() -> None:
    assert SCHEMA["properties"]["members"]["minItems"] == 1
    assert SCHEMA["x-soft-required"] == ["x_soft", "m_soft"]
    assert SCHEMA["properties"]["people"]["x-compute"] == "1 + length(members)"
