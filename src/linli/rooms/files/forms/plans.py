"""Which columns of a sheet are read: what a plan has to say before rows are checked by it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from linli.engines.sheets.faults import NO_TABLE
from linli.engines.sheets.opening import NoTable, sniff
from linli.kernel.errors import DomainError, Faults
from linli.registers.people.words import field_word

MOST_HEADER_ROWS: Final = 40


def check_sheet(data: bytes) -> None:
    """Raises `Faults` about `file` for what is no table, or too large."""
    try:
        sniff(data)
    except NoTable as refusal:
        raise Faults({"file": _(NO_TABLE[refusal.reason])}) from None


def check_plan(sheets: Sequence[Mapping[str, Any]], labels: Mapping[str, str]) -> None:
    """Raises `DomainError` naming the field that is missing or given twice; `labels` are words of fields that only
    sheets have."""
    read = [one for one in sheets if one["read"]]
    if not read:
        raise DomainError(_("Choose a sheet to be read."), field="sheets")
    for one in read:
        fields = list(one["columns"].values())
        if "name" not in fields:
            raise DomainError(_("Say which column holds the name."), field="sheets")
        twice = next((field for field in fields if fields.count(field) > 1), None)
        if twice:
            words = _(labels[twice]) if twice in labels else field_word(twice)
            raise DomainError(
                _("Two columns hold «%(field)s»: choose one.") % {"field": words}, field="sheets"
            )
