"""Lengths of time in words of the reader's language."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.engines.cases.terms import Term, Unit, is_exact
from linli.registers.calendar.rules import WorkCalendar


def term_words(term: Term) -> str:
    """«20 working days», «15 days», «2 working hours»."""
    return amount_words(term.unit, term.amount)


def amount_words(unit: Unit, amount: int) -> str:
    """An amount of days, or with hours minutes: «3 working days», «1 hour 30 minutes»."""
    if unit is Unit.WORKDAYS:
        return ngettext("%(count)d working day", "%(count)d working days", amount) % {"count": amount}
    if unit is Unit.DAYS:
        return ngettext("%(count)d natural day", "%(count)d natural days", amount) % {"count": amount}
    return hour_words(amount)


def hour_words(minutes: int) -> str:
    """Working time: «2 working hours», «45 minutes of working time», «1 hour 30 minutes of working time»."""
    hours, rest = divmod(minutes, 60)
    if not rest:
        return ngettext("%(count)d working hour", "%(count)d working hours", hours) % {"count": hours}
    if not hours:
        return _("%(minutes)d minutes of working time") % {"minutes": rest}
    return _("%(hours)d h %(minutes)d min of working time") % {"hours": hours, "minutes": rest}


def clock_words(minutes: int) -> str:
    """As short as fits into a line or a chip: «2 h», «45 min», «1 h 30 min»."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    return (_("%(hours)d h %(minutes)d min") if rest else _("%(hours)d h")) % {
        "hours": hours,
        "minutes": rest,
    }


def late_words(due: datetime, now: datetime, calendar: WorkCalendar) -> str:
    """How much is left or over at `now`; local moments."""
    if now > due:
        return over_words(due, now, calendar)
    return left_words(due, now, calendar, calendar.count_workdays(now.date(), due.date()))


def left_words(due: datetime, now: datetime, calendar: WorkCalendar, left: int) -> str:
    """«2 working days left», which is `left`, or in hours where the term ends within a day; local moments."""
    if is_exact(due):
        return _("%(time)s left") % {"time": amount_words(Unit.HOURS, calendar.count_minutes(now, due))}
    return _("%(time)s left") % {"time": amount_words(Unit.WORKDAYS, left)} if left > 0 else _("due today")


def over_words(due: datetime, now: datetime, calendar: WorkCalendar) -> str:
    """«8 working days over», or in hours where the term ended within a day; local moments."""
    days = calendar.count_workdays(due.date(), now.date())
    if days and not (is_exact(due) and days == 1):
        return _("%(time)s over") % {"time": amount_words(Unit.WORKDAYS, days)}
    if is_exact(due) and (minutes := calendar.count_minutes(due, now)):
        return _("%(time)s over") % {"time": amount_words(Unit.HOURS, minutes)}
    return _("overdue")


def level_words(level: str) -> str:
    """What a level of places is called; the code itself where it is none."""
    known = {"county": _("county"), "town": _("town"), "community": _("community"), "grid": _("grid")}
    return known.get(level, level)
