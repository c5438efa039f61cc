"""Compiling, evaluating and explaining one expression."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import gettext as _

from linli.engines.expressions.checker import Checker, unknown_names
from linli.engines.expressions.codes import wrong_codes
from linli.engines.expressions.cost import MOST_STEPS, steps
from linli.engines.expressions.faults import ExpressionFault
from linli.engines.expressions.functions import Calendar
from linli.engines.expressions.kinds import (
    Type,
    kind_words,
    leaving,
    plain,
    same,
    taken_as_it_is,
    without_codes,
)
from linli.engines.expressions.parser import parse
from linli.engines.expressions.running import CALENDAR, FAULTS, Run, build
from linli.engines.expressions.tree import Call, Node, walk
from linli.engines.expressions.words import Label, Reader

LONGEST: Final = 2000
"""Characters an expression may have; what is longer belongs into a table."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression; `names` are the declared names it uses, `kind` is what it gives."""

    source: str
    names: frozenset[str]
    tree: Node = field(repr=False)
    needs_calendar: bool
    """Whether working days are counted: `evaluate` is then given the calendar of the place."""
    _declared: tuple[tuple[str, Type, type | None], ...] = field(repr=False)
    _run: Run = field(repr=False, compare=False)

    @property
    def kind(self) -> Type:
        return self.tree.kind

    def evaluate(self, values: Mapping[str, object], *, calendar: Calendar | None = None) -> object:
        """The result as a plain value: str, int, float, bool, list or None; dates as ISO text.

        `values` holds at least `names`; dates as `date` or ISO text, missing data as None. What is wrong with
        the data (a comparison with an empty value, a division by zero) raises `ExpressionFault`. A value that
        is not of its declared kind raises TypeError, one that is not there KeyError: errors of the caller.
        """
        given: dict[str, Any] = {}
        for name, kind, simple in self._declared:
            value = values[name]
            given[name] = value if type(value) is simple else plain(value, kind)
        if self.needs_calendar:
            if calendar is None:
                raise TypeError("this expression counts working days: pass the calendar of the place")
            given[CALENDAR] = calendar
        try:
            return leaving(self._run(given))
        except FAULTS as error:
            raise _runtime_fault(error, given) from None

    def words(self, labels: Mapping[str, Label | str]) -> str:
        """The expression as people read it: «年满80周岁 且 户籍在本县». A name without label stands as it is."""
        return Reader(labels).read(self.tree)


def compile_expression(
    source: str, declared: Mapping[str, Type], *, result: Type | None = None
) -> Expression:
    """Parse and check `source` against the `declared` names (dotted ones such as `person.age` too).

    Checked without running anything: syntax, names, functions, kinds, the kind of the `result` if one is asked
    for, and what it costs at worst. Raises `ExpressionFault` with line and column. Compiled once per process.
    """
    return _compile(source, tuple((name, without_codes(kind)) for name, kind in declared.items()), result)


def find_faults(
    source: str, declared: Mapping[str, Type], *, result: Type | None = None
) -> tuple[ExpressionFault, ...]:
    """Everything that can be said against `source` at once, codes that a name can never be among it."""
    try:
        compiled = compile_expression(source, declared, result=result)
    except ExpressionFault as fault:
        return tuple(unknown_names(source, declared)) or (fault,)
    return tuple(wrong_codes(compiled.tree, declared, source))


@lru_cache(maxsize=4096)
def _compile(source: str, declared: tuple[tuple[str, Type], ...], result: Type | None) -> Expression:
    _check_length(source)
    checker = Checker(source, dict(declared))
    tree = checker.check(parse(source))
    if result is not None and not same(tree.kind, result):
        raise ExpressionFault(
            _("The expression gives «%(found)s», here it must give «%(expected)s».")
            % {"found": kind_words(tree.kind), "expected": kind_words(result)}
        )
    _check_cost(tree)
    return Expression(
        source=source,
        names=frozenset(checker.used),
        tree=tree,
        needs_calendar=any(isinstance(node, Call) and node.function == "workdays" for node in walk(tree)),
        _declared=tuple(
            (name, kind, taken_as_it_is(kind)) for name, kind in declared if name in checker.used
        ),
        _run=build(tree),
    )


def _check_length(source: str) -> None:
    if len(source) > LONGEST:
        raise ExpressionFault(
            _("The expression has %(found)d characters, at most %(limit)d are allowed.")
            % {"found": len(source), "limit": LONGEST},
            mend=_("Split it."),
        )
    if not source.strip():
        raise ExpressionFault(_("The expression is empty."))


def _check_cost(tree: Node) -> None:
    worst = steps(tree)
    if worst > MOST_STEPS:
        raise ExpressionFault(
            _("The expression may take %(found)d steps, at most %(limit)d are allowed.")
            % {"found": worst, "limit": MOST_STEPS},
            mend=_("Do not nest tests over lists, or declare shorter lists."),
        )


def _runtime_fault(error: Exception, given: Mapping[str, Any]) -> ExpressionFault:
    empty = sorted(name for name, value in given.items() if value is None)
    if isinstance(error, ZeroDivisionError):
        return ExpressionFault(_("The expression divides by zero."))
    if empty:
        return ExpressionFault(
            _("No value for: %(names)s.") % {"names": ", ".join(empty)},
            mend=_("Test it first: %(name)s != null && …") % {"name": empty[0]},
        )
    return ExpressionFault(
        _("The expression cannot be evaluated on these values (%(kind)s).") % {"kind": type(error).__name__}
    )
