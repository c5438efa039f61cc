"""Numbers, gaps and reasons in words. Values round towards the side that is not met: 34.96 is not 35."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.insight.definitions import Indicator
from linli.insight.rules import Formula, Lack, Missing
from linli.kernel.measures import Unit
from linli.kernel.ui.format import THIN, format_full_date, is_english
from linli.rooms.planning.definitions import Target
from linli.rooms.planning.rules import Row, Standing, State, Table


def number(value: Fraction | Decimal | int, decimals: int = 0, *, up: bool = False) -> str:
    """With thousands separated, without trailing zeros, rounded down (or up)."""
    exact = Fraction(value)
    places = Decimal(1).scaleb(-decimals)
    rounded = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(
        places, ROUND_CEILING if up else ROUND_FLOOR
    )
    text = f"{rounded:,.{decimals}f}".replace(",", THIN)
    return text.rstrip("0").rstrip(".") if "." in text else text


def short_name(name: str) -> str:
    """东兴社区居民委员会 → 东兴社区, 子午村民委员会 → 子午村, 一街村村委会 → 一街村: for narrow columns."""
    for office in ("居民委员会", "居委会"):
        if name.endswith(f"社区{office}"):
            return name.removesuffix(office)
    for office in ("村民委员会", "村委会"):
        if name.endswith(office):
            base = name.removesuffix(office)
            return base if base.endswith("村") else f"{base}村"
    return name


def value_text(indicator: Indicator, standing: Standing) -> str:
    """The figure alone; «no data» if there is none."""
    if standing.value is None:
        return _("no data")
    return number(standing.value, indicator.decimals, up=indicator.better == "lower")


def quantity_text(quantity: int, unit: Unit) -> str:
    """A count or sum of a measure in the unit people read: 35 000 cm² are 3.5 m²."""
    return number(Fraction(quantity, unit.per), 1 if unit.per > 1 else 0)


def target_text(target: Target) -> str:
    """«≥ 35», with 力争 or 原则上 before it where the plan says so."""
    sign = "≥" if target.operator == ">=" else "≤"
    soft = softness_text(target)
    return f"{soft} {sign} {number(target.value, 3)}".strip()


def softness_text(target: Target) -> str:
    match target.softness:
        case "aspirational":
            return _("strive for")
        case "principle":
            return _("in principle")
    return ""


def area_text(area: str) -> str:
    match area:
        case "U":
            return _("urban communities")
        case "R":
            return _("villages")
    return _("all communities and villages")


def gap_text(row: Row, standing: Standing) -> str:
    """What is missing, in units of the numerator; or why there is no number."""
    if standing.missing is not None:
        return lack_text(standing.missing, row.formula)
    if standing.gap is None or isinstance(row.formula, Missing):
        return ""
    amount, unit = number(abs(standing.gap)), row.formula.numerator_unit.label
    if standing.gap > 0:
        return _("%(amount)s %(unit)s missing") % {"amount": amount, "unit": unit}
    if standing.gap == 0:
        return _("target met")
    return _("target met, %(amount)s %(unit)s over") % {"amount": amount, "unit": unit}


def lack_text(missing: Missing, formula: Formula | Missing) -> str:
    """Why there is no number, so that a person knows what to bring."""
    measure = formula.measures.get(missing.measure) if isinstance(formula, Formula) else None
    title, register = (measure.title, measure.register) if measure else ("", "")
    match missing.lack:
        case Lack.NOT_COUNTED:
            return _("not counted yet")
        case Lack.NO_MEASURE:
            return _("nothing installed counts this")
        case Lack.EMPTY_REGISTER:
            return _("%(register)s is empty") % {"register": register}
        case Lack.NO_FIGURE:
            return _("no figure: %(measure)s") % {"measure": title}
        case Lack.ZERO_DENOMINATOR:
            return _("nothing to divide by")
        case Lack.NO_CLASS:
            return _("no urban or rural class on record")
        case Lack.OTHER_AREA:
            return _("not in the area of this target")
    return _("no such community here")


def state_text(state: State) -> str:
    match state:
        case State.MET:
            return _("target met")
        case State.SHORT:
            return _("short")
        case State.FAR:
            return _("far short")
        case State.NO_DATA:
            return _("no data")
    return _("no target set")


def deadline_text(target: Target, day: date) -> str:
    """The day the target is due, and whether it is past."""
    day_text = format_full_date(target.deadline)
    if target.deadline < day:
        return _("%(day)s, past: final result") % {"day": day_text}
    return day_text


def headline(table: Table) -> str:
    """What a planner must know first, in one sentence."""
    if table.counted_day is None:
        return _("Not counted yet: no data.")
    tally = table.tally()
    if table.past:
        first = _("Final result")
    else:
        days = (table.deadline - table.day).days
        first = ngettext(
            "%(days)d day to the end of the plan", "%(days)d days to the end of the plan", days
        ) % {"days": days}
    found = [
        (State.FAR, _("%(count)d far short")),
        (State.SHORT, _("%(count)d short")),
        (State.MET, _("%(count)d met")),
        (State.NO_DATA, _("%(count)d without data")),
    ]
    parts = [text % {"count": tally[state]} for state, text in found if tally[state]]
    return _("%(first)s: %(targets)s.") % {"first": first, "targets": _comma().join(parts)}


def _comma() -> str:
    return ", " if is_english() else "，"


def _listing(names: list[str], limit: int) -> str:
    text = (", " if is_english() else "、").join(names[:limit])
    return text + ("…" if len(names) > limit else "")


def exclusions_text(row: Row, names: int = 5) -> list[str]:
    """One sentence for each reason why communities are not in the number; none where there is no number."""
    if row.place.value is None:
        return []
    by_reason: dict[str, list[str]] = {}
    for exclusion in row.place.excluded:
        name = short_name(exclusion.spot.name)
        by_reason.setdefault(lack_text(exclusion.missing, row.formula), []).append(name)
    return [
        _("%(count)d not counted (%(reason)s): %(names)s")
        % {
            "count": len(found),
            "reason": reason,
            "names": _listing(found, names),
        }
        for reason, found in by_reason.items()
    ]
