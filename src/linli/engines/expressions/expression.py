"""Compiling and evaluating, on top of the CEL library."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import cel
from django.utils.translation import gettext as _

from linli.engines.expressions.faults import ExpressionFault
from linli.engines.expressions.functions import OWN
from linli.engines.expressions.kinds import SAMPLES, Kind, is_of_kind, plain
from linli.engines.expressions.names import check_names

LONGEST: Final = 2000
"""Characters an expression may have; what is longer belongs into a table."""

_WHERE = re.compile(r"<input>:(\d+):(\d+): (.*)")
_PER_DATA = (ZeroDivisionError, IndexError, OverflowError)


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression; `names` are the declared names it uses."""

    source: str
    names: frozenset[str]
    _declared: Mapping[str, Kind] = field(repr=False)
    _program: Any = field(repr=False, compare=False)

    def evaluate(self, values: Mapping[str, object]) -> object:
        """The result as a plain value: str, int, float, bool, list or None.

        `values` holds at least `names`; dates as `date` or ISO text, missing data as None. What is wrong with
        the data (a comparison with an empty value, a division by zero) raises `ExpressionFault`. A value that
        is not of its declared kind raises TypeError, one that is not there KeyError: errors of the caller.
        """
        given = {name: plain(values[name], self._declared[name]) for name in self.names}
        try:
            return self._program.execute(_context(given))
        except (TypeError, RuntimeError, ValueError, *_PER_DATA) as error:
            raise _runtime_fault(error, given) from None


def compile_expression(
    source: str, declared: Mapping[str, Kind], *, result: Kind | None = None
) -> Expression:
    """Parse and check `source` against the `declared` names (dotted ones such as `person.age` too).

    Names, functions and, as far as a trial with samples shows, kinds are checked; so is the kind of the
    `result` if one is asked for. Raises `ExpressionFault` with line and column.
    """
    if len(source) > LONGEST:
        raise ExpressionFault(
            _("The expression has %(found)d characters, at most %(limit)d are allowed.")
            % {"found": len(source), "limit": LONGEST},
            mend=_("Split it."),
        )
    if not source.strip():
        raise ExpressionFault(_("The expression is empty."))
    try:
        program = cel.compile(source)
    except ValueError as error:
        raise _syntax_fault(str(error)) from None
    expression = Expression(source, check_names(source, declared), dict(declared), program)
    for truth in (True, False):
        _try(expression, truth, result)
    return expression


def _try(expression: Expression, truth: bool, result: Kind | None) -> None:
    """Run with a sample of every kind: operators and functions that take no such kind fail here."""
    samples = {name: SAMPLES[kind] for name, kind in expression._declared.items() if name in expression.names}
    samples = {name: truth if value is True else value for name, value in samples.items()}
    try:
        found = expression._program.execute(_context(samples))
    except _PER_DATA:
        return
    except (TypeError, RuntimeError, ValueError) as error:
        raise ExpressionFault(
            _("The kinds of values do not fit together: %(detail)s") % {"detail": _first_sentence(error)},
            mend=_("Compare like with like: 3 is a whole number, 3.0 a decimal, '2026-01-31' a date."),
        ) from None
    if result is not None and not is_of_kind(found, result):
        raise ExpressionFault(
            _("The expression gives a %(found)s, here it must give a %(expected)s.")
            % {"found": type(found).__name__, "expected": result.value}
        )


def _context(values: Mapping[str, Any]) -> Any:
    nested: dict[str, Any] = {}
    for name, value in values.items():
        *path, last = name.split(".")
        level = nested
        for part in path:
            level = level.setdefault(part, {})
        level[last] = value
    return cel.Context(variables=nested, functions=dict(OWN))


def _syntax_fault(text: str) -> ExpressionFault:
    match = _WHERE.search(text)
    if match is None:
        return ExpressionFault(_("This is not an expression."))
    detail = re.sub(r"^Syntax error: ", "", match[3]).split(" expecting ")[0]
    return ExpressionFault(
        _("This is not an expression: %(detail)s.") % {"detail": detail},
        int(match[1]),
        int(match[2]),
        mend=_("Check quotes, brackets and operators before this place."),
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


def _first_sentence(error: Exception) -> str:
    return str(error).split(". ")[0].split("\n")[0].rstrip(".")
