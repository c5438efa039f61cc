"""Several forms asked as one: what they all ask, they ask once. No database.

Two questions are the same if their code is, and all that decides what an answer means: label, type, choices, prefill,
computation. Hints, bounds and checks may differ: each form judges its own answers when they come in. A condition may
stand in one and be missing in another, which then asks always.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from linli.engines.forms import answers
from linli.engines.forms.definitions import FormDefinition, Part
from linli.engines.forms.questions import FormField
from linli.engines.forms.values import NOBODY, Register
from linli.kernel.errors import Faults

_FREE: Final = frozenset(
    {"required", "hint", "example", "ask", "show_if", "check", "min", "max", "born", "source"}
)
"""What may differ between two askings of the same question."""


def list_clashes(forms: Sequence[FormDefinition]) -> Iterator[tuple[int, str]]:
    """The number of a form and a code in it that an earlier form uses for something else."""
    meanings: dict[str, object] = {}
    conditions: dict[str, str] = {}
    for number, form in enumerate(forms):
        for code, meaning, condition in _askings(form):
            same = meanings.setdefault(code, meaning) == meaning
            if not same or (condition and conditions.setdefault(code, condition) != condition):
                yield number, code


def merge(forms: Sequence[FormDefinition], *, code: str, title: str) -> FormDefinition:
    """One form that asks everything; where a part belongs to one of them alone, it says so. `forms` must not clash."""
    asked_by: dict[str, list[FormDefinition]] = {}
    for form in forms:
        for name in _codes(form):
            asked_by.setdefault(name, []).append(form)
    askings = {name: [one.field(name) for one in several] for name, several in asked_by.items()}
    parts: list[Part] = []
    for number, form in enumerate(forms):
        earlier = {name for one in forms[:number] for name in _codes(one)}
        for part in form.parts:
            left = _left_of(part, earlier, askings)
            if left is not None:
                parts.append(_say_whose(left, asked_by))
    declaration = "".join(dict.fromkeys(form.declaration for form in forms))
    return FormDefinition(code=code, title=title, declaration=declaration, parts=tuple(parts))


def clean_each(
    forms: Sequence[FormDefinition],
    raw: Mapping[str, object],
    known: Mapping[str, object],
    today: date,
    register: Register = NOBODY,
) -> list[dict[str, Any]]:
    """The answers to each of `forms`, as each judges what was typed into all of them; `known` is what the register
    knows by prefill key. Raises `Faults` with those of all forms."""
    faults: dict[str, Any] = {}
    cleaned: list[dict[str, Any]] = []
    for form in forms:
        restored = answers.restore_prefill(form, raw, known)
        try:
            cleaned.append(answers.clean(form, restored, today, register))
        except Faults as refusal:
            faults = {**refusal.faults, **faults}
    if faults:
        raise Faults(faults)
    return cleaned


def _codes(form: FormDefinition) -> Iterator[str]:
    return (code for code, _meaning, _condition in _askings(form))


def _askings(form: FormDefinition) -> Iterator[tuple[str, object, str]]:
    """Code, meaning and condition of every question that is asked once; a repeated part is one of them."""
    for part in form.parts:
        if part.repeat is not None:
            yield part.code or "", (part.repeat, part.fields), ""
        else:
            for field in part.fields:
                yield field.code, field.model_dump(exclude=set(_FREE)), field.show_if or ""


def _left_of(part: Part, earlier: set[str], askings: Mapping[str, Sequence[FormField | None]]) -> Part | None:
    """The part without what was asked before; None if nothing is left."""
    if part.repeat is not None:
        return None if part.code in earlier else part
    fields = tuple(
        _asked_for_all(field, askings[field.code]) for field in part.fields if field.code not in earlier
    )
    return part.model_copy(update={"fields": fields}) if fields else None


def _asked_for_all(field: FormField, askings: Sequence[FormField | None]) -> FormField:
    """The question as it must be asked so that every form gets its answer: shown if one shows it, required as the
    strictest has it. Bounds and checks are left to the forms."""
    asked = [one for one in askings if one is not None]
    if len(asked) < 2:
        return field
    show_if = field.show_if if all(one.show_if for one in asked) else None
    required = max((one.required for one in asked), key=(False, "soft", True).index)
    return field.model_copy(update={"show_if": show_if, "required": required, "check": ()})


def _say_whose(part: Part, asked_by: Mapping[str, Sequence[FormDefinition]]) -> Part:
    codes = [part.code or ""] if part.repeat else [field.code for field in part.fields]
    whose = {form.title for code in codes for form in asked_by[code]}
    if len(whose) > 1:
        return part
    only = _("Only for: %(form)s") % {"form": whose.pop()}
    return part.model_copy(update={"hint": f"{only}。{part.hint}" if part.hint else only})
