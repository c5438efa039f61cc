"""Between the flat names of an HTML form and nested raw answers; adding and removing items. Pure.

`members.0.name` is a field of the first item of the repeated part `members`, `income.wage.amount` a cell.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from linli.engines.forms.answers import WITHOUT
from linli.engines.forms.definitions import FormDefinition
from linli.engines.forms.masks import mask
from linli.engines.forms.questions import FormField
from linli.engines.forms.values import to_list, to_map, to_text

DO: Final = "do"
"""Name of the buttons that change the form and do not send it: `add:members`, `remove:members:1`."""

HERE: Final = "_"
"""Sent for every item, so that one without a tick or a choice is not lost."""

_NUMBERS: Final = frozenset(str(number) for number in range(100))
"""Items beyond these are not even read."""


def nest(definition: FormDefinition, posted: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """Raw answers from what a form posted (all values of each name); other names stay as they are."""
    fields = {field.code: field for field in definition.plain_fields()}
    parts = {code: part for code, part, _rule in definition.repeated()}
    raw: dict[str, Any] = {}
    items: dict[str, dict[int, dict[str, Any]]] = {}
    for name, several in posted.items():
        head, *path = name.split(".")
        if head in parts:
            if len(path) >= 2 and path[0] in _NUMBERS:
                item = items.setdefault(head, {}).setdefault(int(path[0]), {})
                field = parts[head].field(path[1])
                if field is not None:
                    _put(item, field, path[2:], several)
        elif head in fields:
            _put(raw, fields[head], path, several)
        elif name == WITHOUT:
            raw[name] = list(several)
        elif several:
            raw[name] = several[-1]
    for code, found in items.items():
        raw[code] = [found[index] for index in sorted(found)]
    return raw


def _put(raw: dict[str, Any], field: FormField, path: list[str], several: Sequence[Any]) -> None:
    if field.multiple:
        raw[field.code] = list(several)
    elif several:
        level, *steps = raw, field.code, *path
        for step in steps[:-1]:
            inner = level.get(step)
            level[step] = level = inner if isinstance(inner, dict) else {}
        level[steps[-1]] = several[-1]


def flatten(definition: FormDefinition, raw: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The names and values that a form would post for raw answers (hidden inputs of an interview)."""
    for code, _part, _rule in definition.repeated():
        for index, _item in enumerate(to_list(raw.get(code))):
            yield f"{code}.{index}.{HERE}", "1"
    for path, field, value in each_typed(definition, raw):
        yield from _flat(path, field, value)
    yield from ((WITHOUT, to_text(path)) for path in to_list(raw.get(WITHOUT)))


def each_typed(
    definition: FormDefinition, raw: Mapping[str, object]
) -> Iterator[tuple[str, FormField, object]]:
    """Path, question and raw value of everything that stands in `raw`."""
    for part in definition.parts:
        items = to_list(raw.get(part.code or "")) if part.repeat else [raw]
        for index, item in enumerate(items):
            prefix = f"{part.code}.{index}." if part.repeat else ""
            typed = to_map(item)
            yield from ((prefix + f.code, f, typed[f.code]) for f in part.fields if f.code in typed)


def is_filled_in(
    definition: FormDefinition, raw: Mapping[str, object], prefill: Mapping[str, object]
) -> bool:
    """Whether `raw` says more than a form that nobody touched, where stands what the register knows (`prefill`)."""
    for path, field, value in each_typed(definition, raw):
        known = mask(field, to_text(prefill.get(field.prefill))) if field.prefill else ""
        if any(text.strip() not in ("", known) for _path, text in _flat(path, field, value)):
            return True
    return False


def _flat(path: str, field: FormField, value: object) -> Iterator[tuple[str, str]]:
    if field.multiple:
        yield from ((path, to_text(item)) for item in to_list(value))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(f"{path}.{key}", field, inner)
    else:
        yield path, to_text(value)


def act(definition: FormDefinition, raw: Mapping[str, Any], do: str) -> tuple[dict[str, Any], str]:
    """Raw answers after a button `add:…` or `remove:…`, and the id of the part to come back to."""
    verb, _colon, rest = do.partition(":")
    code, _colon, number = rest.partition(":")
    changed = dict(raw)
    for known, _part, rule in definition.repeated():
        if known != code:
            continue
        items = to_list(raw.get(code))
        items += [{} for _missing in range(rule.min - len(items))]
        if verb == "add" and len(items) < rule.max:
            items.append({})
        elif verb == "remove" and number.isdecimal() and int(number) < len(items):
            del items[int(number)]
        changed[code] = items
    return changed, f"part-{code}"
