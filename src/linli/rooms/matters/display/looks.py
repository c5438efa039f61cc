"""What was done with cases, in words, for who looks into the audit log."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from linli.engines.cases import queries as cases
from linli.engines.cases import story
from linli.kernel.audit.models import AuditEntry

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
            words = story.step_title(case, row.act.removeprefix("case."))
        else:
            words = row.act
        told.append(Told(case.number if case else "", words))
    return told


def _case_id(entry: AuditEntry) -> int:
    """The id of the entry's case; 0, which no case has, for an entry about something else."""
    number = entry.object_ref.removeprefix(CASE)
    return int(number) if entry.object_ref.startswith(CASE) and number.isdecimal() else 0
