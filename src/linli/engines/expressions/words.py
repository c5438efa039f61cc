"""An expression as people read it on a page: «年满80周岁 且 户籍在本县». Pure.

Sentences come from the language of the reader; names, entries of lists and units come as labels from the pack.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from linli.engines.expressions.kinds import Kind
from linli.engines.expressions.tree import Call, Items, Literal, Name, Node, Test


@dataclass(frozen=True, slots=True)
class Label:
    """What a name is called. `values`: words for its codes. For yes-or-no names `text` is a statement («户籍在本县»)
    and `no` its contrary («户籍不在本县»). `unit` follows a number, `per` of what is counted make one unit (分 → 元:
    100). `of` says whose date of birth it is («申请人»)."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    no: str = ""
    unit: str = ""
    per: int = 1
    of: str = ""


_LOOSE: Final = {"?:": 0, "||": 1, "&&": 2}
_CONTRARY: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_MIRRORED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def _compared() -> Mapping[str, str]:
    return {
        "==": _("%(left)s is %(right)s"),
        "!=": _("%(left)s is not %(right)s"),
        "<": _("%(left)s is less than %(right)s"),
        "<=": _("%(left)s is at most %(right)s"),
        ">": _("%(left)s is more than %(right)s"),
        ">=": _("%(left)s is at least %(right)s"),
    }


def _dated() -> Mapping[str, str]:
    return {
        "<": _("%(left)s is before %(right)s"),
        "<=": _("%(left)s is not after %(right)s"),
        ">": _("%(left)s is after %(right)s"),
        ">=": _("%(left)s is not before %(right)s"),
    }


def _aged() -> Mapping[str, str]:
    return {
        "==": _("%(who)sexactly %(years)s years old"),
        "!=": _("%(who)snot exactly %(years)s years old"),
        "<": _("%(who)syounger than %(years)s years"),
        "<=": _("%(who)sat most %(years)s years old"),
        ">": _("%(who)solder than %(years)s years"),
        ">=": _("%(who)sat least %(years)s years old"),
    }


def _called() -> Mapping[str, str]:
    return {
        "age": _("the age in years from %(a)s to %(b)s"),
        "days": _("the days from %(a)s to %(b)s"),
        "workdays": _("the working days from %(a)s to %(b)s"),
        "plusDays": _("%(b)s days after %(a)s"),
        "plusMonths": _("%(b)s months after %(a)s"),
        "plusYears": _("%(b)s years after %(a)s"),
        "length": _("the length of %(a)s"),
        "sum": _("the sum of %(a)s"),
        "contains": _("%(a)s contains %(b)s"),
        "startsWith": _("%(a)s begins with %(b)s"),
        "endsWith": _("%(a)s ends with %(b)s"),
        "matches": _("%(a)s is written like %(b)s"),
        "int": "%(a)s",
        "double": "%(a)s",
        "string": "%(a)s",
        "+": "%(a)s + %(b)s",
        "-": "%(a)s − %(b)s",
        "*": "%(a)s × %(b)s",
        "/": "%(a)s ÷ %(b)s",
        "%": _("the rest of %(a)s ÷ %(b)s"),
        "[]": _("entry %(b)s of %(a)s (from 0)"),
    }


def _tested() -> Mapping[str, str]:
    return {
        "exists": _("among %(items)s is one «%(name)s» for which holds: %(body)s"),
        "all": _("for every «%(name)s» of %(items)s holds: %(body)s"),
        "exists_one": _("among %(items)s is exactly one «%(name)s» for which holds: %(body)s"),
        "filter": _("those «%(name)s» of %(items)s for which holds: %(body)s"),
        "map": _("for every «%(name)s» of %(items)s: %(body)s"),
    }


class Reader:
    """Reads trees aloud with these labels."""

    def __init__(self, labels: Mapping[str, Label | str]) -> None:
        self.labels = {
            name: Label(label) if isinstance(label, str) else label for name, label in labels.items()
        }

    def read(self, node: Node) -> str:
        match node:
            case Literal():
                return self.literal(node, None)
            case Name():
                return self.label(node).text
            case Items():
                return self.listed(node.items, None)
            case Test():
                return self.test(node)
            case Call():
                return self.call(node)

    def label(self, node: Node) -> Label:
        name = ".".join((node.name, *node.parts)) if isinstance(node, Name) else ""
        return self.labels.get(name, Label(name))

    def literal(self, node: Literal, beside: Label | None) -> str:
        match node.value:
            case bool():
                return _("yes") if node.value else _("no")
            case None:
                return _("empty")
            case date() as day:
                return date_format(day, "DATE_FORMAT")
            case str() as text:
                return (beside.values.get(text) if beside else None) or f"「{text}」"
            case number:
                return _amount(number, beside)

    def beside(self, node: Node, other: Node) -> str:
        """`node` as read beside `other`, whose label knows the words for codes and the unit."""
        if isinstance(node, Literal):
            return self.literal(node, self.label(other))
        return self.inner(node, 9)

    def inner(self, node: Node, binds: int) -> str:
        """With brackets where the words would else be read wrongly."""
        text = self.read(node)
        loose = isinstance(node, Call) and _LOOSE.get(node.function, 9 if binds < 9 else 3) < binds
        return _("(%(text)s)") % {"text": text} if loose and _is_wide(node) else text

    def listed(self, items: Sequence[Node], beside: Node | None) -> str:
        said = [self.beside(item, beside) if beside else self.read(item) for item in items]
        return _(", ").join(said)

    def test(self, node: Test) -> str:
        body = self.read(node.body)
        return _tested()[node.function] % {
            "items": self.inner(node.items, 9),
            "name": self.label(node.variable).text or node.variable.name,
            "body": body,
        }

    def call(self, node: Call) -> str:
        reading: Mapping[str, Callable[[Call], str]] = {
            "&&": self.joined, "||": self.joined, "!": self.negated, "?:": self.choice, "in": self.within,
            "neg": self.minus, **dict.fromkeys(_CONTRARY, self.compared),
        }  # fmt: skip
        if node.function in reading:
            return reading[node.function](node)
        first, *rest = node.parts
        return _called()[node.function] % {
            "a": self.inner(first, 9),
            "b": self.beside(rest[0], first) if rest else "",
        }

    def joined(self, node: Call) -> str:
        word = _(" and ") if node.function == "&&" else _(" or ")
        binds = _LOOSE[node.function]
        return word.join(self.inner(part, binds) for part in node.parts)

    def choice(self, node: Call) -> str:
        condition, chosen, other = (self.inner(part, 1) for part in node.parts)
        return _("if %(condition)s, then %(chosen)s, else %(other)s") % {
            "condition": condition, "chosen": chosen, "other": other,
        }  # fmt: skip

    def minus(self, node: Call) -> str:
        return f"−{self.inner(node.parts[0], 9)}"

    def negated(self, node: Call) -> str:
        inner = node.parts[0]
        match inner:
            case Name() if self.label(inner).no:
                return self.label(inner).no
            case Call(function="!"):
                return self.read(inner.parts[0])
            case Call(function=sign) if sign in _CONTRARY:
                return self.compared(Call(inner.at, _CONTRARY[sign], inner.parts, inner.kind))
            case Call(function="in"):
                return self.within(inner, outside=True)
        return _("it is not so that %(text)s") % {"text": self.inner(inner, 3)}

    def within(self, node: Call, *, outside: bool = False) -> str:
        item, items = node.parts
        if isinstance(items, Items):
            text = _("%(item)s is none of %(items)s") if outside else _("%(item)s is one of %(items)s")
            return text % {"item": self.inner(item, 9), "items": self.listed(items.items, item)}
        text = _("%(items)s does not hold %(item)s") if outside else _("%(items)s holds %(item)s")
        return text % {"item": self.beside(item, items), "items": self.inner(items, 9)}

    def compared(self, node: Call) -> str:
        left, right = node.parts
        if isinstance(left, Literal) and not isinstance(right, Literal):
            return self.compared(Call(node.at, _MIRRORED[node.function], (right, left), node.kind))
        if isinstance(right, Literal) and (right.value is None or right.value == ""):
            text = _("%(name)s is not given") if node.function == "==" else _("%(name)s is given")
            return text % {"name": self.inner(left, 9)}
        if isinstance(right, Literal) and isinstance(right.value, bool):
            same = right.value is (node.function == "==")
            return self.read(left) if same else self.negated(Call(node.at, "!", (left,), Kind.BOOL))
        if isinstance(left, Call) and left.function == "age" and isinstance(right, Literal):
            return self.aged(node.function, left, right)
        phrases = {**_compared(), **_dated()} if left.kind is Kind.DATE else _compared()
        return phrases[node.function] % {"left": self.inner(left, 9), "right": self.beside(right, left)}

    def aged(self, sign: str, node: Call, years: Literal) -> str:
        """«年满80周岁»; the day is named unless it is today."""
        born, day = node.parts
        who = self.label(born).of
        if not (isinstance(day, Name) and day.name == "today"):
            who = _("%(who)son %(day)s ") % {"who": who, "day": self.inner(day, 9)}
        return _aged()[sign] % {"who": who, "years": years.value}


def _is_wide(node: Node) -> bool:
    """Whether a node is read as several words that could be taken apart."""
    return isinstance(node, Call) and (
        node.function in _LOOSE or node.function in "+-*/%" or node.function in _CONTRARY
    )


def _amount(number: float, beside: Label | None) -> str:
    if beside is None or beside.per == 1:
        return f"{number}{beside.unit if beside else ''}"
    told = f"{Decimal(str(number)) / beside.per:.{_PLACES}f}"
    return f"{told.rstrip('0').rstrip('.')}{beside.unit}"


_PLACES: Final = 6
"""Nothing kept in a hundredth, a ten-thousandth or a millionth of the unit told loses a place."""
