"""What the checker says about forms and code lists beyond their shape."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from linli.engines.expressions import ExpressionFault, Kind, compile_expression
from linli.engines.forms import answers
from linli.engines.forms.definitions import CodeList, FormDefinition, FormField, resolve
from linli.engines.packs.findings import duplicates, not_among, refers
from linli.engines.packs.sections import DocPath, Finding, Library

_TAKEN = frozenset({"today", "true", "false", "null", "in", "key", "csrfmiddlewaretoken"})
"""Words of the expression language, and names that pages send along."""


def check_code_list(code_list: CodeList, library: Library) -> Iterator[Finding]:
    """Each code once."""
    yield from duplicates(
        {("entries", index, "code"): entry.code for index, entry in enumerate(code_list.entries)}
    )


def check_form(definition: FormDefinition, library: Library) -> Iterator[Finding]:
    """Codes once, keys that fit the type, known lists, expressions over known names, examples that hold."""
    placed = list(_placed(definition))
    findings = list(duplicates({(*path, "code"): field.code for path, field in placed}))
    earlier: dict[str, Kind] = {"today": Kind.DATE}
    for path, field in placed:
        findings.extend(_check_keys(path, field))
        findings.extend(_check_lists(path, field, library))
        if field.show_if is not None:
            findings.extend(expression_findings((*path, "show_if"), field.show_if, earlier))
        for index, check in enumerate(field.check):
            source = (*path, "check", index, "expression")
            findings.extend(expression_findings(source, check.expression, definition.names()))
        if field.born is not None:
            dates = [other.code for _place, other in placed if other.type == "date"]
            findings.extend(not_among((*path, "born"), field.born, dates, _("date field")))
        earlier[field.code] = field.kind
    yield from findings
    if not findings:
        yield from _run_examples(definition, library)


def expression_findings(path: DocPath, source: str, names: dict[str, Kind]) -> Iterator[Finding]:
    """A finding at line and column if `source` is not a yes-or-no expression over `names`."""
    try:
        compile_expression(source, names, result=Kind.BOOL)
    except ExpressionFault as fault:
        yield Finding(path, fault.fault, fault.mend, line=fault.line, column=fault.column)


def _placed(definition: FormDefinition) -> Iterator[tuple[DocPath, FormField]]:
    for number, part in enumerate(definition.parts):
        for index, field in enumerate(part.fields):
            yield ("parts", number, "fields", index), field


def _check_keys(path: DocPath, field: FormField) -> Iterator[Finding]:
    fitting: dict[str, tuple[str, ...]] = {
        "min": ("number", "money"),
        "max": ("number", "money"),
        "past": ("date",),
        "born": ("id-number",),
        "choices": ("choice",),
        "code_list": ("choice",),
        "max_length": ("text", "textarea"),
    }
    for key, types in fitting.items():
        if getattr(field, key) and field.type not in types:
            message = _("This key has no meaning for the type «%(type)s».") % {"type": field.type}
            yield Finding((*path, key), message, _("Remove it, or change the type."), key, key=True)
    if field.type == "choice" and bool(field.choices) == bool(field.code_list):
        message = _("A choice needs either «choices» or «code_list».")
        yield Finding((*path, "type"), message, _("Write exactly one of the two."))
    if field.locked and not field.prefill:
        message = _("A locked field without «prefill» could never be filled in.")
        yield Finding((*path, "locked"), message, _("Add «prefill», or remove «locked»."))
    if field.code in _TAKEN:
        yield Finding(
            (*path, "code"), _("This word means something in expressions."), _("Take another code.")
        )


def _check_lists(path: DocPath, field: FormField, library: Library) -> Iterator[Finding]:
    if field.code_list is not None:
        yield from refers((*path, "code_list"), "code-list", field.code_list, library)
    choices = {(*path, "choices", index, "code"): entry.code for index, entry in enumerate(field.choices)}
    yield from duplicates(choices)


def _run_examples(definition: FormDefinition, library: Library) -> Iterator[Finding]:
    codes = {field.code_list for field in definition.fields() if field.code_list}
    lists = {code: found for code in codes if (found := library.get("code-list", code)) is not None}
    if len(lists) < len(codes):
        return
    resolved = resolve(definition, lists)
    for index, example in enumerate(definition.examples):
        path: DocPath = ("examples", index)
        for code in example.answers:
            known = [field.code for field in definition.fields()]
            yield from not_among((*path, "answers", code), code, known, _("field"))
        _good, faults = answers.read(resolved, example.answers, example.today)
        if set(faults) != set(example.faults):
            found = "; ".join(f"{code}: {message}" for code, message in faults.items()) or _("none")
            message = _("The example gives other faults than it says: %(found)s") % {"found": found}
            yield Finding((*path, "title"), message, _("Mend the form, or the example."))
