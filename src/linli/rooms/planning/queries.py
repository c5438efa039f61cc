"""What a planner may ask: plans, places, the table of both, and the rows behind a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from linli.engines.expressions import ExpressionFault
from linli.engines.packs import queries as packs
from linli.insight.definitions import Indicator
from linli.insight.models import CountedDay
from linli.insight.queries import CountedRow, get_counted_day, list_rows, read_values
from linli.insight.registry import MEASURES
from linli.insight.rules import Formula, Lack, Missing, Values, make_formula
from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.kernel.measures import Measure
from linli.registers.places.models import PlaceVersion
from linli.registers.places.queries import get_version, position_of
from linli.registers.places.rules import SCOPED_LEVELS, Position, is_drawer, parse_scope
from linli.rooms.planning.definitions import Plan, Target
from linli.rooms.planning.policies import may_see, planning_scopes
from linli.rooms.planning.rules import Row, Spot, Standing, State, Step, Table, Yardstick


def get_place(actor: Actor, code: str, day: date) -> Position:
    """The place that bears `code`, if the actor plans for it. Raises NotFound otherwise, alike for both."""
    version = PlaceVersion.objects.filter(code=code, valid__contains=day).first()
    position = position_of(version) if version else None
    if position is None or not may_see(actor, position):
        raise NotFound(_("There is no such place."))
    return position


def get_home_place(actor: Actor, day: date) -> Position:
    """The place of the actor's first planning post. Raises NotFound."""
    for scope in planning_scopes(actor):
        return position_of(get_version(parse_scope(scope)[1], day))
    raise NotFound(_("There is no such place."))


def list_plans(path: Sequence[Step]) -> list[Plan]:
    """Installed plans that cover the last place of `path`: first of its regions, last samples."""
    codes = {step.code for step in path}
    found: list[Plan] = [packs.load(item) for item in packs.list_items("plan")]
    covering = [plan for plan in found if not plan.region or plan.region in codes]
    return sorted(covering, key=lambda plan: (plan.sample, -len(plan.region), plan.code))


def list_path(actor: Actor, place: Position, day: date) -> tuple[Step, ...]:
    """From the province down to the place, on `day`; `open` are those that the actor may see."""
    ids = [getattr(place, level) for level in SCOPED_LEVELS]
    known = [place_id for place_id in ids if place_id is not None]
    versions = PlaceVersion.objects.filter(place_id__in=known, valid__contains=day)
    steps = [
        Step(version.code, version.name, version.level, may_see(actor, position_of(version)))
        for version in versions
        if not is_drawer(version.level, version.name)
    ]
    return tuple(sorted(steps, key=lambda step: SCOPED_LEVELS.index(step.level)))


def _choose_plan(plans: Sequence[Plan], code: str) -> Plan:
    for plan in plans:
        if code in ("", plan.code):
            return plan
    raise NotFound(_("No such plan covers this place."))


def get_table(actor: Actor, place: Position, plan: str, day: date) -> Table:
    """Every indicator of `place` against `plan`; those that it sets no target for come last, without one.

    `place` is a county, a town or a community; an empty `plan` stands for the first that covers it. Raises
    NotFound for what the actor may not see.
    """
    if not may_see(actor, place):
        raise NotFound(_("There is no such place."))
    if place.county is None:
        raise NotFound(_("Choose a county, or a place in one."))
    path = list_path(actor, place, day)
    plans = list_plans(path)
    chosen = _choose_plan(plans, plan)
    lines = list(_lines(chosen))
    measures = {code for _, formula, _ in lines if isinstance(formula, Formula) for code in formula.measures}
    counted = get_counted_day(place.county, day)
    values: Values = {}
    if counted is not None:
        values = read_values(county=place.county, day=counted.day, measures=measures)
    spots = _list_spots(place, counted.day if counted else day)
    return Table(
        plan=chosen,
        spot=spots.here,
        path=path,
        plans=tuple(plans),
        day=day,
        counted_day=counted.day if counted else None,
        computed_at=counted.computed_at if counted else None,
        communities=spots.communities,
        rows=tuple(_build_row(line, spots, counted, values, day) for line in lines),
    )


_Line = tuple[Indicator, Formula | Missing, Target | None]


def _lines(plan: Plan) -> Sequence[_Line]:
    """Indicators with the plan's targets in its order, then those it says nothing about."""
    indicators: dict[str, Indicator] = {item.code: packs.load(item) for item in packs.list_items("indicator")}
    asked = [
        (indicators[target.indicator], target) for target in plan.targets if target.indicator in indicators
    ]
    named = {target.indicator for target in plan.targets}
    unasked = [(indicator, None) for code, indicator in indicators.items() if code not in named]
    return [(indicator, _formula(indicator), target) for indicator, target in (*asked, *unasked)]


def _formula(indicator: Indicator) -> Formula | Missing:
    try:
        return make_formula(indicator, MEASURES)
    except ExpressionFault:
        return Missing(Lack.NO_MEASURE)


@dataclass(frozen=True, slots=True)
class _Spots:
    here: Spot
    towns: tuple[Spot, ...]
    communities: tuple[Spot, ...]

    def of_town(self, town: int) -> tuple[Spot, ...]:
        return tuple(spot for spot in self.communities if spot.town == town)


def _list_spots(place: Position, day: date) -> _Spots:
    """The place, and the towns and communities in it, as they were on `day`."""
    inside = PlaceVersion.objects.filter(
        county=place.county, level__in=("county", "town", "community"), valid__contains=day
    ).order_by("code")
    if place.level in ("town", "community", "grid"):
        inside = inside.filter(**{place.level: place.place_id})
    spots = [
        Spot(version.place_id, version.code, version.name, version.level, version.town, version.urban_class)
        for version in inside
    ]
    here = next((spot for spot in spots if spot.place_id == place.place_id), None)
    if here is None:
        raise NotFound(_("There is no such place."))
    return _Spots(
        here=here,
        towns=tuple(spot for spot in spots if spot.level == "town") if here.level == "county" else (),
        communities=tuple(spot for spot in spots if spot.level == "community"),
    )


def _build_row(line: _Line, spots: _Spots, counted: CountedDay | None, values: Values, day: date) -> Row:
    indicator, formula, target = line
    past = target is not None and target.deadline < day
    lack = formula if isinstance(formula, Missing) else None
    if counted is None and lack is None:
        lack = Missing(Lack.NOT_COUNTED)
    if lack is not None or isinstance(formula, Missing):
        return Row(indicator, formula, target, past, Standing(spots.here, State.NO_DATA, missing=lack))
    known = {code: values[code] for code in formula.measures}
    yardstick = Yardstick.of(formula, target, known, spots.communities)
    inside = spots.communities if spots.here.level != "community" else ()
    stood = (yardstick.stand(spot, [spot]) for spot in inside)
    return Row(
        indicator=indicator,
        formula=formula,
        target=target,
        past=past,
        place=yardstick.stand(spots.here, spots.communities),
        towns=tuple(yardstick.stand(town, spots.of_town(town.place_id)) for town in spots.towns),
        communities=tuple(
            standing
            for standing in stood
            if standing.missing is None or standing.missing.lack is not Lack.OTHER_AREA
        ),
    )


def get_row(table: Table, key: str) -> Row:
    """The row of a target («KPI-01-U») or of an indicator («KPI-20»). Raises NotFound."""
    for row in table.rows:
        if key in (row.key, row.indicator.code):
            return row
    raise NotFound(_("There is no such indicator."))


@dataclass(frozen=True, slots=True)
class Evidence:
    """One page of the rows behind a part of a number; `more` if others follow."""

    measure: Measure
    rows: list[CountedRow]
    more: bool


def list_evidence(
    table: Table, row: Row, measure: str, *, after: tuple[int, int] = (0, 0), limit: int = 50
) -> Evidence:
    """Rows of `measure` in exactly those communities that the number counts. Raises NotFound.

    The table was given only to an actor who may see its place; rows are read now, for the counted day.
    """
    if isinstance(row.formula, Missing) or measure not in row.formula.measures:
        raise NotFound(_("There is no such measure."))
    if table.counted_day is None:
        return Evidence(row.formula.measures[measure], [], more=False)
    rows = list_rows(
        measure=measure, day=table.counted_day, communities=row.place.counted, after=after, limit=limit + 1
    )
    return Evidence(row.formula.measures[measure], rows[:limit], more=len(rows) > limit)


def list_targets_elsewhere(row: Row, plan: Plan) -> list[tuple[Plan, Target]]:
    """What other installed plans ask of the same indicator, anywhere; samples are left out."""
    others: list[Plan] = [packs.load(item) for item in packs.list_items("plan")]
    return [
        (other, target)
        for other in others
        if other.code != plan.code and not other.sample
        for target in other.targets
        if target.indicator == row.indicator.code
    ]
