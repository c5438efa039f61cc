"""From a checked tree to a function of the values. Pure.

Logic has three values, as in CEL and in SQL: what cannot be said (an empty value compared, a division by zero) is
a fault, and `false && fault` is false, `true || fault` is true.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import eq, itemgetter, ne
from typing import Any, Final

from linli.engines.expressions.functions import CALLED, OPERATORS, count_workdays
from linli.engines.expressions.kinds import Kind, ListOf, Type, same
from linli.engines.expressions.tree import Call, Items, Literal, Name, Node, Test

CALENDAR: Final = "$calendar"
"""Where the calendar of the place stands among the values; no name can be written so."""
FAULTS: Final = (TypeError, ValueError, ZeroDivisionError, IndexError, OverflowError, AttributeError)
"""What an operation on unfit data raises."""

Values = Mapping[str, Any]
Run = Callable[[Values], Any]


_ANY_KIND: Final[Mapping[str, Callable[..., Any]]] = {
    "==": eq,
    "!=": ne,
    "in": lambda item, items: item in items,
}


def build(node: Node) -> Run:
    """The function that reckons this node."""
    match node:
        case Literal():
            return _constant(node.value)
        case Name():
            return _reader(node)
        case Items():
            items = [build(item) for item in node.items]
            return lambda values: [item(values) for item in items]
        case Test():
            return _test(node)
        case Call():
            return _call(node)


def _constant(value: Any) -> Run:
    return lambda values: value


def _reader(node: Name) -> Run:
    if not node.parts:
        return itemgetter(node.name)

    def read(values: Values) -> Any:
        found = values[node.name]
        for part in node.parts:
            found = found[part]
        return found

    return read


def _call(node: Call) -> Run:
    parts = [build(part) for part in node.parts]
    match node.function, parts:
        case "&&" | "||", _some:
            return _decisive(parts, node.function == "||")
        case "!", [inner]:
            return lambda values: not _truth(inner(values))
        case "?:", [condition, chosen, other]:
            return lambda values: chosen(values) if _truth(condition(values)) else other(values)
        case "[]", [items, position]:
            return lambda values: _at(items(values), position(values))
        case "matches", [text, _pattern]:
            return _matcher(text, node.parts[1])
        case "workdays", [first, last]:
            return lambda values: count_workdays(values[CALENDAR], first(values), last(values))
    return _applied(_ANY_KIND.get(node.function) or _chosen_overload(node), parts)


def _applied(run: Callable[..., Any], parts: Sequence[Run]) -> Run:
    if len(parts) == 1:
        only = parts[0]
        return lambda values: run(only(values))
    left, right = parts
    return lambda values: run(left(values), right(values))


def _chosen_overload(node: Call) -> Callable[..., Any]:
    kinds = [part.kind for part in node.parts]
    if node.function == "+" and isinstance(kinds[0], ListOf):
        return _joined
    overloads = OPERATORS.get(node.function) or CALLED[node.function]
    return next(overload.run for overload in overloads if all(map(_takes, overload.takes, kinds)))


def _takes(wanted: Type, kind: Type) -> bool:
    """`LIST` in an overload stands for a list of anything."""
    return isinstance(kind, ListOf) if wanted is Kind.LIST else same(kind, wanted)


def _joined(left: list[Any], right: list[Any]) -> list[Any]:
    return left + right


def _truth(value: Any) -> bool:
    if value is None:
        raise TypeError
    return bool(value)


def _at(items: list[Any], position: int) -> Any:
    if position < 0:
        raise IndexError
    return items[position]


def _decisive(parts: Sequence[Run], decides: bool) -> Run:
    """«or» is decided by one true part, «and» by one false part; else a fault of any part remains."""

    def run(values: Values) -> bool:
        fault: Exception | None = None
        for part in parts:
            try:
                found = _truth(part(values))
            except FAULTS as error:
                fault = error
                continue
            if found is decides:
                return decides
        if fault is not None:
            raise fault
        return not decides

    return run


def _test(node: Test) -> Run:
    items, body, name = build(node.items), build(node.body), node.variable.name

    def bound(values: Values) -> Iterable[Values]:
        return ({**values, name: item} for item in items(values))

    match node.function:
        case "exists" | "all":
            decides = node.function == "exists"
            return lambda values: _decisive([_with(body, inner) for inner in bound(values)], decides)(values)
        case "exists_one":
            return lambda values: sum([_truth(body(inner)) for inner in bound(values)]) == 1
        case "filter":
            return lambda values: [inner[name] for inner in bound(values) if _truth(body(inner))]
    return lambda values: [body(inner) for inner in bound(values)]


def _with(body: Run, inner: Values) -> Run:
    return lambda values: body(inner)


def _matcher(text: Run, pattern: Node) -> Run:
    """The pattern goes to the engine of the CEL library: no pattern can take more than linear time there."""
    import cel  # noqa: PLC0415  # it brings a command line with it: a second, for the few conditions with patterns

    program = cel.compile("text.matches(pattern)")
    literal = pattern.value if isinstance(pattern, Literal) else ""

    def run(values: Values) -> bool:
        found = text(values)
        if found is None:
            raise TypeError
        return bool(program.execute(cel.Context(variables={"text": found, "pattern": literal})))

    return run
