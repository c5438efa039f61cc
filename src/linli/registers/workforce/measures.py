"""What the register of community workers counts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.kernel.measures import PERSONS, Absent, DayRule, Measure, counted, first_day, in_force, table


def _workers() -> Any:
    worker = table(
        "community_worker",
        {
            "id": "int64",
            "community": "int64",
            "number": "string",
            "certificate": "string",
            "valid": "daterange",
        },
    )
    found = worker.filter(in_force(worker.valid))
    # Numbers, not names: a planner checks that a person was counted, not who.
    return counted(
        found,
        community=found.community,
        row=found.id,
        label=found.number,
        detail=found.certificate,
        quantity=1,
        since=first_day(found.valid),
    )


MEASURES = (
    Measure(
        code="community_workers",
        title=_("community workers"),
        unit=PERSONS,
        register=_("register of community workers"),
        day_rule=DayRule.IN_FORCE,
        relation=_workers,
        absent=Absent.ZERO,
    ),
)
