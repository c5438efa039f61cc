"""Telling somebody something for the first time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection, transaction

from linli.engines.notices import channels, occasions, queries, rules, words
from linli.engines.notices.definitions import NoticeTemplate
from linli.engines.notices.models import Recipient
from linli.engines.notices.occasions import Occasion
from linli.engines.notices.queries import Reach
from linli.engines.notices.words import Spoken
from linli.engines.packs import queries as packs
from linli.kernel.actors import SYSTEM
from linli.kernel.clock import local_day
from linli.kernel.dispatch.actions import CONSOLE, IN_APP, Message, queue_all
from linli.kernel.guard import acting_as
from linli.registers.calendar.queries import get_calendar
from linli.registers.places.rules import LEVEL_COLUMNS, Position

_BEGIN: Final = """
INSERT INTO telling (key, occasion, item_id, subject, label, at) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (key) DO NOTHING RETURNING id
"""


@dataclass(frozen=True, slots=True)
class To:
    """One who is to be told: a person, or whoever holds `role` in `scope`."""

    audience: str
    person_id: int | None = None
    role: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class _Telling:
    """What is the same for all recipients of one telling."""

    id: int
    subject: str
    label: str
    link: str
    now: datetime
    template: NoticeTemplate

    @property
    def expires_at(self) -> datetime | None:
        days = self.template.expires_days
        return self.now + timedelta(days=days) if days is not None else None


def notify(
    *,
    event: str,
    subject: str,
    recipients: Iterable[To],
    facts: Mapping[str, object],
    now: datetime,
    key: str,
    link: str = "",
    label: str = "",
    places: Mapping[str, int | None] | None = None,
) -> bool:
    """Tell `recipients` of an occasion (`event`, declared by its room) about `subject` («case:17»), dated `now`.

    The words are those of the current pack item of this code; each person hears them by every way that reaches her,
    and who has none becomes somebody's task. The same `key` again changes nothing and gives False. `places` is
    where the subject stands: whose task it is for people without a home in the register. `label` is what traces call
    it. Raises `NotFound` if no installed pack has words for the occasion.
    """
    occasion = occasions.get(event)
    item = packs.get_item("notice", event)
    template: NoticeTemplate = packs.load(item)
    with acting_as(SYSTEM), transaction.atomic():
        begun = _begin(key, event, item.pk, subject, label or event, now)
        if begun is None:
            return False
        telling = _Telling(begun, subject, label or event, link, now, template)
        spoken = _speak(template, occasion, recipients, facts)
        people = [to.person_id for to, _words in spoken if to.person_id is not None]
        reach = queries.get_reach(people, day=local_day(now))
        _tell_posts(telling, [pair for pair in spoken if pair[0].person_id is None])
        _tell_people(telling, [pair for pair in spoken if pair[0].person_id in reach], reach, places or {})
    return True


def _begin(*values: str | int | datetime) -> int | None:
    """The new telling's id, or None if the key is known."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, values)
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _speak(
    template: NoticeTemplate, occasion: Occasion, recipients: Iterable[To], facts: Mapping[str, object]
) -> list[tuple[To, Spoken]]:
    """Each recipient once, with her words; whom the template has no words for is not told."""
    first = {(to.person_id, to.role, to.scope): to for to in reversed(list(recipients))}
    pairs = [(to, words.speak(template, occasion, to.audience, facts)) for to in reversed(first.values())]
    return [(to, spoken) for to, spoken in pairs if spoken is not None]


def _tell_people(
    telling: _Telling,
    spoken: Sequence[tuple[To, Spoken]],
    reach: Mapping[int, Reach],
    places: Mapping[str, int | None],
) -> None:
    agents = [
        address
        for to, _words in spoken
        if to.audience == "agent"
        for address in rules.addresses(reach[to.person_id or 0].contact)
    ]
    rows, ways_of = [], []
    for to, _words in spoken:
        found = reach[to.person_id or 0]
        taken = () if to.audience == "agent" else agents
        ways = rules.ways_to(found.contact, channels.configured(), taken=taken)
        rows.append(_recipient(telling, to, ways, found.home if found.home.get("county") else places))
        ways_of.append(ways)
    Recipient.objects.bulk_create(rows)
    messages = [
        message
        for row, ways, (to, words_) in zip(rows, ways_of, spoken, strict=True)
        for message in _messages(telling, row, ways, words_, reach[to.person_id or 0])
    ]
    queue_all(messages, now=telling.now)


def _recipient(
    telling: _Telling, to: To, ways: Iterable[rules.Way], home: Mapping[str, int | None]
) -> Recipient:
    channels_ = [way.channel for way in ways]
    in_person = rules.IN_PERSON in channels_
    row = Recipient(
        telling_id=telling.id,
        subject=telling.subject,
        audience=to.audience,
        person_id=to.person_id,
        ways=channels_,
        **{level: home.get(level) for level in LEVEL_COLUMNS},
    )
    if in_person and telling.template.in_person:
        row.tell_by = last_day(row, telling.template, local_day(telling.now))
    return row


def last_day(recipient: Recipient, template: NoticeTemplate, day: date) -> date:
    """The last day to tell somebody in person, by the working days of her place."""
    level = next((name for name in reversed(LEVEL_COLUMNS) if getattr(recipient, name)), "county")
    here = {name: getattr(recipient, name) for name in LEVEL_COLUMNS}
    position = Position(place_id=here[level] or 0, level=level, province=None, city=None, **here)
    return get_calendar(position).add_workdays(day, template.in_person_workdays)


def _messages(
    telling: _Telling, row: Recipient, ways: Iterable[rules.Way], spoken: Spoken, reach: Reach
) -> list[Message]:
    """One in the app, the person's own record; then one for each way out, or the console where none is set up."""
    out = [way for way in ways if way.channel not in (rules.IN_APP, rules.IN_PERSON)]
    if not channels.configured():
        out = [rules.Way(CONSOLE)]
    return [
        _message(telling, row, way, spoken.sms if way.channel == rules.SMS else spoken.text, reach)
        for way in (rules.Way(IN_APP), *out)
    ]


def _message(
    telling: _Telling, row: Recipient, way: rules.Way, text: str, reach: Reach | None = None
) -> Message:
    urgent = telling.template.urgent
    return Message(
        key=f"recipient:{row.pk}:{way.channel}",
        person_id=row.person_id,
        recipient_id=row.pk,
        channel=way.channel,
        subject=telling.subject,
        template=telling.label,
        text=text,
        to=way.to,
        link=telling.link,
        urgent=urgent,
        quiet=None if urgent or reach is None else reach.quiet,
        expires_at=telling.expires_at,
    )


def _tell_posts(telling: _Telling, spoken: Sequence[tuple[To, Spoken]]) -> None:
    """Whoever holds the post reads it on her desk; the unit's group gets it too where one is set up."""
    group = [rules.GROUP] if rules.GROUP in channels.configured() else []
    rows = [
        Recipient(
            telling_id=telling.id,
            subject=telling.subject,
            audience=to.audience,
            role=to.role,
            scope=to.scope,
            ways=[IN_APP, *group],
        )
        for to, _words in spoken
    ]
    Recipient.objects.bulk_create(rows)
    queue_all(
        [
            _message(telling, row, rules.Way(channel, row.scope if channel != IN_APP else ""), words_.text)
            for row, (_to, words_) in zip(rows, spoken, strict=True)
            for channel in row.ways
        ],
        now=telling.now,
    )
