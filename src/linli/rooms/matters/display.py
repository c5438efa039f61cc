"""What the pages of a case show, prepared in one pass: components of `kernel.ui`, words in the reader's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from linli.engines.cases import chart as charts
from linli.engines.cases import queries as cases
from linli.engines.cases.models import Case
from linli.engines.cases.pace import Pace, is_at_risk
from linli.engines.cases.terms import is_exact
from linli.engines.cases.wording import clock_words
from linli.engines.expressions import Label, compile_expression
from linli.kernel.audit.models import AuditEntry
from linli.kernel.clock import local, local_day
from linli.kernel.errors import NotFound
from linli.kernel.ui import components as ui
from linli.kernel.ui.components.progress import State
from linli.kernel.ui.format import (
    format_date,
    format_full_date,
    format_moment,
    is_english,
)
from linli.rooms.matters import queries
from linli.rooms.matters.definitions import Eligibility
from linli.rooms.matters.models import OfficialNotice
from linli.rooms.matters.queries import ChecklistRow
from linli.rooms.matters.rules import ELIGIBILITY_NAMES


def condition_words(eligibility: Eligibility) -> str:
    """The condition for having a matter, as people read it: the pack's words, or the expression read aloud."""
    if eligibility.words:
        return eligibility.words
    labels = {
        "birth_date": Label(_("date of birth")),
        "sex": Label(_("sex"), {"1": _("male"), "2": _("female")}),
        "registered_in_county": Label(_("registered in this county"), no=_("not registered in this county")),
        "lives_in_county": Label(_("living in this county"), no=_("not living in this county")),
        "today": Label(_("today")),
    }
    return compile_expression(eligibility.expression, ELIGIBILITY_NAMES).words(labels)


def chip(case: Case, *, now: datetime, big: bool = False, pace: Pace | None = None) -> ui.DeadlineChip:
    """How urgent the case is, from its row alone (lists need no further query). At risk: due today, or with less time
    left than the unit usually takes (`pace`)."""
    today = local_day(now)
    if case.closed_at is not None:
        closed = format_date(local_day(case.closed_at), today=today)
        return ui.DeadlineChip("done", outcome_word(case), closed, 100, big)
    if case.due_at is None:
        waits = _("your turn") if case.queue_role == "applicant" else _("clock paused")
        return ui.DeadlineChip("paused", waits, "", 50, big)
    due = local(case.due_at)
    right = format_moment(due, today=today) if is_exact(due) else format_date(due.date(), today=today)
    if now > case.due_at:
        return ui.DeadlineChip("overdue", _over_words(case, due, local(now)), right, 100, big)
    begun = local_day(case.accepted_at or case.opened_at)
    used = min(99, round(100 * (today - begun).days / ((due.date() - begun).days or 1)))
    if due.date() == today or is_at_risk(_days_left(case, due, today), pace):
        return ui.DeadlineChip("risk", _left_words(case, due, local(now)), right, used, big)
    state: State = "new" if case.phase == "intake" else "running"
    return ui.DeadlineChip(state, _left_words(case, due, local(now)), right, used, big)


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


def _days_left(case: Case, due: datetime, today: date) -> int:
    return max(0, cases.calendar_of(case).count_workdays(today, due.date()))


def _left_words(case: Case, due: datetime, now: datetime) -> str:
    if is_exact(due):
        return _("%(time)s left") % {"time": clock_words(cases.calendar_of(case).count_minutes(now, due))}
    left = _days_left(case, due, now.date())
    return (
        ngettext("%(count)d day left", "%(count)d days left", left) % {"count": left}
        if left
        else _("due today")
    )


def _over_words(case: Case, due: datetime, now: datetime) -> str:
    days = (now.date() - due.date()).days
    if days:
        return ngettext("%(count)d day over", "%(count)d days over", days) % {"count": days}
    return _("%(time)s over") % {"time": clock_words(cases.calendar_of(case).count_minutes(due, now))}


def pace_words(case: Case, pace: Pace | None, *, now: datetime) -> ui.Notice | None:
    """Whether the case may become late, judged by the unit's own past; that nothing can be said where it is too
    short. None where no day is fixed."""
    if case.closed_at is not None or case.due_at is None or now > case.due_at or is_exact(local(case.due_at)):
        return None
    left = _days_left(case, local(case.due_at), local_day(now))
    risk = is_at_risk(left, pace)
    if pace is None or risk is None:
        return ui.Notice(
            _("There are not enough past cases yet to say whether this one may become late."), "info"
        )
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


def badge(case: Case, chip: ui.DeadlineChip) -> ui.Badge:
    return ui.Badge("done", outcome_word(case)) if case.closed_at is not None else ui.Badge(chip.state)


def outcome_word(case: Case) -> str:
    words = {
        "granted": _("granted"),
        "refused": _("not granted"),
        "withdrawn": _("withdrawn"),
        "merged": _("merged"),
    }
    return words.get(case.outcome, _("ended"))


def path(case: Case) -> ui.Path:
    stops = []
    for stop in cases.path(case):
        state = "past" if case.closed_at is not None and stop.status == "here" else stop.status
        note = format_date(stop.day) if stop.day and stop.status != "ahead" else ""
        stops.append(ui.Stop(stop.title, note, state))
    return ui.Path(stops)


def timeline(case: Case, *, today: date, to_applicant: bool = False) -> ui.Timeline:
    """Newest first. Everyone sees offices; names of clerks stand in the audit log only, and what offices write to
    each other is not told to the applicant."""
    traces = [
        ui.Trace(
            when=format_moment(step.at, today=today),
            fact=cases.step_title(case, step.action) if to_applicant and step.by_table else step.title,
            who=step.office or _("the applicant"),
            quote="" if to_applicant and step.between_offices else step.note,
            iso=step.at.isoformat(),
        )
        for step in reversed(cases.list_steps(case))
    ]
    return ui.Timeline(traces)


def deadline_chart(case: Case, *, now: datetime) -> ui.DayChart | None:
    """Why the deadline is that day: the sum, the days, the source."""
    view = cases.explain_deadline(case, now=now)
    return charts.deadline_chart(view, now=now) if view else None


def checklist(rows: Sequence[ChecklistRow], hrefs: dict[str, str]) -> ui.Checklist:
    notes = {
        "verified": _("checked by data, nothing to bring"),
        "given": _("photo given"),
        "sighted": _("original seen at the counter"),
        "insufficient": _("given, but does not do"),
    }
    items = []
    for row in rows:
        state = (
            "got"
            if row.state in ("verified", "given", "sighted")
            else "need"
            if row.paper.required
            else "may"
        )
        href = hrefs.get(row.paper.code, "") if row.document else ""
        note = notes.get(row.state) or (row.paper.hint if row.paper.required else _("only if it applies"))
        items.append(
            ui.CheckItem(row.paper.title, state, note, href, _("view") if href else "")  # type: ignore[arg-type]
        )
    return ui.Checklist(items)


NOTICE_TITLES = {
    OfficialNotice.Kind.SUPPLEMENT: "一次性告知书",
    OfficialNotice.Kind.ACCEPTANCE: "受理通知书",
    OfficialNotice.Kind.PUBLICITY: "公示",
    OfficialNotice.Kind.DECISION: "办理结果告知书",
    OfficialNotice.Kind.DECLINE: "不予受理通知书",
}
"""Official documents stay Chinese, dates and outcome included, in every language of the interface."""

OFFICIAL_LANGUAGE = "zh-hans"


def now_words(case: Case) -> str:
    """What happens at this moment, in one sentence."""
    state = cases.state_title(case)
    if case.closed_at is not None:
        return _("Your matter has ended: %(outcome)s.") % {"outcome": outcome_word(case)}
    if case.queue_role == "applicant":
        return _("It is your turn: hand in what is missing.")
    return _("Now: %(state)s.") % {"state": state}


def notice_links(case: Case, url_name: str) -> ui.LinkList | None:
    """The official notices of a case, newest last."""
    rows = [
        ui.LinkRow(
            NOTICE_TITLES[OfficialNotice.Kind(notice.kind)],
            reverse(url_name, args=[case.number, notice.pk]),
            format_date(local_day(notice.issued_at)),
        )
        for notice in queries.list_notices(case)
    ]
    return ui.LinkList(rows) if rows else None


def notice_page(case: Case, notice_id: int) -> dict[str, object]:
    """Everything a printed notice says. Raises `NotFound` for a notice of another case."""
    notice = next((found for found in queries.list_notices(case) if found.pk == notice_id), None)
    if notice is None:
        raise NotFound(_("There is no such notice."))
    matter = queries.pinned_matter(case)
    missing, due = notice.facts.get("papers", []), notice.facts.get("due", "")
    step = next((step for step in cases.list_steps(case) if step.seq == notice.step_seq), None)
    with translation.override(OFFICIAL_LANGUAGE):
        return {
            "case": case,
            "kind": notice.kind,
            "title": NOTICE_TITLES[OfficialNotice.Kind(notice.kind)],
            "office": notice.office.split(" · ")[0],
            "issued": format_full_date(local_day(notice.issued_at)),
            "papers": [paper for paper in matter.papers if paper.code in missing],
            "outcome": outcome_word(case) if notice.kind == OfficialNotice.Kind.DECISION else "",
            "note": step.note if step else "",
            "due": format_full_date(date.fromisoformat(due)) if due else "",
            "applicant": case.applicant.name,
        }


def running_notice(person_id: int | None, code: str) -> ui.Notice | None:
    """That this person has applied for the matter already, before a second application is sent by mistake."""
    running = queries.get_open_number(person_id, code) if person_id is not None else ""
    if not running:
        return None
    return ui.Notice(
        _("You have applied for this already, and it is being handled."),
        "risk",
        reverse("matters:my_case", args=[running]),
        _("See how far it is"),
    )


CASE = "case:"

LOOKED_AT = {
    "case.page": gettext_lazy("page of the case"),
    "case.reveal": gettext_lazy("full identity number"),
    "case.paper": gettext_lazy("photo of a paper"),
    "case.notice": gettext_lazy("official notice"),
    "case.papers": gettext_lazy("papers handed in"),
    "queue.page": gettext_lazy("name in a list of cases"),
    "queue.find": gettext_lazy("search by name"),
    "audit.search": gettext_lazy("search who looked"),
    "feedback.rate": gettext_lazy("rating"),
    "sign_in": gettext_lazy("sign-in"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """The number of the case, if the entry is about one, and what was done."""

    number: str
    words: str


def tell_entries(entries: Iterable[AuditEntry]) -> list[Told]:
    """One for each entry, in their order; a step bears the title that the case's own procedure gives it."""
    rows = list(entries)
    found = cases.get_many(_case_id(row) for row in rows)
    told = []
    for row in rows:
        case = found.get(_case_id(row))
        if row.act in LOOKED_AT:
            words = str(LOOKED_AT[row.act])
        elif case is not None and row.kind == AuditEntry.Kind.CHANGE:
            words = cases.step_title(case, row.act.removeprefix("case."))
        else:
            words = row.act
        told.append(Told(case.number if case else "", words))
    return told


def _case_id(entry: AuditEntry) -> int:
    """The id of the entry's case; 0, which no case has, for an entry about something else."""
    number = entry.object_ref.removeprefix(CASE)
    return int(number) if entry.object_ref.startswith(CASE) and number.isdecimal() else 0
