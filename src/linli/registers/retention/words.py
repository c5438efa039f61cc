"""What people call kinds of records, events, standings and reasons; to be translated where they are shown."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

KINDS: Final = {
    "person-file": gettext_noop("Files of people"),
    "label": gettext_noop("Labels"),
    "consent": gettext_noop("Words on consents"),
    "change": gettext_noop("Changes that were not carried out"),
    "import-file": gettext_noop("Imported spreadsheets"),
    "case": gettext_noop("Closed cases"),
    "audit-log": gettext_noop("Audit log"),
}
EVENTS: Final = {
    "death": gettext_noop("death"),
    "moved-away": gettext_noop("moved away for good"),
    "ended": gettext_noop("its end"),
    "replaced": gettext_noop("replaced by a later word"),
    "closed": gettext_noop("its closing"),
    "written": gettext_noop("its writing"),
}
STANDINGS: Final = {
    "law": gettext_noop("of a law"),
    "adopted": gettext_noop("adopted"),
    "proposal": gettext_noop("a proposal, in force nowhere"),
}
HOLDS: Final = {
    "lawsuit": gettext_noop("Lawsuit"),
    "audit": gettext_noop("Audit of accounts"),
    "investigation": gettext_noop("Investigation"),
    "petition": gettext_noop("Petition"),
    "claim": gettext_noop("Claim that is not settled"),
}
STATES: Final = {
    "wanted": gettext_noop("Asked by the resident"),
    "asked": gettext_noop("Waits for a second person"),
    "done": gettext_noop("Deleted"),
    "refused": gettext_noop("Turned down"),
    "withdrawn": gettext_noop("Withdrawn"),
}
REASONS: Final = {
    "living-here": gettext_noop(
        "You are registered or live here. As long as you do, duty asks the community to keep your file."
    ),
    "term": gettext_noop("A law or the schedule of the archive asks to keep it until its term is over."),
    "needed": gettext_noop(
        "Something that is not settled yet needs your file. You can ask again afterwards."
    ),
    "other-ground": gettext_noop("Another legal ground keeps your file for now. You can ask at the counter."),
    "unproven": gettext_noop(
        "It is not certain that you asked yourself: please come to the counter with your card."
    ),
}
"""Why a deletion is refused, as she reads it: nothing here tells of a hold or an investigation."""


def period(months: int | None, event: str) -> str:
    """«36 months from: death», or that nobody has set it."""
    if months is None:
        return _("from: %(event)s; not set yet") % {"event": _(EVENTS[event])}
    words = ngettext("%(n)d month from: %(event)s", "%(n)d months from: %(event)s", months)
    return words % {"n": months, "event": _(EVENTS[event])}
