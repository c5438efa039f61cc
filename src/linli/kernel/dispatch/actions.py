"""Queueing a message (rows only), and sending what is queued (outside any transaction)."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from linli.kernel import crypto
from linli.kernel.actors import Actor
from linli.kernel.dispatch.models import Dispatch

log = structlog.get_logger(__name__)

CONTEXT = "dispatch.text"
ATTEMPTS = 6
STALE = timedelta(minutes=2)

Sender = Callable[[Dispatch, str], str]
"""Sends the text of a dispatch and returns a receipt; raises when it could not."""


def _send_console(dispatch: Dispatch, text: str) -> str:
    """For set-ups without a gateway: tells the log that a message left, never what it said."""
    log.info("dispatch.console", dispatch=dispatch.id, template=dispatch.template, characters=len(text))
    return "console"


SENDERS: dict[str, Sender] = {"console": _send_console}
IN_APP = "inapp"
"""The person's list of messages on the site: a message is sent by being stored."""


def queue(
    *,
    key: str,
    person_id: int,
    subject: str,
    template: str,
    text: str,
    now: datetime,
    link: str = "",
    channels: tuple[str, ...] = (IN_APP, "console"),
) -> None:
    """Queue one message per channel; the same `key` again changes nothing."""
    sent = {"state": Dispatch.State.SENT, "sent_at": now, "receipt": IN_APP}
    rows = [
        Dispatch(
            key=f"{key}:{channel}",
            person_id=person_id,
            channel=channel,
            subject=subject,
            template=template,
            text_sealed=crypto.seal(text, context=CONTEXT),
            link=link,
            created_at=now,
            **(sent if channel == IN_APP else {}),
        )
        for channel in channels
    ]
    Dispatch.objects.bulk_create(rows, ignore_conflicts=True)


def mark_read(*, actor: Actor, now: datetime, messages: Iterable[Dispatch]) -> None:
    """The actor's own messages that were shown for the first time are read from now on."""
    unread = [message.pk for message in messages if message.read_at is None]
    if unread:
        Dispatch.objects.filter(id__in=unread, person_id=actor.person_id or 0).update(read_at=now)


def send_due(limit: int = 50) -> int:
    """Claim due messages, send each, keep its receipt; returns how many were tried.

    A claim that a killed worker left behind is taken up again after two minutes.
    """
    with transaction.atomic():
        due = Q(state=Dispatch.State.QUEUED, next_at__lte=Now())
        stale = Q(state=Dispatch.State.SENDING, next_at__lte=Now() - STALE)
        claimed = list(
            Dispatch.objects.filter(due | stale)
            .order_by("next_at")
            .select_for_update(skip_locked=True)[:limit]
        )
        Dispatch.objects.filter(id__in=[row.id for row in claimed]).update(
            state=Dispatch.State.SENDING, next_at=Now(), attempts=F("attempts") + 1
        )
    for dispatch in claimed:
        _send(dispatch)
    return len(claimed)


def _send(dispatch: Dispatch) -> None:
    try:
        text = crypto.unseal_text(dispatch.text_sealed, context=CONTEXT)
        receipt = SENDERS[dispatch.channel](dispatch, text)
    except Exception as error:
        attempts = dispatch.attempts + 1
        failed = attempts >= ATTEMPTS
        log.warning("dispatch.failed", dispatch=dispatch.id, fault=type(error).__name__, final=failed)
        Dispatch.objects.filter(id=dispatch.id).update(
            state=Dispatch.State.FAILED if failed else Dispatch.State.QUEUED,
            next_at=Now() + timedelta(seconds=5 * 2**attempts),
            receipt=type(error).__name__,
        )
        return
    Dispatch.objects.filter(id=dispatch.id).update(state=Dispatch.State.SENT, sent_at=Now(), receipt=receipt)
