"""What is drawn, without a database: households, numbers, shares, the map."""

from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.kernel.codes import check_id_number, id_number_birth_date, id_number_sex
from linli.site.demo.cast import WANG, cast_households
from linli.site.demo.figures import month_ends, year_ends
from linli.site.demo.ground import Rectangle, cut
from linli.site.demo.homes import Home, settle
from linli.site.demo.households import HEAD, OLD_AGE, draw_households, member_age
from linli.site.demo.identity import IdNumbers, Phones
from linli.site.demo.shares import divide
from linli.site.demo.spec import DemoSpec
from linli.site.demo.territory import Community, Town

TODAY = date(2026, 11, 23)
seeds = st.integers(0, 10**9)
calm = settings(deadline=None)  # behaviour is tested here, not speed
days = st.dates(date(2024, 2, 28), date(2032, 3, 1))


@calm
@given(seeds, st.integers(1, 300), st.booleans(), days)
def test_households_hold_exactly_the_residents_asked_for(
    seed: int, residents: int, urban: bool, today: date
) -> None:
    households = list(draw_households(Random(seed), residents=residents, urban=urban, today=today))
    assert sum(map(len, households)) == residents
    assert all(household[0].relation == HEAD for household in households)
    assert all(member.relation != HEAD for household in households for member in household[1:])


@calm
@given(seeds, st.integers(1, 60), st.booleans(), days)
def test_the_first_household_has_someone_old_enough_for_the_allowance(
    seed: int, residents: int, urban: bool, today: date
) -> None:
    first = next(draw_households(Random(seed), residents=residents, urban=urban, today=today))
    assert member_age(first[0], today) >= OLD_AGE


@calm
@given(seeds, st.booleans(), days)
def test_relatives_have_the_sex_and_age_that_their_relation_says(seed: int, urban: bool, today: date) -> None:
    for head, *others in draw_households(Random(seed), residents=120, urban=urban, today=today):
        assert 0 <= member_age(head, today) <= 101
        for other in others:
            gap = other.born.year - head.born.year
            match other.relation[0]:
                case "1":
                    assert other.sex != head.sex
                    assert other.relation == ("11" if other.sex == "1" else "12")
                case "2" | "3":
                    assert gap >= 17
                    assert (other.relation[0] == "2") == (other.sex == "1")
                case "5":
                    assert gap <= -20
                    assert other.relation == ("51" if other.sex == "1" else "52")
                case _:
                    pytest.fail(f"unexpected relation {other.relation}")
            assert other.born <= today


@calm
@given(st.lists(st.tuples(st.sampled_from(["1", "2"]), st.dates(date(1930, 1, 1), TODAY)), max_size=60))
def test_identity_numbers_are_valid_unassigned_and_never_given_twice(people: list[tuple[str, date]]) -> None:
    numbers = IdNumbers({})
    taken = [numbers.take(born=born, sex=sex) for sex, born in people]
    assert len(set(taken)) == len(taken)
    for number, (sex, born) in zip(taken, people, strict=True):
        assert check_id_number(number, today=TODAY) == number
        assert number.startswith("999999")
        assert (id_number_sex(number), id_number_birth_date(number)) == (sex, born)


def test_a_day_and_sex_has_five_hundred_identity_numbers_and_then_says_so() -> None:
    born = date(1980, 1, 1)
    earlier = IdNumbers({})
    first = {earlier.take(born=born, sex="2") for _ in range(200)}
    later = IdNumbers({(born, "2"): 200})
    assert len(first | {later.take(born=born, sex="2") for _ in range(300)}) == 500
    with pytest.raises(ValueError, match="1980-01-01"):
        later.take(born=born, sex="2")
    assert later.take(born=born, sex="1")


def test_phones_are_of_the_prefix_that_no_operator_has_and_differ() -> None:
    phones = Phones(0)
    taken = [phones.take() for _ in range(5_000)]
    assert len(set(taken)) == 5_000
    assert all(len(phone) == 11 and phone.startswith("154") for phone in taken)
    assert Phones(4_999).take() == taken[-1]


@calm
@given(
    st.integers(0, 10_000),
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 3)), min_size=1, max_size=40),
)
def test_parts_add_up_and_keep_their_least(total: int, wishes: list[tuple[int, int]]) -> None:
    weights, least = [weight for weight, _ in wishes], [minimum for _, minimum in wishes]
    parts = divide(total, weights, least=least)
    if sum(weights) or total <= sum(least):
        assert sum(parts) == total
    if total >= sum(least):
        assert all(part >= minimum for part, minimum in zip(parts, least, strict=True))


@calm
@given(st.lists(st.integers(1, 5_000), min_size=1, max_size=60))
def test_the_map_is_cut_without_overlap_or_gap(weights: list[int]) -> None:
    whole = Rectangle(0, 0, 620_000, 480_000)
    parts = cut(whole, weights)
    assert len(parts) == len(weights)
    assert sum(part.area for part in parts) == whole.area
    for index, one in enumerate(parts):
        assert one.area > 0
        for other in parts[index + 1 :]:
            apart = one.east <= other.west or other.east <= one.west
            assert apart or one.north <= other.south or other.north <= one.south


def test_outlines_are_closed_rings_in_degrees() -> None:
    ring = Rectangle(101_000_000, 25_000_000, 101_500_000, 25_250_000).polygon()["coordinates"][0]
    assert ring == [[101.0, 25.0], [101.5, 25.0], [101.5, 25.25], [101.0, 25.25], [101.0, 25.0]]


@calm
@given(days)
def test_figures_stand_at_ends_of_years_and_months_that_are_over(today: date) -> None:
    assert [day.year for day in year_ends(today)] == list(range(today.year - 6, today.year))
    ends = month_ends(today)
    assert len(set(ends)) == 24
    assert ends == sorted(ends)
    assert ends[-1] < today


@calm
@given(days)
def test_the_eldest_of_the_cast_is_of_age_on_any_day(today: date) -> None:
    wang = cast_households(today)[0][0]
    assert wang.name == WANG.name
    assert member_age(wang, today) >= OLD_AGE


@calm
@given(seeds)
def test_every_household_lives_or_is_registered_in_the_county(seed: int) -> None:
    town = Town(1, "532301100", "鹿城镇")
    here, there = (
        Community(key, f"53230110000{key}", f"{key}社区居委会", "111", town, 900) for key in (2, 3)
    )
    random = Random(seed)
    for household in draw_households(random, residents=40, urban=True, today=TODAY):
        settled = settle(
            random,
            household,
            community=here,
            others=[here, there],
            buildings={2: 9, 3: 9},
            today=TODAY,
            rooted=False,
        )
        assert [one.member for one in settled] == household
        for one in settled:
            homes: list[Home] = [home for home in (one.dwelling, one.registered) if home]
            assert homes
            assert all(1 <= home.building <= 9 for home in homes)
            assert one.member.born <= one.since <= TODAY


def test_random_streams_depend_on_seed_county_and_purpose_only() -> None:
    def first(seed: int, county: str, purpose: str, residents: int = 100) -> float:
        spec = DemoSpec(county=county, residents=residents, seed=seed, now=datetime(2026, 3, 2, tzinfo=UTC))
        return spec.stream(purpose, "532301100001").random()

    assert first(1, "532301", "people") == first(1, "532301", "people", residents=5_000)
    different = {first(1, "532301", "people"), first(2, "532301", "people"), first(1, "120118", "people")}
    assert len(different | {first(1, "532301", "figures")}) == 4
