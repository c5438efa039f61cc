"""Which question hangs on which: the order in which answers are read, and circles among them. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from linli.engines.expressions import Expression, Kind, Type, compile_expression
from linli.engines.forms.definitions import FormDefinition, Part
from linli.engines.forms.questions import FormField

Graph = Mapping[str, tuple[str, ...]]
"""What each node (a field, or a repeated part as a whole) is judged or computed from."""


class Circle(ValueError):
    """Conditions and computed values that hang on each other: `path` begins and ends with the same code."""

    def __init__(self, path: tuple[str, ...]) -> None:
        super().__init__(" → ".join(path))
        self.path = path


def compile_for(
    definition: FormDefinition, source: str, result: Kind = Kind.BOOL, part: Part | None = None
) -> Expression:
    """The compiled expression over the form's names; raises `ExpressionFault`."""
    return _compile(source, tuple(definition.names(part).items()), result)


@lru_cache(maxsize=2048)
def _compile(source: str, names: tuple[tuple[str, Type], ...], result: Kind) -> Expression:
    return compile_expression(source, dict(names), result=result)


def nodes(definition: FormDefinition) -> Iterator[tuple[str, FormField | Part]]:
    """Fields that are answered once, and repeated parts, in the order of the form."""
    for part in definition.parts:
        if part.repeat is not None:
            yield part.code or "", part
        else:
            yield from ((field.code, field) for field in part.fields)


def graph(definition: FormDefinition) -> Graph:
    """The form's nodes and what each hangs on. Raises `ExpressionFault` for an expression that is none."""
    return {code: tuple(_outside(definition, node)) for code, node in nodes(definition)}


def graph_inside(definition: FormDefinition, part: Part) -> Graph:
    """The fields of one repeated part and what each hangs on among them."""
    codes = {field.code for field in part.fields}
    return {
        field.code: tuple(name for name in _names(definition, field, part) if name in codes)
        for field in part.fields
    }


def _outside(definition: FormDefinition, node: FormField | Part) -> Iterable[str]:
    if isinstance(node, FormField):
        return _heads(_names(definition, node, None))
    inner = {field.code for field in node.fields}
    found = [name for field in node.fields for name in _names(definition, field, node) if name not in inner]
    return _heads(found)


def _heads(names: Iterable[str]) -> Iterable[str]:
    """`members.income` hangs on the part `members` as a whole."""
    return dict.fromkeys(name.split(".")[0] for name in names)


def _names(definition: FormDefinition, field: FormField, part: Part | None) -> list[str]:
    found: list[str] = []
    if field.show_if is not None:
        found += sorted(compile_for(definition, field.show_if, Kind.BOOL, part).names)
    if field.compute is not None and field.kind is not None:
        found += sorted(compile_for(definition, field.compute, field.kind, part).names)
    return [name for name in found if name != "today"]


def sort(found: Graph) -> list[str]:
    """Every node after what it hangs on, otherwise in the order of the form. Raises `Circle`."""
    done: dict[str, None] = {}

    def visit(code: str, way: tuple[str, ...]) -> None:
        if code in way:
            raise Circle((*way[way.index(code) :], code))
        if code not in done and code in found:
            for other in found[code]:
                visit(other, (*way, code))
            done[code] = None

    for code in found:
        visit(code, ())
    return list(done)


def ordered(definition: FormDefinition) -> list[FormField | Part]:
    """The nodes in the order in which they can be read. Raises `Circle`."""
    by_code = dict(nodes(definition))
    if not any(field.compute for field in definition.fields()):
        return list(by_code.values())
    return [by_code[code] for code in sort(graph(definition))]


def ordered_inside(definition: FormDefinition, part: Part) -> list[FormField]:
    """As `ordered`, for the fields of one item."""
    if not any(field.compute for field in part.fields):
        return list(part.fields)
    by_code = {field.code: field for field in part.fields}
    return [by_code[code] for code in sort(graph_inside(definition, part))]


def inputs(found: Graph, code: str) -> set[str]:
    """Everything a node hangs on, directly or not; `found` has no circle."""
    seen: set[str] = set()
    rest = list(found.get(code, ()))
    while rest:
        name = rest.pop()
        if name not in seen:
            seen.add(name)
            rest.extend(found.get(name, ()))
    return seen
