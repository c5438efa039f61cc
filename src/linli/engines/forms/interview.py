"""A form as a talk on the telephone: one question after the other, in the words a worker reads aloud. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.forms import answers
from linli.engines.forms.definitions import FormDefinition, Part, Repeat
from linli.engines.forms.questions import FormField
from linli.engines.forms.summaries import item_title
from linli.engines.forms.values import NOBODY, Register, to_list
from linli.kernel.ui.format import join_words


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked next. Without a `field` it asks whether there is one item more of the part at `path`."""

    path: str
    words: str
    part: str
    field: FormField | None = None
    explain: str = ""


def next_question(
    definition: FormDefinition,
    raw: Mapping[str, object],
    asked: Collection[str],
    today: date,
    register: Register = NOBODY,
) -> Question | None:
    """The first question that applies to the answers so far and is not among the paths `asked`; None at the end.

    What is computed, or known and locked, is not asked.
    """
    shown, _good = answers.list_shown(definition, raw, today, register)
    for question in _all(definition, raw):
        field = question.field
        applies = field is None or field.show_if is None or question.path in shown
        if applies and question.path not in asked:
            return question
    return None


def _all(definition: FormDefinition, raw: Mapping[str, object]) -> Iterator[Question]:
    for part in definition.parts:
        if part.repeat is None or part.code is None:
            yield from _questions(part, part.title, "")
        else:
            yield from _items(part, part.code, part.repeat, len(to_list(raw.get(part.code))))


def _items(part: Part, code: str, rule: Repeat, count: int) -> Iterator[Question]:
    """Each item, and after the last whether there is another."""
    for index in range(max(count, rule.min)):
        yield from _questions(part, item_title(part, index), f"{code}.{index}.")
    here = max(count, rule.min)
    if here < rule.max:
        words = _("Is there another one: %(noun)s?") if here else _("Is there one: %(noun)s?")
        yield Question(f"{code}.{here}", words % {"noun": rule.noun}, part.title)


def _questions(part: Part, title: str, prefix: str) -> Iterator[Question]:
    for field in part.fields:
        if field.compute is None and not field.locked:
            yield Question(prefix + field.code, spoken(field), title, field, _explain(field))


def spoken(field: FormField) -> str:
    """The question as read aloud: as the pack words it, else made from its label and choices."""
    if field.ask:
        return field.ask
    if field.type == "checkbox":
        return _("«%(label)s»: yes or no?") % {"label": field.label}
    if field.choices:
        labels = join_words(entry.label for entry in field.choices)
        several = _("%(label)s: which of these apply: %(choices)s?")
        single = _("%(label)s: which one is it: %(choices)s?")
        return (several if field.multiple else single) % {"label": field.label, "choices": labels}
    return _("%(label)s, please?") % {"label": field.label}


def _explain(field: FormField) -> str:
    """What to say if the other one hesitates."""
    example = _("For example: %(example)s") % {"example": field.example} if field.example else ""
    return " ".join(text for text in (field.hint, example) if text)


def faults_of(faults: Mapping[str, str], path: str) -> dict[str, str]:
    """The faults of one question, those of a table's cells among them."""
    return {key: text for key, text in faults.items() if key == path or key.startswith(f"{path}.")}


def add_item(raw: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Answers with one item more, after «yes» to the question at `path` (`members.2`)."""
    code, _dot, _index = path.partition(".")
    return {**raw, code: [*to_list(raw.get(code)), {}]}
