"""Codes: texts of which it is known what they can be. A literal beside one must be one of them. Pure.

Only the checker of packs asks this (`find_faults`). What is installed goes on being evaluated when a list has changed.
"""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from re import fullmatch

from django.utils.translation import gettext as _

from linli.engines.expressions.faults import ExpressionFault
from linli.engines.expressions.kinds import Codes, ListOf, Record, Type
from linli.engines.expressions.tokens import fault_at
from linli.engines.expressions.tree import Call, Items, Literal, Name, Node, Test, children

_COMPARING = frozenset({"==", "!=", "in"})
_SHOWN = 12


def wrong_codes(tree: Node, declared: Mapping[str, Type], source: str) -> Iterator[ExpressionFault]:
    """A fault at each literal that the value it is compared with can never be."""
    match tree:
        case Test():
            yield from wrong_codes(tree.items, declared, source)
            item = _item(_meaning(tree.items, declared))
            inner = {**declared, tree.variable.name: item} if item is not None else declared
            yield from wrong_codes(tree.body, inner, source)
            return
        case Call(function=sign, parts=(left, right)) if sign in _COMPARING:
            yield from _compared(left, right, declared, source)
            yield from _compared(right, left, declared, source)
    for child in children(tree):
        yield from wrong_codes(child, declared, source)


def _compared(
    node: Node, other: Node, declared: Mapping[str, Type], source: str
) -> Iterator[ExpressionFault]:
    meaning = _meaning(node, declared)
    codes = _item(meaning) or meaning
    if isinstance(codes, Codes):
        for literal in _literals(other):
            text = str(literal.value)
            if not _fits(text, codes):
                yield _fault(source, literal, text, codes)


def _meaning(node: Node, declared: Mapping[str, Type]) -> Type | None:
    """What the node was declared as; None where nothing is known of its codes."""
    match node:
        case Name():
            kind = declared.get(node.name)
            for part in node.parts:
                kind = kind.part(part) if isinstance(kind, Record) else None
            return kind
        case Call(function="[]", parts=(items, _position)):
            return _item(_meaning(items, declared))
        case Test(function="filter"):
            return _meaning(node.items, declared)
    return None


def _item(kind: Type | None) -> Type | None:
    return kind.item if isinstance(kind, ListOf) else None


def _literals(node: Node) -> Iterator[Literal]:
    match node:
        case Literal(value=str()):
            yield node
        case Items():
            for item in node.items:
                yield from _literals(item)
        case Call(function="?:", parts=(_condition, *branches)):
            for branch in branches:
                yield from _literals(branch)


def _fits(text: str, codes: Codes) -> bool:
    return fullmatch(codes.form, text) is not None if codes.form else text in codes.known


def _fault(source: str, literal: Literal, text: str, codes: Codes) -> ExpressionFault:
    if codes.form:
        message = _("«%(code)s» is not written as such codes are.") % {"code": text}
        mend = _("Such a code looks like %(example)s.") % {"example": codes.example}
    else:
        message = _("«%(code)s» is none of the codes that this can be.") % {"code": text}
        mend = _mend(text, codes)
    fault = fault_at(source, literal.at, message, mend)
    fault.value = text
    return fault


def _mend(text: str, codes: Codes) -> str:
    if not text:
        return _("Where nothing was entered, write «null» without quotes.")
    label = dict(codes.labels).get(text)
    close = [label] if label else get_close_matches(text.lower(), codes.known, n=1, cutoff=0.6)
    if close:
        return _("Did you mean «%(name)s»?") % {"name": close[0]}
    return _("Known are: %(names)s.") % {"names": _listed(codes.known) or _("none")}


def _listed(names: Iterable[str]) -> str:
    known = sorted(name for name in names if name)
    return ", ".join(known[:_SHOWN]) + (", …" if len(known) > _SHOWN else "")
