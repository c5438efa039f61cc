"""The story of an import: who took which step when, and what was said to doubtful rows."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.kernel.ui.format import format_moment, format_number, join_clauses, join_words
from linli.registers.people.models import PersonImport

STEPS: Final = {
    "received": gettext_noop("Handed in"),
    "mapped": gettext_noop("Columns said"),
    "answered": gettext_noop("Doubtful rows decided"),
    "accepted": gettext_noop("Let it be written"),
    "done": gettext_noop("Written"),
    "undoing": gettext_noop("Asked to undo it"),
    "undone": gettext_noop("Undone"),
    "dropped": gettext_noop("Dropped"),
}
ANSWERS: Final = {
    "same": gettext_noop("the same person %(count)s"),
    "other": gettext_noop("somebody else %(count)s"),
    "take": gettext_noop("as it stands %(count)s"),
    "leave": gettext_noop("left out %(count)s"),
    "": gettext_noop("with the rest %(count)s"),
}


def lines(batch: PersonImport, *, today: date) -> list[tuple[str, str]]:
    """Step; when, by whom, how many rows of which answer."""
    told = ((STEPS.get(str(one["what"])), one) for one in batch.story)
    return [(_(words), _line(one, today)) for words, one in told if words]


def _line(one: Mapping[str, object], today: date) -> str:
    when = format_moment(datetime.fromisoformat(str(one["at"])), today=today)
    return join_clauses(filter(None, (when, str(one["by"]), _counts(one["counts"]))))


def _counts(counts: object) -> str:
    found = dict(counts) if isinstance(counts, Mapping) else {}
    return join_words(
        _(words) % {"count": format_number(found[said])} for said, words in ANSWERS.items() if found.get(said)
    )
