"""What happened to the applications of the demo, as working days before today. Pure; nothing is played here.

A story is a sequence of turns. Days are counted in working days of the county: 0 is today (the next working day
if today is none), -1 the last working day before it. Every turn is taken before today.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from random import Random

from linli.site.demo.shares import divide

SPAN = 105
"""Working days that the demo looks back: about five months."""

APPLICANT, CLERK, INSPECTOR = "applicant", "clerk", "inspector"
REVIEWER, DECIDER, SYSTEM = "reviewer", "decider", "system"
APPLY, SUPPLY, WITHDRAW, RATE = "apply", "supply", "withdraw", "rate"
CLOSED = "closed"


class Near(StrEnum):
    """Where the applicant is registered, circle by circle around the cast's community."""

    HERE = "here"
    NEXT = "next"  # the next community, where another clerk of the cast has the window
    TOWN = "town"
    BESIDE = "beside"  # the next town, with another reviewer of the cast
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Terms:
    """Working days of the procedure: to tell what is missing, of the public notice, to the answer."""

    intake: int
    publicity: int
    promise: int


@dataclass(frozen=True, slots=True)
class Stands:
    """Where an open case stands today, and either when its term ends or since when it has been there."""

    state: str
    due: int | None = None
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """`who` takes the step `what` to the state `to`, `gap` working days after the step before."""

    who: str
    what: str
    to: str
    gap: int


@dataclass(frozen=True, slots=True)
class Turn:
    who: str
    what: str
    day: int


@dataclass(frozen=True, slots=True)
class Story:
    """One application. `photos`: how many papers come with it; `level`: the later rating, if there is one."""

    near: Near
    turns: tuple[Turn, ...]
    outcome: str
    photos: int
    level: int | None = None

    @property
    def young(self) -> bool:
        """Whether the applicant is not old enough, the reason for which the case was not accepted."""
        return self.turns[-1].what == "decline"


_SHARES = {Near.HERE: 17, Near.NEXT: 5, Near.TOWN: 13, Near.BESIDE: 7, Near.COUNTY: 58}
"""Hundredths; about a third lies in the town of the cast."""

_ENDED = Stands(CLOSED)


def _stands_here(terms: Terms) -> Sequence[Stands]:
    """The clerk's day; what matters most comes first, so that a small demo has it too."""
    return (
        Stands("received", since=-terms.intake),
        Stands("accepted", due=-2),
        Stands("publicity", since=-terms.publicity - 1),
        _ENDED,
        Stands("received", since=-1),
        Stands("inspection", since=-3),
        _ENDED,
        Stands("inspected", due=2),
        Stands("supplement_requested", since=-4),
        Stands("publicity", since=-2),
        _ENDED,
        Stands("received", since=-3),
        Stands("returned", due=5),
        Stands("accepted", due=terms.promise - 3),
        _ENDED,
    )


_STANDS = {
    Near.NEXT: (
        Stands("received", since=-2),
        Stands("inspected", due=6),
        _ENDED,
        Stands("publicity", since=-3),
    ),
    Near.TOWN: (
        Stands("street_review", due=0),
        Stands("county_decision", due=1),
        Stands("street_review", due=-1),
        _ENDED,
        Stands("street_review", due=3),
        Stands("county_decision", due=6),
        _ENDED,
        Stands("street_review", due=9),
        Stands("received", since=-2),
        _ENDED,
        Stands("publicity", since=-4),
    ),
    Near.BESIDE: (
        Stands("street_review", due=4),
        _ENDED,
        Stands("street_review", due=10),
        Stands("received", since=-3),
        _ENDED,
    ),
    Near.COUNTY: (
        _ENDED,
        Stands("county_decision", due=-2),
        _ENDED,
        Stands("county_decision", due=0),
        _ENDED,
        Stands("street_review", due=8),
        Stands("received", since=-1),
        _ENDED,
        _ENDED,
        Stands("county_decision", due=4),
        Stands("inspection", since=-2),
        _ENDED,
        _ENDED,
        Stands("supplement_requested", since=-6),
        Stands("publicity", since=-3),
        _ENDED,
    ),
}
_LEVELS = (5, 4, 5, 2, 5, 5, 3, 4, 5, 1, 5, 4, 5, 5, 4, 5, 3, 5, 4, 5)
"""Levels of twenty ratings. Most people are content; who is not gives more than a level to think about."""

_RATED = 0.7


def draw_stories(random: Random, *, count: int, terms: Terms) -> list[Story]:
    """`count` stories: about a third near the cast, open ones as the lists above say, most others ended."""
    parts = divide(count, list(_SHARES.values()), least=[0] * len(_SHARES))
    stories: list[Story] = []
    for near, part in zip(_SHARES, parts, strict=True):
        stories += [
            _draw_story(random, near, stands, terms) for stands in _list_stands(random, near, part, terms)
        ]
    return _rate(random, stories)


def _list_stands(random: Random, near: Near, count: int, terms: Terms) -> Iterator[Stands]:
    given = _stands_here(terms) if near is Near.HERE else _STANDS[near]
    yield from given[:count]
    for order in range(count - len(given)):
        if order % 5 == 3:
            state = random.choice(("accepted", "inspected", "street_review", "county_decision"))
            yield Stands(state, due=random.randint(2, 9))
        else:
            yield _ENDED


def _draw_story(random: Random, near: Near, stands: Stands, terms: Terms) -> Story:
    if stands.state == CLOSED:
        outcome, legs = _draw_course(random, terms)
        turns = _ending(legs, random.randint(sum(leg.gap for leg in legs) - SPAN, -2))
    else:
        outcome, legs = "", _legs_to(random, stands.state, terms)
        if stands.due is not None:
            turns = _due(legs, stands.due, terms)
        else:
            turns = _ending(legs, -1 if stands.since is None else stands.since)
    asked = any(leg.what == "request_supplement" for leg in legs)
    return Story(near, turns, outcome, photos=random.randint(0, 1) if asked else random.choice((2, 2, 1, 0)))


def _ending(legs: Sequence[Leg], last: int) -> tuple[Turn, ...]:
    """The turns of which the last one was taken on the day `last`."""
    return _beginning(legs, last - sum(leg.gap for leg in legs[1:]))


def _beginning(legs: Sequence[Leg], first: int) -> tuple[Turn, ...]:
    days = accumulate((leg.gap for leg in legs[1:]), initial=first)
    return tuple(Turn(leg.who, leg.what, day) for leg, day in zip(legs, days, strict=True))


_RESUMES = ("accept", "finish_inspection", "end_notice")
_PAUSES = ("start_inspection", "post_notice")


def _due(legs: Sequence[Leg], due: int, terms: Terms) -> tuple[Turn, ...]:
    """The turns after which the term of the promise ends on the day `due`.

    Neither the day on which the clock starts or resumes counts nor the one on which it is paused.
    """
    resumed = max(index for index, leg in enumerate(legs) if leg.what in _RESUMES)
    used = sum(leg.gap - 1 for leg in legs[:resumed] if leg.what in _PAUSES)
    before = sum(leg.gap for leg in legs[1 : resumed + 1])
    latest = -1 - sum(leg.gap for leg in legs)
    return _beginning(legs, min(due - terms.promise + used - before, latest))


def _draw_course(random: Random, terms: Terms) -> tuple[str, list[Leg]]:
    """A way from application to end, with its outcome."""
    chance = random.random()
    if chance < 0.08:
        return "refused", [_apply(), Leg(CLERK, "decline", CLOSED, random.randint(1, terms.intake - 1))]
    if chance < 0.16:
        legs = _legs_to(random, random.choice(("received", "accepted", "inspection", "publicity")), terms)
        return "withdrawn", [*legs, Leg(APPLICANT, WITHDRAW, CLOSED, random.randint(1, 4))]
    legs = _legs_to(random, "county_decision", terms, deemed=random.random() < 0.04)
    if chance < 0.24:
        return "refused", [*legs, Leg(DECIDER, "refuse", CLOSED, random.randint(1, 5))]
    waited = random.randint(14, 18) if chance > 0.95 else random.randint(1, 5)
    return "granted", [*legs, Leg(DECIDER, "grant", CLOSED, waited)]


def _apply() -> Leg:
    return Leg(APPLICANT, APPLY, "received", 0)


def _legs_to(random: Random, state: str, terms: Terms, *, deemed: bool = False) -> list[Leg]:
    """The way from the application to `state`, with everyday gaps.

    `deemed`: nobody told in time what is missing, so that the case counts as accepted the night after.
    """
    intake = [_apply(), *_draw_supplement(random, terms, surely=state == "supplement_requested")]
    if state == "received":
        return intake
    if state == "supplement_requested":
        return intake[:2]
    if deemed:
        way = [_apply(), Leg(SYSTEM, "deem_accepted", "accepted", terms.intake + 1)]
    else:
        way = [*intake, Leg(CLERK, "accept", "accepted", random.randint(1, min(3, terms.intake)))]
    way += [
        Leg(CLERK, "start_inspection", "inspection", random.randint(1, 3)),
        Leg(INSPECTOR, "finish_inspection", "inspected", random.randint(1, 4)),
        Leg(CLERK, "post_notice", "publicity", random.randint(1, 2)),
        Leg(CLERK, "end_notice", "street_review", terms.publicity + random.randint(1, 3)),
    ]
    if state == "returned" or (state == "county_decision" and random.random() < 0.1):
        way.append(Leg(REVIEWER, "return_to_community", "returned", random.randint(1, 2)))
        if state == "returned":
            return way
        way.append(Leg(CLERK, "resubmit", "street_review", random.randint(1, 2)))
    way.append(Leg(REVIEWER, "approve", "county_decision", random.randint(1, 3)))
    reached = [leg.to for leg in way]
    return way[: reached.index(state) + 1]


def _draw_supplement(random: Random, terms: Terms, *, surely: bool) -> list[Leg]:
    if not surely and random.random() > 0.25:
        return []
    return [
        Leg(CLERK, "request_supplement", "supplement_requested", random.randint(1, min(3, terms.intake))),
        Leg(APPLICANT, SUPPLY, "received", random.randint(1, 6)),
    ]


def _rate(random: Random, stories: Sequence[Story]) -> list[Story]:
    """Seven in ten of those who got an answer rate it; the lowest levels come where it went badly."""
    ended = [index for index, story in enumerate(stories) if story.outcome]
    chosen = random.sample(ended, round(len(ended) * _RATED))
    levels = sorted(_LEVELS[order % len(_LEVELS)] for order in range(len(chosen)))
    chosen.sort(key=lambda index: _content(stories[index]) + random.random())
    rated = dict(zip(chosen, levels, strict=True))
    return [
        Story(story.near, story.turns, story.outcome, story.photos, rated.get(index))
        for index, story in enumerate(stories)
    ]


def _content(story: Story) -> float:
    """How content the applicant may be: the answer, and how long it took."""
    took = story.turns[-1].day - story.turns[0].day
    return {"granted": 1.0, "withdrawn": 0.8}.get(story.outcome, 0.0) - took / 60
