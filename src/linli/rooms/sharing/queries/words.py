"""What fields, labels and values are called, in the reader's language."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.engines.forms.standards import list_words
from linli.registers.people.words import field_word
from linli.rooms.sharing.queries.agreements import label_titles
from linli.rooms.sharing.queries.rows import Value
from linli.rooms.sharing.rules import LABEL

_FIELDS: Final = {
    "age": gettext_noop("Age"),
    "id_number_masked": gettext_noop("Identity number, masked"),
    "phone_masked": gettext_noop("Phone, masked"),
    "registered_place": gettext_noop("Community of registration"),
    "dwelling_place": gettext_noop("Community where she lives"),
    "household_number": gettext_noop("Household number"),
    "household_relation": gettext_noop("Relation to the head"),
    "household_size": gettext_noop("Members of the household"),
}
_STANDARDS: Final = {
    "sex": "sex",
    "ethnicity": "ethnicity",
    "nationality": "nationality",
    "marital": "marital",
    "household_relation": "relation",
}
"""Field whose values are codes → whose words they have."""


def title_of(field: str, labels: Mapping[str, str]) -> str:
    """`labels` maps codes to titles."""
    if field.startswith(LABEL):
        code = field.removeprefix(LABEL)
        return labels.get(code, code)
    return _(_FIELDS[field]) if field in _FIELDS else field_word(field)


def titles_of(fields: Sequence[str]) -> list[str]:
    labels = label_titles() if any(field.startswith(LABEL) for field in fields) else {}
    return [title_of(field, labels) for field in fields]


class Telling:
    """Values in words; code lists are read once for all rows."""

    def __init__(self, fields: Sequence[str]) -> None:
        self._fields = fields
        self._words = {field: list_words(_STANDARDS[field]) for field in fields if field in _STANDARDS}

    def row(self, values: Mapping[str, Value]) -> list[str]:
        return [self._text(field, values.get(field)) for field in self._fields]

    def _text(self, field: str, value: Value) -> str:
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if value is None:
            return ""
        if isinstance(value, date):
            return value.isoformat()
        return self._words.get(field, {}).get(str(value), str(value))
