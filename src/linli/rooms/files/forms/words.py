"""Words for codes of files: those of standards stand in the code lists of the national pack, ours in the messages."""

from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.engines.packs import queries as packs
from linli.kernel.errors import NotFound
from linli.kernel.ui.format import format_full_date
from linli.registers.people import words
from linli.registers.people.models import Provision

LISTS: Final = {
    "sex": "sex",
    "ethnicity": "ethnicity",
    "marital": "marital",
    "relation": "relation-to-head",
    "nationality": "nationality",
}
"""Field → code list."""

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


def list_words(field: str) -> dict[str, str]:
    """Code → word of a standard; nothing where no pack is installed."""
    try:
        found = packs.load(packs.get_item("code-list", LISTS[field]))
    except NotFound:
        return {}
    return {entry.code: entry.label for entry in found.entries}


def word(field: str, code: str) -> str:
    """The word for a code of a standard, or the code itself."""
    return list_words(field).get(code, code) if code else ""


def field_word(field: str) -> str:
    return _(FIELDS[field]) if field in FIELDS else field


def source_word(provision: Provision) -> str:
    return _(words.SOURCES[provision.source]) if provision.source in words.SOURCES else provision.source


def full(day: date | None) -> str:
    return format_full_date(day) if day else ""


def period(since: date | None, until: date | None) -> str:
    """From when to when; the day `until` no longer counts."""
    if since and until:
        return _("%(since)s until %(until)s") % {"since": full(since), "until": full(until)}
    if until:
        return _("until %(until)s") % {"until": full(until)}
    return _("since %(since)s") % {"since": full(since)} if since else ""
