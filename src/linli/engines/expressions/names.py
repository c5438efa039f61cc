"""Finds the names in a (syntactically right) expression and refuses those that are not declared. Pure."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _

from linli.engines.expressions.faults import ExpressionFault
from linli.engines.expressions.functions import FUNCTIONS, MACROS

_TOKEN = re.compile(
    r"""
    (?P<gap>\s+|//[^\n]*)
    |(?P<text>[rRbB]{0,2}(?:\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'))
    |(?P<number>\d[\w.]*)
    |(?P<name>[A-Za-z_]\w*)
    |(?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_LITERALS = frozenset({"true", "false", "null", "in"})


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    at: int


def tokens_of(source: str) -> list[Token]:
    return [
        Token(str(match.lastgroup), match.group(), match.start())
        for match in _TOKEN.finditer(source)
        if match.lastgroup != "gap"
    ]


def position(source: str, at: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    before = source[:at]
    return before.count("\n") + 1, at - before.rfind("\n")


def check_names(source: str, declared: Collection[str]) -> frozenset[str]:
    """The declared names that `source` uses. Raises `ExpressionFault` at the first name that is not known."""
    tokens = tokens_of(source)
    bound = list(_bindings(tokens))
    used = set()
    for index, token in enumerate(tokens):
        if token.text == "{":
            raise _fault(source, token, _("Maps have no place in an expression."))
        if token.kind != "name" or token.text in _LITERALS:
            continue
        if _text(tokens, index + 1) == "(":
            _check_call(source, tokens, index)
        elif _text(tokens, index - 1) != ".":
            used |= _check_variable(source, tokens, index, declared, bound)
        elif not _continues(tokens, index):
            raise _fault(source, token, _("Only declared names have parts after a dot."))
    return frozenset(used)


def _check_call(source: str, tokens: Sequence[Token], index: int) -> None:
    token = tokens[index]
    method = _text(tokens, index - 1) == "."
    if token.text in FUNCTIONS or (method and token.text in MACROS):
        return
    known = FUNCTIONS | MACROS if method else FUNCTIONS
    raise _fault(
        source,
        token,
        _("There is no function «%(name)s».") % {"name": token.text},
        _suggest(token.text, known),
    )


def _check_variable(
    source: str,
    tokens: Sequence[Token],
    index: int,
    declared: Collection[str],
    bound: Sequence[tuple[str, int, int]],
) -> set[str]:
    token, name = tokens[index], _chain(tokens, index)
    if any(name == variable and first <= index <= last for variable, first, last in bound):
        return set()
    if name in declared:
        return {name}
    raise _fault(
        source, token, _("The name «%(name)s» is not known here.") % {"name": name}, _suggest(name, declared)
    )


def _chain(tokens: Sequence[Token], index: int) -> str:
    """`person.age` from its first name on; a call at the end is not part of it."""
    name = tokens[index].text
    while _text(tokens, index + 1) == "." and index + 2 < len(tokens) and _text(tokens, index + 3) != "(":
        index += 2
        name += "." + tokens[index].text
    return name


def _continues(tokens: Sequence[Token], index: int) -> bool:
    """Whether the name at `index` is a later part of a chain that begins with a plain name."""
    while _text(tokens, index - 1) == "." and index >= 2 and tokens[index - 2].kind == "name":
        index -= 2
    return _text(tokens, index - 1) != "."


def _bindings(tokens: Sequence[Token]) -> Iterator[tuple[str, int, int]]:
    """Each variable that a test over a list binds, with the first and last token of that test."""
    for index, token in enumerate(tokens):
        if token.text in MACROS and _text(tokens, index - 1) == "." and _text(tokens, index + 1) == "(":
            yield tokens[index + 2].text, index, _closing(tokens, index + 1)


def _closing(tokens: Sequence[Token], index: int) -> int:
    depth = 0
    for at in range(index, len(tokens)):
        depth += (tokens[at].text in "([") - (tokens[at].text in ")]")
        if depth == 0:
            return at
    return len(tokens)


def _text(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].text if 0 <= index < len(tokens) else ""


def _suggest(name: str, known: Collection[str]) -> str:
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    if close:
        return _("Did you mean «%(name)s»?") % {"name": close[0]}
    return _("Known are: %(names)s.") % {"names": ", ".join(sorted(known)) or _("none")}


def _fault(source: str, token: Token, message: str, mend: str = "") -> ExpressionFault:
    return ExpressionFault(message, *position(source, token.at), mend=mend)
