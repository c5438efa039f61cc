"""Playing single turns of a story by the verbs of the rooms, as the people whose turn it is."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from PIL import Image, ImageDraw

from linli.engines.cases.actions import act
from linli.engines.cases.models import Case
from linli.kernel.actors import SYSTEM as SYSTEM_ACTOR
from linli.kernel.actors import Actor
from linli.kernel.clock import local_day
from linli.registers.documents.actions import Photo, read_photo, store_photo
from linli.registers.documents.models import Document
from linli.registers.people.models import Person
from linli.registers.people.queries import get_person, read_file
from linli.rooms.feedback.actions import rate
from linli.rooms.matters import actions as matters
from linli.rooms.matters.definitions import Matter, Paper
from linli.rooms.matters.queries import list_checklist
from linli.site.demo import stories
from linli.site.demo.applicants import Officials, draw_answers
from linli.site.demo.phrases import COMMENTS, MISSING, NOTES
from linli.site.demo.stories import CLERK, DECIDER, INSPECTOR, REVIEWER, Story, Turn

_LEVELS = {CLERK: "community", INSPECTOR: "community", REVIEWER: "town", DECIDER: "county"}


@dataclass(slots=True)
class Application:
    """A story with its applicant; `number` and `places` are known from the first turn on."""

    story: Story
    person: Person
    random: Random
    number: str = ""
    places: dict[str, int] = field(default_factory=dict)

    @property
    def applicant(self) -> Actor:
        """At the counter: without an account, as herself."""
        return Actor(user_id=None, name=self.person.name, person_id=self.person.pk)


class Player:
    """Takes turns of applications for one matter."""

    def __init__(self, matter: Matter, officials: Officials) -> None:
        self._matter = matter
        self._officials = officials
        self._photo = draw_photo()

    def play(self, application: Application, turn: Turn, at: datetime) -> None:
        """Take the turn at that moment; what the verbs refuse is a fault of the story and raised."""
        number = application.number
        match turn.what:
            case stories.APPLY:
                self._apply(application, at)
            case stories.SUPPLY:
                missing = [paper.code for paper in self._missing(application)]
                photos = self._take_photos(application, missing)
                matters.supply(actor=application.applicant, now=at, number=number, photos=photos)
            case stories.WITHDRAW:
                matters.withdraw(actor=application.applicant, now=at, number=number)
            case stories.RATE:
                _rate(application, at)
            case _ if turn.who == stories.SYSTEM:
                act(actor=SYSTEM_ACTOR, now=at, number=number, action=turn.what)
            case _:
                self._handle(application, turn, at)

    def _apply(self, application: Application, at: datetime) -> None:
        actor, day = application.applicant, local_day(at)
        file = read_file(get_person(actor, application.person.pk, day=day), day=day)
        papers = [paper.code for paper in self._matter.papers if paper.required and paper.how == "photo"]
        case = matters.apply(
            actor=actor,
            now=at,
            code=self._matter.code,
            raw=draw_answers(application.random, file),
            photos=self._take_photos(application, papers[: application.story.photos]),
        )
        application.number = case.number
        application.places = {level: getattr(case, level) for level in _LEVELS.values()}

    def _handle(self, application: Application, turn: Turn, at: datetime) -> None:
        official = self._get_official(application, turn.who)
        missing: Sequence[Paper] = ()
        note = ""
        if turn.what in ("accept", "request_supplement"):
            missing = self._missing(application)
        if turn.what == "request_supplement":
            note = MISSING.format(papers="、".join(paper.title for paper in missing))
        elif turn.what in NOTES:
            note = application.random.choice(NOTES[turn.what])
        matters.handle(
            actor=official,
            now=at,
            number=application.number,
            action=turn.what,
            note=note,
            sighted=[paper.code for paper in missing] if turn.what == "accept" else (),
        )

    def _get_official(self, application: Application, role: str) -> Actor:
        """Where there is no inspector, the clerk inspects."""
        for wanted in (role, CLERK):
            level = _LEVELS[wanted]
            found = self._officials.get(application.random, wanted, level, application.places[level])
            if found is not None:
                return found
        raise LookupError(f"nobody holds the post of {role} for {application.number}")

    def _missing(self, application: Application) -> list[Paper]:
        case = Case.objects.get(number=application.number)
        return [row.paper for row in list_checklist(case, self._matter) if not row.in_order]

    def _take_photos(self, application: Application, codes: Sequence[str]) -> dict[str, Document]:
        return {
            code: store_photo(actor=application.applicant, photo=self._photo, title=code) for code in codes
        }


def _rate(application: Application, at: datetime) -> None:
    level = application.story.level
    if level is None:
        raise ValueError("the story tells of no rating")
    rate(
        actor=application.applicant,
        now=at,
        number=application.number,
        level=level,
        comment=application.random.choice(COMMENTS[level]),
    )


def draw_photo() -> Photo:
    """The photo of a card that is none, and says so."""
    image = Image.new("RGB", (320, 202), "#e9e4d8")
    pen = ImageDraw.Draw(image)
    pen.rectangle((8, 8, 311, 193), outline="#8a8478", width=2)
    pen.rectangle((232, 48, 292, 128), outline="#8a8478", width=2)
    pen.text((28, 90), "SYNTHETIC - DEMO", fill="#5d584e")
    data = io.BytesIO()
    image.save(data, "JPEG", quality=80)
    return read_photo(io.BytesIO(data.getvalue()), size=data.tell())
