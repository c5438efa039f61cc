"""What the checker knows of a field beyond its kind: which codes it can hold."""

from collections.abc import Sequence
from typing import Final

from linli.engines.expressions import Codes, ListOf, Type
from linli.engines.forms.definitions import KindOf
from linli.engines.forms.questions import Entry, FormField
from linli.engines.packs.sections import Library

COMMUNITY: Final = Codes(form=r"[0-9]{12}", example="532301001001")
"""The code of a community or village (统计用区划代码)."""


def codes_in(library: Library) -> KindOf:
    """The kinds of fields with the codes they can hold, as the code lists of `library` say."""

    def kind_of(field: FormField) -> Type | None:
        if field.type == "place":
            return COMMUNITY
        entries = _entries(field, library)
        if field.type != "choice" or not entries:
            return field.kind
        codes = Codes(
            tuple(entry.code for entry in entries), tuple((entry.label, entry.code) for entry in entries)
        )
        return ListOf(codes) if field.multiple else codes

    return kind_of


def _entries(field: FormField, library: Library) -> Sequence[Entry]:
    if field.code_list is None:
        return field.choices
    found = library.get("code-list", field.code_list)
    return found.entries if found is not None else ()
