"""Conditions that a page can follow by itself, and their words."""

import re
from typing import Final

from django.utils.translation import gettext as _

from linli.engines.forms.definitions import FormDefinition
from linli.engines.forms.questions import FormField
from linli.kernel.ui.format import join_words

_EQUALS: Final = re.compile(r"""\s*([a-z][a-z0-9_]*)\s*==\s*(['"])([^'"]*)\2\s*""")
_TICKED: Final = re.compile(r"\s*([a-z][a-z0-9_]*)\s*(?:==\s*true\s*)?")


def show_when(field: FormField) -> tuple[str, str]:
    """The simple conditions a page can follow: `a == 'x' || a == 'y'`, and a ticked box; field and values."""
    if field.show_if is None:
        return "", ""
    matches = [_EQUALS.fullmatch(part) for part in field.show_if.split("||")]
    names = {match[1] for match in matches if match}
    if None not in matches and len(names) == 1:
        return names.pop(), " ".join(match[3] for match in matches if match)
    ticked = _TICKED.fullmatch(field.show_if)
    return (ticked[1], "true") if ticked else ("", "")


def condition_words(definition: FormDefinition, field: FormField) -> str:
    """«Only if …», in the words of the other field; empty if the condition is not a simple one."""
    code, values = show_when(field)
    other = definition.field(code) if code else None
    if other is None:
        return ""
    if other.type == "checkbox":
        return _("Only if ticked: %(label)s") % {"label": other.label}
    labels = [entry.label for entry in other.choices if entry.code in values.split()]
    return _("Only if «%(label)s» is: %(values)s") % {"label": other.label, "values": join_words(labels)}
