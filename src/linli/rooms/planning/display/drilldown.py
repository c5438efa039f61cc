"""What the page of one indicator shows: equation, places, clause, source, and the rows behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.insight.rules import Formula, Missing
from linli.kernel.measures import DayRule, Measure
from linli.kernel.ui.components import Badge, Facts, Link, Notice, PlacePath, PlanGroup, PlanTable, Stat
from linli.kernel.ui.format import format_full_date
from linli.rooms.planning.definitions import Plan, Target
from linli.rooms.planning.display.cockpit import build_notices, build_part_rows, build_path, link
from linli.rooms.planning.display.words import (
    area_text,
    deadline_text,
    exclusions_text,
    gap_text,
    number,
    quantity_text,
    short_name,
    state_text,
    target_text,
    value_text,
)
from linli.rooms.planning.queries import Evidence
from linli.rooms.planning.rules import Row, Standing, State, Table


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """The rows of one measure: heads, cells ready to print, and where the next page is."""

    title: str
    choices: Sequence[Link]
    quantity_head: str
    rows: Sequence[tuple[str, str, str, str, str]]
    next_href: str


@dataclass(frozen=True, slots=True)
class DrillDown:
    """Everything that the page of an indicator prints."""

    title: str
    place: PlacePath
    notices: Sequence[Notice]
    stat: Stat
    exclusions: Sequence[str]
    parts_title: str
    parts: PlanTable | None
    clause: str
    clause_source: str
    clause_note: str
    how: Facts
    data: Facts
    elsewhere: Facts | None
    evidence: EvidenceView | None
    cockpit_href: str


def build_drill_down(
    table: Table, row: Row, evidence: Evidence | None, elsewhere: Sequence[tuple[Plan, Target]]
) -> DrillDown:
    plan, spot = table.plan, table.spot
    return DrillDown(
        title=row.indicator.title,
        place=build_path(table, row.key),
        notices=build_notices(plan) if row.target else [],
        stat=build_stat(table, row),
        exclusions=exclusions_text(row),
        parts_title=_parts_title(row.communities),
        parts=build_places(table, row) if row.communities else None,
        clause=row.target.clause if row.target else "",
        clause_source=_clause_source(plan, row.target),
        clause_note=row.target.note if row.target else "",
        how=Facts(list(_how(row))),
        data=Facts(list(_data(table, row))),
        elsewhere=_elsewhere(elsewhere),
        evidence=build_evidence(table, row, evidence) if evidence else None,
        cockpit_href=link("cockpit", place=spot.code, plan=plan.code),
    )


def build_places(table: Table, row: Row) -> PlanTable:
    """Community by community, worst first."""
    rows = build_part_rows(table, row, row.communities, page="indicator")
    caption = f"{row.indicator.title} ({row.indicator.unit})"
    return PlanTable(groups=[PlanGroup("", rows)], head=_("place"), caption=caption)


def build_stat(table: Table, row: Row) -> Stat:
    """The figure, the fraction that it is, and the goal."""
    place, formula = row.place, row.formula
    above = below = ""
    if place.ratio is not None and isinstance(formula, Formula):
        above = _part(row.indicator.numerator.title, place.ratio.numerator, formula, top=True)
        below = _part(row.indicator.denominator.title, place.ratio.denominator, formula, top=False)
    goal = None
    if row.target is not None:
        missing = gap_text(row, place)
        goal = Facts(
            [
                (_("Target set"), f"{target_text(row.target)} {row.target.unit}"),
                (_("Due date"), deadline_text(row.target, table.day)),
                (_("Distance"), missing),
            ]
        )
    return Stat(
        figure=value_text(row.indicator, place) if place.value is not None else "",
        unit=row.indicator.unit,
        note=gap_text(row, place) if place.value is None else "",
        badge=_badge(place),
        above=above,
        below=below,
        goal=goal,
    )


def _badge(standing: Standing) -> Badge | None:
    match standing.state:
        case State.MET:
            return Badge("done", state_text(State.MET))
        case State.SHORT | State.FAR:
            return Badge("risk", state_text(standing.state))
    return None


def _part(title: str, quantity: int, formula: Formula, *, top: bool) -> str:
    unit = formula.numerator_unit if top else formula.denominator_unit
    facts = {"title": title, "amount": quantity_text(quantity, unit), "unit": unit.label}
    return _("%(title)s %(amount)s %(unit)s") % facts


def _parts_title(communities: Sequence[Standing]) -> str:
    if not communities:
        return ""
    total = ngettext(
        "%(count)d community or village", "%(count)d communities and villages", len(communities)
    ) % {"count": len(communities)}
    short = sum(item.state in (State.SHORT, State.FAR) for item in communities)
    if not short:
        return total
    return _("%(total)s, %(short)s below the target") % {"total": total, "short": short}


def _clause_source(plan: Plan, target: Target | None) -> str:
    if target is None:
        return _("The plan «%(plan)s» sets no target for this indicator; none is shown.") % {
            "plan": plan.title
        }
    title = plan.source.title if plan.source else plan.title
    facts = {"title": title, "status": plan.status, "id": target.requirement or "–"}
    return _("%(title)s, %(status)s. Register id %(id)s.") % facts


def _how(row: Row) -> list[tuple[str, str]]:
    indicator = row.indicator
    area = row.target.area if row.target else indicator.area
    stated = indicator.source == "stated"
    return [
        (_("Numerator"), f"{indicator.numerator.title} ({indicator.numerator.expression})"),
        (_("Denominator"), f"{indicator.denominator.title} ({indicator.denominator.expression})"),
        (_("Multiplied by"), number(indicator.scale)),
        (_("Counted are"), area_text(area)),
        (_("Formula from"), _("the plans themselves") if stated else _("us: proposed, no plan states it")),
        (_("Cannot be computed"), _("A missing or zero denominator is «no data», never 0.")),
        *([(_("Remark"), indicator.note)] if indicator.note else []),
    ]


def _data(table: Table, row: Row) -> list[tuple[str, str]]:
    counted = format_full_date(table.counted_day) if table.counted_day else _("not counted yet")
    facts = [(_("Reference day"), counted)]
    if isinstance(row.formula, Formula):
        facts += [
            (str(measure.title), f"{measure.register}; {_day_rule(measure)}")
            for measure in row.formula.measures.values()
        ]
    return facts


def _day_rule(measure: Measure) -> str:
    match measure.day_rule:
        case DayRule.IN_FORCE:
            return _("in force on the reference day")
        case DayRule.LATEST:
            return _("latest on or before the reference day")
    return _("from 1 January to the reference day")


def _elsewhere(targets: Sequence[tuple[Plan, Target]]) -> Facts | None:
    if not targets:
        return None
    return Facts(
        [(plan.short, f"{target_text(target)} ({area_text(target.area)})") for plan, target in targets]
    )


def build_evidence(table: Table, row: Row, evidence: Evidence) -> EvidenceView:
    names = {spot.place_id: short_name(spot.name) for spot in table.communities}
    unit = evidence.measure.unit
    here = {"place": table.spot.code, "plan": table.plan.code, "key": row.key}
    measures = row.formula.measures if not isinstance(row.formula, Missing) else {}
    last = evidence.rows[-1] if evidence.rows else None
    return EvidenceView(
        title=str(evidence.measure.register),
        choices=[
            Link(
                str(measure.title), link("indicator", **here, rows=code) + "#rows", icon=_mark(code, evidence)
            )
            for code, measure in measures.items()
        ],
        quantity_head=f"{evidence.measure.title} ({unit.label})",
        rows=[
            (
                item.label,
                item.detail,
                names.get(item.community, ""),
                quantity_text(item.quantity, unit),
                format_full_date(item.since) if item.since else "",
            )
            for item in evidence.rows
        ],
        next_href=(
            link("indicator", **here, rows=evidence.measure.code, after=f"{last.row}-{last.community}")
            + "#rows"
            if evidence.more and last
            else ""
        ),
    )


def _mark(code: str, evidence: Evidence) -> str:
    return "here" if code == evidence.measure.code else ""
