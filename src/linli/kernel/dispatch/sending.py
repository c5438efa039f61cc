"""Sending what is queued, outside of any transaction: claim, send each, keep its receipt."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from linli.kernel import clock, crypto
from linli.kernel.dispatch import rules
from linli.kernel.dispatch.actions import CONSOLE, CONTEXT, CONTEXT_TO, IN_APP
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.errors import LinliError

log = structlog.get_logger(__name__)

STALE: Final = timedelta(minutes=2)
SILENT: Final = (IN_APP, CONSOLE)
"""Channels that disturb nobody."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message as a sender gets it. `key` stays the same when it is tried again."""

    id: int
    key: str
    channel: str
    template: str
    text: str
    to: str


Sender = Callable[[Outgoing], str]
"""Sends a message and returns a receipt; raises when it could not."""


class NotSent(LinliError):
    """The service took no message; says nothing of its content."""


def _send_console(message: Outgoing) -> str:
    """Tells the log that a message left, never what it said."""
    log.info("dispatch.console", dispatch=message.id, template=message.template, characters=len(message.text))
    return CONSOLE


SENDERS: dict[str, Sender] = {CONSOLE: _send_console}


def send_due(limit: int = 50, *, now: datetime | None = None) -> int:
    """Claim due messages, send each, keep its receipt; returns how many were taken up.

    A claim that a killed worker left behind is taken up again after two minutes. What falls into somebody's quiet
    hours, or is one too many for the day, waits for the morning; what is out of date is not sent at all.
    """
    at = now or clock.now()
    claimed = _claim(limit)
    counts = _sent_today([row for row in claimed if row.channel not in SILENT], at)
    for dispatch in claimed:
        if dispatch.expires_at is not None and at >= dispatch.expires_at:
            _end(dispatch, Dispatch.State.EXPIRED)
        elif wait := _wait(dispatch, at, counts[dispatch.person_id]):
            _put_off(dispatch, wait)
        elif _send(dispatch, at) and dispatch.channel not in SILENT:
            counts[dispatch.person_id] += 1
    return len(claimed)


def _claim(limit: int) -> list[Dispatch]:
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
    return claimed


def _sent_today(claimed: Iterable[Dispatch], now: datetime) -> Counter[int | None]:
    """How many messages that disturb each of these people got today."""
    people = {row.person_id for row in claimed if row.person_id is not None and not row.urgent}
    if not people:
        return Counter()
    start = now.astimezone(clock.LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)
    sent = Dispatch.objects.filter(person_id__in=people, sent_at__gte=start).exclude(channel__in=SILENT)
    return Counter(sent.values_list("person_id", flat=True))


def _wait(dispatch: Dispatch, now: datetime, sent_today: int) -> timedelta:
    """How long this one has to wait; nothing if it may leave."""
    if dispatch.urgent or dispatch.channel in SILENT:
        return timedelta(0)
    local = now.astimezone(clock.LOCAL)
    quiet = rules.quiet_for(local, dispatch.quiet_from, dispatch.quiet_until)
    if quiet or dispatch.person_id is None or sent_today < rules.DAILY:
        return quiet
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return midnight - local + rules.until_time(midnight, dispatch.quiet_until or rules.MORNING)


def _put_off(dispatch: Dispatch, wait: timedelta) -> None:
    """Waiting is no attempt."""
    _claimed(dispatch).update(state=Dispatch.State.QUEUED, next_at=Now() + wait, attempts=F("attempts") - 1)


def _end(dispatch: Dispatch, state: Dispatch.State) -> None:
    _claimed(dispatch).update(state=state)


def _send(dispatch: Dispatch, now: datetime) -> bool:
    try:
        receipt = SENDERS[dispatch.channel](_open(dispatch))
    except Exception as error:
        _note_failure(dispatch, error)
        return False
    _claimed(dispatch).update(state=Dispatch.State.SENT, sent_at=now, receipt=receipt[:200])
    return True


def _open(dispatch: Dispatch) -> Outgoing:
    return Outgoing(
        id=dispatch.pk,
        key=dispatch.key,
        channel=dispatch.channel,
        template=dispatch.template,
        text=crypto.unseal_text(dispatch.text_sealed, context=CONTEXT),
        to=crypto.unseal_text(dispatch.to_sealed, context=CONTEXT_TO),
    )


def _note_failure(dispatch: Dispatch, error: Exception) -> None:
    """Try again later; park after the last attempt. Only the error's type is kept: no data."""
    attempts = dispatch.attempts + 1
    failed = attempts >= rules.ATTEMPTS
    fault = type(error).__name__
    log.warning("dispatch.failed", dispatch=dispatch.id, fault=fault, final=failed)
    _claimed(dispatch).update(
        state=Dispatch.State.FAILED if failed else Dispatch.State.QUEUED,
        next_at=Now() + rules.wait_after(attempts),
        receipt=fault,
    )


def _claimed(dispatch: Dispatch) -> QuerySet[Dispatch]:
    """The row, if this worker's claim is still the last one."""
    return Dispatch.objects.filter(
        id=dispatch.id, state=Dispatch.State.SENDING, attempts=dispatch.attempts + 1
    )
