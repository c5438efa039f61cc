"""Which keys of a field go together."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.translation import gettext as _

from linli.engines.forms.questions import CELL_TYPES, FormField
from linli.engines.packs.sections import DocPath, Finding

_TAKEN: Final = frozenset(
    {"today", "true", "false", "null", "in", "key", "csrfmiddlewaretoken", "without", "do"}
)
"""Words of the expression language, and names that pages send along."""

FITTING: Final[Mapping[str, tuple[str, ...]]] = {
    "min": ("number", "money"),
    "max": ("number", "money"),
    "decimals": ("number",),
    "unit": ("number",),
    "past": ("date",),
    "born": ("id-number",),
    "choices": ("choice",),
    "code_list": ("choice",),
    "multiple": ("choice",),
    "max_length": ("text", "textarea"),
    "columns": ("table",),
    "rows": ("table",),
    "summary": ("text", "date", "choice"),
    "compute": ("text", "number", "money", "date", "checkbox"),
}
"""Key → the types of field for which it has a meaning."""
_NOT_IN_CELLS: Final = ("show_if", "check", "compute", "prefill", "multiple", "ask", "columns", "summary")


def check_keys(path: DocPath, field: FormField) -> Iterator[Finding]:
    """Keys without meaning for the type, and those that are missing or contradict each other."""
    for key, types in FITTING.items():
        if getattr(field, key) and field.type not in types:
            message = _("This key has no meaning for the type «%(type)s».") % {"type": field.type}
            yield Finding((*path, key), message, _("Remove it, or change the type."), key, key=True)
    if field.type == "choice" and bool(field.choices) == bool(field.code_list):
        message = _("A choice needs either «choices» or «code_list».")
        yield Finding((*path, "type"), message, _("Write exactly one of the two."))
    if field.code in _TAKEN:
        message = _("This word means something in expressions.")
        yield Finding((*path, "code"), message, _("Take another code."))
    yield from _check_given(path, field)
    yield from _check_table(path, field)


def _check_given(path: DocPath, field: FormField) -> Iterator[Finding]:
    """Who gives the value: the person, the register, or an expression."""
    if field.locked and not field.prefill:
        message = _("A locked field without «prefill» could never be filled in.")
        yield Finding((*path, "locked"), message, _("Add «prefill», or remove «locked»."))
    if field.compute and field.prefill:
        message = _("A value is either computed or taken from the register.")
        yield Finding((*path, "prefill"), message, _("Write one of the two."), key=True)
    if field.summary and field.sealed:
        message = _("What is sealed does not stand in lists.")
        yield Finding((*path, "summary"), message, _("Remove «summary» or «sealed»."), key=True)
    if field.type == "checkbox" and field.required == "soft":
        message = _("A box that is not ticked is an answer.")
        yield Finding((*path, "required"), message, _("Write required: false."))


def _check_table(path: DocPath, field: FormField) -> Iterator[Finding]:
    if field.type == "table" and not (field.columns and field.rows):
        message = _("A table needs «columns» and «rows».")
        yield Finding((*path, "type"), message, _("Write both."))
    for index, column in enumerate(field.columns):
        where: DocPath = (*path, "columns", index)
        if column.type not in CELL_TYPES:
            message = _("«%(type)s» cannot stand in a table.") % {"type": column.type}
            yield Finding((*where, "type"), message, ", ".join(sorted(CELL_TYPES)))
            continue
        yield from check_keys(where, column)
        for key in _NOT_IN_CELLS:
            if getattr(column, key):
                message = _("This key has no meaning in a table.")
                yield Finding((*where, key), message, _("Remove it."), key, key=True)
