"""Keeping answers and drafts, always sealed."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import orjson

from linli.engines.forms.models import FormAnswer, FormDraft
from linli.engines.packs.models import PackItem
from linli.kernel.actors import Actor
from linli.kernel.crypto import seal

ANSWERS_CONTEXT = "form_answer.answers"
DRAFT_CONTEXT = "form_draft.values"
DRAFT_DAYS = 30
_DRAFT_LIMIT = 64 * 1024


def save_answers(
    *, form_item: PackItem, subject: str, answers: Mapping[str, object], actor: Actor, now: datetime
) -> FormAnswer:
    """Keep cleaned `answers` (of `answers.clean`) for `subject`; earlier ones stay as history.

    The caller has asked its own policies: who may act on the subject may answer for it.
    """
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
    *, form_item: PackItem, subject: str, values: Mapping[str, str], actor: Actor, now: datetime
) -> FormDraft | None:
    """Keep what was typed so far for its owner; nothing without a login, nor beyond 64 kB."""
    body = orjson.dumps(_storable(values))
    if actor.user_id is None or len(body) > _DRAFT_LIMIT:
        return None
    draft, _created = FormDraft.objects.update_or_create(
        owner_id=actor.user_id,
        form_item=form_item,
        subject=subject,
        defaults={"values_sealed": seal(body, context=DRAFT_CONTEXT), "updated_at": now},
    )
    return draft


def drop_draft(*, form_item: PackItem, subject: str, actor: Actor) -> None:
    """Forget the draft: it was handed in, or is not wanted."""
    if actor.user_id is None:
        return
    FormDraft.objects.filter(owner_id=actor.user_id, form_item=form_item, subject=subject).delete()


def drop_old_drafts(*, now: datetime) -> int:
    """Forget drafts that nobody touched for `DRAFT_DAYS` days; returns how many."""
    count, _each = FormDraft.objects.filter(updated_at__lt=now - timedelta(days=DRAFT_DAYS)).delete()
    return count


def _bind(context: str, subject: str) -> str:
    """A sealed value copied to another subject does not open."""
    return f"{context}:{subject}"


def _storable(values: Mapping[str, str]) -> dict[str, str]:
    return {key: value.encode("utf-8", "replace").decode() for key, value in values.items()}
