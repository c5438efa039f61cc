"""What staff can do with a case on its page: steps, what is asked of them, what was asked of others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.engines.cases import asked, holders, links
from linli.engines.cases import queries as cases
from linli.engines.cases.actions.links import LINKED as LINK
from linli.engines.cases.asked import TaskView
from linli.engines.cases.definitions import Outcome
from linli.engines.cases.models import Case
from linli.engines.cases.procedure import Option
from linli.kernel.actors import Actor
from linli.kernel.clock import local_day
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_date, format_moment, join_clauses, join_words
from linli.rooms.matters.models import OfficialNotice


@dataclass(frozen=True, slots=True)
class ActionView:
    """One step that can be taken: what it needs, whom it can ask (`pick`: a choice), to whom it can hand the case
    (values and words), and when if not yet. `told`: the applicant reads its note."""

    code: str
    title: str
    grave: bool
    needs_note: bool
    sights: bool
    asks_papers: bool
    blocked: str
    stays: bool
    main: bool = False
    told: bool = True
    pick: bool = False
    asks: Sequence[tuple[str, str]] = ()
    hands_over: bool = False
    targets: Sequence[tuple[str, str]] = ()
    merges: bool = False


def has_turn(found: Case, actor: Actor) -> bool:
    """Whether a post of the actor has the case now; others may be able to do something with it all the same."""
    return found.queue_scope in actor.scopes(found.queue_role)


def list_turn(found: Case, actor: Actor, *, now: datetime, missing_any: bool) -> list[ActionView]:
    """The steps, the one to expect first: accept when all is there, ask for papers when not; those that leave the
    case where it is come last, and merging it. None is expected of who has not the case now. None for who applied."""
    if actor.person_id in cases.persons_of(found):
        return []
    offers = cases.available_actions(found, actor, now=now)
    views = [_view(found, option, now) for option in offers]
    wanted = OfficialNotice.Kind.SUPPLEMENT if missing_any else OfficialNotice.Kind.ACCEPTANCE
    expected = next((o.action.code for o in offers if o.action.notice == wanted), None)
    ordered = sorted(
        views,
        key=lambda view: (
            view.code != expected, view.merges, view.stays, bool(view.blocked), view.grave and view.needs_note,
        ),
    )  # fmt: skip
    mine = has_turn(found, actor)
    return [
        replace(view, main=mine and index == 0 and not view.stays and not view.merges)
        for index, view in enumerate(ordered)
    ]


def _view(found: Case, option: Option, now: datetime) -> ActionView:
    action, pinned = option.action, cases.get_procedure(found)
    targets = _targets(found, option, now) if action.hands_to else []
    asks = [(code, task.title) for code in action.asks if (task := pinned.task(code))]
    return ActionView(
        code=action.code,
        title=action.title,
        grave=action.grave,
        needs_note=action.requires.note,
        sights=action.notice == OfficialNotice.Kind.ACCEPTANCE,
        asks_papers=action.notice == OfficialNotice.Kind.SUPPLEMENT,
        blocked=_blocked(found, option, targets),
        stays=action.to is None,
        told=not action.asks,
        pick=action.pick,
        asks=asks,
        hands_over=bool(action.hands_to),
        targets=targets,
        merges=action.outcome == "merged",
    )


def _blocked(found: Case, option: Option, targets: Sequence[tuple[str, str]]) -> str:
    if option.not_before:
        return _("possible from %(day)s") % {"day": format_date(local_day(option.not_before), weekday=True)}
    if option.waits_for:
        pinned = cases.get_procedure(found)
        titles = [task.title for code in option.waits_for if (task := pinned.task(code))]
        return _("waits for: %(titles)s") % {"titles": join_words(titles)}
    if option.action.hands_to and not targets:
        return _("nobody else holds such a post")
    return ""


def _targets(found: Case, option: Option, now: datetime) -> list[tuple[str, str]]:
    choices = holders.list_targets(found, option.action, day=local_day(now))
    return [(value_of(choice.post), choice.office) for choice in choices]


def value_of(post: tuple[str, str]) -> str:
    """A post as the value of a choice."""
    return "@".join(post)


def post_of(value: str) -> tuple[str, str] | None:
    """The post of a choice; None where nothing was chosen."""
    role, at, scope = value.partition("@")
    return (role, scope) if at else None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One question as the page shows it; `choices` are the answers that the reader can give (value, word)."""

    number: int
    title: str
    about: str
    question: str
    words: str
    badge: ui.Badge
    choices: Sequence[tuple[str, str]]
    report: bool


ANSWERS = {
    "agree": gettext_lazy("agree"),
    "object": gettext_lazy("object"),
    "report": gettext_lazy("report"),
}
ANSWERED = {
    "agree": gettext_lazy("agreed"),
    "object": gettext_lazy("objected"),
    "report": gettext_lazy("reported"),
}


def list_tasks(found: Case, actor: Actor, *, now: datetime) -> list[TaskRow]:
    """What was asked in this case, oldest first."""
    return [_row(view, now) for view in asked.list_tasks(found, actor, day=local_day(now))]


def _row(view: TaskView, now: datetime) -> TaskRow:
    today = local_day(now)
    parts = [view.office or _("nobody holds this post now")]
    if view.answered_at is not None:
        parts.append(format_moment(view.answered_at, today=today))
    elif view.due_at is not None:
        parts.append(_("until %(day)s") % {"day": format_date(local_day(view.due_at), today=today)})
    return TaskRow(
        number=view.number,
        title=view.title,
        about=join_clauses(parts),
        question=view.question,
        words=view.words,
        badge=_badge(view, now),
        choices=[(choice, str(ANSWERS[choice])) for choice in view.choices],
        report=view.kind == "supervision",
    )


def _badge(view: TaskView, now: datetime) -> ui.Badge:
    if view.state == "answered":
        return ui.Badge("risk" if view.answer == "object" else "done", str(ANSWERED[view.answer]))
    if view.state == "cancelled":
        return ui.Badge("paused", _("taken back"))
    if view.due_at is not None and now > view.due_at:
        return ui.Badge("overdue")
    return ui.Badge("running", _("waiting for an answer"))


LINKED = {
    "merged": gettext_lazy("merged into"),
    "merged_here": gettext_lazy("merged here"),
    "related": gettext_lazy("related"),
    "follow_up": gettext_lazy("follow-up of"),
    "followed_up": gettext_lazy("followed up by"),
}
RELATIONS = ("related", "follow_up")


@dataclass(frozen=True, slots=True)
class LinkRow:
    """How a case stands to another one, what that is about and where it stands."""

    word: str
    number: str
    title: str
    state: str


def list_links(found: Case, actor: Actor) -> list[LinkRow]:
    """How the case stands to others, those it was opened together with among them."""
    linked = [
        LinkRow(str(LINKED[view.kind]), view.number, view.title, view.state)
        for view in links.list_links(found)
    ]
    bundle = links.get_bundle(found, actor)
    together = [case for case in bundle.cases if case.pk != found.pk] if bundle else []
    return linked + [
        LinkRow(_("opened together"), case.number, case.title, cases.state_title(case)) for case in together
    ]


@dataclass(frozen=True, slots=True)
class OtherView:
    """The case that a number names, shown before anything is done with it."""

    number: str
    title: str
    who: str
    state: str
    opened: str


def preview_other(found: Case, actor: Actor, typed: Mapping[str, Any], *, now: datetime) -> OtherView | None:
    """The case that a merge or a link names, for as long as it was not shown: `typed["sure"]` is the number that was.

    None for other steps, and once it was confirmed. Raises as `links.find_main`, `links.find_other`.
    """
    step = cases.get_procedure(found).action(typed["action"])
    merges = step is not None and step.outcome == Outcome.MERGED
    number = typed["main"].strip()
    if not (merges or typed["action"] == LINK) or (number and typed["sure"] == number):
        return None
    if actor.person_id in cases.persons_of(found):
        return None
    other = (links.find_main if merges else links.find_other)(actor, found, number)
    opened = format_moment(other.opened_at, today=local_day(now))
    return OtherView(other.number, other.title, other.applicant.name, cases.state_title(other), opened)


def relations() -> list[tuple[str, str]]:
    """The ways in which staff can link cases (value, words)."""
    return [(kind, str(LINKED[kind])) for kind in RELATIONS]
