"""Lengths of time in words of the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.engines.cases.terms import Term, Unit


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
