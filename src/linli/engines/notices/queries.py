"""How people can be reached, what they were told, and whom somebody still has to tell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from linli.engines.notices import policies, rules
from linli.engines.notices.models import Recipient, Wish
from linli.kernel import crypto
from linli.kernel.actors import Actor
from linli.kernel.dispatch.actions import CONTEXT, IN_APP
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.errors import NotFound
from linli.registers.people.models import Person, PersonAccount, Residence
from linli.registers.people.sealing import CONTEXT_PHONE
from linli.registers.places.queries import within
from linli.registers.places.rules import LEVEL_COLUMNS

CONTEXT_MAIL = "telling_wish.mail"
CONTEXT_NOTE = "telling_recipient.told_note"


@dataclass(frozen=True, slots=True)
class Reach:
    """One person: ways, quiet hours, and the place of her home (empty if none is known)."""

    contact: rules.Contact
    quiet: tuple[time, time]
    home: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class SentView:
    """One message of a telling as it went out, or did not."""

    channel: str
    state: str
    attempts: int
    at: datetime
    sent_at: datetime | None
    read_at: datetime | None
    next_at: datetime
    receipt: str
    text: str


@dataclass(frozen=True, slots=True)
class ToldView:
    """One recipient of one telling, with what may be claimed about it."""

    recipient: Recipient
    standing: rules.Standing
    sent: Sequence[SentView]

    @property
    def text(self) -> str:
        """What was said, in the words of the app."""
        return next((one.text for one in self.sent if one.channel == IN_APP), "")


def get_reach(person_ids: Iterable[int], *, day: date) -> dict[int, Reach]:
    """How each of these people can be reached on `day`; two statements. Asks for nobody's permission: for those
    who send."""
    ids = set(person_ids)
    if not ids:
        return {}
    login = PersonAccount.objects.filter(person=OuterRef("pk"), revoked_at__isnull=True, user__is_active=True)
    people = Person.objects.filter(pk__in=ids).select_related("wish").annotate(has_login=Exists(login))
    homes = _homes(ids, day)
    return {person.pk: _reach(person, homes.get(person.pk, {})) for person in people}


def _homes(ids: Iterable[int], day: date) -> dict[int, Mapping[str, int | None]]:
    """Where each lives, else is registered."""
    found: dict[int, Mapping[str, int | None]] = {}
    for row in Residence.objects.filter(person__in=ids, valid__contains=day).order_by("-kind"):
        found[row.person_id] = {level: getattr(row, level) for level in LEVEL_COLUMNS}
    return found


def _reach(person: Any, home: Mapping[str, int | None]) -> Reach:
    wish = getattr(person, "wish", None) or Wish()
    contact = rules.Contact(
        has_login=person.has_login,
        phone=crypto.unseal_text(person.phone_sealed, context=CONTEXT_PHONE),
        mail=crypto.unseal_text(wish.mail_sealed, context=CONTEXT_MAIL),
        wants_sms=wish.sms,
        wants_in_person=wish.in_person,
    )
    return Reach(contact, _quiet(wish) or usual_quiet(), home)


def _quiet(wish: Wish) -> tuple[time, time] | None:
    start, end = wish.quiet_from, wish.quiet_until
    return (start, end) if start is not None and end is not None else None


def usual_quiet() -> tuple[time, time]:
    """The quiet hours of this installation, for whoever set none of her own."""
    found: tuple[time, time] = settings.CONFIG.quiet
    return found


def list_for_posts(
    actor: Actor, *, new: bool = False, after: int | None = None, limit: int = 50
) -> list[Dispatch]:
    """What the actor's posts were told, newest first, in one statement; `new`: what nobody there has taken note of."""
    found = new_for_posts(actor) if new else for_posts(actor)
    if after is not None:
        found = found.filter(id__lt=after)
    return list(found.order_by("-id")[:limit])


def new_for_posts(actor: Actor) -> QuerySet[Dispatch]:
    """What the actor's posts were told and nobody there has taken note of."""
    return for_posts(actor).filter(read_at__isnull=True)


def for_posts(actor: Actor) -> QuerySet[Dispatch]:
    """All that the actor's posts were told on their desks."""
    posts = Q()
    for role in sorted({grant.role for grant in actor.grants}):
        posts |= Q(role=role, scope__in=sorted(set(actor.scopes(role))))
    if not posts:
        return Dispatch.objects.none()
    told = Recipient.objects.filter(posts, person__isnull=True)
    return Dispatch.objects.filter(channel=IN_APP, person_id__isnull=True, recipient_id__in=told.values("pk"))


def get_wish(person_id: int) -> Wish:
    """How this person wants to be told; what is usual if she never said."""
    return Wish.objects.filter(person_id=person_id).first() or Wish(person_id=person_id)


def read_phone(person_id: int) -> str:
    """The person's number in the register, or nothing."""
    sealed = Person.objects.filter(pk=person_id).values_list("phone_sealed", flat=True).first()
    return crypto.unseal_text(sealed, context=CONTEXT_PHONE)


def read_mail(wish: Wish) -> str:
    return crypto.unseal_text(wish.mail_sealed, context=CONTEXT_MAIL)


def read_note(recipient: Recipient) -> str:
    return crypto.unseal_text(recipient.told_note_sealed, context=CONTEXT_NOTE)


def list_to_tell(actor: Actor, *, limit: int = 50) -> list[Recipient]:
    """Whom somebody of the actor's posts has to tell in person, the most urgent first: one row for each person and
    subject, however much there is to say."""
    errands: dict[tuple[int | None, str], Recipient] = {}
    for one in _seen(to_tell(actor)).order_by("tell_by", "id")[: limit * 5]:
        errands.setdefault((one.person_id, one.subject), one)
    return list(errands.values())[:limit]


def same_errand(recipient: Recipient) -> Q:
    """Whatever else is to be told to the same person about the same subject."""
    return Q(person_id=recipient.person_id, subject=recipient.subject, person__isnull=False)


def list_errand(recipient: Recipient) -> list[ToldView]:
    """All that waits to be told to this person about this subject, oldest first."""
    open_ = Recipient.objects.filter(same_errand(recipient), tell_by__isnull=False, told_at__isnull=True)
    return view(list(_seen(open_).order_by("id")))


def get_to_tell(actor: Actor, recipient_id: int) -> Recipient:
    """One of them. Raises `NotFound`."""
    return _one(to_tell(actor).filter(pk=recipient_id))


def to_tell(actor: Actor) -> QuerySet[Recipient]:
    """All that somebody of the actor's posts has to tell in person."""
    open_ = Recipient.objects.filter(tell_by__isnull=False, told_at__isnull=True)
    return open_.filter(within(policies.scopes_of(actor)))


def _seen(found: QuerySet[Recipient]) -> QuerySet[Recipient]:
    return found.select_related("person", "telling")


def get_recipient(subject: str, recipient_id: int) -> Recipient:
    """A recipient of something told about `subject`, which the caller may see. Raises `NotFound`."""
    return _one(Recipient.objects.filter(pk=recipient_id, subject=subject))


def _one(found: QuerySet[Recipient]) -> Recipient:
    recipient = _seen(found).first()
    if recipient is None:
        raise NotFound(_("There is nobody to be told here."))
    return recipient


def list_told(subject: str, *, limit: int = 100) -> list[ToldView]:
    """Who was told what about `subject`, newest first; two statements. The caller may see the subject."""
    recipients = list(
        Recipient.objects.filter(subject=subject)
        .select_related("person", "telling")
        .order_by("-telling_id", "id")[:limit]
    )
    return view(recipients)


def view(recipients: Sequence[Recipient]) -> list[ToldView]:
    """These recipients with what went out to them; one statement."""
    sent: dict[int, list[SentView]] = defaultdict(list)
    for row in Dispatch.objects.filter(recipient_id__in=[one.pk for one in recipients]).order_by("id"):
        sent[row.recipient_id or 0].append(_sent_view(row))
    return [ToldView(one, _standing(one, sent[one.pk]), sent[one.pk]) for one in recipients]


def _sent_view(row: Dispatch) -> SentView:
    return SentView(
        channel=row.channel,
        state=row.state,
        attempts=row.attempts,
        at=row.created_at,
        sent_at=row.sent_at,
        read_at=row.read_at,
        next_at=row.next_at,
        receipt=row.receipt,
        text=crypto.unseal_text(row.text_sealed, context=CONTEXT),
    )


def _standing(recipient: Recipient, sent: Iterable[SentView]) -> rules.Standing:
    return rules.standing_of(
        [rules.Sent(one.channel, one.state, one.read_at is not None) for one in sent],
        has_login=IN_APP in recipient.ways,
        task_open=recipient.tell_by is not None and recipient.told_at is None,
        told=recipient.told_at is not None,
    )


def summary(subject: str) -> rules.Standing | None:
    """What may be claimed about everybody who was to be told something about `subject`; None if nobody was."""
    return rules.least([told.standing for told in list_told(subject)])
