"""Worked examples of a table: which rule takes a case of which the facts are given. Pure but for the words."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.cases.assignment.deciding import judge
from linli.engines.cases.assignment.table import AssignmentTable, Example
from linli.engines.expressions.kinds import kind_words, plain
from linli.engines.packs.findings import not_among
from linli.engines.packs.sections import DocPath, Finding, Library


def run_examples(table: Any, library: Library) -> Iterator[Finding]:
    """A finding for each example that another rule takes, or that names a fact which the table does not know."""
    if not isinstance(table, AssignmentTable):
        return
    for index, example in enumerate(table.examples):
        path: DocPath = ("examples", index)
        wrong = [fault for name in example.case for fault in _fact(table, example, name, (*path, "case"))]
        yield from wrong or _compared(table, example, path)


def _fact(table: AssignmentTable, example: Example, name: str, path: DocPath) -> Iterator[Finding]:
    if name not in table.names:
        yield from not_among(path, name, table.names, _("fact"))
        return
    kind = table.names[name]
    try:
        plain(example.case[name], kind)
    except TypeError:
        message = _("This fact is of another kind: it is %(kind)s.") % {"kind": kind_words(kind)}
        yield Finding((*path, name), message, _("Write it as that."))


def _compared(table: AssignmentTable, example: Example, path: DocPath) -> Iterator[Finding]:
    found = taken_by(table, example)
    if found != example.rule:
        told = _("rule %(number)d") % {"number": found} if found else _("nobody, it goes to triage")
        message = _("By the table it is %(found)s.") % {"found": told}
        yield Finding((*path, "rule"), message, _("Mend the table, or the example."))


def taken_by(table: AssignmentTable, example: Example) -> int:
    """The number of the rule that decides; 0 where none does, or where that cannot be told."""
    day = example.today
    facts = {**dict.fromkeys(table.names), "today": day, "tags": [], **example.case}
    verdict = judge(table, facts, day=day)
    return 0 if verdict.undecided or verdict.number is None else verdict.number
