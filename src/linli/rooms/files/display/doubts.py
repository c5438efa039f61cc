"""Doubtful rows beside the files that they may be about, and what can be said to each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.kernel.crypto import mask_id_number, mask_phone
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import join_clauses
from linli.registers.people.importing.beside import Beside
from linli.registers.people.importing.deciding import HOMES, NAMED, Verdict
from linli.registers.people.importing.doubts import Answer, answers_of
from linli.registers.people.importing.given import Given
from linli.registers.people.models import ImportRow
from linli.rooms.files.display.import_rows import explain, field_label
from linli.rooms.files.forms.words import full, word


@dataclass(frozen=True, slots=True)
class Cell:
    """What a file says; with a badge where the row says something else."""

    title: str
    text: str
    badge: ui.Badge | None


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    given: str
    files: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """A row that is asked about: why, both sides, what can be said. `files` are titles and links."""

    name: str
    where: str
    field: str
    reasons: Sequence[tuple[str, str, str]]
    files: Sequence[tuple[str, str]]
    lines: Sequence[Line]
    choices: Sequence[ui.Choice]
    error: str
    followers: str


def persons_of(verdict: Verdict) -> list[int]:
    """Files that stand beside the row."""
    return list(verdict.alike) or ([verdict.person] if verdict.person else [])


def code(answer: Answer) -> str:
    """As a form sends it: `same-17`, `leave`."""
    return f"{answer.said}-{answer.person}" if answer.person else answer.said


def rows(
    found: Iterable[tuple[ImportRow, Verdict]],
    beside: Mapping[int, Beside],
    plan: Mapping[str, Any],
    names: Mapping[int, str],
    *,
    said: Mapping[str, str],
    faults: Mapping[str, str],
    followers: Mapping[int, int],
) -> list[DoubtRow]:
    """`names` are those of sheets; `said` is what is chosen, by field; `followers` count rows that go the same way."""
    return [
        _row(verdict, beside, plan, names, said.get(f"row-{kept.position}", kept_code(verdict)),
             faults.get(str(kept.position), ""), followers.get(kept.position, 0))
        for kept, verdict in found
    ]  # fmt: skip


def kept_code(verdict: Verdict) -> str:
    person = verdict.person if verdict.answer == "same" else None
    return code(Answer(verdict.answer, person))


def _row(
    verdict: Verdict,
    beside: Mapping[int, Beside],
    plan: Mapping[str, Any],
    names: Mapping[int, str],
    said: str,
    fault: str,
    followers: int,
) -> DoubtRow:
    row = verdict.row
    files = [beside[one] for one in persons_of(verdict) if one in beside]
    titles = {one.person.pk: _title(at, len(files)) for at, one in enumerate(files, 1)}
    where = _("row %(line)d") % {"line": row.line}
    return DoubtRow(
        name=row.name,
        where=f"{names.get(row.sheet, '')} {where}" if len(names) > 1 else where,
        field=f"row-{row.position}",
        reasons=[explain(reason, verdict, plan) for reason in verdict.reasons],
        files=[(titles[one.person.pk], reverse("files:person", args=[one.person.pk])) for one in files],
        lines=_lines(row, files, titles),
        choices=[
            ui.Choice(code(one), label, code(one) == said, hint)
            for one, label, hint in _choices(verdict, titles)
        ],
        error=fault,
        followers=_followers(followers),
    )


def _title(at: int, count: int) -> str:
    return _("File %(n)d") % {"n": at} if count > 1 else _("The file")


def _followers(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(n)d further row goes the same way.", "%(n)d further rows go the same way.", count) % {
        "n": count
    }


def _choices(verdict: Verdict, titles: Mapping[int, str]) -> list[tuple[Answer, str, str]]:
    """Answer, words, what follows from it. A file that the actor no longer keeps is not offered."""
    words = {
        "other": (_("Somebody else"), _("a new file is made")),
        "take": (_("Write it as it stands"), ""),
        "leave": (_("Leave it out"), _("it comes back as Excel")),
    }
    found = []
    for answer in answers_of(verdict):
        title = titles.get(answer.person or 0)
        if answer.said != "same":
            found.append((answer, *words[answer.said]))
        elif title:
            which = f" ({title})" if len(titles) > 1 else ""
            found.append((answer, _("The same person") + which, _stays(verdict)))
    return [*found, (Answer(), _("Not decided yet"), "")]


def _stays(verdict: Verdict) -> str:
    if NAMED in verdict.row.doubts:
        return _("the rest is written, the name stays")
    return (
        _("the file is changed; a number is not written into it")
        if verdict.row.id_number
        else _("the file is changed")
    )


def _lines(row: Given, files: Sequence[Beside], titles: Mapping[int, str]) -> list[Line]:
    mine = _texts_of_row(row)
    theirs = [(titles[one.person.pk], _texts_of_file(one)) for one in files]
    found = []
    for name, (text, compared) in mine.items():
        cells = [_cell(title, texts.get(name, ("", "")), compared) for title, texts in theirs]
        if text or any(cell.text for cell in cells):
            found.append(Line(field_label(name), text, cells))
    return found


def _cell(title: str, said: tuple[str, str], compared: str) -> Cell:
    text, other = said
    differs = bool(compared and other and compared != other)
    return Cell(title, text, ui.Badge("risk", _("different")) if differs else None)


def _texts_of_row(row: Given) -> dict[str, tuple[str, str]]:
    """Field → what is shown, by what it is compared."""
    household = (row.household, row.relation) if row.household else None
    return _texts(row.name, row.sex, full(row.birth_date), row.id_number or row.document_number, row.phone) | {
        **{name: (getattr(row, name), getattr(row, name)) for name in HOMES.values()},
        "registered_household": _household(household if row.kind == "registered" else None),
        "dwelling_household": _household(household if row.kind == "dwelling" else None),
    }  # fmt: skip


def _texts_of_file(one: Beside) -> dict[str, tuple[str, str]]:
    person = one.person
    found = _texts(person.name, person.sex, full(person.birth_date), one.id_number, one.phone)
    for kind, name in HOMES.items():
        found[name] = (one.homes.get(kind, ""),) * 2
        found[f"{kind}_household"] = _household(one.households.get(kind))
    return found


def _texts(name: str, sex: str, born: str, number: str, phone: str) -> dict[str, tuple[str, str]]:
    return {
        "name": (name, name), "sex": (word("sex", sex), sex), "birth_date": (born, born),
        "id_number": (mask_id_number(number), number), "phone": (mask_phone(phone), phone),
    }  # fmt: skip


def _household(said: tuple[str, str] | None) -> tuple[str, str]:
    if said is None:
        return "", ""
    number, relation = said
    return join_clauses(filter(None, (number, word("relation", relation)))), f"{number} {relation}"
