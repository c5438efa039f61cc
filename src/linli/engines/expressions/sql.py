"""An expression as a condition of the database: it selects the rows for which Python would give true.

A fault (an empty value compared, a division by zero) is NULL there: both languages reckon with three values, so
that a row with a fault is not selected, and neither is it by `!`. What makes the two equal:

- `==`, `!=` and `in` over a column say false or true about an empty value, as CEL does, where SQL says NULL;
  over something reckoned (`a + 1 == b`) an empty operand is a fault.
- whole numbers are reckoned as `numeric`, which does not overflow; division is cut off towards zero.
- texts are ordered by code points (collation "C").

Columns are of the type of their kind: text, integer of any size, double precision, boolean, date, array.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

from django.db.models import BigIntegerField, BooleanField, F, Func, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import gettext as _

from linli.engines.expressions.expression import Expression
from linli.engines.expressions.faults import ExpressionFault
from linli.engines.expressions.kinds import Kind, ListOf, Record
from linli.engines.expressions.patterns import for_sql
from linli.engines.expressions.tokens import fault_at
from linli.engines.expressions.tree import Call, Items, Literal, Name, Node, walk

LARGEST_CONDITION: Final = 2000
"""Parts that one condition of the database may have: some are written twice."""


class NotInSql(ExpressionFault):
    """The expression is right, and cannot be asked of the database."""

    code = "expression_not_in_sql"


class Empty(Enum):
    """What NULL means in a term."""

    NEVER = auto()
    VALUE = auto()
    FAULT = auto()
    EITHER = auto()


_DECIMAL_ARITHMETIC: Final = frozenset("+-*/")


@dataclass(frozen=True, slots=True)
class Term:
    """A part of the condition; `weight` counts its own parts, repeated ones again."""

    sql: Any
    empty: Empty
    weight: int = 1


class Written(Func):
    """SQL text with expressions in between."""

    def __init__(self, *pieces: str | Combinable) -> None:
        self.pieces = [piece if isinstance(piece, str) else None for piece in pieces]
        parts = [piece for piece in pieces if not isinstance(piece, str)]
        super().__init__(*parts, output_field=BooleanField())

    def as_sql(  # type: ignore[override]  # templates of Func are not used
        self, compiler: SQLCompiler, connection: Any, **context: Any
    ) -> tuple[str, list[Any]]:
        sources = iter(self.get_source_expressions())
        text = ""
        params: list[Any] = []
        for piece in self.pieces:
            if piece is not None:
                text += piece
                continue
            part, values = compiler.compile(next(sources))
            text += part
            params.extend(values)
        return text, params


def to_q(expression: Expression, columns: Mapping[str, Any]) -> Q:
    """The condition for `filter()`. `columns` gives an `F` or a database expression for each of its names.

    Raises `NotInSql` for what SQL cannot say alike (tests over lists, working days, sums of decimals),
    KeyError if a name has no column.
    """
    if expression.kind is not Kind.BOOL:
        raise NotInSql(_("Only a condition selects rows."))
    return Q(Written("(", _Translator(expression, columns).term(expression.tree).sql, ")"))


def check_sql(expression: Expression) -> None:
    """Raises `NotInSql` if `to_q` would: for checkers, without a table."""
    to_q(expression, {_path(node): F("id") for node in walk(expression.tree) if isinstance(node, Name)})


def _path(node: Name) -> str:
    return ".".join((node.name, *node.parts))


class _Translator:
    def __init__(self, expression: Expression, columns: Mapping[str, Any]) -> None:
        self.source = expression.source
        self.columns = columns

    def refuse(self, node: Node, message: str = "") -> NotInSql:
        fault = fault_at(self.source, node.at, message or _("The database cannot be asked this."))
        return NotInSql(fault.fault, fault.line, fault.column)

    def term(self, node: Node) -> Term:
        match node:
            case Literal(value=None):
                return Term(_NULL, Empty.VALUE)
            case Literal():
                return Term(_literal(node.value), Empty.NEVER)
            case Name() if not isinstance(node.kind, Record):
                return Term(self.columns[_path(node)], Empty.VALUE)
            case Call():
                return self.call(node)
        raise self.refuse(node)

    def written(self, node: Node, *pieces: str | Term, empty: Empty = Empty.FAULT) -> Term:
        weight = 1 + sum(piece.weight for piece in pieces if isinstance(piece, Term))
        if weight > LARGEST_CONDITION:
            raise self.refuse(node, _("This condition is too large for the database."))
        parts = [piece.sql if isinstance(piece, Term) else piece for piece in pieces]
        return Term(Written(*parts), empty, weight)

    def call(self, node: Call) -> Term:
        special: Mapping[str, Callable[[Call], Term]] = {
            "in": self.within, "==": self.equation, "!=": self.equation, "&&": self.connective,
            "||": self.connective, "?:": self.choice, "matches": self.matches,
        }  # fmt: skip
        return special.get(node.function, self.applied)(node)

    def applied(self, node: Call) -> Term:
        first = node.parts[0].kind
        if node.kind is Kind.DECIMAL and node.function in _DECIMAL_ARITHMETIC:
            raise self.refuse(node)
        key = Kind.LIST if isinstance(first, ListOf) else first
        writer = _WRITERS.get((node.function, key))
        if writer is None and key is not Kind.LIST:
            writer = _WRITERS.get((node.function, None))
        if writer is None or (writer in _OVER_SIMPLE and not isinstance(node.parts[0], Name | Literal)):
            raise self.refuse(node)
        return self.written(node, *writer(*self.terms(node.parts)))

    def equation(self, node: Call) -> Term:
        equal = self.equal(node, *self.terms(node.parts))
        return equal if node.function == "==" else self.written(node, "(NOT ", equal, ")")

    def connective(self, node: Call) -> Term:
        return self.joined(node, " AND " if node.function == "&&" else " OR ", self.terms(node.parts))

    def terms(self, nodes: Sequence[Node]) -> list[Term]:
        return [self.term(node) for node in nodes]

    def joined(self, node: Node, word: str, terms: Sequence[Term]) -> Term:
        pieces: list[str | Term] = ["("]
        for term in terms:
            pieces += [term, word]
        return self.written(node, *pieces[:-1], ")")

    def choice(self, node: Call) -> Term:
        condition, chosen, other = self.terms(node.parts)
        sure = {Empty.FAULT, Empty.NEVER}
        empty = Empty.FAULT if {chosen.empty, other.empty} <= sure else Empty.EITHER
        pieces = ("CASE ", condition, " WHEN TRUE THEN ", chosen, " WHEN FALSE THEN ", other, " END")
        return self.written(node, *pieces, empty=empty)

    def equal(self, node: Node, left: Term, right: Term) -> Term:
        """False or true about an empty value, NULL about a fault."""
        if Empty.EITHER in (left.empty, right.empty):
            raise self.refuse(node, _("Here the database cannot tell an empty value from a fault."))
        kinds = {left.empty, right.empty}
        if _is_null(left) or _is_null(right):
            return self.is_null(node, right if _is_null(left) else left)
        if kinds == {Empty.VALUE}:
            return self.written(node, "(", left, " IS NOT DISTINCT FROM ", right, ")")
        if Empty.VALUE not in kinds:
            return self.written(node, "(", left, " = ", right, ")")
        column, other = (left, right) if left.empty is Empty.VALUE else (right, left)
        if other.empty is Empty.NEVER:
            return self.written(node, "(", column, " = ", other, " AND ", column, " IS NOT NULL)")
        return self.written(
            node, "CASE WHEN ", column, " IS NULL THEN NULLIF(", other, " IS NULL, TRUE) ELSE ",
            other, " = ", column, " END",
        )  # fmt: skip

    def is_null(self, node: Node, term: Term) -> Term:
        if _is_null(term):
            return self.written(node, "TRUE")
        if term.empty is Empty.FAULT:
            return self.written(node, "NULLIF(", term, " IS NULL, TRUE)")
        return self.written(node, "(", term, " IS NULL)")

    def within(self, node: Call) -> Term:
        item, items = self.term(node.parts[0]), node.parts[1]
        if isinstance(items, Items):
            return self.among(node, item, items)
        column = self.term(items)
        if item.empty is Empty.EITHER or not isinstance(items, Name):
            raise self.refuse(node)
        if _is_null(item):
            return self.written(node, "NULLIF(", column, " IS NULL, TRUE)")
        missing = " IS NULL THEN NULL ELSE " if item.empty is Empty.FAULT else " IS NULL THEN FALSE ELSE "
        return self.written(
            node, "CASE WHEN ", column, " IS NULL THEN NULL WHEN ", item, missing, item, " = ANY(", column, ") END"
        )  # fmt: skip

    def among(self, node: Call, item: Term, items: Items) -> Term:
        """`x in [a, 'b']`: one of several equations; each element is a literal or a column."""
        elements = self.terms(items.items)
        if any(element.empty not in (Empty.NEVER, Empty.VALUE) for element in elements):
            raise self.refuse(items)
        if not elements:
            return self.is_null(node, item) if item.empty is Empty.FAULT else self.written(node, "FALSE")
        return self.joined(node, " OR ", [self.equal(node, item, element) for element in elements])

    def matches(self, node: Call) -> Term:
        text, pattern = node.parts
        said = for_sql(str(pattern.value)) if isinstance(pattern, Literal) else ""
        return self.written(node, "(", self.term(text), " ~ ", Term(_literal(said), Empty.NEVER), ")")


_NULL: Final = Written("NULL")


def _is_null(term: Term) -> bool:
    return term.sql is _NULL


def _literal(value: object) -> Combinable:
    """With its type said: a bare text has none beside a text, a bare number would be cut to 32 bits."""
    if isinstance(value, str):
        return Written(Value(value), "::text")
    if isinstance(value, int) and not isinstance(value, bool):
        return Value(value, output_field=BigIntegerField())
    return Value(value)


Writer = Callable[..., tuple[str | Term, ...]]


def _between(before: str, between: str, after: str) -> Writer:
    return lambda left, right: (before, left, between, right, after)


def _around(before: str, after: str) -> Writer:
    return lambda only: (before, only, after)


def _ends_with(text: Term, end: Term) -> tuple[str | Term, ...]:
    return ("(right(", text, ", char_length(", end, ")) = ", end, ")")


_AS_IS = _around("", "")
_AS_TEXT = _around("(", ")::text")
_AS_DOUBLE = _around("(", ")::double precision")
_OVER_SIMPLE: Final = (_AS_TEXT, _AS_DOUBLE)
"""Only over a column or a literal: a number reckoned before may be larger than these types take."""

_WRITERS: Final[Mapping[tuple[str, object], Writer]] = {
    **{(sign, Kind.TEXT): _between("(", f' COLLATE "C" {sign} ', ")") for sign in ("<", "<=", ">", ">=")},
    **{(sign, None): _between("(", f" {sign} ", ")") for sign in ("<", "<=", ">", ">=")},
    **{(sign, None): _between("((", f")::numeric {sign} (", ")::numeric)") for sign in ("+", "-", "*")},
    ("+", Kind.TEXT): _between("(", " || ", ")"),
    ("/", None): _between("div((", ")::numeric, NULLIF((", ")::numeric, 0))"),
    ("%", None): _between("mod((", ")::numeric, NULLIF((", ")::numeric, 0))"),
    ("neg", Kind.NUMBER): _around("(- (", ")::numeric)"),
    ("neg", Kind.DECIMAL): _around("(- ", ")"),
    ("!", None): _around("(NOT ", ")"),
    ("age", None): lambda born, day: (
        "floor((to_char(",
        day,
        ", 'YYYYMMDD')::int - to_char(",
        born,
        ", 'YYYYMMDD')::int) / 10000.0)",
    ),
    ("days", None): lambda first, last: ("(", last, " - ", first, ")"),
    ("length", Kind.TEXT): _around("char_length(", ")"),
    ("length", Kind.LIST): _around("cardinality(", ")"),
    ("contains", None): _between("(strpos(", ", ", ") > 0)"),
    ("startsWith", None): _between("starts_with(", ", ", ")"),
    ("endsWith", None): _ends_with,
    ("int", Kind.NUMBER): _AS_IS,
    ("int", Kind.TEXT): _around("substring(", " from '^[+-]?[0-9]{1,18}$')::numeric"),
    ("double", Kind.DECIMAL): _AS_IS,
    ("double", Kind.NUMBER): _AS_DOUBLE,
    ("double", Kind.TEXT): _around(
        "substring(", " from '^[+-]?[0-9]{1,15}(?:[.][0-9]{1,15})?$')::double precision"
    ),
    ("string", Kind.TEXT): _AS_IS,
    ("string", Kind.NUMBER): _AS_TEXT,
    ("string", Kind.DATE): _around("to_char(", ", 'YYYY-MM-DD')"),
}
"""How each function over a kind (None: over any other) is written."""
