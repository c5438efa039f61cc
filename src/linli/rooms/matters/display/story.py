"""What happens to a case now, its way, its story, and why it is due when it is."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from linli.engines.cases import queries as cases
from linli.engines.cases import story
from linli.engines.cases.chart import limit_chart
from linli.engines.cases.definitions import Outcome
from linli.engines.cases.limits import LimitView, explain_limits, promised_due
from linli.engines.cases.links import list_links
from linli.engines.cases.models import Case
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_date, format_moment
from linli.rooms.matters import queries
from linli.rooms.matters.display.chips import outcome_word
from linli.rooms.matters.display.words import who_of


def now_words(case: Case) -> str:
    """What happens at this moment, in one sentence."""
    state = cases.state_title(case)
    if case.outcome == Outcome.MERGED:
        main = next((link.number for link in list_links(case) if link.kind == "merged"), "")
        return _("It goes on together with another one about the same thing: %(number)s.") % {"number": main}
    if case.closed_at is not None:
        return _("Your matter has ended: %(outcome)s.") % {"outcome": outcome_word(case)}
    if case.queue_role == "applicant":
        return _("It is your turn: hand in what is missing.")
    return _("Now: %(state)s.") % {"state": state}


def path(case: Case) -> ui.Path:
    stops = []
    for stop in story.path(case):
        state = "past" if case.closed_at is not None and stop.status == "here" else stop.status
        note = format_date(stop.day) if stop.day and stop.status != "ahead" else ""
        stops.append(ui.Stop(stop.title, note, state))
    return ui.Path(stops)


def timeline(case: Case, *, today: date, to_applicant: bool = False) -> ui.Timeline:
    """Newest first. Everyone sees offices; names of clerks stand in the audit log only, and what offices write to
    each other, and the ladder, is not told to the applicant."""
    who = who_of(queries.pinned_matter(case))
    traces = [
        ui.Trace(
            when=format_moment(step.at, today=today),
            fact=story.step_title(case, step.action) if to_applicant and step.by_table else step.title,
            who=step.office or who,
            quote="" if to_applicant and step.between_offices else step.note,
            iso=step.at.isoformat(),
        )
        for step in reversed(story.list_steps(case))
        if not (to_applicant and step.inner)
    ]
    return ui.Timeline(traces)


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit that runs: whose it is (empty where there is no other), and why it ends on its day."""

    title: str
    chart: ui.DayChart


def limits(case: Case, *, now: datetime, to_applicant: bool = False) -> list[Limit]:
    """Why the case is due on its day: the limit that its chip shows, then the promise where a step is due before. The
    applicant sees one only: what she was promised."""
    views = explain_limits(case, now=now)
    views = views[-1:] if to_applicant else views
    titled = len(views) > 1
    return [Limit(_limit_title(view) if titled else "", limit_chart(view, now=now)) for view in views]


def slow_words(case: Case, *, now: datetime) -> ui.Notice | None:
    """That a step takes longer than its own limit, for the applicant, who does not see that limit; None after the end
    of the promise, which her chip tells."""
    promised = promised_due(case)
    if case.closed_at is not None or case.due_at is None or now <= case.due_at or promised == case.due_at:
        return None
    if promised is not None and now > promised:
        return None
    return ui.Notice(_("This step takes longer than planned. The last day stays the same."), "info")


def _limit_title(view: LimitView) -> str:
    return _("This step: %(step)s") % {"step": view.step} if view.step else _("The whole matter, as promised")
