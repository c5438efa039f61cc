"""Words for codes of agreements and exports."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

BASES: Final = {
    "duty": gettext_noop("To fulfil a duty by law"),
    "consent": gettext_noop("Consent of the person"),
    "emergency": gettext_noop("Emergency: life, health, public safety"),
    "law": gettext_noop("Another law or regulation"),
}
WAYS: Final = {
    "page": gettext_noop("Look up on a page"),
    "export": gettext_noop("Export of a list"),
    "api": gettext_noop("Program interface"),
}
STATUSES: Final = {
    "asked": gettext_noop("Waits for approval"),
    "coming": gettext_noop("Approved, not begun"),
    "active": gettext_noop("Now in force"),
    "ended": gettext_noop("Ended"),
    "suspended": gettext_noop("Suspended"),
    "revoked": gettext_noop("Revoked"),
    "refused": gettext_noop("Turned down"),
    "withdrawn": gettext_noop("Withdrawn"),
}
STEPS: Final = {
    "asked": gettext_noop("Applied for"),
    "approved": gettext_noop("Approved"),
    "refused": gettext_noop("Turned down"),
    "withdrawn": gettext_noop("Withdrawn"),
    "suspended": gettext_noop("Suspended"),
    "resumed": gettext_noop("Resumed"),
    "revoked": gettext_noop("Revoked"),
}
TERMS: Final = {
    "purpose": gettext_noop("Purpose"),
    "basis": gettext_noop("Legal basis"),
    "ground": gettext_noop("Provision"),
    "consent": gettext_noop("Purpose that was consented to"),
    "fields": gettext_noop("Shared fields"),
    "places": gettext_noop("Places"),
    "persons": gettext_noop("Which persons"),
    "ways": gettext_noop("How it is read"),
    "volume": gettext_noop("Persons looked up at most"),
    "retention": gettext_noop("Kept by the recipient"),
    "period": gettext_noop("From when to when"),
}
GROUPS: Final = {
    "person": gettext_noop("About the person"),
    "apart": gettext_noop("Masked numbers"),
    "home": gettext_noop("Where she lives"),
    "household": gettext_noop("The household"),
    "id_number": gettext_noop("Identity number in clear"),
    "phone": gettext_noop("Telephone number in clear"),
    "labels": gettext_noop("Labels"),
}
EXPORTS: Final = {
    "asked": gettext_noop("Waits for a second person"),
    "approved": gettext_noop("Being made"),
    "refused": gettext_noop("Turned down"),
    "made": gettext_noop("Ready to be fetched"),
    "fetched": gettext_noop("Fetched"),
    "dropped": gettext_noop("Not fetched in time"),
    "failed": gettext_noop("Not made"),
}
FORMATS: Final = {"xlsx": gettext_noop("Excel workbook"), "csv": gettext_noop("CSV, for programs")}


def term_word(name: str) -> str:
    """What a term of an agreement is called."""
    return _(TERMS[name])
