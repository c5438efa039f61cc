"""Answering the doubts of an import row by row: kept at once, and through another check where nothing changed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.errors import Faults
from linli.registers.people.importing import stories, storing
from linli.registers.people.importing.batches import State, find_import, own_file
from linli.registers.people.importing.deciding import ELSEWHERE, Verdict, unfit
from linli.registers.people.importing.doubts import OPEN, Answer, answer_of, answers_of, follow_all, settle
from linli.registers.people.importing.facts import Facts, Held, load_held
from linli.registers.people.importing.words import REASONS
from linli.registers.people.models import ImportRow, PersonImport
from linli.registers.people.refusals import StepTaken
from linli.registers.places.queries import get_position

Asked = Mapping[int, tuple[ImportRow, Verdict]]
_ABOUT = (ImportRow.State.CHANGED, ImportRow.State.SAME, ImportRow.State.DOUBTFUL)
_WRITTEN = ("answer", "action", "person_id", "revision", "sealed")


def _doubtful(batch: PersonImport) -> "QuerySet[ImportRow]":
    return ImportRow.objects.filter(batch=batch, state=ImportRow.State.DOUBTFUL, follows__isnull=True)


def list_doubtful(
    batch: PersonImport, *, after: int, limit: int, unanswered: bool
) -> list[tuple[ImportRow, Verdict]]:
    """Rows that are asked about, from after the position `after`."""
    found = _doubtful(batch).filter(position__gt=after)
    found = (found.filter(answer="") if unanswered else found).order_by("position")
    return [(kept, storing.open_row(kept)) for kept in found.defer("undo")[:limit]]


def count_answers(batch: PersonImport) -> dict[str, int]:
    """Rows that are asked about, by what was said; those without an answer under the empty text."""
    return dict(_doubtful(batch).values_list("answer").annotate(Count("pk")).order_by())


def count_followers(batch: PersonImport, positions: Iterable[int]) -> dict[int, int]:
    """Position → rows that follow it."""
    rows = ImportRow.objects.filter(batch=batch, state=ImportRow.State.DOUBTFUL, follows__in=list(positions))
    return dict(rows.values_list("follows").annotate(Count("pk")).order_by())


def answer_doubts(
    *, actor: Actor, now: datetime, day: date, batch_id: int, answers: Mapping[int, Answer]
) -> PersonImport:
    """Keep what is said to rows (by position); `OPEN` takes an answer back. All of them, or none.

    Raises `Faults` by position for what cannot be said, `StepTaken` where the import is not to be decided any more.
    """
    with transaction.atomic():
        batch = find_import(actor, batch_id, locked=True)
        if batch.state != State.CHECKED:
            raise StepTaken(_("Somebody was faster: look at the import again."))
        rows = _doubtful(batch).filter(position__in=answers).defer("undo")
        asked = {kept.position: (kept, storing.open_row(kept)) for kept in rows}
        persons = {one.person for one in answers.values() if one.person is not None}
        held = load_held(persons, get_position(batch.place_id), day=day)
        if faults := _find_faults(batch, asked, answers, held, own_file(actor.user_id)):
            raise Faults(faults)
        said = {at: one for at, one in answers.items() if answer_of(asked[at][1]) != one}
        _keep(batch, asked, said, held)
        if said:
            counts = Counter(one.said for one in said.values() if one != OPEN)
            stories.add(batch, by=actor.name, now=now, what=stories.ANSWERED, counts=counts)
            record(
                actor=actor, now=now, kind="change", act="people.import_answered", object_ref=f"import:{batch.pk}",
                persons=sorted({one.person for one in said.values() if one.person is not None}),
            )  # fmt: skip
    return batch


def _find_faults(
    batch: PersonImport,
    asked: Asked,
    answers: Mapping[int, Answer],
    held: Mapping[int, Held],
    own: int | None,
) -> dict[str, str]:
    found: dict[str, str] = {}
    taken = _taken(batch, asked, answers)
    for at, answer in answers.items():
        verdict = asked[at][1] if at in asked else None
        if verdict is None or (answer != OPEN and answer not in answers_of(verdict)):
            found[str(at)] = _("This can no longer be said: look at the row again.")
        elif answer.person is not None and (reason := _hindered(verdict, held.get(answer.person), own)):
            found[str(at)] = reason
        elif answer.person is not None:
            about = taken.get(answer.person or 0, {})
            others = [line for other, line in about.items() if other != at]
            if others:
                found[str(at)] = _("Row %(line)s is about this file, too.") % {"line": others[0]}
    return found


def _hindered(verdict: Verdict, held: Held | None, own: int | None) -> str:
    reason = unfit(verdict.row, held, own) if held else ELSEWHERE
    if reason is None:
        return ""
    wrong, _mend = REASONS[f"{reason[0]}:{reason[1]}"]
    return _(wrong)


def _taken(batch: PersonImport, asked: Asked, answers: Mapping[int, Answer]) -> dict[int, dict[int, int]]:
    """File → position → line, of the rows that are about it as far as is said."""
    about: dict[int, dict[int, int]] = {}
    for at, (kept, verdict) in asked.items():
        person = answers[at].person if verdict.alike else verdict.person
        if person is not None and answers[at].said != "leave":
            about.setdefault(person, {})[at] = kept.line
    rows = ImportRow.objects.filter(batch=batch, person_id__in=about, state__in=_ABOUT)
    rows = rows.exclude(answer="leave").exclude(action="joined").exclude(position__in=answers)
    for person, at, line in rows.values_list("person_id", "position", "line") if about else ():
        about.setdefault(person or 0, {})[at] = line
    return about


def _keep(batch: PersonImport, asked: Asked, said: Mapping[int, Answer], held: Mapping[int, Held]) -> None:
    for at, answer in said.items():
        settle(asked[at][1], answer, held.get(answer.person or 0))
    following = _following(batch, said)
    leaders = {at: asked[at][1] for at in said}
    follow_all([verdict for _kept, verdict in following], leaders)
    changed = [*(asked[at] for at in said), *following]
    for kept, verdict in changed:
        kept.answer, kept.action = verdict.answer, verdict.action
        kept.person_id, kept.revision = verdict.person, verdict.revision
        kept.sealed = storing.seal_row(verdict)
    ImportRow.objects.bulk_update([kept for kept, _verdict in changed], _WRITTEN)


def _following(batch: PersonImport, positions: Iterable[int]) -> list[tuple[ImportRow, Verdict]]:
    """Rows that follow these, and those that follow them."""
    found: list[tuple[ImportRow, Verdict]] = []
    leaders = list(positions)
    while leaders:
        rows = ImportRow.objects.filter(batch=batch, follows__in=leaders).defer("undo")
        more = [(kept, storing.open_row(kept)) for kept in rows]
        found += more
        leaders = [kept.position for kept, _verdict in more]
    return found


def remember(batch: PersonImport) -> dict[tuple[int, int], Verdict]:
    """What was answered so far, by sheet and line."""
    rows = _doubtful(batch).exclude(answer="").defer("undo")
    return {(kept.sheet, kept.line): storing.open_row(kept) for kept in rows}


def restore(verdicts: Sequence[Verdict], before: Mapping[tuple[int, int], Verdict], facts: Facts) -> None:
    """Give answers again to rows that say the same, are in doubt for the same reasons, about files that are as they
    were; others are asked about anew."""
    answered: dict[int, Verdict] = {}
    for verdict in verdicts if before else ():
        old = before.get((verdict.row.sheet, verdict.row.line))
        if old is None or verdict.follows or verdict.state != "doubtful" or not _is_as_it_was(verdict, old):
            continue
        answer = answer_of(old)
        held = {one.person: one for one in facts.alike.get(verdict.row.position, ())}.get(answer.person or 0)
        file = (held.person, held.revision) if held else (verdict.person, verdict.revision)
        if (old.person, old.revision) == file:
            settle(verdict, answer, held)
            answered[verdict.row.position] = verdict
    follow_all([verdict for verdict in verdicts if verdict.follows], answered)


def _is_as_it_was(verdict: Verdict, old: Verdict) -> bool:
    row = replace(old.row, position=verdict.row.position, joins=verdict.row.joins)
    return row == verdict.row and old.alike == verdict.alike
