"""A deadline day by day: the strip for wide pages, the month grid for phones, and always the same in words.

Grammar: `used` a counted day gone, `left` a counted day to come, `paused` the clock stood, `off` weekend,
`hol` holiday, `acc` the day the clock was started (not counted), `end` the last day, `law` the last day by law
where the office promises less, `none` outside the term.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import ClassVar, Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.ui.components.hours import HourStrip
from linli.kernel.ui.format import format_date, format_span, is_english

DayKind = Literal["used", "left", "paused", "off", "hol", "acc", "end", "law", "none"]

KIND_NAMES: Final[dict[str, Promise]] = {
    "used": gettext_lazy("used"),
    "left": gettext_lazy("left"),
    "paused": gettext_lazy("clock paused"),
    "off": gettext_lazy("weekend, not counted"),
    "hol": gettext_lazy("holiday, not counted"),
    "acc": gettext_lazy("clock starts"),
    "end": gettext_lazy("last day"),
    "law": gettext_lazy("last day by law"),
    "none": gettext_lazy("outside the term"),
}
_LONGEST_STRIP = 56
_HEADS_ZH = tuple("一二三四五六日")
_HEADS_EN = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day. `mark` is one character in the cell (班, 休); `note` names a run of days below the strip."""

    day: date
    kind: DayKind
    today: bool = False
    mark: str = ""
    note: str = ""

    @property
    def css(self) -> str:
        return f"{self.kind} today" if self.today else self.kind


@dataclass(frozen=True, slots=True)
class SumTerm:
    """One line of the sum: what, and what it does to the date (停表4天, 不计)."""

    text: str
    effect: str = ""


@dataclass(frozen=True, slots=True)
class _StripNote:
    span: int
    text: str
    css: str


@dataclass(frozen=True, slots=True)
class DayStrip:
    """One cell a day, at most eight weeks; a table, so that notes stand under their days."""

    template: ClassVar[str] = "ui/parts/days.html"
    cells: Sequence[DayCell]

    @property
    def short(self) -> bool:
        """Few days: the cells keep their size instead of filling the width."""
        return len(self.cells) < 24

    @property
    def months(self) -> list[tuple[int, str]]:
        """(days, name) of each month shown."""
        runs = groupby(self.cells, key=lambda cell: (cell.day.year, cell.day.month))
        return [(len(list(cells)), _month(year_month[1])) for year_month, cells in runs]

    @property
    def notes(self) -> list[_StripNote]:
        """Labels below, each under its run of days; one that would run into its neighbour is left out."""
        runs = [(note, list(cells)) for note, cells in groupby(self.cells, key=_note_of)]
        return [self._note(runs, at) for at in range(len(runs))]

    @staticmethod
    def _note(runs: list[tuple[str, list[DayCell]]], at: int) -> _StripNote:
        text, cells = runs[at]
        kind = cells[0].kind
        free = [
            len(runs[side][1]) if 0 <= side < len(runs) and not runs[side][0] else 0
            for side in (at - 1, at + 1)
        ]
        needed = _width(text)
        to_the_left = kind == "end" or len(cells) + free[1] < needed
        room = len(cells) + (free[0] if to_the_left else free[1])
        css = "today" if cells[0].today and not cells[0].note else kind if kind in ("paused", "end") else ""
        return _StripNote(len(cells), text if needed <= room else "", f"{css} rtl" if to_the_left else css)


@dataclass(frozen=True, slots=True)
class MonthCalendar:
    """Weeks from Monday to Sunday; days outside the term are filled in around it."""

    template: ClassVar[str] = "ui/parts/calendar.html"
    cells: Sequence[DayCell]

    @property
    def heads(self) -> tuple[str, ...]:
        return _HEADS_EN if is_english() else _HEADS_ZH

    @property
    def weeks(self) -> list[list[tuple[str, str, str]]]:
        """Weeks of (css, day number, small word below it)."""
        if not self.cells:
            return []
        first, last = self.cells[0].day, self.cells[-1].day
        start, stop = first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
        known = {cell.day: cell for cell in self.cells}
        days = [start + timedelta(days=n) for n in range((stop - start).days + 1)]
        shown = [_calendar_cell(known.get(day, DayCell(day, "none")), first=day == start) for day in days]
        return [shown[n : n + 7] for n in range(0, len(shown), 7)]


@dataclass(frozen=True, slots=True)
class DayChart:
    """Why the deadline is that day: the sum, the picture for this width (for a term in hours a line a day), the days
    in words, the source."""

    template: ClassVar[str] = "ui/parts/daychart.html"
    cells: Sequence[DayCell]
    terms: Sequence[SumTerm] = ()
    result: str = ""
    legal: str = ""
    source: str = ""
    provisional: str = ""
    phone_only: bool = False
    hours: HourStrip | None = None
    counts: Sequence[tuple[str, str]] = ()

    @property
    def strip(self) -> DayStrip | None:
        wide = not self.phone_only and not self.hours and 0 < len(self.cells) <= _LONGEST_STRIP
        return DayStrip(self.cells) if wide else None

    @property
    def calendar(self) -> MonthCalendar:
        return MonthCalendar(self.cells)

    @property
    def legend(self) -> list[tuple[str, str]]:
        """(css, words with the count) of the kinds that are counted; for hours `counts`."""
        if self.counts:
            return list(self.counts)
        counts = {kind: sum(cell.kind == kind for cell in self.cells) for kind in ("used", "paused", "left")}
        counts["left"] += sum(cell.kind == "end" for cell in self.cells)
        names = {"used": _("%(count)d used"), "paused": _("%(count)d paused"), "left": _("%(count)d left")}
        return [(kind, names[kind] % {"count": count}) for kind, count in counts.items() if count]

    @property
    def marks(self) -> set[str]:
        return {cell.mark for cell in self.cells if cell.mark}

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """(days, what they are) for runs of days of the term: the picture for those who do not see it."""
        term = [cell for cell in self.cells if cell.kind != "none"]
        found = []
        for (kind, note), cells in groupby(term, key=lambda cell: (cell.kind, cell.note)):
            run = list(cells)
            name = str(KIND_NAMES[kind])
            found.append((format_span(run[0].day, run[-1].day), name if note in name else _with(name, note)))
        return found


def _with(name: str, note: str) -> str:
    return f"{name}: {note}" if is_english() else f"{name}，{note}"


def _width(text: str) -> float:
    """Columns of the strip that a label takes, about: a Han character a little less than one."""
    return sum(0.9 if c >= "\u2e80" else 0.5 for c in text)


def _note_of(cell: DayCell) -> str:
    return cell.note or (_("today") if cell.today else "")


def _month(number: int) -> str:
    return format_date(date(2000, number, 1)).split()[1] if is_english() else f"{number}月"


def _calendar_cell(cell: DayCell, *, first: bool) -> tuple[str, str, str]:
    number = f"{cell.day.month}/{cell.day.day}" if cell.day.day == 1 or first else str(cell.day.day)
    words = {"acc": _("start"), "end": _("due"), "law": _("by law")}
    small = _("today") if cell.today else words.get(cell.kind, cell.mark)
    return cell.css, number, small
