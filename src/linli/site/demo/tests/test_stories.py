"""What is told of past applications, without a database: their turns, ratings and times."""

from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from linli.engines.forms.texts import is_luhn, read_phone
from linli.kernel.clock import LOCAL, local_day
from linli.registers.calendar.rules import WorkCalendar
from linli.registers.people.queries import FileView
from linli.site.demo.applicants import draw_answers
from linli.site.demo.history import past_workdays, schedule
from linli.site.demo.stories import SPAN, Near, Story, Terms, draw_stories

TERMS = Terms(intake=5, publicity=5, promise=20)
TODAY = date(2026, 11, 23)
CALENDAR = WorkCalendar()
calm = settings(deadline=None)
seeds = st.integers(0, 10**9)


def draw(seed: int, count: int = 80) -> list[Story]:
    return draw_stories(Random(seed), count=count, terms=TERMS)


@calm
@given(seeds, st.integers(0, 300))
def test_every_story_begins_with_an_application_and_lies_in_the_past(seed: int, count: int) -> None:
    stories = draw(seed, count)
    assert len(stories) == count
    for story in stories:
        assert story.turns[0].what == "apply"
        days = [turn.day for turn in story.turns]
        assert days == sorted(set(days))
        assert -SPAN <= days[0] <= days[-1] <= -1


@calm
@given(seeds)
def test_public_notices_last_their_term_and_what_is_missing_is_told_in_time(seed: int) -> None:
    for story in draw(seed, 200):
        day = {turn.what: turn.day for turn in story.turns}
        if "end_notice" in day:
            assert day["end_notice"] - day["post_notice"] > TERMS.publicity
        for told in ("request_supplement", "decline"):
            if told in day:
                assert day[told] - day["apply"] <= TERMS.intake
        if "deem_accepted" in day:
            assert day["deem_accepted"] - day["apply"] == TERMS.intake + 1


@calm
@given(seeds)
def test_a_third_stands_in_the_town_of_the_cast_and_most_who_got_an_answer_rate_it(seed: int) -> None:
    stories = draw(seed)
    town = [story for story in stories if story.near in (Near.HERE, Near.NEXT, Near.TOWN)]
    assert 26 <= len(town) <= 30
    ended = [story for story in stories if story.outcome]
    levels = [story.level for story in ended if story.level is not None]
    assert 40 <= len(ended) <= 50
    assert len(levels) == round(len(ended) * 0.7)
    assert {1, 2, 4, 5} <= set(levels)
    assert sum(level >= 4 for level in levels) > len(levels) / 2
    assert all(story.level is None for story in stories if not story.outcome)


@calm
@given(seeds, st.dates(date(2024, 6, 1), date(2032, 3, 1)))
def test_turns_are_taken_in_working_hours_in_order_and_before_today(seed: int, today: date) -> None:
    stories = draw(seed, 40)
    days = past_workdays(CALENDAR, today, SPAN)
    moments = schedule(Random(seed), stories, days)
    assert [moment.at for moment in moments] == sorted(moment.at for moment in moments)
    assert all(local_day(moment.at) < today for moment in moments)
    for which, story in enumerate(stories):
        own = [moment for moment in moments if moment.which == which]
        told = [*(turn.what for turn in story.turns), *(["rate"] if story.level else [])]
        assert [moment.turn.what for moment in own] == told
        for moment in own:
            if moment.turn.who == "system":
                assert moment.at.astimezone(LOCAL).hour == 0
            elif moment.turn.what != "rate":
                assert CALENDAR.is_workday(local_day(moment.at))
                assert 8 <= moment.at.astimezone(LOCAL).hour <= 17


def test_past_working_days_leave_out_today_and_days_off() -> None:
    assert past_workdays(CALENDAR, TODAY, 2) == [date(2026, 11, 20), date(2026, 11, 19), date(2026, 11, 18)]


@calm
@given(seeds)
def test_cards_and_missing_phones_are_well_formed_numbers_of_nobody(seed: int) -> None:
    file = FileView(1, "某人", "2", date(1940, 1, 1), 86, "", "", "某路1号", 1, 1)
    answers = draw_answers(Random(seed), file)
    assert is_luhn(answers["bank_card"])
    assert answers["bank_card"].startswith("9999")
    assert read_phone(answers["phone"]).startswith("154")
