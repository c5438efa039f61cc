"""A form as JSON Schema (2020-12), for programs that send answers instead of typing them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from linli.engines.forms.definitions import FormDefinition
from linli.engines.forms.questions import DOCUMENTS, REFERENCES, FormField

_PATTERNS: Final[Mapping[str, str]] = {
    "date": r"^\d{4}-\d{2}-\d{2}$",
    "number": r"^-?\d{1,15}$",
    "money": r"^\d{1,12}(\.\d{1,2})?$",
    "id-number": r"^\d{17}[\dX]$",
    "phone": r"^1[3-9]\d{9}$",
    "bank-card": r"^\d{12,19}$",
}
_POINT: Final[Mapping[str, Any]] = {
    "type": "object",
    "properties": {
        "lon": {"type": "string", "pattern": r"^-?(1[0-7]\d|\d{1,2})(\.\d{1,15})?$"},
        "lat": {"type": "string", "pattern": r"^-?[0-8]?\d(\.\d{1,15})?$"},
        "datum": {"enum": ["wgs84", "gcj02"]},
    },
    "required": ["lon", "lat", "datum"],
}
_SIGNATURE: Final[Mapping[str, Any]] = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 50, "pattern": r"\S"},
        "agreed": {"const": True, "description": "the typed name stands for a signature"},
    },
    "required": ["name", "agreed"],
}
_NOT_BLANK: Final = r"\S"


def json_schema(definition: FormDefinition) -> dict[str, Any]:
    """Describes the strict way to write each answer; the server also reads the lenient ones people type.

    Fields under `show_if` are never in `required`; their condition stands in `x-show-if`. Softly required
    fields may be left out if `without` names them. Computed fields are read-only. What no schema says (check
    digits, checks across fields, days that do not exist) the server still refuses. `definition` must be
    resolved.
    """
    plain = list(definition.plain_fields())
    schema = _object(plain, _property)
    soft = [field.code for field in definition.fields() if field.required == "soft"]
    if soft:
        schema["properties"]["without"] = {
            "type": "array",
            "items": {"type": "string"},
            "description": "paths of softly required fields that stay empty",
        }
        schema["x-soft-required"] = soft
    for code, part, rule in definition.repeated():
        items = _object(part.fields, _property)
        schema["properties"][code] = {
            "title": part.title,
            "type": "array",
            "minItems": rule.min,
            "maxItems": rule.max,
            "items": items,
        }
        if rule.min:
            schema["required"].append(code)
    if definition.checks:
        schema["x-checks"] = [
            {"expression": check.expression, "message": check.message} for check in definition.checks
        ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": definition.title,
        **schema,
    }


def _object(fields: Iterable[FormField], describe: Callable[[FormField], dict[str, Any]]) -> dict[str, Any]:
    given = list(fields)
    return {
        "type": "object",
        "properties": {field.code: describe(field) for field in given},
        "required": [field.code for field in given if _must(field)],
    }


def _must(field: FormField) -> bool:
    """A softly required field may be confirmed as empty, so no schema can demand it."""
    return field.required is True and field.show_if is None and field.compute is None


def _property(field: FormField) -> dict[str, Any]:
    schema: dict[str, Any] = {"title": field.label, **_shape(field)}
    extras = {
        "description": field.hint,
        "examples": [field.example] if field.example else None,
        "readOnly": field.compute is not None,
        "x-compute": field.compute,
        "x-show-if": field.show_if,
        "x-prefill": field.prefill,
        "x-sealed": field.is_sealed,
        "x-unit": field.unit,
        "x-checks": [{"expression": c.expression, "message": c.message} for c in field.check],
    }
    return schema | {key: value for key, value in extras.items() if value}


def _shape(field: FormField) -> Mapping[str, Any]:
    match field.type:
        case "checkbox":
            return {"type": "boolean", "const": True} if field.required else {"type": "boolean"}
        case "choice":
            return _choice(field)
        case "table":
            return _table(field)
        case "number" | "money":
            return _number(field)
        case "point":
            return _POINT
        case "signature":
            return _SIGNATURE
    if field.type in REFERENCES or field.type in DOCUMENTS:
        return {"type": "string", "minLength": 1, "x-refers-to": field.type}
    if field.type in _PATTERNS:
        return {"type": "string", "pattern": _PATTERNS[field.type]}
    text = {"type": "string", "maxLength": field.longest}
    return text | {"minLength": 1, "pattern": _NOT_BLANK} if field.required is True else text


def _choice(field: FormField) -> dict[str, Any]:
    one = {
        "type": "string",
        "oneOf": [{"const": entry.code, "title": entry.label} for entry in field.choices],
    }
    if not field.multiple:
        return one
    least = 1 if field.required is True else 0
    return {"type": "array", "items": one, "uniqueItems": True, "minItems": least}


def _number(field: FormField) -> dict[str, Any]:
    """As digits in a text, or as a number: whole ones and amounts without an error of binary fractions."""
    pattern = _PATTERNS[field.type]
    if field.decimals:
        pattern = rf"^-?\d{{1,11}}(\.\d{{1,{field.decimals}}})?$"
    if field.min is None and field.max is None:
        return {"type": "string", "pattern": pattern}
    bounds = {"x-minimum": field.min, "x-maximum": field.max}
    return {"type": "string", "pattern": pattern} | {k: v for k, v in bounds.items() if v is not None}


def _table(field: FormField) -> dict[str, Any]:
    rows = {row.code: {"title": row.label, **_object(field.columns, _property)} for row in field.rows}
    least = 1 if field.required is True else 0
    return {"type": "object", "properties": rows, "additionalProperties": False, "minProperties": least}
