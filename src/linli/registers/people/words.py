"""What people call kinds and states of files; to be translated where they are shown: `_(CHANGES["birth"])`.

Codes of standards (ethnicity, relation, nationality …) have their words in the code lists of the national pack.
"""

from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.kernel.ui.format import format_full_date
from linli.registers.people.models import Provision

CHECKED: Final = {
    "face": gettext_noop("She is here, and it is the face on the paper"),
    "id-card": gettext_noop("Identity card"),
    "residence-card": gettext_noop("Residence permit of Hong Kong, Macao or Taiwan, or of a foreigner"),
    "passport": gettext_noop("Passport"),
    "booklet": gettext_noop("Household register booklet"),
    "city": gettext_noop("The city's real-name log-in"),
}
"""What was checked before an account was bound to a file."""

BOUND_BY: Final = {
    "counter": gettext_noop("At the counter"),
    "slip": gettext_noop("By a slip"),
    "city": gettext_noop("By the city's real-name log-in"),
    "demo": gettext_noop("By the demo"),
}

REVOKED_BY: Final = {
    "resident": gettext_noop("taken back by herself"),
    "clerk": gettext_noop("taken back at the counter"),
    "message": gettext_noop("taken back by who was told"),
}

CHANGES: Final = {
    "birth": gettext_noop("Birth"),
    "death": gettext_noop("Death"),
    "move-in": gettext_noop("Moving in"),
    "move-out": gettext_noop("Moving out"),
    "marriage": gettext_noop("Marriage"),
    "divorce": gettext_noop("Divorce"),
    "household-split": gettext_noop("Household splits"),
    "household-merge": gettext_noop("Households merge"),
    "deletion": gettext_noop("Parts of the file deleted"),
    "correction": gettext_noop("Correction"),
    "document-added": gettext_noop("Document shown"),
    "guardian-named": gettext_noop("Guardian named"),
    "guardian-ended": gettext_noop("Guardianship ended"),
    "label-given": gettext_noop("Label given"),
    "label-ended": gettext_noop("Label ended"),
    "person-merge": gettext_noop("Two files are one person"),
    "merge-undone": gettext_noop("Merged files taken apart"),
}
STATES: Final = {
    "draft": gettext_noop("To be checked"),
    "checked": gettext_noop("Checked, not applied yet"),
    "applied": gettext_noop("Applied"),
    "refused": gettext_noop("Turned down"),
    "withdrawn": gettext_noop("Withdrawn by who drafted it"),
}
SOURCES: Final = {
    "counter": gettext_noop("At the counter"),
    "resident": gettext_noop("Told by herself"),
    "import": gettext_noop("From a spreadsheet"),
    "case": gettext_noop("From a request"),
    "department": gettext_noop("From another department"),
    "demo": gettext_noop("Made up for the demo"),
}
KIN: Final = {
    "spouse": gettext_noop("Spouse"),
    "parent": gettext_noop("Parent"),
    "child": gettext_noop("Child"),
    "guardian": gettext_noop("Guardian"),
    "ward": gettext_noop("Ward"),
}
DOCUMENTS: Final = {
    "passport": gettext_noop("Passport"),
    "hm-permit": gettext_noop("Travel permit of residents of Hong Kong and Macao"),
    "tw-permit": gettext_noop("Travel permit of residents of Taiwan"),
    "pr-card": gettext_noop("Foreigner's permanent residence card, as before 2023"),
    "military": gettext_noop("Military card"),
    "birth-certificate": gettext_noop("Birth certificate"),
    "other": gettext_noop("Other document"),
}
NUMBERS: Final = {
    "citizen": gettext_noop("Identity card"),
    "hong-kong": gettext_noop("Residence permit, Hong Kong"),
    "macao": gettext_noop("Residence permit, Macao"),
    "taiwan": gettext_noop("Residence permit, Taiwan"),
    "foreigner": gettext_noop("Foreigner's permanent residence card"),
}
RULES: Final = {
    "document": gettext_noop("The same document"),
    "name-birth-phone": gettext_noop("Name, birth date and phone are the same"),
    "name-birth": gettext_noop("Name and birth date are the same"),
    "similar": gettext_noop("The name differs in one character, birth date and phone are the same"),
}
REASONS: Final = {
    "unproven": gettext_noop("What it says is not proven"),
    "wrong-file": gettext_noop("It is about somebody else"),
    "mistaken": gettext_noop("It holds a mistake: draft it anew"),
    "done-already": gettext_noop("It stands in the file already"),
    "kept-by-law": gettext_noop("Law or duty asks to keep it"),
}
"""Why a change is turned down."""
GROUNDS: Final = {
    "not-needed": gettext_noop("It is not needed any more"),
    "withdrawn": gettext_noop("Consent to it was withdrawn"),
    "unlawful": gettext_noop("It should never have been collected"),
    "other": gettext_noop("Another reason"),
}
"""Why something is to be deleted (PIPL 47)."""
HOMES: Final = {"registered": gettext_noop("Registered at"), "dwelling": gettext_noop("Lives at")}
DWELLINGS: Final = {
    "owned": gettext_noop("Own home"),
    "rented": gettext_noop("Rented"),
    "public": gettext_noop("Public housing"),
    "collective": gettext_noop("Dormitory"),
    "other": gettext_noop("Other home"),
}
FIELDS: Final = {
    "name": gettext_noop("Full name"),
    "former_names": gettext_noop("Former names"),
    "sex": gettext_noop("Sex"),
    "birth_date": gettext_noop("Birth date"),
    "ethnicity": gettext_noop("Ethnicity"),
    "nationality": gettext_noop("Nationality"),
    "marital": gettext_noop("Marital status"),
    "id_number": gettext_noop("Identity number"),
    "phone": gettext_noop("Phone"),
    "address": gettext_noop("Address"),
    "addresses": gettext_noop("Addresses"),
    "registered_address": gettext_noop("Registered address"),
    "dwelling_address": gettext_noop("Address of the dwelling"),
    "registered_household": gettext_noop("Registered household"),
    "dwelling_household": gettext_noop("Household of the dwelling"),
    "households": gettext_noop("Households"),
    "documents": gettext_noop("Documents"),
    "labels": gettext_noop("Labels"),
    "relationships": gettext_noop("Relatives"),
    "deceased_on": gettext_noop("Day of death"),
    "merged_into": gettext_noop("Merged files"),
}
HOUSEHOLDS: Final = {
    "registered": gettext_noop("Registered household"),
    "dwelling": gettext_noop("Household of the dwelling"),
}


def field_word(field: str) -> str:
    """What a field of a file is called."""
    return _(FIELDS[field]) if field in FIELDS else field


def source_word(provision: Provision) -> str:
    """Where what was provided comes from."""
    return _(SOURCES[provision.source]) if provision.source in SOURCES else provision.source


def full(day: date | None) -> str:
    """A day with its year, or nothing."""
    return format_full_date(day) if day else ""


def period(since: date | None, until: date | None) -> str:
    """From when to when; the day `until` no longer counts."""
    if since and until:
        return _("%(since)s until %(until)s") % {"since": full(since), "until": full(until)}
    if until:
        return _("until %(until)s") % {"until": full(until)}
    return _("since %(since)s") % {"since": full(since)} if since else ""
