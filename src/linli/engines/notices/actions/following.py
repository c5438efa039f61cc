"""After the first try: sending again, telling in person, and how somebody wants to be told."""

from collections.abc import Collection, Sequence
from datetime import datetime, time
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.engines.notices import channels, queries, rules
from linli.engines.notices.actions.telling import last_day
from linli.engines.notices.models import Recipient, Wish
from linli.engines.notices.policies import ToldAlready
from linli.engines.packs.queries import load_by_id
from linli.kernel import crypto
from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.audit.actions import record
from linli.kernel.clock import local_day
from linli.kernel.dispatch import actions as dispatch
from linli.kernel.dispatch.models import ENDED, Dispatch
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.guard import acting_as

NOTE_LENGTH: Final = 500
PARKED: Final = (Dispatch.State.FAILED, Dispatch.State.EXPIRED)
BATCH: Final = 500


def tell_in_person(*, actor: Actor, now: datetime, recipient: Recipient, how: str, note: str = "") -> None:
    """Somebody was told face to face or by a call of a person, of this and of everything else about the same subject
    that waited to be told to her in person. The caller has looked the recipient up through what the actor may see.
    Raises `ToldAlready`, and `DomainError` for a way that there is none of."""
    if how not in Recipient.How.values:
        raise DomainError(_("Say how you told it."), field="how")
    if len(note) > NOTE_LENGTH:
        raise DomainError(_("At most %(limit)d characters.") % {"limit": NOTE_LENGTH}, field="note")
    with transaction.atomic():
        waiting = Q(pk=recipient.pk) | Q(queries.same_errand(recipient), tell_by__isnull=False)
        changed = Recipient.objects.filter(waiting, told_at__isnull=True).update(
            told_at=now,
            told_how=how,
            told_by_user_id=actor.user_id,
            told_office=actor.office,
            told_note_sealed=crypto.seal(note, context=queries.CONTEXT_NOTE) if note else None,
        )
        if not changed:
            raise ToldAlready(_("This was told already: somebody was faster."))
        _record(actor, now, "notice.told", recipient)


def take_note(*, actor: Actor, now: datetime, message_ids: Collection[int]) -> int:
    """«I know»: what posts of the actor were told is heard from now on, for everybody who holds them; who said so
    stands in the audit log. Returns how many messages it was new of; others are passed over."""
    with transaction.atomic():
        heard = queries.for_posts(actor).filter(pk__in=message_ids, read_at__isnull=True)
        subjects = sorted(set(heard.values_list("subject", flat=True)))
        count = dispatch.mark_heard(messages=heard, now=now)
        for subject in subjects:
            record(actor=actor, now=now, kind="change", act="notice.heard", object_ref=subject, persons=[])
    return count


def settle(*, now: datetime, subject: str, keys: Collection[str] = (), labels: Collection[str] = ()) -> int:
    """What posts were told about `subject` under these keys, or with these labels, asks nothing of them any more: it is
    no news from now on. Returns how many messages that were."""
    about = Q(telling__key__in=keys) | Q(telling__label__in=labels)
    with acting_as(SYSTEM):
        told = Recipient.objects.filter(about, subject=subject, person__isnull=True)
        return dispatch.mark_heard(
            messages=Dispatch.objects.filter(recipient_id__in=told.values("pk")), now=now
        )


def send_again(*, actor: Actor, now: datetime, recipient: Recipient) -> int:
    """Try again what was given up on; where nothing was, send once more to the addresses as they are known now.

    Returns how many messages leave. Raises `DomainError` where no way leads out: then somebody has to go.
    """
    with transaction.atomic():
        rows = list(Dispatch.objects.filter(recipient_id=recipient.pk).select_for_update().order_by("id"))
        count = dispatch.send_again(ids=[row.pk for row in rows if row.state in PARKED])
        if not count and any(row.state not in ENDED for row in rows):
            raise DomainError(_("It is on its way already."))
        if not count:
            count = _send_once_more(recipient, rows, now)
        _record(actor, now, "notice.again", recipient)
    return count


def _send_once_more(recipient: Recipient, rows: Sequence[Dispatch], now: datetime) -> int:
    text = {row.channel: row for row in rows}
    with acting_as(SYSTEM):
        ways = _ways_out(recipient, now)
        messages = [
            dispatch.Message(
                key=f"recipient:{recipient.pk}:{way.channel}:{len(rows)}",
                person_id=recipient.person_id,
                recipient_id=recipient.pk,
                channel=way.channel,
                subject=recipient.subject,
                template=recipient.telling.label,
                text=dispatch.read_text(text.get(way.channel) or text[rules.IN_APP]),
                to=way.to,
                urgent=True,
            )
            for way in ways
        ]
        dispatch.queue_all(messages, now=now)
    if not messages:
        raise DomainError(_("No other way leads to this person: somebody has to tell it in person."))
    return len(messages)


def _ways_out(recipient: Recipient, now: datetime) -> list[rules.Way]:
    if recipient.person_id is None:
        return [rules.Way(rules.GROUP, recipient.scope)] if rules.GROUP in channels.configured() else []
    reach = queries.get_reach([recipient.person_id], day=local_day(now))[recipient.person_id]
    ways = rules.ways_to(reach.contact, channels.configured(), taken=_addresses_of_agents(recipient, now))
    return [way for way in ways if way.channel not in (rules.IN_APP, rules.IN_PERSON)]


def _addresses_of_agents(recipient: Recipient, now: datetime) -> list[str]:
    if recipient.audience == "agent":
        return []
    agents = Recipient.objects.filter(telling_id=recipient.telling_id, audience="agent", person__isnull=False)
    reach = queries.get_reach(agents.values_list("person_id", flat=True), day=local_day(now))
    return [address for one in reach.values() for address in rules.addresses(one.contact)]


def find_unreached(*, now: datetime) -> int:
    """Whoever was reached by no way is somebody's task from now on; returns how many."""
    parked = Dispatch.objects.filter(state__in=PARKED, recipient_id__isnull=False).values("recipient_id")
    open_ = Recipient.objects.filter(
        pk__in=parked, person__isnull=False, tell_by__isnull=True, told_at__isnull=True
    )
    found = open_.select_related("telling", "person").order_by("id")[:BATCH]
    unreached = [
        told.recipient for told in queries.view(list(found)) if told.standing is rules.Standing.FAILED
    ]
    worth_it = [one for one in unreached if load_by_id(one.telling.item_id).in_person]
    for recipient in worth_it:
        recipient.tell_by = last_day(recipient, load_by_id(recipient.telling.item_id), local_day(now))
    Recipient.objects.bulk_update(worth_it, ["tell_by"])
    return len(worth_it)


def set_wish(
    *,
    actor: Actor,
    now: datetime,
    sms: bool,
    in_person: bool,
    mail: str = "",
    quiet: tuple[time, time] | None = None,
) -> Wish:
    """How the actor, a resident, wants to be told from now on. `quiet` of two equal times means at any time."""
    if actor.person_id is None:
        raise NotFound(_("There is nobody to be told here."))
    if mail:
        try:
            validate_email(mail)
        except ValidationError:
            raise DomainError(_("This is not a mail address."), field="mail") from None
    start, end = quiet or (None, None)
    wish, _created = Wish.objects.update_or_create(
        person_id=actor.person_id,
        defaults={
            "sms": sms,
            "in_person": in_person,
            "mail_sealed": crypto.seal(mail, context=queries.CONTEXT_MAIL) if mail else None,
            "quiet_from": start,
            "quiet_until": end,
            "changed_at": now,
        },
    )
    return wish


def _record(actor: Actor, now: datetime, act: str, recipient: Recipient) -> None:
    persons = [recipient.person_id] if recipient.person_id is not None else []
    record(actor=actor, now=now, kind="change", act=act, object_ref=recipient.subject, persons=persons)
