"""What the cockpit shows, built in one pass: rows ready to print, links ready to follow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.insight.rules import Lack, Missing
from linli.kernel.ui.components import Link, Notice, PlacePath, PlanGroup, PlanRow, PlanTable, TargetBar
from linli.kernel.ui.components.numbers import TARGET_AT, BarState
from linli.kernel.ui.format import format_full_date, format_time
from linli.rooms.planning.definitions import Plan
from linli.rooms.planning.rules import Standing, State
from linli.rooms.planning.tables import Row, Table
from linli.rooms.planning.words import gap_text, headline, state_text, target_text, value_text

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
class Cockpit:
    """Everything that the cockpit's template prints."""

    title: str
    headline: str
    about: str
    place: PlacePath
    notices: Sequence[Notice]
    plans: Sequence[Link]
    table: PlanTable
    where: PlanTable | None
    where_choices: Sequence[Link]
    matrix_heads: Sequence[str]
    matrix: SafeString
    export_href: str


def build_cockpit(table: Table, *, by: str) -> Cockpit:
    """`by` chooses the row (its key) of which the parts are shown."""
    spot, plan = table.spot, table.plan
    chosen = choose_row(table, by)
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
        where=build_parts(table, chosen, chosen.towns or chosen.communities) if chosen else None,
        where_choices=[
            Link(row.indicator.title, link("cockpit", place=spot.code, plan=plan.code, by=row.key))
            for row in table.rows
            if row is not chosen and not isinstance(row.formula, Missing)
        ],
        matrix_heads=[row.indicator.title for row in table.rows],
        matrix=build_matrix(table),
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


def by_need(standings: Iterable[Standing]) -> list[Standing]:
    """Farthest from the target first; without data last. Without a target in the order of the places."""
    return sorted(
        standings, key=lambda item: (item.value is None, item.share if item.share is not None else 0)
    )


def build_parts(table: Table, row: Row, standings: Sequence[Standing], *, page: str = "cockpit") -> PlanTable:
    """Places of one row as bars. Links lead to the same `page` of that place."""
    key = row.key if page == "indicator" else ""
    rows = [
        PlanRow(
            name=standing.spot.name,
            href=link(page, place=standing.spot.code, plan=table.plan.code, key=key),
            now=value_text(row.indicator, standing),
            goal=target_text(row.target) if row.target else "",
            gap=gap_text(row, standing),
            bar=bar_of(row, standing),
        )
        for standing in by_need(standings)
        if standing.missing is None or standing.missing.lack is not Lack.NO_PLACES
    ]
    caption = f"{row.indicator.title} ({row.indicator.unit})"
    return PlanTable(groups=[PlanGroup("", rows)], head=_("place"), caption=caption)


def build_matrix(table: Table) -> SafeString:
    """Body rows of the table «community by community»: one cell for each indicator, number above its bar."""
    columns = [({item.spot.place_id: item for item in row.communities}, row) for row in table.rows]
    town_names = {town.spot.place_id: town.spot.name for row in table.rows for town in row.towns}
    if table.spot.level == "community":
        return SafeString()
    parts: list[SafeString] = []
    shown: int | None = None
    for spot in table.communities:
        if spot.town != shown and spot.town in town_names:
            parts.append(
                format_html(
                    '<tr class="group"><th scope="rowgroup" colspan="{}">{}</th></tr>',
                    len(columns) + 1,
                    town_names[spot.town],
                )
            )
        shown = spot.town
        cells = format_html_join(
            "", "{}", ((_cell(row, found.get(spot.place_id)),) for found, row in columns)
        )
        href = link("cockpit", place=spot.code, plan=table.plan.code)
        parts.append(
            format_html(
                '<tr><th scope="row"><a class="name" href="{}">{}</a></th>{}</tr>', href, spot.name, cells
            )
        )
    return mark_safe("\n".join(parts))  # noqa: S308 - every part is escaped above


def _cell(row: Row, standing: Standing | None) -> SafeString:
    label = row.indicator.title
    if standing is None:
        return format_html('<td class="r" data-label="{}">{}</td>', label, "–")
    bar = bar_of(row, standing)
    drawn = (
        format_html('<span class="bar {} n-{}"><i></i><u></u></span>', bar.css, bar.n)
        if bar
        else SafeString()
    )
    if standing.value is None:
        reason, words = gap_text(row, standing), value_text(row.indicator, standing)
        return format_html(
            '<td class="r dim" data-label="{}" title="{}">{}{}</td>', label, reason, words, drawn
        )
    return format_html(
        '<td class="r" data-label="{}">{}{}</td>', label, value_text(row.indicator, standing), drawn
    )
