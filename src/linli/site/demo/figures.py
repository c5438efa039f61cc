"""Stage: population figures of the communities, yearly and monthly. The statistics of a made-up county.

They describe the whole county; the register of people may hold only a sample of it (`--residents`).
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from linli.kernel.copying import analyze, copy_rows
from linli.registers.statistics.models import PopulationFigure
from linli.site.demo.spec import SOURCE, DemoSpec
from linli.site.demo.stages import Outcome, Tell
from linli.site.demo.territory import Community, Territory, load_territory

YEARS = 6
MONTHS = 24

_Kind = PopulationFigure.Kind
_COLUMNS = ("county", "town", "community", "kind", "day", "value", "source", "synthetic")
_Figure = tuple[str, date, int]


def write_figures(spec: DemoSpec, tell: Tell) -> Outcome:
    """Households and residents at six year-ends, elderly people and visits in 24 months.

    A few communities have no figures at all, a few more no visits: their pages must say «no data».
    """
    territory = load_territory(spec)
    rows = copy_rows(PopulationFigure, _COLUMNS, _draw_rows(spec, territory))
    analyze(PopulationFigure)
    tell(f"{rows} population figures")
    return Outcome(rows)


def _draw_rows(spec: DemoSpec, territory: Territory) -> Iterator[tuple[object, ...]]:
    silent = choose_without_figures(spec, territory)
    for community in territory.communities:
        if community.place_id in silent:
            continue
        random = spec.stream("figures", community.code)
        for kind, day, value in (
            *_yearly(random, community, spec.today),
            *_monthly(random, community, spec.today),
        ):
            place = (territory.county_id, community.town.place_id, community.place_id)
            yield (*place, kind, day, value, SOURCE, True)


def choose_without_figures(spec: DemoSpec, territory: Territory) -> set[int]:
    """Place ids of the communities whose figures are missing: 3 % of the urban and of the rural ones."""
    random = spec.stream("figures", "missing")
    shown = {territory.cast_community.place_id, territory.next_community.place_id}
    chosen: set[int] = set()
    for urban in (True, False):
        group = [item.place_id for item in territory.communities if item.urban == urban]
        candidates = [place_id for place_id in group if place_id not in shown]
        chosen.update(random.sample(candidates, min(round(len(group) * 0.03 + 0.3), len(candidates))))
    return chosen


def households_of(community: Community) -> int:
    """Households of the made-up statistics at the last year-end."""
    return max(1, round(community.natural_size / (2.6 if community.urban else 3.1)))


def year_ends(today: date) -> Sequence[date]:
    """The last days of the six years that are over, oldest first."""
    return [date(year, 12, 31) for year in range(today.year - YEARS, today.year)]


def month_ends(today: date) -> Sequence[date]:
    """The last days of the 24 months that are over, oldest first."""
    ends = [today.replace(day=1) - timedelta(days=1)]
    while len(ends) < MONTHS:
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    return ends[::-1]


def _yearly(random: Random, community: Community, today: date) -> Iterator[_Figure]:
    growth = random.uniform(0.002, 0.025) if community.urban else random.uniform(-0.018, 0.003)
    days = year_ends(today)
    for day in days:
        factor = (1 + growth) ** (day.year - days[-1].year)
        residents = round(community.natural_size * factor)
        yield _Kind.HOUSEHOLDS, day, max(1, round(households_of(community) * factor))
        yield _Kind.RESIDENTS, day, residents
        if community.urban:
            yield _Kind.URBAN_RESIDENTS, day, residents


def _monthly(random: Random, community: Community, today: date) -> Iterator[_Figure]:
    elderly = max(1, round(community.natural_size * random.uniform(0.005, 0.013)))
    thorough = random.random() < 0.6
    forgetful = random.random() < 0.03
    for day in month_ends(today):
        count = max(1, elderly + random.randint(-1, 1))
        rate = 1.0 if thorough else random.uniform(0.88, 1.0)
        yield _Kind.VULNERABLE_ELDERLY, day, count
        if not forgetful:
            yield _Kind.VISITED_ELDERLY, day, min(count, round(count * rate))
