"""Anybody tries anything at any time, in memory: what no sequence of steps can break. The oracle is written anew, from
the words of the procedure, not from the interpreter."""

from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from linli.engines.cases.course import ESCALATED, Climbed, Past, Post, TaskState
from linli.engines.cases.deadline import Op
from linli.engines.cases.definitions import Action, Holder, Phase
from linli.engines.cases.ladder import next_rung
from linli.engines.cases.procedure import Facts, Given, HandOver
from linli.engines.cases.rules import current_due
from linli.engines.cases.tests.worked import (
    APPLICANT,
    ASKED_OF,
    CALENDAR,
    CLERK,
    COMPLAINT,
    COUNTY_POST,
    DECIDER,
    NEXT_DOOR,
    NEXT_POST,
    REVIEWER,
    TOWN_POST,
    Story,
)
from linli.kernel.errors import DomainError
from tests.support.drawing import examples

CAST = {
    "clerk": CLERK, "next door": NEXT_DOOR, "reviewer": REVIEWER, "decider": DECIDER, "applicant": APPLICANT,
    "system": Facts(system=True), "nobody": Facts(),
}  # fmt: skip
HOLDS = {name: facts.posts for name, facts in CAST.items()}
ACTIONS = {action.code: action for action in COMPLAINT.actions}
ASKS = st.sets(st.sampled_from(["town_opinion", "county_opinion", "report"]))
TARGETS = st.sampled_from([None, NEXT_POST, TOWN_POST, COUNTY_POST])


def post_of(by: Holder) -> Post:
    return by.role, {"community": "community:3", "town": "town:2", "county": "county:1"}[by.at]


class Life(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.story = Story()
        self.due: datetime | None = None
        self.lent: list[Post] = []

    @rule(hours=st.integers(0, 24 * 9))
    def time_passes(self, hours: int) -> None:
        self.story.now += timedelta(hours=hours)

    @rule(
        who=st.sampled_from(sorted(CAST)), code=st.sampled_from(sorted(ACTIONS)), asks=ASKS, to=TARGETS,
        note=st.booleans(), main=st.booleans(),
    )  # fmt: skip
    def somebody_tries(
        self, who: str, code: str, asks: set[str], to: Post | None, note: bool, main: bool
    ) -> None:
        self._try(who, ACTIONS[code], asks, to, note=note, main=main)

    @rule(data=st.data())
    def somebody_takes_a_step_that_is_offered(self, data: st.DataObject) -> None:
        offers = sorted(
            (who, code) for who in CAST for code, ready in self.story.offered(CAST[who]).items() if ready
        )
        if not offers:
            return
        who, code = data.draw(st.sampled_from(offers))
        action = ACTIONS[code]
        open_now = {task.code for task in self.story.course.open_tasks}
        asks = set(action.asks) - open_now if action.pick else set(action.asks)
        to = data.draw(TARGETS.filter(bool)) if action.hands_to else None
        possible = not action.asks or (asks and not asks & open_now)
        done = self._try(who, action, asks, to, note=True, main=True)
        assert done or not possible or (action.hands_to and to == self.story.course.holder)

    def _try(
        self, who: str, action: Action, asks: set[str], to: Post | None, *, note: bool, main: bool
    ) -> bool:
        story, before = self.story, self.story.course
        known, may = list(story.history), self._may(who, action)
        over = HandOver(action.hands_to[0], to) if action.hands_to and to else None
        given = Given(note=note, asked={one: ASKED_OF[one] for one in sorted(asks)}, to=over, main=main)
        try:
            move = story.take(action.code, CAST[who], given)
        except DomainError:
            assert story.history == known, "a refused step leaves no trace"
            return False
        assert may, f"{who} may not {action.code}"
        assert before.state.code in action.from_
        assert note or not action.requires.note
        assert before.taken.get(action.code, 0) < (action.at_most or 1000)
        assert not {task.code for task in before.open_tasks} & set(action.waits_for)
        story.keep(action, move)
        self._lend(action, move.before != move.after, to)
        return True

    def _may(self, who: str, action: Action) -> bool:
        """Entitlement, told anew: who has the case acts in the stead of the state's own holder."""
        own, lent = self.story.course.state.by, self.lent
        if action.recalls and HOLDS[who] & set(lent):
            return True
        for by in action.by:
            if by in ("applicant", "system"):
                if who == by:
                    return True
            elif isinstance(by, Holder):
                wanted = lent[-1] if lent and by == own and not action.recalls else post_of(by)
                if wanted in HOLDS[who]:
                    return True
        return False

    def _lend(self, action: Action, moved: bool, to: Post | None) -> None:
        if moved:
            self.lent = []
        elif action.recalls:
            self.lent.pop()
        elif action.hands_to and to is not None:
            self.lent.append(to)

    @precondition(lambda self: self.story.course.state.phase is Phase.RUNNING)
    @rule(code=st.sampled_from(["consult", "supervise"]))
    def somebody_who_may_asks(self, code: str) -> None:
        action, asking = ACTIONS[code], {task.code for task in self.story.course.open_tasks}
        who = next((one for one in CAST if self._may(one, action)), "nobody")
        self._try(who, action, set(action.asks) - asking, None, note=True, main=False)

    @precondition(lambda self: bool(self.story.course.tasks))
    @rule(
        who=st.sampled_from(sorted(CAST)), number=st.integers(0, 3), note=st.booleans(),
        said=st.sampled_from(["agree", "object", "report", ""]),
    )  # fmt: skip
    def somebody_answers(self, who: str, number: int, note: bool, said: str) -> None:
        number = (
            (self.story.course.open_tasks or self.story.course.tasks)[0].number if number == 0 else number
        )
        known, task = list(self.story.history), self.story.course.task(number)
        try:
            self.story.answer(number, said, CAST[who], note=note)
        except DomainError:
            assert self.story.history == known
            return
        assert task is not None
        assert task.is_open
        assert task.post in HOLDS[who]

    @precondition(lambda self: self._ahead() is not None)
    @rule(nobody=st.booleans())
    def it_climbs_a_rung(self, nobody: bool) -> None:
        ahead, due, course = self._ahead(), self._due(), self.story.course
        if ahead is None or due is None or ahead.at > self.story.now:
            return
        post = post_of(ahead.rung.holder)
        handed = post if ahead.rung.hand_to and not nobody and post != course.holder else None
        climbed = Climbed(ahead.number, due, nobody)
        self.story.history.append(
            Past(ESCALATED, course.state.code, self.story.now, handed=handed, climbed=climbed)
        )
        if handed:
            self.lent.append(handed)

    def _due(self) -> datetime | None:
        course = self.story.course
        return current_due(COMPLAINT, course.state, course.since, self.story.ledger, CALENDAR)

    def _ahead(self) -> object:
        course = self.story.course
        if course.state.phase is Phase.CLOSED:
            return None
        return next_rung(COMPLAINT.escalation, course.climbed, self._due(), CALENDAR, state=course.state.code)

    @invariant()
    def there_is_one_state_and_the_history_explains_it(self) -> None:
        course = self.story.course
        assert course.state.code == self.story.history[-1].to
        assert list(course.handed) == self.lent

    @invariant()
    def no_question_is_lost(self) -> None:
        course = self.story.course
        asked = [one for past in self.story.history for one in past.asked]
        assert [(task.number, task.code, task.post) for task in course.tasks] == [
            (number, one.code, one.post) for number, one in enumerate(asked, 1)
        ]
        everybody = frozenset().union(*HOLDS.values())
        assert all(task.post in everybody for task in course.open_tasks)
        assert course.state.phase is not Phase.CLOSED or not course.open_tasks
        assert len({task.code for task in course.open_tasks}) == len(course.open_tasks)
        answers = [past.task for past in self.story.history if past.task]
        assert sorted(answers) == [task.number for task in course.tasks if task.state is TaskState.ANSWERED]

    @invariant()
    def the_ledger_is_what_the_history_says(self) -> None:
        expected: list[tuple[Op, datetime]] = []
        before, begun = COMPLAINT.state(COMPLAINT.starts), False
        for past in self.story.history[1:]:
            after = COMPLAINT.state(past.to)
            if after.phase is Phase.RUNNING and before.phase is not Phase.RUNNING:
                expected.append((Op.RESTART if begun and before.phase is Phase.CLOSED else Op.RUN, past.at))
                begun = True
            if after.phase is Phase.CLOSED and before.phase is Phase.RUNNING:
                expected.append((Op.STOP, past.at))
            if past.action == "extend":
                expected.append((Op.EXTEND, past.at))
            before = after
        assert [(entry.op, entry.at) for entry in self.story.ledger] == expected

    @invariant()
    def an_open_case_waits_for_somebody_who_can_act(self) -> None:
        course = self.story.course
        if course.state.phase is not Phase.CLOSED:
            post = course.holder or post_of(course.state.by)  # type: ignore[arg-type]
            who = next(name for name, posts in HOLDS.items() if post in posts)
            assert self.story.offered(CAST[who])

    @invariant()
    def no_rung_is_taken_twice_for_one_moment(self) -> None:
        climbed = [(one.rung, one.due) for one in self.story.course.climbed]
        assert len(climbed) == len(set(climbed))


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=examples(40), stateful_step_count=30, deadline=None)
