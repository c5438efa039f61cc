"""How often people are asked for what a register has (S4-46, 数据一次采集、资源多方共享)."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.engines.cases.published import CaseOpened
from linli.kernel.measures import FIELDS, Absent, DayRule, Measure, counted, reference_day, table

_COLUMNS = {
    "case_id": "int64", "community": "int64", "day": "date", "matter": "string", "prefilled": "int64",
    "collected": "int64", "again": "array<string>",
}  # fmt: skip


def _this_year(quantity: Callable[[Any], Any]) -> Callable[[], Any]:
    def relation() -> Any:
        rows = table("case_collection", _COLUMNS)
        today = reference_day()
        found = rows.filter(
            rows.community.notnull(), rows.day <= today, rows.day.year() == today.year(), quantity(rows) > 0
        )
        return counted(
            found, community=found.community, row=found.case_id, label=found.matter, quantity=quantity(found),
            since=found.day, detail=found.again.join("、"),
        )  # fmt: skip

    return relation


def _measure(code: str, title: Any, quantity: Callable[[Any], Any]) -> Measure:
    return Measure(
        code=code,
        title=title,
        unit=FIELDS,
        register=_("Applications as they came in"),
        day_rule=DayRule.YEAR_TO_DATE,
        relation=_this_year(quantity),
        absent=Absent.ZERO,
        touched_by=(CaseOpened,),
    )


MEASURES = (
    _measure(
        "fields_collected",
        _("Fields and papers that people gave themselves, this year"),
        lambda rows: rows.collected,
    ),
    _measure(
        "fields_asked_again",
        _("Of these, those that a register had already, this year"),
        lambda rows: rows.again.length().cast("int64"),
    ),
    _measure(
        "fields_prefilled",
        _("Fields of applications that were filled from the register, this year"),
        lambda rows: rows.prefilled,
    ),
)
