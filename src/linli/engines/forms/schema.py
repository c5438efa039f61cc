"""A form as JSON Schema (2020-12), for programs that send answers instead of typing them."""

from typing import Any

from linli.engines.forms.definitions import FormDefinition, FormField

_PATTERNS = {
    "date": r"^\d{4}-\d{2}-\d{2}$",
    "number": r"^-?\d{1,15}$",
    "money": r"^\d{1,12}(\.\d{1,2})?$",
    "id-number": r"^\d{17}[\dX]$",
    "phone": r"^1[3-9]\d{9}$",
    "bank-card": r"^\d{12,19}$",
    "photo": r"^[A-Za-z0-9_-]{16,64}$",
}


def json_schema(definition: FormDefinition) -> dict[str, Any]:
    """Describes the strict way to write each answer; the server also reads the lenient ones people type.

    Fields under `show_if` are never in `required`; their condition stands in `x-show-if`. `definition` must
    be resolved.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": definition.title,
        "type": "object",
        "properties": {field.code: _property(field) for field in definition.fields()},
        "required": [field.code for field in definition.fields() if field.required and field.show_if is None],
    }


def _property(field: FormField) -> dict[str, Any]:
    schema: dict[str, Any] = {"title": field.label}
    if field.type == "checkbox":
        schema |= {"type": "boolean"}
        if field.required:
            schema["const"] = True
    elif field.type == "choice":
        schema |= {
            "type": "string",
            "oneOf": [{"const": entry.code, "title": entry.label} for entry in field.choices],
        }
    elif field.type in _PATTERNS:
        schema |= {"type": "string", "pattern": _PATTERNS[field.type]}
    else:
        schema |= {"type": "string", "minLength": 1 if field.required else 0, "maxLength": field.longest}
    extras = {
        "description": field.hint,
        "examples": [field.example] if field.example else None,
        "x-show-if": field.show_if,
        "x-prefill": field.prefill,
        "x-sealed": field.is_sealed,
    }
    return schema | {key: value for key, value in extras.items() if value}
