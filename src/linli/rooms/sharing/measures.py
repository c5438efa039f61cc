"""What sharing saves: fields that came from the register, so that nobody was asked for them again (S4-46)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.kernel.measures import FIELDS, Absent, DayRule, Measure, counted, reference_day, table


def _shared_this_year() -> Any:
    """Of a month that runs still, what was read until now."""
    rows = table(
        "share_use",
        {"id": "int64", "community": "int64", "month": "date", "way": "string", "fields": "int64"},
    )
    today = reference_day()
    found = rows.filter(rows.community > 0, rows.month <= today, rows.month.year() == today.year())
    return counted(
        found,
        community=found.community,
        row=found.id,
        label=found.way,
        quantity=found.fields,
        since=found.month,
    )


MEASURES = (
    Measure(
        code="fields_shared",
        title=_("Fields filled from the register instead of being asked again, this year"),
        unit=FIELDS,
        register=_("Uses of share agreements"),
        day_rule=DayRule.YEAR_TO_DATE,
        relation=_shared_this_year,
        absent=Absent.ZERO,
    ),
)
