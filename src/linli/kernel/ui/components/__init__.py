"""What pages show, as small frozen records; draw one with `{% part thing %}`.

Texts arrive ready (formatted, translated); a `SafeString` is taken as it is, anything else is escaped.
Lists of rows (`Queue`, `PlanTable`) are one component: a template per row is what makes pages slow.
"""

from linli.kernel.ui.components.days import DayCell, DayChart, DayStrip, MonthCalendar, SumTerm
from linli.kernel.ui.components.forms import Choice, FaultLine, FaultList, Field, Rating
from linli.kernel.ui.components.hours import HourLine, HourSlot, HourStrip
from linli.kernel.ui.components.lists import (
    CheckItem,
    Checklist,
    LinkList,
    LinkRow,
    MyCase,
    PlanGroup,
    PlanRow,
    PlanTable,
    Queue,
    QueueGroup,
    QueueRow,
)
from linli.kernel.ui.components.numbers import Stat, TargetBar
from linli.kernel.ui.components.people import Facts, Link, PersonHeader, PlacePath, Station
from linli.kernel.ui.components.progress import (
    Badge,
    DeadlineChip,
    Path,
    Step,
    Stepper,
    Steps,
    Stop,
    Timeline,
    Trace,
)
from linli.kernel.ui.components.texts import Empty, Notice, Receipt

__all__ = [
    "Badge",
    "CheckItem",
    "Checklist",
    "Choice",
    "DayCell",
    "DayChart",
    "DayStrip",
    "DeadlineChip",
    "Empty",
    "Facts",
    "FaultLine",
    "FaultList",
    "Field",
    "HourLine",
    "HourSlot",
    "HourStrip",
    "Link",
    "LinkList",
    "LinkRow",
    "MonthCalendar",
    "MyCase",
    "Notice",
    "Path",
    "PersonHeader",
    "PlacePath",
    "PlanGroup",
    "PlanRow",
    "PlanTable",
    "Queue",
    "QueueGroup",
    "QueueRow",
    "Rating",
    "Receipt",
    "Stat",
    "Station",
    "Step",
    "Stepper",
    "Steps",
    "Stop",
    "SumTerm",
    "TargetBar",
    "Timeline",
    "Trace",
]
