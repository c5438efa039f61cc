"""From what was typed to checked answers, and every fault of it at once. No database."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.expressions import Expression, ExpressionFault, Kind, compile_expression
from linli.engines.forms import texts
from linli.engines.forms.definitions import FormDefinition, FormField
from linli.engines.forms.masks import mask
from linli.engines.forms.texts import TextFault
from linli.kernel.codes import id_number_birth_date
from linli.kernel.errors import Faults


def clean(definition: FormDefinition, raw: Mapping[str, object], today: date) -> dict[str, Any]:
    """Plain values by field code: str, int (money in 分), bool, dates as ISO text.

    Fields that were left empty or are hidden by `show_if` are not in the result; unknown keys are ignored.
    Raises `Faults` with one message for each faulty field. `definition` must be resolved (choices filled).
    """
    answers, faults = read(definition, raw, today)
    if faults:
        raise Faults(faults)
    return answers


def read(
    definition: FormDefinition, raw: Mapping[str, object], today: date
) -> tuple[dict[str, Any], dict[str, str]]:
    """As `clean`, but gives the good answers and the faults side by side (drafts, pages)."""
    answers: dict[str, Any] = {}
    faults: dict[str, str] = {}
    shown: list[FormField] = []
    for field in definition.fields():
        if not is_shown(definition, field, answers, today):
            continue
        shown.append(field)
        try:
            value = _read_field(field, to_text(raw.get(field.code)), today)
        except TextFault as fault:
            faults[field.code] = str(fault)
            continue
        if value is not None:
            answers[field.code] = value
    for field in shown:
        if field.code not in faults:
            message = _check_field(definition, field, answers, today)
            if message:
                faults[field.code] = message
    return {code: value for code, value in answers.items() if code not in faults}, faults


def is_shown(
    definition: FormDefinition, field: FormField, answers: Mapping[str, object], today: date
) -> bool:
    """Whether `show_if` holds for the answers before it; what cannot be judged yet is not shown."""
    return field.show_if is None or _evaluate(definition, field.show_if, answers, today) is True


def list_warnings(definition: FormDefinition, answers: Mapping[str, object]) -> dict[str, str]:
    """What may be wrong and does not stop anyone: a card number whose check digit does not fit."""
    return {
        field.code: _("Please compare the card number once more: its check digit does not fit.")
        for field in definition.fields()
        if field.type == "bank-card" and field.code in answers and not texts.is_luhn(str(answers[field.code]))
    }


def restore_prefill(
    definition: FormDefinition, raw: Mapping[str, object], prefill: Mapping[str, object]
) -> dict[str, object]:
    """`raw` with what the page did not show in full: a sealed value left as its mask, and locked fields.

    Call it before `clean`, with the same prefill as the page had.
    """
    restored = dict(raw)
    for field in definition.fields():
        known = to_text(prefill.get(field.prefill)) if field.prefill else ""
        if not known:
            continue
        typed = to_text(raw.get(field.code)).strip()
        if field.locked or (field.is_sealed and typed == mask(field, known)):
            restored[field.code] = known
    return restored


def as_raw(definition: FormDefinition, answers: Mapping[str, object]) -> dict[str, str]:
    """Answers as they would be typed: `clean` of it gives the same answers again."""
    raw: dict[str, str] = {}
    for field in definition.fields():
        value = answers.get(field.code)
        if field.type == "money" and isinstance(value, int):
            raw[field.code] = texts.money_text(value)
        elif value is not None:
            raw[field.code] = to_text(value)
    return raw


def to_text(value: object) -> str:
    """The text of a raw value; JSON callers may send true and numbers."""
    if isinstance(value, bool):
        return "true" if value else ""
    return str(value) if isinstance(value, str | int | float | date) else ""


def _read_field(field: FormField, text: str, today: date) -> Any | None:
    if field.type == "checkbox":
        ticked = texts.read_yes(text)
        if field.required and not ticked:
            raise TextFault(_("Please tick this."))
        return ticked
    if not texts.tidy(text):
        if field.required:
            raise TextFault(_missing(field))
        return None
    return _read_value(field, text, today)


def _missing(field: FormField) -> str:
    if field.type == "choice":
        return _("Please choose one.")
    if field.type == "photo":
        return _("A photo is still missing.")
    return _("Please fill in «%(label)s».") % {"label": field.label}


def _read_value(field: FormField, text: str, today: date) -> Any:
    match field.type:
        case "date":
            return texts.read_date(text, today=today, past=field.past)
        case "number":
            return texts.read_whole(text, lowest=field.min, highest=field.max)
        case "money":
            return texts.read_money(text, lowest=0 if field.min is None else field.min, highest=field.max)
        case "id-number":
            return texts.read_id_number(text, today=today)
        case "phone":
            return texts.read_phone(text)
        case "bank-card":
            return texts.read_bank_card(text)
        case "photo":
            return texts.read_token(text)
        case "choice":
            return _read_choice(field, text)
        case _:
            return _read_text(field, text)


def _read_choice(field: FormField, text: str) -> str:
    given = texts.tidy(text)
    for entry in field.choices:
        if given == entry.code:
            return entry.code
    raise TextFault(_("Please choose one of the entries of the list."))


def _read_text(field: FormField, text: str) -> str:
    given = texts.tidy(text, lines=field.type == "textarea")
    if len(given) > field.longest:
        message = _("At most %(limit)d characters; there are %(found)d now.")
        raise TextFault(message % {"limit": field.longest, "found": len(given)})
    return given


def _check_field(
    definition: FormDefinition, field: FormField, answers: Mapping[str, Any], today: date
) -> str | None:
    """The message of the first check that fails, else None. A field left empty is not checked."""
    if field.code not in answers:
        return None
    if field.born and field.born in answers and field.type == "id-number":
        born = id_number_birth_date(answers[field.code]).isoformat()
        if born != answers[field.born]:
            return _("The date of birth in this number is %(born)s, the form says %(said)s; check both.") % {
                "born": born,
                "said": answers[field.born],
            }
    for check in field.check:
        if _evaluate(definition, check.expression, answers, today) is False:
            return check.message
    return None


def _evaluate(
    definition: FormDefinition, source: str, answers: Mapping[str, object], today: date
) -> object | None:
    """The result, or None where a name it uses has no value. Other failures count as false."""
    expression = compile_for(definition, source)
    values: dict[str, object] = {name: answers.get(name) for name in expression.names}
    if "today" in values:
        values["today"] = today
    try:
        return expression.evaluate(values)
    except ExpressionFault:
        return None if None in values.values() else False


def compile_for(definition: FormDefinition, source: str) -> Expression:
    """The compiled expression over the form's names; raises `ExpressionFault`."""
    return _compile(source, tuple(definition.names().items()))


@lru_cache(maxsize=2048)
def _compile(source: str, names: tuple[tuple[str, Kind], ...]) -> Expression:
    return compile_expression(source, dict(names), result=Kind.BOOL)
