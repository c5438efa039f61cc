"""Gives every node of a tree its kind, or says where kinds do not fit. Nothing is run. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Final

from django.utils.translation import gettext as _

from linli.engines.expressions.faults import ExpressionFault
from linli.engines.expressions.fitting import adapt, fit, together
from linli.engines.expressions.functions import CALLED, FUNCTIONS, OPERATORS, Overload
from linli.engines.expressions.kinds import NOTHING, Kind, ListOf, Record, Type, kind_words, widened
from linli.engines.expressions.parser import TESTS, parse
from linli.engines.expressions.patterns import is_pattern
from linli.engines.expressions.tokens import fault_at
from linli.engines.expressions.tree import Call, Items, Literal, Name, Node, Test, walk

_LITERALS: Final[Mapping[type, Type]] = {
    str: Kind.TEXT, int: Kind.NUMBER, float: Kind.DECIMAL, bool: Kind.BOOL, type(None): NOTHING,
}  # fmt: skip
_CONNECTIVES: Final = frozenset({"&&", "||", "!"})
_COMPARISONS: Final = frozenset({"<", "<=", ">", ">="})


class Checker:
    """Checks one expression; `used` collects the declared names that it speaks about."""

    def __init__(self, source: str, declared: Mapping[str, Type]) -> None:
        self.source = source
        self.declared = declared
        self.used: set[str] = set()
        self.bound: dict[str, Type] = {}

    def check(self, node: Node) -> Node:
        """The node with kinds. Raises `ExpressionFault` where a name is unknown or a kind does not fit."""
        match node:
            case Literal():
                return replace(node, kind=_LITERALS[type(node.value)])
            case Name():
                return self.name(node)
            case Items():
                return self.items(node)
            case Test():
                return self.test(node)
            case Call():
                return self.call(
                    replace(node, parts=tuple(self.check(part) for part in self.known(node).parts))
                )

    def fault(self, node: Node, message: str, mend: str = "") -> ExpressionFault:
        return fault_at(self.source, node.at, message, mend)

    def misfit(self, node: Call | Test, *kinds: Type) -> ExpressionFault:
        sign = "-" if node.function == "neg" else node.function
        found = _(" and ").join(kind_words(kind) for kind in kinds)
        return self.fault(
            node,
            _("The kinds of values do not fit together: «%(sign)s» with %(found)s.")
            % {"sign": sign, "found": found},
            _("Compare like with like: 3 is a whole number, 3.0 a decimal, '2026-01-31' a date."),
        )

    def name(self, node: Name) -> Node:
        """Resolves the longest declared beginning; what follows are parts of a record."""
        path = node.name.split(".")
        for count in range(len(path), 0, -1):
            head, rest = ".".join(path[:count]), tuple(path[count:])
            kind = self.bound.get(head) or self.declared.get(head)
            for part in rest:
                kind = kind.part(part) if isinstance(kind, Record) else None
            if kind is not None:
                self.used |= {head} - self.bound.keys()
                return Name(node.at, head, widened(kind), rest)
        raise self.fault(
            node,
            _("The name «%(name)s» is not known here.") % {"name": node.name},
            suggest(node.name, {**self.declared, **self.bound}),
        )

    def items(self, node: Items) -> Node:
        found = together([self.check(item) for item in node.items], self.source)
        if found is None:
            raise self.fault(node, _("The items of a list are of one kind."))
        kind = next((item.kind for item in found if item.kind != NOTHING), NOTHING)
        return Items(node.at, tuple(found), ListOf(kind, len(found)))

    def test(self, node: Test) -> Node:
        items = self.check(node.items)
        if not isinstance(items.kind, ListOf):
            raise self.misfit(node, items.kind)
        if node.variable.name in self.bound or node.variable.name in self.declared:
            raise self.fault(
                node.variable, _("The name «%(name)s» is taken already.") % {"name": node.variable.name}
            )
        variable = replace(node.variable, kind=items.kind.item)
        self.bound[variable.name] = items.kind.item
        body = self.check(node.body)
        del self.bound[variable.name]
        if node.function != "map" and body.kind is not Kind.BOOL:
            raise self.misfit(node, body.kind)
        if isinstance(body.kind, ListOf | Record) or body.kind == NOTHING:
            raise self.misfit(node, body.kind)
        gives: Type = Kind.BOOL
        if node.function in ("filter", "map"):
            gives = ListOf(
                body.kind if node.function == "map" else items.kind.item, at_most=items.kind.at_most
            )
        return Test(node.at, node.function, items, variable, body, gives)

    def known(self, node: Call) -> Call:
        if node.function in FUNCTIONS or not node.function.isidentifier() or node.function in ("in", "neg"):
            return node
        raise self.fault(
            node,
            _("There is no function «%(name)s».") % {"name": node.function},
            _("Write it so: tags.%(test)s(tag, …).") % {"test": node.function}
            if node.function in TESTS
            else suggest(node.function, FUNCTIONS | TESTS),
        )

    def call(self, node: Call) -> Node:
        if node.function in _CONNECTIVES:
            return self.connective(node)
        special = {"?:": self.choice, "[]": self.index, "in": self.within, "==": self.equal, "!=": self.equal}
        return special.get(node.function, self.overloaded)(node)

    def connective(self, node: Call) -> Node:
        wrong = [part.kind for part in node.parts if part.kind is not Kind.BOOL]
        if wrong:
            raise self.misfit(node, *wrong)
        return replace(node, kind=Kind.BOOL)

    def choice(self, node: Call) -> Node:
        condition, *branches = node.parts
        found = together(branches, self.source)
        if condition.kind is not Kind.BOOL:
            raise self.misfit(node, condition.kind)
        if found is None or any(isinstance(branch.kind, Record) for branch in found):
            raise self.misfit(node, *(branch.kind for branch in branches))
        kind = next((branch.kind for branch in found if branch.kind != NOTHING), NOTHING)
        if isinstance(kind, ListOf):
            kind = replace(kind, at_most=max(b.kind.at_most for b in found if isinstance(b.kind, ListOf)))
        return replace(node, parts=(condition, *found), kind=kind)

    def index(self, node: Call) -> Node:
        items, position = node.parts
        if (
            not isinstance(items.kind, ListOf)
            or items.kind.item == NOTHING
            or position.kind is not Kind.NUMBER
        ):
            raise self.misfit(node, items.kind, position.kind)
        if isinstance(items.kind.item, Record):
            raise self.misfit(node, items.kind)
        return replace(node, kind=items.kind.item)

    def within(self, node: Call) -> Node:
        item, items = node.parts
        if isinstance(items.kind, ListOf) and not isinstance(item.kind, ListOf | Record):
            wanted = adapt(items, ListOf(item.kind, items.kind.at_most), self.source, comparing=True)
            if wanted is not None:
                return replace(node, parts=(item, wanted), kind=Kind.BOOL)
            found = adapt(item, items.kind.item, self.source, comparing=True)
            if found is not None:
                return replace(node, parts=(found, items), kind=Kind.BOOL)
        raise self.misfit(node, item.kind, items.kind)

    def equal(self, node: Call) -> Node:
        found = together(node.parts, self.source, comparing=True)
        if found is None or any(_holds_records(part.kind) for part in found):
            raise self.misfit(node, *(part.kind for part in node.parts))
        return replace(node, parts=tuple(found), kind=Kind.BOOL)

    def overloaded(self, node: Call) -> Node:
        left = node.parts[0].kind if node.parts else NOTHING
        if node.function == "+" and isinstance(left, ListOf):
            return self.joined_lists(node)
        overloads = OPERATORS.get(node.function) or CALLED[node.function]
        self.count(node, overloads)
        for overload in overloads:
            parts = fit(node.parts, overload.takes, self.source, comparing=node.function in _COMPARISONS)
            if parts is not None:
                return self.patterned(replace(node, parts=tuple(parts), kind=overload.gives))
        raise self.misfit(node, *(part.kind for part in node.parts))

    def joined_lists(self, node: Call) -> Node:
        found = together(node.parts, self.source)
        if found is None or not all(isinstance(part.kind, ListOf) for part in found):
            raise self.misfit(node, *(part.kind for part in node.parts))
        kinds = [part.kind for part in found if isinstance(part.kind, ListOf)]
        item = next((kind.item for kind in kinds if kind.item != NOTHING), NOTHING)
        return replace(node, parts=tuple(found), kind=ListOf(item, sum(kind.at_most for kind in kinds)))

    def count(self, node: Call, overloads: Collection[Overload]) -> None:
        wanted = {len(overload.takes) for overload in overloads}
        if len(node.parts) not in wanted:
            raise self.fault(
                node,
                _("The function «%(name)s» takes %(wanted)d values, here are %(found)d.")
                % {"name": node.function, "wanted": min(wanted), "found": len(node.parts)},
            )

    def patterned(self, node: Call) -> Node:
        if node.function == "matches":
            text = node.parts[1]
            if not isinstance(text, Literal) or not is_pattern(str(text.value)):
                raise self.fault(
                    text,
                    _("This is not a pattern that every engine reads alike."),
                    _("A pattern is written out: signs, . [0-9] ( | ) ^ $ and counts such as + or {2,4}."),
                )
        return node


def unknown_names(source: str, declared: Mapping[str, Type]) -> Iterator[ExpressionFault]:
    """A fault at each name that is not known; none where the text is no expression at all."""
    try:
        nodes = list(walk(parse(source)))
    except ExpressionFault:
        return
    bound = {node.variable.name for node in nodes if isinstance(node, Test)}
    for node in nodes:
        if isinstance(node, Name) and node.name.split(".")[0] not in bound:
            try:
                Checker(source, declared).name(node)
            except ExpressionFault as fault:
                yield fault


def _holds_records(kind: Type) -> bool:
    return isinstance(kind, Record) or (isinstance(kind, ListOf) and _holds_records(kind.item))


def suggest(name: str, known: Collection[str]) -> str:
    """«Did you mean …», or what there is."""
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    if close:
        return _("Did you mean «%(name)s»?") % {"name": close[0]}
    return _("Known are: %(names)s.") % {"names": ", ".join(sorted(known)) or _("none")}
