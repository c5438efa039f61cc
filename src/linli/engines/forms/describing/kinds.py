"""What is typed into a field, with its choices, bounds and unit."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from linli.engines.forms.questions import FieldType, FormField

KINDS: Final[Mapping[FieldType, str]] = {
    "text": gettext_noop("text"),
    "textarea": gettext_noop("longer text"),
    "number": gettext_noop("number"),
    "money": gettext_noop("amount of money"),
    "date": gettext_noop("date"),
    "choice": gettext_noop("choice"),
    "id-number": gettext_noop("identity number"),
    "phone": gettext_noop("phone number"),
    "bank-card": gettext_noop("bank account"),
    "checkbox": gettext_noop("tick"),
    "table": gettext_noop("table"),
    "photo": gettext_noop("photo"),
    "file": gettext_noop("file"),
    "signature": gettext_noop("signature"),
    "point": gettext_noop("point on the map"),
    "person": gettext_noop("person"),
    "household": gettext_noop("household"),
    "place": gettext_noop("place"),
    "organisation": gettext_noop("organisation"),
}


def kind_words(field: FormField) -> str:
    """«数字（平方米，0至500）», «选择（丢了、坏了）»."""
    kind = _(KINDS[field.type])
    if field.multiple:
        kind = _("choice of several")
    details = "，".join(_details(field))
    return f"{kind}（{details}）" if details else kind


def _details(field: FormField) -> Iterator[str]:
    if field.choices:
        yield "、".join(entry.label for entry in field.choices)
    if field.columns:
        yield _("columns: %(columns)s") % {"columns": "、".join(column.label for column in field.columns)}
        yield _("rows: %(rows)s") % {"rows": "、".join(row.label for row in field.rows)}
    unit = _("yuan") if field.type == "money" else field.unit
    if unit:
        yield unit
    if field.min is not None or field.max is not None:
        yield _bounds(field)
    if field.decimals:
        places = ngettext("%(count)d decimal place", "%(count)d decimal places", field.decimals)
        yield places % {"count": field.decimals}
    if field.max_length:
        longest = ngettext("%(count)d character at most", "%(count)d characters at most", field.max_length)
        yield longest % {"count": field.max_length}
    if field.past:
        yield _("a day in the past")


def _bounds(field: FormField) -> str:
    facts = {"min": field.min, "max": field.max}
    if field.max is None:
        return _("at least %(min)s") % facts
    if field.min is None:
        return _("at most %(max)s") % facts
    return _("%(min)s to %(max)s") % facts
