"""By which words one tells two matters of a kind apart: the answers that a form marks with `summary`."""

from collections.abc import Iterable, Mapping
from typing import Final

import orjson

from linli.engines.forms.actions import ANSWERS_CONTEXT
from linli.engines.forms.definitions import FormDefinition
from linli.engines.forms.models import FormAnswer
from linli.engines.forms.queries import load_form
from linli.engines.forms.summaries import show
from linli.engines.packs import queries as packs
from linli.kernel.crypto import unseal
from linli.kernel.errors import NotFound

LONGEST: Final = 40
"""Characters of a line; what is longer ends with «…»."""


def has_line(form: str | None) -> bool:
    """Whether the form as offered now marks answers; False where it is offered no more."""
    try:
        return form is not None and _marks(packs.load(packs.get_item("form", form)))
    except NotFound:
        return False


def line_of(definition: FormDefinition, answers: Mapping[str, object]) -> str:
    """«路灯 · 3栋2单元楼道»: the marked answers in the order of the form; empty where none was given."""
    given = [
        show(field, answers[field.code])
        for field in definition.plain_fields()
        if field.summary and not field.is_sealed and field.code in answers
    ]
    line = " · ".join(" ".join(words.split()) for words in given if words)
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def list_lines(subjects: Iterable[str]) -> dict[str, str]:
    """The lines of these subjects, from their newest answers to a form that marks some; one statement. Who may see the
    subjects may read them: the caller asks first."""
    wanted, lines = list(subjects), dict[str, str]()
    for row in FormAnswer.objects.filter(subject__in=wanted).order_by("id") if wanted else ():
        if _marks(packs.load_by_id(row.form_item_id)):
            answers = orjson.loads(unseal(row.answers_sealed, context=f"{ANSWERS_CONTEXT}:{row.subject}"))
            lines[row.subject] = line_of(load_form(row.form_item_id), answers)
    return lines


def _marks(definition: object) -> bool:
    return isinstance(definition, FormDefinition) and any(f.summary for f in definition.plain_fields())
