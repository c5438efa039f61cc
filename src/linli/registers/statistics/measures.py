"""What the figures of places count: for each community the latest figure on or before the reference day."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.kernel.measures import HOUSEHOLDS, PERSONS, DayRule, Measure, counted, latest, table

_REGISTER = _("figures of places")


def _figures(kind: str) -> Any:
    figure = table(
        "population_figure",
        {
            "id": "int64",
            "community": "int64",
            "kind": "string",
            "day": "date",
            "value": "int64",
            "source": "string",
        },
    )
    return figure.filter(figure.kind == kind)


def _rows(figure: Any) -> Any:
    return counted(
        figure,
        community=figure.community,
        row=figure.id,
        label=figure.source,
        detail=figure.kind,
        quantity=figure.value,
        since=figure.day,
    )


def _latest(kind: str) -> Callable[[], Any]:
    def relation() -> Any:
        return _rows(latest(_figures(kind), by="community", day="day"))

    return relation


def _roster_of_visits() -> Any:
    """The roster for the very day of the latest figure of visits: two months never make one rate."""
    visited = latest(_figures("visited_elderly"), by="community", day="day")
    roster = _figures("vulnerable_elderly")
    return _rows(roster.semi_join(visited, ["community", "day"]))


MEASURES = (
    Measure(
        code="households",
        title=_("number of households"),
        unit=HOUSEHOLDS,
        register=_REGISTER,
        day_rule=DayRule.LATEST,
        relation=_latest("households"),
    ),
    Measure(
        code="residents",
        title=_("usual residents"),
        unit=PERSONS,
        register=_REGISTER,
        day_rule=DayRule.LATEST,
        relation=_latest("residents"),
    ),
    Measure(
        code="urban_residents",
        title=_("usual urban residents"),
        unit=PERSONS,
        register=_REGISTER,
        day_rule=DayRule.LATEST,
        relation=_latest("urban_residents"),
    ),
    Measure(
        code="visited_elderly",
        title=_("elderly in special difficulty visited in the month"),
        unit=PERSONS,
        register=_REGISTER,
        day_rule=DayRule.LATEST,
        relation=_latest("visited_elderly"),
    ),
    Measure(
        code="vulnerable_elderly",
        title=_("elderly in special difficulty on the roster of that month"),
        unit=PERSONS,
        register=_REGISTER,
        day_rule=DayRule.LATEST,
        relation=_roster_of_visits,
    ),
)
