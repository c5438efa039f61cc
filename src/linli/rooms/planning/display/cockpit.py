"""What the cockpit shows, built in one pass: rows ready to print, links ready to follow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.insight.rules import Lack, Missing
from linli.kernel.ui.components import Link, Notice, PlacePath, PlanGroup, PlanRow, PlanTable, TargetBar
from linli.kernel.ui.components.numbers import TARGET_AT, BarState
from linli.kernel.ui.format import format_full_date, format_time
from linli.rooms.planning.definitions import Plan
from linli.rooms.planning.display.words import (
    gap_text,
    headline,
    short_name,
    state_text,
    target_text,
    value_text,
)
from linli.rooms.planning.rules import Row, Standing, State, Table

UNFOLDED = 40
"""Communities that are shown at once; a longer list unfolds on demand."""
_GROUPS = (State.FAR, State.SHORT, State.MET, State.NO_DATA, State.NO_TARGET)
_BARS: dict[State, BarState] = {
    State.FAR: "far",
    State.SHORT: "near",
    State.MET: "met",
    State.NO_DATA: "none",
}


def link(name: str, *, place: str, plan: str, key: str = "", **more: str) -> str:
    """The address of a page of this room for a place and a plan."""
    path = reverse(f"planning:{name}", kwargs={"key": key} if key else None)
    return f"{path}?{urlencode({'place': place, 'plan': plan, **more})}"


def bar_of(row: Row, standing: Standing) -> TargetBar | None:
    """The bar against the target; none without a target. What misses it never touches the line."""
    if row.target is None:
        return None
    if standing.share is None:
        return TargetBar("none")
    n = int(standing.share * TARGET_AT)
    if standing.state is State.MET:
        return TargetBar("met", min(n, 100), over=n > 100)
    return TargetBar(_BARS[standing.state], min(n, TARGET_AT - 1))


@dataclass(frozen=True, slots=True)
class Where:
    """The places inside for one indicator, worst first; `choices` lead to the other indicators."""

    title: str
    about: str
    rows: Sequence[PlanRow]
    choices: Sequence[Link]


@dataclass(frozen=True, slots=True)
class Cockpit:
    """Everything that the cockpit's template prints."""

    title: str
    headline: str
    about: str
    place: PlacePath
    notices: Sequence[Notice]
    plans: Sequence[Link]
    table: PlanTable
    where: Where | None
    matrix_heads: Sequence[Link]
    matrix: SafeString
    matrix_short: bool
    export_href: str


def build_cockpit(table: Table, *, by: str) -> Cockpit:
    """`by` chooses the row (its key) of which the parts are shown."""
    spot, plan = table.spot, table.plan
    return Cockpit(
        title=_("Against the plan"),
        headline=headline(table),
        about=about(table),
        place=build_path(table),
        notices=build_notices(plan),
        plans=[
            Link(
                one.short,
                link("cockpit", place=spot.code, plan=one.code),
                note="" if one.status == "正式" else one.status,
                icon="here" if one.code == plan.code else "",
            )
            for one in table.plans
        ],
        table=PlanTable(
            groups=list(_groups(table)), head=_("indicator"), caption=_("Indicators against the plan")
        ),
        where=build_where(table, choose_row(table, by)),
        matrix_heads=[
            Link(row.indicator.title, "", note=target_text(row.target) if row.target else _("none set"))
            for row in table.rows
        ],
        matrix=build_matrix(table),
        matrix_short=len(table.communities) <= UNFOLDED,
        export_href=link("export", place=spot.code, plan=plan.code),
    )


def build_path(table: Table, key: str = "") -> PlacePath:
    """The way to the place; steps that the actor may open lead to their own page of the same kind."""
    page = "indicator" if key else "cockpit"
    return PlacePath(
        [
            (step.name, link(page, place=step.code, plan=table.plan.code, key=key) if step.open else "")
            for step in table.path
        ]
    )


def about(table: Table) -> str:
    """How much was counted, and when."""
    counted = ""
    if table.counted_day is not None and table.computed_at is not None:
        facts = {"day": format_full_date(table.counted_day), "time": format_time(table.computed_at)}
        counted = _("Counted for %(day)s at %(time)s.") % facts
    communities = ngettext(
        "%(count)d community or village", "%(count)d communities and villages", len(table.communities)
    ) % {"count": len(table.communities)}
    facts = {"place": table.spot.name, "communities": communities, "indicators": str(len(table.rows))}
    text = _("%(place)s: %(communities)s, %(indicators)s indicators.") % facts
    return f"{text} {counted}".strip()


def build_notices(plan: Plan) -> list[Notice]:
    """What a reader must know about the plan itself before believing a target."""
    found = []
    if plan.sample:
        found.append(Notice(_("This plan is a sample: nobody issued it, its targets are invented."), "risk"))
    elif plan.status == "征求意见稿":
        found.append(
            Notice(_("These targets come from a draft for consultation, not from a plan in force."), "risk")
        )
    if plan.source is not None and not plan.source.verified:
        found.append(
            Notice(_("Title and issuer of the source are not yet compared with the document itself."))
        )
    return found


def _groups(table: Table) -> Iterable[PlanGroup]:
    for state in _GROUPS:
        rows = [row for row in table.rows if _group_of(row) is state]
        if rows:
            count = ngettext("%(count)d indicator", "%(count)d indicators", len(rows)) % {"count": len(rows)}
            yield PlanGroup(_group_title(state), [_plan_row(table, row) for row in rows], note=count)


def _group_of(row: Row) -> State:
    return row.place.state if row.target is not None else State.NO_TARGET


def _group_title(state: State) -> str:
    return _("No target in this plan, shown as it stands") if state is State.NO_TARGET else state_text(state)


def _plan_row(table: Table, row: Row) -> PlanRow:
    return PlanRow(
        name=row.indicator.title,
        now=value_text(row.indicator, row.place),
        href=link("indicator", place=table.spot.code, plan=table.plan.code, key=row.key),
        clause=row.target.requirement if row.target else "",
        unit=row.indicator.unit if row.place.value is not None else "",
        goal=target_text(row.target) if row.target else _("none set"),
        gap=gap_text(row, row.place),
        bar=bar_of(row, row.place),
        tag=_("final result") if row.past else "",
    )


def choose_row(table: Table, by: str) -> Row | None:
    """The row asked for, or the first that is not met, or the first."""
    counted = [row for row in table.rows if not isinstance(row.formula, Missing)]
    worst = sorted(counted, key=lambda row: _GROUPS.index(_group_of(row)))
    return next((row for row in counted if row.key == by), worst[0] if worst else None)


def build_where(table: Table, chosen: Row | None) -> Where | None:
    """Towns of a county, communities of a town; nothing for a single community."""
    parts = (chosen.towns or chosen.communities) if chosen else ()
    if chosen is None or not parts:
        return None
    goal = target_text(chosen.target) if chosen.target else _("none set")
    facts = {"unit": chosen.indicator.unit, "goal": goal}
    return Where(
        title=chosen.indicator.title,
        about=_("In %(unit)s; target: %(goal)s. Farthest from it first.") % facts,
        rows=build_part_rows(table, chosen, parts),
        choices=[
            Link(
                row.indicator.title, link("cockpit", place=table.spot.code, plan=table.plan.code, by=row.key)
            )
            for row in table.rows
            if row is not chosen and not isinstance(row.formula, Missing)
        ],
    )


def by_need(standings: Iterable[Standing]) -> list[Standing]:
    """Farthest from the target first; without data last. Without a target in the order of the places."""
    return sorted(
        standings, key=lambda item: (item.value is None, item.share if item.share is not None else 0)
    )


def build_part_rows(
    table: Table, row: Row, standings: Sequence[Standing], *, page: str = "cockpit"
) -> list[PlanRow]:
    """Places of one row as bars, worst first. Links lead to the same `page` of that place."""
    key = row.key if page == "indicator" else ""
    return [
        PlanRow(
            name=short_name(standing.spot.name),
            href=link(page, place=standing.spot.code, plan=table.plan.code, key=key),
            now=value_text(row.indicator, standing),
            goal=target_text(row.target) if row.target else "",
            gap=gap_text(row, standing),
            bar=bar_of(row, standing),
        )
        for standing in by_need(standings)
        if standing.missing is None or standing.missing.lack is not Lack.NO_PLACES
    ]


def build_matrix(table: Table) -> SafeString:
    """Body rows of the table «community by community»: one cell for each indicator, number above its bar.

    A thousand cells: joined here, because a template tag for each would be most of the page's time.
    """
    if table.spot.level == "community":
        return SafeString()
    columns = [(row, escape(row.indicator.title), _by_place(row.communities)) for row in table.rows]
    towns = {town.spot.place_id: escape(town.spot.name) for row in table.rows for town in row.towns}
    path, plan = reverse("planning:cockpit"), quote(table.plan.code)
    parts: list[str] = []
    shown: int | None = None
    for spot in table.communities:
        if spot.town != shown and spot.town in towns:
            head = f'<th scope="rowgroup" colspan="{len(columns) + 1}">{towns[spot.town]}</th>'
            parts.append(f'<tr class="group">{head}</tr>')
        shown = spot.town
        cells = "".join(_cell(row, label, found.get(spot.place_id)) for row, label, found in columns)
        href = f"{path}?place={quote(spot.code)}&amp;plan={plan}"
        name = f'<th scope="row"><a class="name" href="{href}">{escape(short_name(spot.name))}</a></th>'
        parts.append(f"<tr>{name}{cells}</tr>")
    return mark_safe("\n".join(parts))  # noqa: S308 - texts are escaped above, the rest is numbers and classes


def _by_place(standings: Iterable[Standing]) -> dict[int, Standing]:
    return {standing.spot.place_id: standing for standing in standings}


def _cell(row: Row, label: str, standing: Standing | None) -> str:
    if standing is None:
        return f'<td class="r" data-label="{label}">–</td>'
    bar = bar_of(row, standing)
    drawn = f'<span class="bar {bar.css} n-{bar.n}" aria-hidden="true"><i></i><u></u></span>' if bar else ""
    words = escape(value_text(row.indicator, standing))
    if standing.value is None:
        reason = escape(gap_text(row, standing))
        return f'<td class="r dim" data-label="{label}" title="{reason}">{words}{drawn}</td>'
    return f'<td class="r" data-label="{label}">{words}{drawn}</td>'
