"""What the checker says about forms and code lists beyond their shape."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from linli.engines.expressions import Kind, Type, compile_expression
from linli.engines.forms import answers
from linli.engines.forms.circles import check_order
from linli.engines.forms.coded import codes_in
from linli.engines.forms.definitions import CodeList, Example, FormDefinition, Part, lists_of, resolve
from linli.engines.forms.keys import check_keys
from linli.engines.forms.questions import FormField
from linli.engines.forms.values import ANYBODY
from linli.engines.packs.findings import duplicates, in_expression, not_among, refers
from linli.engines.packs.sections import DocPath, Finding, Library


def check_code_list(code_list: CodeList, library: Library) -> Iterator[Finding]:
    """Each code once."""
    yield from duplicates(
        {("entries", index, "code"): entry.code for index, entry in enumerate(code_list.entries)}
    )


def check_form(definition: FormDefinition, library: Library) -> Iterator[Finding]:
    """Codes once, keys that fit the type, known lists, expressions over known names, no circle, examples that
    hold."""
    findings = list(_check_shape(definition, library))
    if not findings:
        findings = list(check_order(definition))
    yield from findings
    if not findings:
        yield from _run_examples(definition, library)


def _check_shape(definition: FormDefinition, library: Library) -> Iterator[Finding]:
    placed = list(_placed(definition))
    codes = {(*path, "code"): field.code for path, _number, field in placed}
    parts = {("parts", n, "code"): part.code for n, part in enumerate(definition.parts) if part.code}
    yield from duplicates(codes | parts)
    kind_of = codes_in(library)
    outside = definition.names(kind_of=kind_of)
    names: list[Mapping[str, Type]] = []
    for number, part in enumerate(definition.parts):
        names.append(definition.names(part, kind_of) if part.repeat else outside)
        yield from _check_part(("parts", number), part)
    for path, number, field in placed:
        yield from check_keys(path, field)
        yield from _check_lists(path, field, library)
        yield from _check_expressions(path, field, names[number])
        if field.born is not None:
            dates = [other.code for other in definition.parts[number].fields if other.type == "date"]
            yield from not_among((*path, "born"), field.born, dates, _("date field"))
    known = [field.code for field in definition.plain_fields()]
    for index, check in enumerate(definition.checks):
        where: DocPath = ("checks", index)
        yield from expression_findings((*where, "expression"), check.expression, outside)
        for n, code in enumerate(check.fields):
            yield from not_among((*where, "fields", n), code, known, _("field"))


def _check_part(path: DocPath, part: Part) -> Iterator[Finding]:
    if part.repeat is None:
        return
    if part.code is None:
        message = _("A part that is filled in several times needs a code.")
        yield Finding((*path, "repeat"), message, _("Add «code», for example members."), key=True)
    if part.repeat.min > part.repeat.max:
        message = _("The least number is greater than the greatest.")
        yield Finding((*path, "repeat", "min"), message, _("Exchange the two."))
    for index, field in enumerate(part.fields):
        where: DocPath = (*path, "fields", index)
        if field.prefill:
            message = _("The register does not fill in parts that are repeated.")
            yield Finding((*where, "prefill"), message, _("Remove it."), key=True)
        if field.type == "table":
            message = _("A table cannot stand in a part that is repeated.")
            yield Finding((*where, "type"), message, _("Make the part itself the table."))


def _check_expressions(path: DocPath, field: FormField, names: Mapping[str, Type]) -> Iterator[Finding]:
    if field.show_if is not None:
        yield from expression_findings((*path, "show_if"), field.show_if, names)
    if field.compute is not None and field.kind is not None:
        yield from expression_findings((*path, "compute"), field.compute, names, field.kind)
    for index, check in enumerate(field.check):
        yield from expression_findings((*path, "check", index, "expression"), check.expression, names)


def expression_findings(
    path: DocPath, source: str, names: Mapping[str, Type], result: Kind = Kind.BOOL
) -> Iterator[Finding]:
    """Everything that is wrong with an expression over `names` that must give such a `result`."""
    found = list(in_expression(path, source, names, result))
    yield from found
    if not found and compile_expression(source, names, result=result).needs_calendar:
        message = _("A form belongs to no place yet, so that no calendar counts its working days.")
        yield Finding(path, message, _("Count days, or leave it to the procedure."))


def _placed(definition: FormDefinition) -> Iterator[tuple[DocPath, int, FormField]]:
    """Each field with its path and the number of its part."""
    for number, part in enumerate(definition.parts):
        for index, field in enumerate(part.fields):
            yield ("parts", number, "fields", index), number, field


def _check_lists(path: DocPath, field: FormField, library: Library) -> Iterator[Finding]:
    if field.code_list is not None:
        yield from refers((*path, "code_list"), "code-list", field.code_list, library)
    for key in ("choices", "rows"):
        entries = getattr(field, key)
        yield from duplicates({(*path, key, n, "code"): entry.code for n, entry in enumerate(entries)})
    yield from duplicates(
        {(*path, "columns", n, "code"): column.code for n, column in enumerate(field.columns)}
    )
    for n, column in enumerate(field.columns):
        yield from _check_lists((*path, "columns", n), column, library)


def _run_examples(definition: FormDefinition, library: Library) -> Iterator[Finding]:
    codes = lists_of(definition)
    lists = {code: found for code in codes if (found := library.get("code-list", code)) is not None}
    if len(lists) < len(codes):
        return
    resolved = resolve(definition, lists)
    for index, example in enumerate(definition.examples):
        path: DocPath = ("examples", index)
        for code in example.answers:
            yield from not_among((*path, "answers", code), code, _codes(definition), _("field"))
        good, faults = answers.read(resolved, example.answers, example.today, ANYBODY)
        if set(faults) != set(example.faults):
            found = "; ".join(f"{code}: {message}" for code, message in faults.items()) or _("none")
            message = _("The example gives other faults than it says: %(found)s") % {"found": found}
            yield Finding((*path, "title"), message, _("Mend the form, or the example."))
        yield from _compare(path, example, good)


def _codes(definition: FormDefinition) -> list[str]:
    repeated = [code for code, _part, _rule in definition.repeated()]
    return [*(field.code for field in definition.plain_fields()), *repeated, answers.WITHOUT]


def _compare(path: DocPath, example: Example, good: Mapping[str, object]) -> Iterator[Finding]:
    for code, expected in example.computed.items():
        if good.get(code) != expected:
            message = _("Computed is %(found)s, the example says %(said)s.") % {
                "found": good.get(code),
                "said": expected,
            }
            yield Finding((*path, "computed", code), message, _("Mend the form, or the example."))
