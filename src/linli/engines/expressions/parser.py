"""From tokens to the tree: operator precedence parsing of a part of CEL's grammar. Pure."""

from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from linli.engines.expressions.faults import ExpressionFault
from linli.engines.expressions.kinds import LARGEST
from linli.engines.expressions.tokens import Token, fault_at, text_of, tokens_of
from linli.engines.expressions.tree import Call, Items, Literal, Name, Node, Test

DEEPEST: Final = 24
"""How deep brackets, calls and signs may be nested."""
TESTS: Final = frozenset({"all", "exists", "exists_one", "filter", "map"})
"""Tests over a list: they bind a variable."""
RESERVED: Final = frozenset(
    {
        *("true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if"),
        *("import", "let", "loop", "package", "namespace", "return", "var", "void", "while"),
    }
)
"""Words that CEL keeps for itself; no name may be one of them."""

_BINDING: Final = {
    "||": 1, "&&": 2,
    "==": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "in": 3,
    "+": 4, "-": 4, "*": 5, "/": 5, "%": 5,
}  # fmt: skip
_FLAT: Final = frozenset({"&&", "||"})
_WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None}
_NEVER_PARTS: Final = frozenset({*_WORDS, "in"})


def parse(source: str) -> Node:
    """The tree of `source`, without kinds. Raises `ExpressionFault` at the first slip."""
    parser = _Parser(source)
    tree = parser.expression()
    if parser.now.kind != "end":
        raise parser.unexpected()
    return tree


def _joined(operator: Token, left: Node, right: Node) -> Node:
    """`a && b && c` is one call with three parts."""
    if operator.text in _FLAT and isinstance(left, Call) and left.function == operator.text:
        return replace(left, parts=(*left.parts, right))
    return Call(operator.at, operator.text, (left, right))


def _signed(sign: Token, node: Node) -> Node:
    if sign.text == "-" and isinstance(node, Literal) and type(node.value) in (int, float):
        return Literal(sign.at, -node.value)  # type: ignore[operator]  # a number, by its type
    return Call(sign.at, "!" if sign.text == "!" else "neg", (node,))


def _is_part(token: Token) -> bool:
    """Whether it may follow a dot: CEL takes every name there but its keywords."""
    return token.kind == "name" and token.text not in _NEVER_PARTS


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = tokens_of(source)
        self.index = 0
        self.depth = 0

    @property
    def now(self) -> Token:
        return self.tokens[self.index]

    def take(self) -> Token:
        token = self.now
        self.index += 1
        return token

    def takes(self, mark: str) -> bool:
        """Whether the next token is this mark; it is then taken."""
        found = self.now.kind == "mark" and self.now.text == mark
        self.index += found
        return found

    def must(self, mark: str) -> None:
        if not self.takes(mark):
            raise self.unexpected(_("Here «%(mark)s» is missing.") % {"mark": mark})

    def unexpected(self, mend: str = "") -> ExpressionFault:
        token = self.now
        message = (
            _("The expression ends too early.")
            if token.kind == "end"
            else _("«%(sign)s» is not expected here.") % {"sign": token.text}
        )
        mend = mend or _("Check quotes, brackets and operators before this place.")
        return fault_at(self.source, token.at, message, mend)

    def too_deep(self, at: int) -> ExpressionFault:
        message = _("The expression is nested deeper than %(limit)d levels.") % {"limit": DEEPEST}
        return fault_at(self.source, at, message, _("Split it."))

    def expression(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.too_deep(self.now.at)
        condition = self.binary(1)
        at = self.now.at
        if self.takes("?"):
            chosen = self.binary(1)
            self.must(":")
            condition = Call(at, "?:", (condition, chosen, self.expression()))
        self.depth -= 1
        return condition

    def binary(self, lowest: int) -> Node:
        left = self.unary()
        chain = 0
        while self.now.kind in ("mark", "name") and _BINDING.get(self.now.text, 0) >= lowest:
            operator = self.take()
            chain += operator.text not in _FLAT
            if chain > DEEPEST:
                raise self.too_deep(operator.at)
            left = _joined(operator, left, self.binary(_BINDING[operator.text] + 1))
        return left

    def unary(self) -> Node:
        signs: list[Token] = []
        while (
            self.now.kind == "mark"
            and self.now.text in "!-"
            and (not signs or signs[0].text == self.now.text)
        ):
            signs.append(self.take())
        if len(signs) > DEEPEST:
            raise self.too_deep(signs[0].at)
        node = self.postfix(self.primary())
        for sign in reversed(signs):
            node = _signed(sign, node)
        return node

    def primary(self) -> Node:
        token = self.now
        if self.takes("("):
            inner = self.expression()
            self.must(")")
            return inner
        if self.takes("["):
            return Items(token.at, self.listed("]"))
        if token.kind == "name":
            return self.named(self.take())
        if token.kind in ("text", "raw", "number", "decimal"):
            return Literal(token.at, self.literal(self.take()))
        raise self.unexpected()

    def literal(self, token: Token) -> str | int | float:
        if token.kind in ("text", "raw"):
            return text_of(self.source, token)
        value = int(token.text) if token.kind == "number" else float(token.text)
        if value > (LARGEST if token.kind == "number" else 1e300):
            raise fault_at(self.source, token.at, _("This number is too large."))
        return value

    def named(self, token: Token) -> Node:
        if token.text in _WORDS:
            return Literal(token.at, _WORDS[token.text])
        if token.text in RESERVED:
            message = _("«%(sign)s» is not expected here.") % {"sign": token.text}
            raise fault_at(self.source, token.at, message, _("Take another name: this word is reserved."))
        if self.takes("("):
            return Call(token.at, token.text, self.listed(")"))
        name = token.text
        while self.now.text == "." and _is_part(self.tokens[self.index + 1]) and not self.calls():
            self.take()
            name += "." + self.take().text
        return Name(token.at, name)

    def calls(self) -> bool:
        """Whether `.name(` follows: after a name there is a token, at least the end."""
        return self.tokens[self.index + 2].text == "("

    def postfix(self, node: Node) -> Node:
        for _round in range(DEEPEST):
            at = self.now.at
            if self.takes("["):
                node = Call(at, "[]", (node, self.expression()))
                self.must("]")
            elif self.takes("."):
                node = self.method(node)
            else:
                return node
        raise self.unexpected(_("Split it."))

    def method(self, node: Node) -> Node:
        token = self.take()
        if not _is_part(token):
            self.index -= 1
            raise self.unexpected()
        if not self.takes("("):
            raise fault_at(self.source, token.at, _("Only declared names have parts after a dot."))
        if token.text not in TESTS:
            return Call(token.at, token.text, (node, *self.listed(")")))
        variable = self.take()
        if variable.kind != "name" or variable.text in RESERVED:
            self.index -= 1
            raise self.unexpected(_("Write it so: tags.%(test)s(tag, …).") % {"test": token.text})
        self.must(",")
        body = self.expression()
        self.must(")")
        return Test(token.at, token.text, node, Name(variable.at, variable.text), body)

    def listed(self, closing: str) -> tuple[Node, ...]:
        found: list[Node] = []
        if self.takes(closing):
            return ()
        while True:
            found.append(self.expression())
            if self.takes(closing):
                return tuple(found)
            self.must(",")
