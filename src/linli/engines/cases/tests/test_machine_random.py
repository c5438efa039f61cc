"""Anybody tries anything, in procedures that nobody wrote: what no procedure that passes the checker can break."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from linli.engines.cases.course import ANSWERED, ESCALATED, OPENED, Asked, Climbed, Past, Post, TaskState
from linli.engines.cases.deadline import Entry, Op, due_at, of_law
from linli.engines.cases.definitions import Action, Clock, Holder, Phase, Procedure, State
from linli.engines.cases.ladder import next_rung
from linli.engines.cases.procedure import Given, HandOver, Move, open_clock
from linli.engines.cases.rules import DOES, current_due, does, past_of
from linli.engines.cases.terms import END_OF_DAY, Term, Unit
from linli.engines.cases.tests.procedures import procedures
from linli.engines.cases.tests.test_machine import CAST, HOLDS, TARGETS, post_of
from linli.engines.cases.tests.worked import CALENDAR, MONDAY, Story
from linli.kernel.errors import DomainError
from tests.support.drawing import examples

DAY = timedelta(days=1)
NUMBER = st.integers(0, 60)


class AnyLife(RuleBasedStateMachine):
    """`lent` and `owed` are told anew from the steps that were taken; `ledger` from the words about the clock."""

    story: Story
    lent: list[Post]
    owed: dict[int, tuple[str, Post]]
    last: Move | None = None

    @initialize(procedure=procedures())
    def a_case_is_opened(self, procedure: Procedure) -> None:
        opened = Past(OPENED, procedure.starts, MONDAY)
        self.story = Story(procedure, [opened], MONDAY, list(open_clock(procedure, MONDAY)))
        self.lent, self.owed = [], {}

    @rule(hours=st.integers(0, 24 * 9))
    def time_passes(self, hours: int) -> None:
        self.story.now += timedelta(hours=hours)

    @rule(
        who=st.sampled_from(sorted(CAST)), number=NUMBER, pick=st.integers(0, 3), to=TARGETS, note=st.booleans(),
        main=st.booleans(),
    )  # fmt: skip
    def somebody_tries(
        self, who: str, number: int, pick: int, to: Post | None, note: bool, main: bool
    ) -> None:
        action = self.story.procedure.actions[number % len(self.story.procedure.actions)]
        asks = (
            {code for index, code in enumerate(action.asks) if pick >> index & 1}
            if pick
            else set(action.asks)
        )
        self._try(who, action, asks, to, Given(note=note, main=main))

    @rule(number=NUMBER, to=TARGETS.filter(bool))
    def somebody_takes_a_step_that_is_offered(self, number: int, to: Post) -> None:
        offers = [
            (who, one)
            for who in sorted(CAST)
            for one, ready in self.story.offered(CAST[who]).items()
            if ready
        ]
        if number % 8:  # else most cases are soon withdrawn
            offers = [(who, one) for who, one in offers if one not in ("withdraw", "merge")]
        if not offers:
            return
        who, code = offers[number % len(offers)]
        action = self.story.procedure.action(code)
        assert action is not None
        asking = {code for code, _post in self.owed.values()}
        asks = set(action.asks) - asking if action.pick else set(action.asks)
        possible = not action.asks or (asks and not asks & asking)
        done = self._try(who, action, asks, to, Given(note=True, main=True))
        assert done or not possible or (action.hands_to and to == self.story.course.holder)

    def _try(self, who: str, action: Action, asks: set[str], to: Post | None, given: Given) -> bool:
        story, before, known = self.story, self.story.course, list(self.story.history)
        asked = {code: self._owes(code) for code in sorted(asks)}
        over = HandOver(action.hands_to[0], to) if action.hands_to and to else None
        given = replace(given, asked=asked, to=over)
        try:
            move = story.take(action.code, CAST[who], given)
        except DomainError:
            assert story.history == known, "a refused step leaves no trace"
            return False
        assert self._may(who, action), f"{who} may not {action.code}"
        assert before.state.code in action.from_
        assert given.note or not action.requires.note
        assert before.taken.get(action.code, 0) < (action.at_most or 1000)
        assert not {code for code, _post in self.owed.values()} & set(action.waits_for)
        story.keep(action, move)
        story.now += timedelta(seconds=1)  # no two steps are kept at one moment: each locks the case
        self._lend(action, move.before != move.after, to)
        self._ask(action, move.after, asked)
        self.last = move
        return True

    def _owes(self, code: str) -> Post | None:
        task = self.story.procedure.task(code)
        if task is None or isinstance(task.of, Holder):
            return post_of(task.of) if task else None  # type: ignore[arg-type]
        return self._holder()

    def _holder(self) -> Post | None:
        by = self.story.course.state.by
        return self.lent[-1] if self.lent else post_of(by) if isinstance(by, Holder) else None

    def _may(self, who: str, action: Action) -> bool:
        """Entitlement, told anew: who has the case acts in the stead of the state's own holder."""
        own = self.story.course.state.by
        if action.recalls and HOLDS[who] & set(self.lent):
            return True
        for by in action.by:
            if self.lent and by == own and not action.recalls:
                entitled = self.lent[-1] in HOLDS[who]
            else:
                entitled = post_of(by) in HOLDS[who] if isinstance(by, Holder) else who == by
            if entitled:
                return True
        return False

    def _lend(self, action: Action, moved: bool, to: Post | None) -> None:
        if moved:
            self.lent = []
        elif action.recalls:
            self.lent.pop()
        elif action.hands_to and to is not None:
            self.lent.append(to)

    def _ask(self, action: Action, after: State, asked: dict[str, Post | None]) -> None:
        gone = [
            one
            for one, (code, _post) in self.owed.items()
            if after.phase is Phase.CLOSED or code in action.cancels
        ]
        for one in gone:
            del self.owed[one]
        count = sum(len(past.asked) for past in self.story.history[:-1])
        self.owed |= {
            count + place: (code, post) for place, (code, post) in enumerate(asked.items(), 1) if post
        }

    @rule(
        who=st.sampled_from(sorted(CAST)), number=st.integers(1, 4), note=st.booleans(),
        said=st.sampled_from(["agree", "object", "report"]),
    )  # fmt: skip
    def somebody_answers(self, who: str, number: int, note: bool, said: str) -> None:
        try:
            self.story.answer(number, said, CAST[who], note=note)
        except DomainError:
            return
        _code, post = self.owed.pop(number)
        assert post in HOLDS[who]

    @rule(said=st.sampled_from(["agree", "object", "report"]))
    def who_was_asked_answers(self, said: str) -> None:
        for number, (_code, post) in list(self.owed.items())[:1]:
            who = next(one for one in CAST if post in HOLDS[one])
            self.somebody_answers(who, number, True, said)

    @rule(nobody=st.booleans())
    def it_climbs_a_rung(self, nobody: bool) -> None:
        course, due = self.story.course, self._due()
        ahead = next_rung(
            self.story.procedure.escalation, course.climbed, due, CALENDAR, state=course.state.code
        )
        if course.state.phase is Phase.CLOSED or ahead is None or due is None or ahead.at > self.story.now:
            return
        post = post_of(ahead.rung.holder)
        handed = post if ahead.rung.hand_to and not nobody and post != self._holder() else None
        climbed = Climbed(ahead.number, due, nobody)
        assert climbed not in course.climbed
        self.story.history.append(
            Past(ESCALATED, course.state.code, self.story.now, handed=handed, climbed=climbed)
        )
        self.lent += [handed] if handed else []

    def _due(self) -> datetime | None:
        course = self.story.course
        return current_due(self.story.procedure, course.state, course.since, self.story.ledger, CALENDAR)

    @invariant()
    def the_history_explains_where_the_case_is(self) -> None:
        course = self.story.course
        assert course.state.code == self.story.history[-1].to
        assert list(course.handed) == self.lent
        moved = [
            past for before, past in zip(self.story.history, self.story.history[1:], strict=False)
            if past.to != before.to
        ]  # fmt: skip
        assert course.since == (moved[-1].at if moved else MONDAY)

    @invariant()
    def what_was_answered_at_once_is_what_the_steps_tell_again(self) -> None:
        if self.last is not None and self.story.history[-1].action == self.last.action.code:
            course, move = self.story.course, self.last
            assert (course.state, course.since, course.handed) == (move.after, move.since, move.handed)
            assert course.tasks[len(course.tasks) - len(move.asked) :] == move.asked
            assert all(course.task(one).state is TaskState.CANCELLED for one in move.cancelled)  # type: ignore[union-attr]

    @invariant()
    def steps_are_read_back_as_they_were_kept(self) -> None:
        past, course = self.story.history[-1], self.story.course
        asked = course.tasks[len(course.tasks) - len(past.asked) :]
        assert tuple(Asked(task.code, task.post) for task in asked) == past.asked
        kept = does(asked=asked, task=past.task, answer=past.answer, handed=past.handed, climbed=past.climbed)
        assert past_of(past.action, past.to, past.at, kept) == past
        assert kept.keys() <= {DOES}

    @invariant()
    def open_questions_are_those_that_nobody_answered_or_took_back(self) -> None:
        course = self.story.course
        assert {task.number: (task.code, task.post) for task in course.open_tasks} == self.owed
        everybody = frozenset().union(*HOLDS.values())
        assert all(post in everybody for _code, post in self.owed.values())
        assert course.state.phase is not Phase.CLOSED or not course.open_tasks
        assert sum(past.action == ANSWERED for past in self.story.history) == sum(
            task.state is TaskState.ANSWERED for task in course.tasks
        )

    @invariant()
    def the_ledger_is_what_the_history_says(self) -> None:
        assert self.story.ledger == list(self._told_ledger())

    def _told_ledger(self) -> list[Entry]:
        """The clock by the words about it: it runs in running states, stands in those with a pause, begins anew when
        the case is reopened, and begins with the receipt where nobody told in time what is missing."""
        procedure, told = self.story.procedure, []
        clock, begun, since = Clock.NONE, False, MONDAY
        before: State | None = None
        for past in self.story.history:
            after = procedure.state(past.to)
            if after != before:
                at = past.at
                if clock is Clock.NONE and after.clock is not Clock.NONE:
                    if before is not None and self._too_late(before, since, past.at):
                        at = since
                    reopened = begun and before is not None and before.phase is Phase.CLOSED
                    told.append(Entry(Op.RESTART if reopened else Op.RUN, at))
                    clock, begun = Clock.RUN, True
                if after.clock is Clock.PAUSE:
                    told.append(Entry(Op.PAUSE, at, str(after.pause)))
                elif clock is Clock.PAUSE and after.clock is Clock.RUN:
                    told.append(Entry(Op.RUN, at))
                elif clock is not Clock.NONE and after.clock is Clock.NONE:
                    told.append(Entry(Op.STOP, at))
                before, clock, since = after, after.clock, past.at
            action = procedure.action(past.action)
            if action and action.extends:
                told.append(Entry(Op.EXTEND, past.at, "law" if action.clause else "", extra=action.extends))
        return told

    def _too_late(self, state: State, since: datetime, at: datetime) -> bool:
        rule_ = self.story.procedure.supplement
        if rule_ is None or state.code != rule_.state:
            return False
        last = CALENDAR.add_workdays(since.date(), rule_.within.number)
        return at > datetime.combine(last, END_OF_DAY, since.tzinfo)

    @invariant()
    def the_due_day_is_what_counting_by_hand_gives(self) -> None:
        course, found = self.story.course, []
        limit = self.story.procedure.limit_of(course.state)
        if limit is not None:
            day, left = course.since.date(), limit.number + self._added_here()
            while left or (limit.unit is Unit.DAYS and not CALENDAR.is_workday(day)):
                day += DAY
                left -= left > 0 and (limit.unit is Unit.DAYS or CALENDAR.is_workday(day))
            found.append(day)
        if promised := self._last_day(self.story.procedure.limits.promised, by_office=True):
            found.append(promised)
        due = self._due()
        assert (due and due.date()) == min(found, default=None)

    def _added_here(self) -> int:
        """What was added since the case came into its state."""
        procedure, history = self.story.procedure, self.story.history
        came = max(
            place for place, past in enumerate(history) if not place or past.to != history[place - 1].to
        )
        steps = (procedure.action(past.action) for past in history[came:])
        return sum(one.extends.number for one in steps if one and one.extends)

    @invariant()
    def an_office_does_not_move_the_law(self) -> None:
        """The last day by law is told without what an office added on its own, and the promise never ends after it."""
        limits, ledger = self.story.procedure.limits, of_law(self.story.ledger)
        law = due_at(ledger, limits.legal, CALENDAR) if ledger else None
        assert (law and law.date()) == self._last_day(limits.legal, by_office=False)
        promise = due_at(self.story.ledger, limits.promised, CALENDAR)
        assert law is None or (promise is not None and promise <= law)

    def _last_day(self, term: Term, *, by_office: bool) -> date | None:
        """The last day of a term, day by day, with or without what the office added on its own; None while the clock
        stands before it came."""
        told = list(self._told_ledger())
        anew = max((place for place, one in enumerate(told) if one.op is Op.RESTART), default=0)
        told = told[anew:]
        if not told:
            return None
        left = term.number + sum(one.extra.number for one in told if one.extra and (by_office or one.reason))
        turns = [one for one in told if one.op not in (Op.EXTEND, Op.STOP)]
        day = turns[0].day
        while left:
            day += DAY
            before = [one for one in turns if one.day < day]
            if before == turns and turns[-1].op is Op.PAUSE:
                return None
            runs = before[-1].op is not Op.PAUSE and all(one.day != day for one in turns)
            left -= runs and (term.unit is Unit.DAYS or CALENDAR.is_workday(day))
        while not CALENDAR.is_workday(day):
            day += DAY
        return day

    @invariant()
    def an_open_case_waits_for_somebody_who_can_act(self) -> None:
        course, holder = self.story.course, self._holder()
        if course.state.phase is not Phase.CLOSED:
            who = "applicant" if holder is None else next(one for one in CAST if holder in HOLDS[one])
            assert self.story.offered(CAST[who]) or self.story.offered(CAST["system"])


TestAnyLife = AnyLife.TestCase
TestAnyLife.settings = settings(
    max_examples=examples(40), stateful_step_count=20, deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)  # fmt: skip
