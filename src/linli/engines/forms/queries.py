"""Reading forms, answers and drafts. Who may see the subject may see its answers: the caller asks first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.utils.translation import gettext_lazy as _

from linli.engines.forms.actions import ANSWERS_CONTEXT, DRAFT_CONTEXT
from linli.engines.forms.definitions import CodeList, FormDefinition, lists_of, resolve
from linli.engines.forms.models import FormAnswer, FormDraft
from linli.engines.packs import queries as packs
from linli.engines.packs.models import PackItem
from linli.kernel.actors import Actor
from linli.kernel.crypto import unseal
from linli.kernel.errors import NotFound

_RESOLVED: dict[tuple[int, ...], FormDefinition] = {}


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers with the form they were given to; `values` are plain and complete, not masked."""

    form_item_id: int
    definition: FormDefinition
    values: Mapping[str, Any]
    saved_at: datetime
    office: str


def get_form(code: str) -> tuple[PackItem, FormDefinition]:
    """The current form with its choices filled; raises `NotFound`."""
    item = packs.get_item("form", code)
    return item, load_form(item.id)


def load_form(item_id: int) -> FormDefinition:
    """A form by its item id, with its choices filled; cached. Raises `NotFound`.

    A code list that the city changed counts, then that of the same pack version, then the current one of another pack.
    """
    definition: FormDefinition = packs.load_by_id(item_id)
    wanted = lists_of(definition)
    changed = {code: item for code in sorted(wanted) if (item := packs.find_changed("code-list", code))}
    key = (item_id, *(item.id for item in changed.values()))
    found = _RESOLVED.get(key)
    if found is None:
        lists = {code: packs.load(item) for code, item in changed.items()}
        rest = wanted - changed.keys()
        found = resolve(definition, lists | _lists(item_id, rest)) if wanted else definition
        _RESOLVED[key] = found
    return found


def _lists(item_id: int, codes: set[str]) -> dict[str, CodeList]:
    own = PackItem.objects.filter(pack__items=item_id, section="code-list", code__in=codes) if codes else ()
    lists: dict[str, CodeList] = {item.code: packs.load(item) for item in own}
    for code in codes - lists.keys():
        lists[code] = packs.load(packs.get_item("code-list", code))
    return lists


def get_answers(subject: str, *, form: str = "") -> Answers:
    """The newest answers for a subject (to `form`, if the subject has several); raises `NotFound`."""
    rows = FormAnswer.objects.filter(subject=subject).order_by("-id")
    row = (rows.filter(form_code=form) if form else rows).first()
    if row is None:
        raise NotFound(_("No answers were given yet."))
    return _open(row)


def list_answers(subject: str) -> list[Answers]:
    """The newest answers to each form of a subject, in the order in which they were first asked."""
    newest: dict[str, FormAnswer] = {}
    for row in FormAnswer.objects.filter(subject=subject).order_by("id"):
        newest[row.form_code] = row
    return [_open(row) for row in newest.values()]


def list_history(subject: str, form: str) -> list[Answers]:
    """Every version of the answers to one form, newest first."""
    rows = FormAnswer.objects.filter(subject=subject, form_code=form).order_by("-id")
    return [_open(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed and not handed in: raw answers, and when they were kept last."""

    values: Mapping[str, Any]
    kept_at: datetime


def get_draft(*, form: str, subject: str, actor: Actor) -> Draft | None:
    """What the actor typed last and has not handed in, also if the form has a newer version since."""
    if actor.user_id is None:
        return None
    own = FormDraft.objects.filter(owner_id=actor.user_id, form_item__code=form, subject=subject)
    row = own.order_by("-updated_at").first()
    if row is None:
        return None
    values: dict[str, Any] = orjson.loads(unseal(row.values_sealed, context=DRAFT_CONTEXT))
    return Draft(values, row.updated_at)


def _open(row: FormAnswer) -> Answers:
    context = f"{ANSWERS_CONTEXT}:{row.subject}"
    return Answers(
        form_item_id=row.form_item_id,
        definition=load_form(row.form_item_id),
        values=orjson.loads(unseal(row.answers_sealed, context=context)),
        saved_at=row.saved_at,
        office=row.office,
    )
