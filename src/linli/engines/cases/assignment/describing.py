"""An assignment table for the handbook: rule by rule, who gets which case."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from pydantic import JsonValue

from linli.engines.cases.assignment.table import AssignmentTable, Example, Rule
from linli.engines.cases.assignment.using import forms_asking, procedures_asking, procedures_in
from linli.engines.cases.assignment.words import labels
from linli.engines.cases.definitions import Holder, Procedure
from linli.engines.cases.describing.who import who
from linli.engines.expressions import Expression, Label
from linli.engines.packs.blocks import Block, Facts, Table, Text
from linli.engines.packs.sections import Library
from linli.kernel.roles import ROLES
from linli.kernel.ui.format import format_full_date

Labels = Mapping[str, Label | str]


def describe_table(table: Any, library: Library) -> Iterator[Block]:
    if not isinstance(table, AssignmentTable):
        return
    named = {**labels(table), **_titles(library), **_answers(table, library)}
    yield Text(
        _("The first rule that fits decides. Where none fits, a person in the county decides by hand.")
    )
    yield Facts(((_("Used by"), "、".join(one.title for one in _users(table, library))),))
    head = (_("No."), _("Which cases"), _("Go to"), _("In force on"), _("Note"))
    rows = (
        _row(number, rule, condition, named)
        for number, (rule, condition) in enumerate(zip(table.rows, table.conditions, strict=True), start=1)
    )
    yield Table(_("Rules"), head, tuple(rows))
    if table.examples:
        columns = (_("Example"), _("On the day"), _("Facts"), _("Taken by"))
        yield Table(_("Examples"), columns, tuple(_example(table, one, named) for one in table.examples))


def _example(table: AssignmentTable, example: Example, named: Labels) -> tuple[str, ...]:
    given = "；".join(_fact(name, value, named) for name, value in example.case.items())
    taken = (
        _("rule %(number)d") % {"number": example.rule} if example.rule else _("nobody, it goes to triage")
    )
    if example.rule:
        taken += f"：{_target(table.rows[example.rule - 1])}"
    return example.title, format_full_date(example.today), given, taken


def _fact(name: str, value: JsonValue, named: Labels) -> str:
    label = named.get(name, name)
    if isinstance(label, str):
        return f"{label}：{value}"
    if isinstance(value, bool):
        return label.text if value else label.no
    return f"{label.text}：{label.values.get(str(value), value)}"


def _row(number: int, rule: Rule, condition: Expression | None, named: Labels) -> tuple[str, ...]:
    rest = _("all other cases") if number > 1 else _("every case")
    said = condition.words(named) if condition is not None else rest
    return str(number), said, _target(rule), _days(rule), rule.note


def _target(rule: Rule) -> str:
    if rule.at is not None:
        return who(Holder(role=rule.role, at=rule.at))
    role = ROLES.get(rule.role, rule.role)
    return _("%(role)s of the unit %(unit)s") % {"role": role, "unit": rule.unit or ""}


def _days(rule: Rule) -> str:
    if rule.first is None and rule.last is None:
        return _("always")
    first = _("from %(day)s") % {"day": format_full_date(rule.first)} if rule.first else ""
    last = _("until %(day)s") % {"day": format_full_date(rule.last)} if rule.last else ""
    return "，".join(part for part in (first, last) if part)


def _users(table: AssignmentTable, library: Library) -> list[Procedure]:
    found = list(procedures_in(library))
    asking = procedures_asking(found, table.code)
    return [procedure for procedure in found if procedure.code in asking]


def _titles(library: Library) -> Labels:
    """Matters, procedures and steps as the packs call them."""
    matters = {code: one.title for code in library.codes("matter") if (one := library.get("matter", code))}
    found = [one for code in library.codes("procedure") if (one := library.get("procedure", code))]
    states = {state.code: state.title for one in found for state in one.states}
    return {
        "matter": Label(_("the matter"), matters),
        "procedure": Label(_("the procedure"), {one.code: one.title for one in found}),
        "state": Label(_("the step"), states),
    }


def _answers(table: AssignmentTable, library: Library) -> Labels:
    """Answers under the question of the form that asks for them."""
    known: dict[str, Label | str] = {}
    for field in (field for form in forms_asking(table, library) for field in form.fields()):
        if field.code in table.answers:
            values = {entry.code: entry.label for entry in field.choices}
            known.setdefault(f"answer.{field.code}", Label(field.label, values))
    return known
