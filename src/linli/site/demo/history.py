"""Stage: applications of the last five months, told by the verbs that real ones are told by.

Every step goes through the rooms' own actions at its time, one after the other over all cases, and what it
caused is delivered before the next one: messages, notices and counts are what a worker would have made of them.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from random import Random

import structlog

from linli.engines.cases.definitions import Procedure
from linli.engines.cases.models import Case
from linli.engines.notices.actions import tell_in_person
from linli.engines.notices.models import Recipient
from linli.engines.notices.policies import ToldAlready
from linli.engines.packs import queries as packs
from linli.kernel.clock import LOCAL
from linli.kernel.dispatch.sending import send_due
from linli.kernel.events.worker import deliver_all, deliver_batch
from linli.registers.calendar.queries import get_calendar
from linli.registers.calendar.rules import WorkCalendar
from linli.registers.places.queries import get_position
from linli.rooms.matters.definitions import Matter
from linli.rooms.matters.queries import get_matter
from linli.site.demo.applicants import Applicants, Officials
from linli.site.demo.playing import Application, Player
from linli.site.demo.spec import DemoSpec
from linli.site.demo.stages import Outcome, Tell
from linli.site.demo.stories import APPLICANT, RATE, SYSTEM, Story, Terms, Turn, draw_stories
from linli.site.demo.territory import load_territory

MATTER = "old-age-allowance"
_TOLD_EVERY = 200
_SENT_AT_ONCE = 500
_HOWS = ("visit", "visit", "call", "counter", "family")


@dataclass(frozen=True, slots=True)
class Moment:
    """A turn of an application with its time; `which` is the application's place among all."""

    at: datetime
    which: int
    turn: Turn


def write_history(spec: DemoSpec, tell: Tell) -> Outcome:
    """Applications for the old-age allowance at every turn of their way, ended ones with ratings.

    Fewer than asked for where fewer people of that age are registered. None of them has an account.
    """
    territory, random = load_territory(spec), spec.stream("history")
    _entry, matter = get_matter(MATTER)
    stories = draw_stories(random, count=spec.cases, terms=_terms_of(matter))
    reach = -min((turn.day for story in stories for turn in story.turns), default=0)
    days = past_workdays(get_calendar(get_position(territory.county_id)), spec.today, reach)
    applicants = Applicants(spec, territory, random, since=days[-1])
    applications = [
        Application(story, person, spec.stream("history", order))
        for order, (story, person) in enumerate(zip(stories, applicants.deal(stories), strict=True))
        if person is not None
    ]
    moments = schedule(spec.stream("history", "times"), [one.story for one in applications], days)
    officials, spare = Officials(spec.today), spec.stream("history", "told")
    player = Player(matter, officials)
    with _quiet_log():
        for done, moment in enumerate(moments, start=1):
            player.play(applications[moment.which], moment.turn, moment.at)
            deliver_batch()
            send_due(limit=_SENT_AT_ONCE, now=moment.at)
            _tell_in_person(officials, spare, now=moment.at)
            if done % _TOLD_EVERY == 0:
                tell(f"{done} of {len(moments)} steps of {len(applications)} applications")
        deliver_all()
        while moments and send_due(limit=_SENT_AT_ONCE, now=moments[-1].at):
            pass
    ratings = sum(one.story.level is not None for one in applications)
    tell(f"{len(applications)} applications, {ratings} of them rated")
    return Outcome(len(applications), _digest(applications))


def _tell_in_person(officials: Officials, random: Random, *, now: datetime) -> None:
    """Clerks tell whoever could not be reached, a day later; what is younger still waits."""
    open_ = Recipient.objects.filter(
        tell_by__isnull=False, told_at__isnull=True, telling__at__lte=now - timedelta(days=1)
    )
    for one in open_.select_related("telling").order_by("id"):
        clerk = officials.get(random, "clerk", "community", one.community) if one.community else None
        if clerk is not None:
            with suppress(ToldAlready):
                tell_in_person(actor=clerk, now=now, recipient=one, how=random.choice(_HOWS))


def past_workdays(calendar: WorkCalendar, today: date, count: int) -> list[date]:
    """`count` working days before today and one more, the last one first."""
    days: list[date] = []
    day = today
    while len(days) <= count:
        day -= timedelta(days=1)
        if calendar.is_workday(day):
            days.append(day)
    return days


def schedule(random: Random, stories: Sequence[Story], days: Sequence[date]) -> list[Moment]:
    """All turns of all stories by time, and the ratings after them. `days` as of `past_workdays`."""
    moments: list[Moment] = []
    for which, story in enumerate(stories):
        own = [Moment(_draw_time(random, turn, days), which, turn) for turn in story.turns]
        if story.level is not None:
            ended = own[-1].at
            own.append(Moment(_draw_rating_time(random, ended, days), which, Turn(APPLICANT, RATE, 0)))
        moments += own
    return sorted(moments, key=lambda moment: (moment.at, moment.which))


def _draw_time(random: Random, turn: Turn, days: Sequence[date]) -> datetime:
    """A moment of the working hours of that day; the system acts in the night after a term has ended."""
    if turn.who == SYSTEM:
        return datetime.combine(days[-turn.day] + timedelta(days=1), time(0, 5), LOCAL)
    first, last = random.choice(((8 * 60 + 30, 11 * 60 + 40), (14 * 60, 17 * 60 + 30)))
    minutes = random.randint(first, last)
    return datetime.combine(
        days[-turn.day - 1], time(minutes // 60, minutes % 60, random.randrange(60)), LOCAL
    )


def _draw_rating_time(random: Random, ended: datetime, days: Sequence[date]) -> datetime:
    """Soon after the answer came, or some days later, before today in any case."""
    soon = ended + timedelta(minutes=random.randint(4, 90))
    later = (ended + timedelta(days=random.randint(1, 6))).replace(hour=random.randint(8, 20))
    return later if random.random() < 0.45 and later.date() <= days[0] else soon


def _terms_of(matter: Matter) -> Terms:
    pinned: Procedure = packs.load(packs.get_item("procedure", matter.procedure or ""))
    posted = pinned.action("end_notice")
    return Terms(
        intake=pinned.supplement.within.number if pinned.supplement else 5,
        publicity=posted.after.number if posted and posted.after else 1,
        promise=pinned.limits.promised.number,
    )


@contextmanager
def _quiet_log() -> Iterator[None]:
    """Without the hundreds of lines that tell of messages sent; faults are told all the same."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    try:
        yield
    finally:
        structlog.configure(**before)


def _digest(applications: Sequence[Application]) -> bytes:
    digest = sha256()
    cases = Case.objects.filter(number__in=[one.number for one in applications])
    lines = {
        number: f"{number}|{state}|{outcome}|{due}|{closed}"
        for number, state, outcome, due, closed in cases.values_list(
            "number", "state", "outcome", "due_at", "closed_at"
        )
    }
    for one in applications:
        digest.update(f"{lines[one.number]}|{one.person.name}|{one.story.level}\n".encode())
    return digest.digest()
