"""How urgent a case is and what became of it, as chips and badges."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from linli.engines.cases import queries as cases
from linli.engines.cases.definitions import Outcome
from linli.engines.cases.limits import promised_due
from linli.engines.cases.models import Case
from linli.engines.cases.pace import Pace, is_at_risk
from linli.engines.cases.terms import is_exact
from linli.engines.cases.wording import left_words, over_words
from linli.kernel.clock import local, local_day
from linli.kernel.ui import components as ui
from linli.kernel.ui.components.progress import State
from linli.kernel.ui.format import (
    format_date,
    format_moment,
    is_english,
)
from linli.rooms.matters import queries


def chip(
    case: Case, *, now: datetime, big: bool = False, pace: Pace | None = None, to_applicant: bool = False
) -> ui.DeadlineChip:
    """How urgent the case is, from its row alone (lists need no further query). At risk: due today, or with less time
    left than the unit usually takes (`pace`). The applicant sees what she was promised, not the limits of steps."""
    today, due_at = local_day(now), promised_due(case) if to_applicant else case.due_at
    if case.closed_at is not None:
        closed = format_date(local_day(case.closed_at), today=today)
        return ui.DeadlineChip("done", outcome_word(case), closed, 100, big)
    if due_at is None:
        waits = _("your turn") if case.queue_role == "applicant" else _("clock paused")
        return ui.DeadlineChip("paused", waits, "", 50, big)
    due, moment = local(due_at), local(now)
    right = format_moment(due, today=today) if is_exact(due) else format_date(due.date(), today=today)
    if now > due_at:
        return ui.DeadlineChip("overdue", over_words(due, moment, cases.calendar_of(case)), right, 100, big)
    begun = local_day(case.accepted_at or case.opened_at)
    used = min(99, round(100 * (today - begun).days / ((due.date() - begun).days or 1)))
    left = _days_left(case, due, today)
    words = left_words(due, moment, cases.calendar_of(case), left)
    if due.date() == today or is_at_risk(left, pace):
        return ui.DeadlineChip("risk", words, right, used, big)
    state: State = "new" if case.phase == "intake" else "running"
    return ui.DeadlineChip(state, words, right, used, big)


def task_chip(asked_at: datetime, due_at: datetime | None, *, now: datetime) -> ui.DeadlineChip:
    """How urgent an answer is that somebody owes beside the way of a case."""
    today = local_day(now)
    if due_at is None:
        return ui.DeadlineChip("running", _("waiting for an answer"))
    due, begun = local_day(due_at), local_day(asked_at)
    right = format_date(due, today=today)
    if now > due_at:
        return ui.DeadlineChip("overdue", _("overdue"), right, 100)
    used = min(99, round(100 * (today - begun).days / ((due - begun).days or 1)))
    soon = due == today
    words = _("due today") if soon else _("waiting for an answer")
    return ui.DeadlineChip("risk" if soon else "running", words, right, used)


def badge(case: Case, chip: ui.DeadlineChip) -> ui.Badge:
    return ui.Badge("done", outcome_word(case)) if case.closed_at is not None else ui.Badge(chip.state)


def outcome_word(case: Case) -> str:
    if case.outcome in (Outcome.GRANTED, Outcome.REFUSED):
        own = queries.pinned_matter(case).outcomes
        if own is not None:
            return own.granted if case.outcome == Outcome.GRANTED else own.refused
    words = {
        "granted": _("granted"),
        "refused": _("not granted"),
        "withdrawn": _("withdrawn"),
        "merged": _("merged"),
    }
    return words.get(case.outcome, _("ended"))


def pace_words(case: Case, pace: Pace | None, *, now: datetime) -> ui.Notice | None:
    """Whether the case may become late, judged by the unit's own past. None where no day is fixed, or the past is too
    short to say anything."""
    if case.closed_at is not None or case.due_at is None or now > case.due_at or is_exact(local(case.due_at)):
        return None
    left = _days_left(case, local(case.due_at), local_day(now))
    risk = is_at_risk(left, pace)
    if pace is None or risk is None:
        return None
    facts = {"usual": pace.eightieth, "median": pace.median, "count": pace.count, "left": left}
    if pace.county:
        past = _(
            "From here on, four of five like it in this county took up to %(usual)d working days, half of them "
            "%(median)d (%(count)d cases in half a year)."
        )
    else:
        past = _(
            "From here on, four of five like it took this office up to %(usual)d working days, half of them "
            "%(median)d (%(count)d cases in half a year)."
        )
    rest = _("Only %(left)d are left: it may become late.") if risk else _("%(left)d are left.")
    return ui.Notice(
        f"{past % facts} {rest % facts}" if is_english() else past % facts + rest % facts,
        "risk" if risk else "info",
    )


def _days_left(case: Case, due: datetime, today: date) -> int:
    return max(0, cases.calendar_of(case).count_workdays(today, due.date()))
