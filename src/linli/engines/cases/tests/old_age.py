"""The old-age allowance of the baseline pack, for tests: its procedure, who acts in it, and a case in memory."""

from datetime import datetime, timedelta

from ruamel.yaml import YAML

from linli.engines.cases.course import Past, replay
from linli.engines.cases.deadline import Entry
from linli.engines.cases.definitions import Holder, Procedure
from linli.engines.cases.procedure import Facts, Given, Move, interpret
from linli.engines.packs.folders import builtin_root
from linli.kernel.clock import LOCAL
from linli.registers.calendar.rules import WorkCalendar

FILE = builtin_root() / "national" / "procedures" / "old-age-allowance.yaml"
OLD_AGE = Procedure.model_validate(YAML(typ="safe").load(FILE.read_text(encoding="utf-8")))
CALENDAR = WorkCalendar(published=frozenset({2026, 2027}))
DAY = timedelta(days=1)


def at(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=LOCAL)


MONDAY = at(2026, 3, 2)


def end_of_day(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 23, 59, 59, tzinfo=LOCAL)


CLERK = Facts(holds=frozenset({Holder(role="clerk", at="community")}))
INSPECTOR = Facts(holds=frozenset({Holder(role="inspector", at="community")}))
REVIEWER = Facts(holds=frozenset({Holder(role="reviewer", at="town")}))
DECIDER = Facts(holds=frozenset({Holder(role="decider", at="county")}))
APPLICANT = Facts(applicant=True)
SYSTEM = Facts(system=True)
NOBODY = Facts()
CAST = (CLERK, INSPECTOR, REVIEWER, DECIDER, APPLICANT, SYSTEM, NOBODY)
ALL = Given(note=True, evidence=1)


class Story:
    """A case in memory: takes steps and remembers them."""

    def __init__(self, day: datetime = MONDAY) -> None:
        self.history = [Past("open", "received", day)]
        self.ledger: list[Entry] = []

    def step(self, action: str, facts: Facts, day: datetime, given: Given = ALL) -> Move:
        move = interpret(OLD_AGE, self.history, action, facts=facts, given=given, now=day, calendar=CALENDAR)
        self.history.append(Past(action, move.after.code, day))
        self.ledger += move.clock
        return move

    def state(self) -> str:
        return replay(OLD_AGE, self.history).state.code


def accepted(day: datetime = MONDAY) -> Story:
    story = Story(day)
    story.step("accept", CLERK, day)
    return story


def at_publicity(posted: datetime) -> Story:
    story = accepted(MONDAY)
    story.step("start_inspection", CLERK, MONDAY + DAY)
    story.step("finish_inspection", INSPECTOR, MONDAY + 2 * DAY)
    story.step("post_notice", CLERK, posted)
    return story
