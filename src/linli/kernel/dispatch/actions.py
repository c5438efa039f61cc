"""Queueing messages (rows only), and reading them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from django.db.models import QuerySet
from django.db.models.functions import Now

from linli.kernel import crypto
from linli.kernel.actors import Actor
from linli.kernel.dispatch.models import Dispatch

CONTEXT: Final = "dispatch.text"
CONTEXT_TO: Final = "dispatch.to"
IN_APP: Final = "inapp"
"""The person's list of messages on the site: a message is sent by being stored."""
CONSOLE: Final = "console"
"""The log, which tells that a message would have left: for set-ups without a gateway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What to send, by which channel and to which address (`to`: a phone number, a mail address, or nothing)."""

    key: str
    person_id: int | None
    channel: str
    subject: str
    template: str
    text: str
    to: str = ""
    link: str = ""
    recipient_id: int | None = None
    urgent: bool = False
    quiet: tuple[time, time] | None = None
    expires_at: datetime | None = None


def queue_all(messages: Iterable[Message], *, now: datetime) -> None:
    """Queue messages, dated `now`, in one statement; one whose key is known already changes nothing."""
    Dispatch.objects.bulk_create([_row(message, now) for message in messages], ignore_conflicts=True)


def _row(message: Message, now: datetime) -> Dispatch:
    quiet = message.quiet or (None, None)
    row = Dispatch(
        key=message.key,
        person_id=message.person_id,
        recipient_id=message.recipient_id,
        channel=message.channel,
        subject=message.subject,
        template=message.template,
        text_sealed=crypto.seal(message.text, context=CONTEXT),
        to_sealed=crypto.seal(message.to, context=CONTEXT_TO) if message.to else None,
        link=message.link,
        urgent=message.urgent,
        quiet_from=quiet[0],
        quiet_until=quiet[1],
        expires_at=message.expires_at,
        created_at=now,
    )
    if message.channel == IN_APP:
        row.state, row.sent_at, row.receipt = Dispatch.State.SENT, now, IN_APP
    return row


def queue(
    *, key: str, person_id: int, subject: str, template: str, text: str, now: datetime, link: str = "",
    channels: tuple[str, ...] = (IN_APP, CONSOLE),
) -> None:  # fmt: skip
    """Queue one message per channel; the same `key` again changes nothing."""
    messages = [
        Message(
            key=f"{key}:{channel}",
            person_id=person_id,
            channel=channel,
            subject=subject,
            template=template,
            text=text,
            link=link,
        )
        for channel in channels
    ]
    queue_all(messages, now=now)


def mark_read(*, actor: Actor, now: datetime, messages: Iterable[Dispatch]) -> None:
    """The actor's own messages that were shown for the first time are read from now on."""
    unread = [message.pk for message in messages if message.read_at is None]
    if unread and actor.person_id is not None:
        Dispatch.objects.filter(id__in=unread, person_id=actor.person_id).update(read_at=now)


def mark_heard(*, messages: QuerySet[Dispatch], now: datetime) -> int:
    """Messages to posts that somebody who holds the post has taken note of; returns how many were new. The caller
    has narrowed them to those of the actor's posts."""
    return messages.filter(person_id__isnull=True, read_at__isnull=True).update(read_at=now)


def send_again(*, ids: Iterable[int]) -> int:
    """Messages that were given up on are due once more; returns how many there were."""
    parked = Dispatch.objects.filter(
        id__in=list(ids), state__in=[Dispatch.State.FAILED, Dispatch.State.EXPIRED]
    )
    return parked.update(state=Dispatch.State.QUEUED, attempts=0, next_at=Now(), receipt="", expires_at=None)


def read_text(dispatch: Dispatch) -> str:
    """What it says, in clear."""
    return crypto.unseal_text(dispatch.text_sealed, context=CONTEXT)
