"""Rows of an import as pages show them: what becomes of each, what is wrong with it, numbers masked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.engines.forms.standards import list_words
from linli.engines.sheets.cells import column_letters, plain
from linli.engines.sheets.faults import FAULTS
from linli.kernel.crypto import mask_id_number, mask_phone
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_number, join_clauses, join_words
from linli.registers.people.importing.deciding import Verdict
from linli.registers.people.importing.doubts import SINGLY
from linli.registers.people.importing.words import REASONS
from linli.registers.people.models import ImportRow
from linli.registers.people.words import field_word

MORE_FIELDS: Final = {
    "household": gettext_noop("Household number"),
    "household_kind": gettext_noop("Kind of household"),
    "relation": gettext_noop("Relation to the head"),
    "community": gettext_noop("Community"),
    "since": gettext_noop("Since when here"),
    "document_kind": gettext_noop("Kind of document"),
}
OBSTACLES: Final = {
    "person": gettext_noop("The file was changed."),
    "household": gettext_noop("The household was changed."),
    "person_label": gettext_noop("A label was given."),
    "person_account": gettext_noop("An account was bound to the file."),
    "person_relationship": gettext_noop("A relative was named."),
    "file_change_person": gettext_noop("A change was handed in."),
    "case": gettext_noop("A request was handed in."),
}
_OTHER_OBSTACLE: Final = gettext_noop("Something refers to it.")
_NUMBER: Final = re.compile(r"(?<![0-9])[0-9](?:[ \-]?[0-9]){8,16}[ \-]?[0-9Xx](?![0-9])")
_SHORTEST_NUMBER: Final = 15
"""Digits of an identity number; fewer are a phone's."""
_ROUNDED: Final = re.compile(r"([0-9]\.[0-9]{2})[0-9]+(?=[eE]\+1[0-9])")


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the preview. `reasons` are what is wrong, with the value, and the mend."""

    where: str
    name: str
    href: str
    number: str
    what: str
    reasons: Sequence[tuple[str, str, str]]


def field_label(field: str) -> str:
    return _(MORE_FIELDS[field]) if field in MORE_FIELDS else field_word(field)


def masked(text: str) -> str:
    """Numbers of persons and phones hidden, wherever they stand."""
    return _ROUNDED.sub(r"\1…", _NUMBER.sub(lambda found: _mask(found[0]), plain(text)))


def _mask(number: str) -> str:
    compact = re.sub(r"[ \-]", "", number)
    return mask_phone(compact) if len(compact) < _SHORTEST_NUMBER else mask_id_number(compact)


def rows(
    found: Iterable[tuple[ImportRow, Verdict]],
    plan: Mapping[str, Any],
    names: Mapping[int, str],
    links: Mapping[int, str],
) -> list[ShownRow]:
    """`names` are those of sheets, `links` lead to files that the actor keeps."""
    relations = list_words("relation")
    return [_row(verdict, plan, names, links, relations) for _kept, verdict in found]


def _row(
    verdict: Verdict,
    plan: Mapping[str, Any],
    names: Mapping[int, str],
    links: Mapping[int, str],
    relations: Mapping[str, str],
) -> ShownRow:
    row = verdict.row
    where = _("row %(line)d") % {"line": row.line}
    if len(names) > 1:
        where = f"{names.get(row.sheet, '')} {where}"
    return ShownRow(
        where=where,
        name=row.name,
        href=links.get(verdict.person or 0, ""),
        number=mask_id_number(row.id_number or row.document_number),
        what=_what(verdict, relations),
        reasons=[explain(reason, verdict, plan) for reason in verdict.reasons],
    )


def _what(verdict: Verdict, relations: Mapping[str, str]) -> str:
    row = verdict.row
    if verdict.changes:
        return join_words(field_word(name) for name in verdict.changes)
    if verdict.action not in ("new", "made"):
        return ""
    home = row.dwelling_address or row.registered_address
    household = f"{row.household} {relations.get(row.relation, '')}" if row.household else ""
    return join_clauses(filter(None, (household, home)))


def explain(reason: str, verdict: Verdict | None, plan: Mapping[str, Any]) -> tuple[str, str, str]:
    """What is wrong; the value, with its column; the mend."""
    field, code, *rest = reason.split(":")
    wrong, mend = words_of(f"{field}:{code}")
    said = {"line": rest[0] if rest else "…"}
    text = f"{field_label(field)}：{_(wrong) % said if '%(' in wrong else _(wrong)}"
    return text, _value(field, verdict, plan) if verdict else "", _(mend)


def words_of(reason: str) -> tuple[str, str]:
    """`field:reason` → what is wrong, the mend, as message ids."""
    code = reason.partition(":")[2]
    return REASONS.get(reason) or REASONS.get(code) or FAULTS.get(code) or REASONS["missing"]


def _value(field: str, verdict: Verdict, plan: Mapping[str, Any]) -> str:
    """«G12 «4.40301E+17»», masked."""
    sheet = next((one for one in plan.get("sheets", ()) if one["sheet"] == verdict.row.sheet), None)
    columns = [
        int(column) for column, chosen in (sheet["columns"] if sheet else {}).items() if chosen == field
    ]
    if not columns:
        return ""
    at = columns[0]
    text = verdict.row.raw[at] if at < len(verdict.row.raw) else ""
    hidden = mask_phone(plain(text)) if field == "phone" else masked(text)
    return f"{column_letters(at)}{verdict.row.line}" + (f" «{hidden[:40]}»" if text else "")


def refused_text(verdict: Verdict, plan: Mapping[str, Any]) -> str:
    """All reasons of a row, for the last column of the workbook that goes back."""
    told = (explain(reason, verdict, plan) for reason in verdict.reasons)
    return "\n".join(f"{wrong}{mend}" for wrong, _value, mend in told)


def doubts(counted: Mapping[str, int], takes: Iterable[str]) -> list[ui.Choice]:
    """Reasons for doubt as boxes to tick."""
    taken = set(takes)
    return [
        ui.Choice(
            reason,
            explain(reason, None, {})[0],
            reason in taken,
            _("%(count)s rows") % {"count": format_number(count)},
        )
        for reason, count in counted.items()
        if reason not in SINGLY
    ]


def obstacles(
    found: Iterable[Sequence[Any]], links: Mapping[int, str], names: Mapping[int, str]
) -> list[tuple[str, str, str]]:
    """Name, link, what was changed."""
    return [
        (names.get(person, "") or (_("Household") if household else ""), links.get(person, ""),
         _(OBSTACLES.get(what, _OTHER_OBSTACLE)))
        for what, person, household in found
    ]  # fmt: skip
