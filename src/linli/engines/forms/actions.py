"""Keeping answers and drafts, always sealed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.db import connection

from linli.engines.forms.models import FormAnswer, FormDraft
from linli.engines.packs.models import PackItem
from linli.kernel.actors import Actor
from linli.kernel.crypto import seal
from linli.registers.documents.actions import claim_tokens, keep_longer

ANSWERS_CONTEXT = "form_answer.answers"
DRAFT_CONTEXT = "form_draft.values"
DRAFT_DAYS = 30
_DRAFT_LIMIT = 64 * 1024
_DROP = """
DELETE FROM form_draft USING pack_item WHERE pack_item.id = form_draft.form_item_id
    AND form_draft.owner_id = %s AND form_draft.subject = %s AND pack_item.code = %s
"""


def save_answers(
    *, form_item: PackItem, subject: str, answers: Mapping[str, object], actor: Actor, now: datetime
) -> FormAnswer:
    """Keep cleaned `answers` (of `answers.clean`) for `subject`; earlier ones stay as history. Uploads that they name
    are not forgotten any more.

    The caller has asked its own policies: who may act on the subject may answer for it.
    """
    claim_tokens(_tokens(answers, "document"))
    return FormAnswer.objects.create(
        form_item=form_item,
        form_code=form_item.code,
        subject=subject,
        answers_sealed=seal(orjson.dumps(dict(answers)), context=_bind(ANSWERS_CONTEXT, subject)),
        saved_at=now,
        saved_by=actor.user_id,
        office=actor.office,
    )


def save_draft(
    *,
    form_item: PackItem,
    subject: str,
    values: Mapping[str, object],
    actor: Actor,
    now: datetime,
    uploads: Iterable[str] = (),
) -> FormDraft | None:
    """Keep what was typed so far for its owner; nothing without a login, nor beyond 64 kB. The uploads that it names,
    and those of `uploads` by their tokens, stay as long as it does."""
    if actor.user_id is None:
        return None
    body = orjson.dumps(_storable(values))
    if len(body) > _DRAFT_LIMIT:
        return None
    draft, _created = FormDraft.objects.update_or_create(
        owner_id=actor.user_id,
        form_item=form_item,
        subject=subject,
        defaults={"values_sealed": seal(body, context=DRAFT_CONTEXT), "updated_at": now},
    )
    keep_longer([*_tokens(values, "ref"), *uploads], actor=actor, now=now)
    return draft


def drop_draft(*, form: str, subject: str, actor: Actor) -> None:
    """Forget the draft of a form, whatever its version: it was handed in, or is not wanted."""
    if actor.user_id is not None:
        with connection.cursor() as cursor:
            cursor.execute(_DROP, [actor.user_id, subject, form])


def drop_old_drafts(*, now: datetime) -> int:
    """Forget drafts that nobody touched for `DRAFT_DAYS` days; returns how many."""
    count, _each = FormDraft.objects.filter(updated_at__lt=now - timedelta(days=DRAFT_DAYS)).delete()
    return count


def _tokens(value: object, key: str) -> Iterator[str]:
    """Tokens of all uploads, which stand under `key`: in answers `document`, in what was typed `ref`."""
    if isinstance(value, Mapping):
        token = value.get(key)
        if isinstance(token, str) and token:
            yield token
        for inner in value.values():
            yield from _tokens(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _tokens(inner, key)


def _bind(context: str, subject: str) -> str:
    """A sealed value copied to another subject does not open."""
    return f"{context}:{subject}"


def _storable(value: object) -> Any:
    """As JSON holds it; half of a character, as some devices send, becomes a question mark."""
    match value:
        case Mapping():
            return {str(key): _storable(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_storable(inner) for inner in value]
        case str():
            return value.encode("utf-8", "replace").decode()
        case bool() | int() | float() | None:
            return value
    return str(value)
