"""What the tree of places counts: communities and villages themselves."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.kernel.measures import COMMUNITIES, Absent, DayRule, Measure, counted, first_day, in_force, table


def _communities() -> Any:
    version = table(
        "place_version",
        {"place_id": "int64", "code": "string", "name": "string", "level": "string", "valid": "daterange"},
    )
    found = version.filter(version.level == "community", in_force(version.valid))
    return counted(
        found,
        community=found.place_id,
        row=found.place_id,
        label=found.name,
        detail=found.code,
        quantity=1,
        since=first_day(found.valid),
    )


MEASURES = (
    Measure(
        code="communities",
        title=_("communities and villages"),
        unit=COMMUNITIES,
        register=_("register of places"),
        day_rule=DayRule.IN_FORCE,
        relation=_communities,
        absent=Absent.ZERO,
    ),
)
