"""What can be counted from ratings. Only active ones: a default rating says nothing about quality."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.kernel.measures import RATINGS, Absent, DayRule, Measure, counted, reference_day, table
from linli.rooms.feedback.published import RatingGiven
from linli.rooms.feedback.rules import GOOD_LEVELS

_COLUMNS = {"id": "int64", "community": "int64", "level": "int16", "source": "string", "day": "date"}


def _active_this_year() -> Any:
    rows = table("rating", _COLUMNS)
    today = reference_day()
    return rows.filter(rows.source == "active", rows.day <= today, rows.day.year() == today.year())


def _active() -> Any:
    rows = _active_this_year()
    label = rows.level.cast("string")
    return counted(rows, community=rows.community, row=rows.id, label=label, quantity=1, since=rows.day)


def _satisfied() -> Any:
    rows = _active_this_year()
    rows = rows.filter(rows.level.isin(sorted(GOOD_LEVELS)))
    label = rows.level.cast("string")
    return counted(rows, community=rows.community, row=rows.id, label=label, quantity=1, since=rows.day)


MEASURES = (
    Measure(
        code="ratings_active",
        title=_("Ratings that residents gave themselves, this year"),
        unit=RATINGS,
        register=_("Ratings of services"),
        day_rule=DayRule.YEAR_TO_DATE,
        relation=_active,
        absent=Absent.ZERO,
        touched_by=(RatingGiven,),
    ),
    Measure(
        code="ratings_satisfied",
        title=_("Ratings of fairly satisfied or better, this year"),
        unit=RATINGS,
        register=_("Ratings of services"),
        day_rule=DayRule.YEAR_TO_DATE,
        relation=_satisfied,
        absent=Absent.ZERO,
        touched_by=(RatingGiven,),
    ),
)
