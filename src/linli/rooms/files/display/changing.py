"""Changes of files in words: the history of a file, what can be started, what a change says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.kernel.actors import Actor
from linli.kernel.ui import components as ui
from linli.kernel.ui.components.progress import State
from linli.kernel.ui.format import format_moment, join_words
from linli.registers.people import words
from linli.registers.people.changes import OPEN
from linli.registers.people.details import KINDS, Details
from linli.registers.people.files import WholeFile
from linli.registers.people.models import FileChange, Household, Person
from linli.registers.people.policies import CHECKERS

MARRIAGE_AGE = 20
"""Years; nobody younger can marry (民法典第一千零四十七条); a marriage concluded abroad is a correction."""
TONES: dict[str, State] = {
    "draft": "new",
    "checked": "running",
    "applied": "done",
    "refused": "paused",
    "withdrawn": "paused",
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    title: str
    href: str
    badge: ui.Badge
    when: str
    who: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Start:
    """A change that can be started from the page, under its heading."""

    title: str
    href: str


def history(found: Iterable[FileChange], *, day: date) -> list[ChangeRow]:
    return [row(one, day=day) for one in found]


def row(change: FileChange, *, day: date, who: str = "") -> ChangeRow:
    return ChangeRow(
        title=_(words.CHANGES[change.kind]),
        href=reverse("files:change", args=[change.pk]),
        badge=badge(change),
        when=format_moment(change.updated_at, today=day),
        who=who,
        source=source_word(change.source),
    )


def source_word(source: str) -> str:
    return _(words.SOURCES[source]) if source in words.SOURCES else source


def badge(change: FileChange) -> ui.Badge:
    return ui.Badge(TONES[change.state], _(words.STATES[change.state]))


def starts(whole: WholeFile, actor: Actor) -> list[Start]:
    """What may be started for this person now; nothing of the dead but a correction."""
    return [
        Start(_(words.CHANGES[kind]), reverse("files:draft", args=[whole.person.pk, kind]))
        for kind in startable(whole)
    ]


def startable(whole: WholeFile) -> list[str]:
    if whole.person.deceased_on:
        return ["correction"]
    related = {one.kind for one in whole.kin}
    married = "spouse" in related or whole.person.marital.startswith("2")
    grown = whole.file.age is None or whole.file.age >= MARRIAGE_AGE
    kinds = ["correction", "move-in", "move-out"]
    kinds += ["divorce"] if married else ["marriage"] if grown else []
    kinds += ["birth", "household-split", "household-merge"] if whole.households else []
    kinds += ["document-added", "label-given"] + (["label-ended"] if whole.labels else [])
    kinds += ["guardian-named"] + (["guardian-ended"] if "guardian" in related else [])
    return [*kinds, "deletion", "death"]


def household_starts(household: Household, person_id: int) -> list[Start]:
    """What may be started for a household, through one of its members whose file the reader keeps."""
    if household.dissolved_on:
        return []
    return [
        Start(
            _(words.CHANGES[kind]),
            f"{reverse('files:draft', args=[person_id, kind])}?household={household.pk}",
        )
        for kind in ("birth", "household-split", "household-merge")
    ]


OF_HOUSEHOLDS = frozenset({"birth", "household-split", "household-merge"})
"""Changes that are about one of her households."""


REASONS = words.REASONS
"""Why a change is turned down."""
STEPS = {
    "draft": gettext_noop("Drafted"),
    "checked": gettext_noop("Checked"),
    "applied": gettext_noop("Applied"),
    "refused": gettext_noop("Turned down"),
    "withdrawn": gettext_noop("Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """What the reader can do about a change, and a sentence where somebody else has to."""

    check: bool = False
    apply: bool = False
    refuse: bool = False
    withdraw: bool = False
    undo: bool = False
    waits: str = ""

    @property
    def any(self) -> bool:
        return self.check or self.apply or self.refuse or self.withdraw or self.undo


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    title: str
    rows: list[ChangeRow]


def step_word(state: str) -> str:
    return _(STEPS[state])


def verbs(change: FileChange, details: Details, actor: Actor) -> Turn:
    """Which steps to offer; the register decides in the end."""
    handles = bool(actor.scopes(*CHECKERS))
    drafter = change.drafted_by == actor.user_id
    if change.state == FileChange.State.APPLIED:
        return Turn(undo=handles and change.kind == FileChange.Kind.PERSON_MERGE)
    if change.state not in OPEN:
        return Turn()
    draft = change.state == FileChange.State.DRAFT
    needs_other = draft and drafter and details.needs_second()
    if not handles:
        return Turn(withdraw=drafter, waits=_("A colleague at the counter checks it."))
    return Turn(
        check=draft and not needs_other,
        apply=not draft,
        refuse=True,
        withdraw=drafter,
        waits=_("A second person has to check this change.") if needs_other else "",
    )


def grouped(
    found: Sequence[FileChange], persons: Mapping[int, Sequence[Person]], *, actor: Actor, day: date
) -> list[ChangeGroup]:
    """To check, to apply, and what waits for a colleague; whether that needs a second person only the kind tells."""
    groups: dict[str, list[ChangeRow]] = {}
    for one in found:
        who = join_words(person.name for person in persons.get(one.pk, ()))
        groups.setdefault(_group(one, actor), []).append(row(one, day=day, who=who))
    titles = {
        "apply": _("Checked: to be applied"),
        "check": _("To be checked by you"),
        "other": _("Waits for a colleague"),
    }
    return [ChangeGroup(title, groups[code]) for code, title in titles.items() if code in groups]


def _group(change: FileChange, actor: Actor) -> str:
    if not actor.scopes(*CHECKERS):
        return "other"
    if change.state == FileChange.State.CHECKED:
        return "apply"
    mine = change.drafted_by == actor.user_id
    return "other" if mine and KINDS[change.kind].SECOND else "check"
