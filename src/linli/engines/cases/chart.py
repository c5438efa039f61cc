"""Why a case is due when it is: the explanation of its term as a component of pages, in words of the reader."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.engines.cases.explained import Day, DayMark, Explanation, SlotMark
from linli.engines.cases.limits import Began, LimitView
from linli.engines.cases.terms import Unit
from linli.engines.cases.wording import amount_words, clock_words, term_words
from linli.kernel.clock import local, local_day
from linli.kernel.ui import components as ui
from linli.kernel.ui.components.days import DayKind
from linli.kernel.ui.format import (
    format_date,
    format_span,
    format_time,
    format_weekday,
    join_clauses,
    join_words,
)

_CELLS: Final[dict[DayMark, DayKind]] = {
    DayMark.BEGUN: "acc",
    DayMark.USED: "used",
    DayMark.LEFT: "left",
    DayMark.PAUSED: "paused",
    DayMark.OFF: "off",
    DayMark.HOLIDAY: "hol",
    DayMark.MOVED: "off",
    DayMark.END: "end",
    DayMark.OVER: "used",
}
_LONGEST: Final = timedelta(days=55)
"""Beyond it, the last day by law is told in words only: the strip would not fit."""


def limit_chart(view: LimitView, *, now: datetime) -> ui.DayChart:
    """The sum, the days or hours, the law's limit beside the promise, the source."""
    found = view.explanation
    hours = found.unit is Unit.HOURS
    return ui.DayChart(
        cells=list(_cells(view)),
        terms=_terms(view),
        result=_term_end(found),
        legal=_by_law(view),
        source=_source(found),
        provisional=_provisional(found),
        hours=ui.HourStrip([_line(day, now) for day in _shown(found)]) if hours else None,
        counts=_counts(found),
    )


def _shown(found: Explanation) -> list[Day]:
    """The days up to the end of the case, if it has ended."""
    return [day for day in found.days if found.stopped_on is None or day.day <= found.stopped_on]


def _cells(view: LimitView) -> Iterator[ui.DayCell]:
    found = view.explanation
    due = view.law.due if view.law else None
    legal = local_day(due) if due and found.stopped_at is None else None
    yield from (_cell(day, view.began, law=legal) for day in _shown(found))
    last = found.days[-1].day
    if legal is None or legal <= last or legal - found.begun_on > _LONGEST:
        return
    for number in range(1, (legal - last).days + 1):
        day = last + timedelta(days=number)
        yield ui.DayCell(day, "law" if day == legal else "none", note=_("by law") if day == legal else "")


def _cell(day: Day, began: Began, *, law: date | None) -> ui.DayCell:
    holiday = day.mark is DayMark.HOLIDAY
    mark = _("W") if day.make_up else _("H") if holiday else ""
    notes = {
        DayMark.BEGUN: _begun(began), DayMark.PAUSED: _("paused"), DayMark.END: _("latest"),
        DayMark.MOVED: _("the last day moves on"),
    }  # fmt: skip
    note = day.reason if holiday else notes.get(day.mark, "")
    if day.day == law and day.mark is not DayMark.END:
        return ui.DayCell(day.day, "law", day.today, mark, _("by law"))
    return ui.DayCell(day.day, _CELLS[day.mark], day.today, mark, note)


def _begun(began: Began) -> str:
    """What the first day of the term is."""
    words = {
        "received": _("received"), "accepted": _("accepted"), "started": _("start"),
        "step": _("this step begins"), "reopened": _("reopened"),
    }  # fmt: skip
    return words[began]


def _begun_on(began: Began) -> str:
    words = {
        "received": _("received on %(day)s"),
        "accepted": _("accepted on %(day)s"),
        "started": _("clock started on %(day)s"),
        "step": _("in this step since %(day)s"),
        "reopened": _("reopened on %(day)s, counted anew"),
    }
    return words[began]


def _by_law(view: LimitView) -> str:
    law = view.law
    if law is None:
        return ""
    term = term_words(law.limit)
    if law.extended:
        more = {
            "term": term,
            "more": amount_words(law.limit.unit, law.extended),
            "clause": "；".join(law.clauses),
        }
        term = _("%(term)s and %(more)s more, as the law allows (%(clause)s)") % more
    if law.due is None:
        return _("by law %(term)s") % {"term": term}
    until = _end_words(law.due, law.limit.unit)
    return _("by law %(term)s, until %(day)s") % {"term": term, "day": until}


def _end_words(end: datetime, unit: Unit, *, weekday: bool = False) -> str:
    """10月20日（周一）; with hours also the time."""
    day = format_date(local_day(end), weekday=weekday)
    return f"{day} {format_time(end)}" if unit is Unit.HOURS else day


def _term_end(found: Explanation) -> str:
    """The end of the term, and the day on which the case ended if it has."""
    if found.due is None:
        return _("no day fixed yet")
    latest = _("%(day)s at the latest") % {"day": _end_words(found.due, found.unit, weekday=True)}
    if found.stopped_at is None:
        return latest
    return _("%(latest)s, ended on %(day)s") % {
        "latest": latest,
        "day": _end_words(found.stopped_at, found.unit),
    }


def _terms(view: LimitView) -> list[ui.SumTerm]:
    found = view.explanation
    begun = _begun_on(view.began) % {"day": _end_words(found.begun_at, found.unit)}
    terms = [ui.SumTerm(begun, _("+ %(term)s") % {"term": amount_words(found.unit, found.limit)})]
    if found.extended:
        more = amount_words(found.unit, found.extended)
        terms.append(ui.SumTerm(_("extended"), _("+ %(term)s") % {"term": more}))
    terms += (
        _hour_pauses(found) if found.unit is Unit.HOURS else [_pause_term(run) for run in _pauses(found.days)]
    )
    terms += [ui.SumTerm(name, _not_counted(count)) for name, count in found.holidays]
    moved = sum(day.mark is DayMark.MOVED for day in found.days)
    if moved:
        terms.append(ui.SumTerm(_("the last day is no working day"), _moved(moved)))
    if found.make_up_days:
        days_text = join_words(format_date(day) for day in found.make_up_days)
        terms.append(ui.SumTerm(_("worked at the weekend: %(days)s") % {"days": days_text}, _("counted")))
    return terms


def _not_counted(count: int) -> str:
    return ngettext("%(count)d day not counted", "%(count)d days not counted", count) % {"count": count}


def _moved(count: int) -> str:
    return ngettext("moves on by %(count)d day", "moves on by %(count)d days", count) % {"count": count}


def _reason(code: str) -> str:
    reasons = {
        "inspection": _("home inspection"),
        "hearing": _("hearing"),
        "appraisal": _("appraisal"),
        "publicity": _("public notice"),
    }
    return reasons.get(code, code)


def _pause_term(run: Sequence[Day]) -> ui.SumTerm:
    span, count = format_span(run[0].day, run[-1].day), len(run)
    words = ngettext("paused %(count)d day", "paused %(count)d days", count) % {"count": count}
    return ui.SumTerm(f"{span} {_reason(run[0].reason)}", words)


def _hour_pauses(found: Explanation) -> list[ui.SumTerm]:
    paused = _minutes(found.days, SlotMark.PAUSED)
    return [ui.SumTerm(_("clock paused"), clock_words(paused))] if paused else []


def _pauses(days: Sequence[Day]) -> list[list[Day]]:
    """Stretches of paused days of one reason; days off between them do not part them."""
    found: list[list[Day]] = []
    for day in days:
        if day.mark is DayMark.PAUSED:
            last = found[-1][-1] if found else None
            if last and last.reason == day.reason and not _counted_between(days, last, day):
                found[-1].append(day)
            else:
                found.append([day])
    return found


def _counted_between(days: Sequence[Day], first: Day, last: Day) -> bool:
    return any(first.day < day.day < last.day and day.counted for day in days)


def _minutes(days: Sequence[Day], *marks: SlotMark) -> int:
    return sum(slot.minutes for day in days for slot in day.slots if slot.mark in marks)


def _counts(found: Explanation) -> list[tuple[str, str]]:
    """The legend, in the unit of the term: once it is over nothing is left, but something is over."""
    over = max(0, -found.left)
    paused = _minutes(found.days, SlotMark.PAUSED) if found.unit is Unit.HOURS else found.paused
    told = (
        ("used", found.used - over, _("%(time)s used")),
        ("used", over, _("%(time)s over")),
        ("paused", paused, _("%(time)s paused")),
        ("left", max(0, found.left), _("%(time)s left")),
    )
    return [(css, words % {"time": amount_words(found.unit, count)}) for css, count, words in told if count]


def _line(day: Day, now: datetime) -> ui.HourLine:
    moment = local(now)
    at = moment.hour * 60 + moment.minute if day.today else None
    label = f"{format_date(day.day)} {format_weekday(day.day)}"
    slots = [ui.HourSlot(slot.start, slot.end, slot.mark.value) for slot in day.slots]
    return ui.HourLine(label, slots, _day_words(day), day.today, at)


def _day_words(day: Day) -> str:
    if not day.slots:
        return day.reason or _("not worked")
    told = {
        _("%(time)s used"): (SlotMark.USED,), _("%(time)s over"): (SlotMark.OVER,),
        _("%(time)s paused"): (SlotMark.PAUSED,), _("%(time)s left"): (SlotMark.LEFT,),
    }  # fmt: skip
    found = ((words, _minutes([day], *marks)) for words, marks in told.items())
    return join_clauses(words % {"time": clock_words(count)} for words, count in found if count)


def _source(found: Explanation) -> str:
    if found.unit is Unit.HOURS:
        return _("Only office hours on working days count, without the lunch break.")
    if found.unit is Unit.DAYS:
        return _("Every day counts, weekends and holidays too; the last day is a working day (民法典 203).")
    return _(
        "Working days after the published holiday schedules; regional holidays of this place are included."
    )


def _provisional(found: Explanation) -> str:
    if found.example_hours:
        return _("This place has not entered its office hours yet: an example is counted with.")
    if found.provisional:
        return _(
            "The holiday schedule of a year in this span is not published yet: this date is provisional."
        )
    return ""
