"""Who asks a table: procedures in one of their steps, and the forms whose answers it is then given. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.cases.assignment.table import AssignmentTable
from linli.engines.cases.definitions import Procedure
from linli.engines.expressions import Codes, Kind, ListOf, Type
from linli.engines.forms.coded import codes_in
from linli.engines.packs.findings import suggest
from linli.engines.packs.sections import Finding, Library


def procedures_asking(procedures: Iterable[Procedure], table: str) -> dict[str, str]:
    """Codes of those that ask the table, each with the first state in which it does."""
    asked = (
        (procedure.code, next((state.code for state in procedure.states if state.assign == table), ""))
        for procedure in procedures
    )
    return {code: state for code, state in asked if state}


def procedures_in(library: Library) -> Iterator[Procedure]:
    """Every procedure of the library that can be read."""
    for code in sorted(library.codes("procedure")):
        procedure = library.get("procedure", code)
        if procedure is not None:
            yield procedure


def forms_asking(table: AssignmentTable, library: Library) -> list[Any]:
    """The forms of the matters whose procedure asks the table."""
    using = procedures_asking(procedures_in(library), table.code)
    matters = (library.get("matter", code) for code in sorted(library.codes("matter")))
    codes = dict.fromkeys(one.form for one in matters if one and one.procedure in using and one.form)
    return [form for code in codes if (form := library.get("form", code)) is not None]


def answer_types(table: AssignmentTable, library: Library) -> Mapping[str, Type]:
    """What the declared answers can be where every form that asks for one offers choices: the codes of all of them."""
    found: dict[str, Type] = {}
    for code, kinds in _asked(table, library).items():
        inner = [kind.item if isinstance(kind, ListOf) else kind for kind in kinds]
        codes = [kind for kind in inner if isinstance(kind, Codes) and kind.known]
        if kinds and len(codes) == len(kinds) and len({_family(kind) for kind in kinds}) == 1:
            union = Codes(
                tuple(dict.fromkeys(one for kind in codes for one in kind.known)),
                tuple(dict.fromkeys(pair for kind in codes for pair in kind.labels)),
            )
            found[f"answer.{code}"] = ListOf(union) if isinstance(kinds[0], ListOf) else union
    return found


def check_answers(table: AssignmentTable, library: Library) -> Iterator[Finding]:
    """A declared answer that no form asks for, or asks for as something else. Nothing where nobody asks the table yet,
    or where a file that may hold more could not be read."""
    if any(library.is_partial(section) for section in ("procedure", "matter", "form")):
        return
    forms = forms_asking(table, library)
    known = sorted({field.code for form in forms for field in form.plain_fields() if field.kind is not None})
    asked = _asked(table, library) if forms else {}
    for code, kinds in asked.items():
        path = ("answers", code)
        if not kinds:
            message = _("No form of the matters that ask this table has the question «%(code)s».")
            yield Finding(path, message % {"code": code}, suggest(code, known), code, key=True)
        elif other := next((_family(k) for k in kinds if _family(k) != table.answers[code]), ""):
            message = _("The form asks «%(code)s» as %(kind)s.") % {"code": code, "kind": other}
            yield Finding(path, message, _("Write %(kind)s.") % {"kind": other})


def _asked(table: AssignmentTable, library: Library) -> dict[str, list[Type]]:
    """What each declared answer is in the forms that ask for it."""
    kind_of = codes_in(library)
    found: dict[str, list[Type]] = {code: [] for code in table.answers}
    for form in forms_asking(table, library):
        for field in form.plain_fields():
            kind = kind_of(field)
            if field.code in found and kind is not None:
                found[field.code].append(kind)
    return found


def _family(kind: Type) -> str:
    """The word for it in `answers` of a table."""
    if isinstance(kind, ListOf):
        return "list"
    if isinstance(kind, Codes):
        return "text"
    return kind.value if isinstance(kind, Kind) else ""
