"""The worked examples of a form as small tables: what is typed on which day, and what comes of it."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from pydantic import JsonValue

from linli.engines.forms.answers import WITHOUT
from linli.engines.forms.definitions import Example, FormDefinition
from linli.engines.forms.questions import FormField
from linli.engines.packs.blocks import Table
from linli.kernel.ui.format import format_full_date, format_money

Row = tuple[str, ...]


def describe_examples(form: FormDefinition) -> Iterator[Table]:
    for number, example in enumerate(form.examples, start=1):
        facts = {"number": number, "title": example.title, "day": format_full_date(example.today)}
        title = _("Example %(number)d: %(title)s, on %(day)s") % facts
        yield Table(title, (_("Question"), _("Typed")), tuple(_rows(form, example)))


def _rows(form: FormDefinition, example: Example) -> Iterator[Row]:
    yield from _answers(form, example.answers)
    for code, value in example.computed.items():
        field = form.field(code)
        yield _("worked out: %(label)s") % {"label": _named(form, code)}, _value(field, value)
    if example.faults:
        yield (
            _("Then"),
            _("faults at: %(fields)s") % {"fields": "、".join(_named(form, path) for path in example.faults)},
        )
    else:
        yield _("Then"), _("it can be sent")


def _answers(form: FormDefinition, answers: Mapping[str, JsonValue]) -> Iterator[Row]:
    items = {code: part for code, part, _rule in form.repeated()}
    for code, value in answers.items():
        if code == WITHOUT and isinstance(value, list):
            yield _("left empty, and said so"), "、".join(_named(form, str(path)) for path in value)
        elif code in items and isinstance(value, list):
            for number, item in enumerate(value, start=1):
                typed = item if isinstance(item, dict) else {}
                told = (f"{_named(form, key)}：{_value(form.field(key), one)}" for key, one in typed.items())
                yield f"{items[code].title} {number}", "；".join(told)
        else:
            yield _named(form, code), _value(form.field(code), value)


def _named(form: FormDefinition, path: str) -> str:
    """The labels along `members.0.name` or `income.wage.amount`; a code that no field has stands as it is."""
    steps = path.split(".")
    first = form.field(steps[0])
    if first is not None:
        rows = {row.code: row.label for row in first.rows}
        inner = (rows.get(step) or _label(first.column(step), step) for step in steps[1:])
        return " ".join([first.label, *inner])
    part = next((one for code, one, _rule in form.repeated() if code == steps[0]), None)
    if part is None:
        return path
    inside = (
        str(int(step) + 1) if step.isdecimal() else _label(part.field(step), step) for step in steps[1:]
    )
    return " ".join([part.title, *inside])


def _label(field: FormField | None, code: str) -> str:
    return field.label if field else code


def _value(field: FormField | None, value: JsonValue) -> str:
    words = {entry.code: entry.label for entry in field.choices} if field else {}
    if value is None or value == "":
        return _("(nothing)")
    if isinstance(value, bool) or (field and field.type == "checkbox"):
        return _("ticked") if value else _("not ticked")
    if isinstance(value, list):
        return "、".join(_value(field, one) for one in value) or _("(nothing)")
    if field and field.type == "money" and isinstance(value, int):
        return format_money(value)
    if field and field.type == "signature" and isinstance(value, dict):
        return "、".join(one for one in value.values() if isinstance(one, str) and one != "true")
    if isinstance(value, dict):
        return "；".join(
            f"{_key(field, key)}：{_value(_cell(field, key), one)}" for key, one in value.items()
        )
    return words.get(str(value), str(value))


def _key(field: FormField | None, key: str) -> str:
    rows = {row.code: row.label for row in field.rows} if field else {}
    return rows.get(key) or _label(_cell(field, key), key)


def _cell(field: FormField | None, key: str) -> FormField | None:
    """The column that a key of a row names; the table itself for the key of a row."""
    return (field.column(key) or field) if field else None
