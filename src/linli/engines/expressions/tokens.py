"""From text to tokens, each with its offset. Pure."""

import re
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from linli.engines.expressions.faults import ExpressionFault

_TOKEN: Final = re.compile(
    r"""
    (?P<gap>[ \t\r\n\f]+|//[^\n]*)
    |(?P<raw>[rR](?:"[^"\n]*"|'[^'\n]*'))
    |(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    |(?P<decimal>\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)
    |(?P<number>\d+)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<mark>&&|\|\||[=!<>]=|[-+*/%<>!?:.,()\[\]])
    """,
    re.VERBOSE | re.ASCII,
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", '"': '"'}


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is raw, text, decimal, number, name, mark or end."""

    kind: str
    text: str
    at: int


def fault_at(source: str, at: int, message: str, mend: str = "") -> ExpressionFault:
    """A fault at an offset, with line and column from 1."""
    before = source[:at]
    return ExpressionFault(message, before.count("\n") + 1, at - before.rfind("\n"), mend=mend)


def tokens_of(source: str) -> list[Token]:
    """All tokens and an `end`. Raises `ExpressionFault` at what is none."""
    found: list[Token] = []
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            raise _stranger(source, at)
        if match.lastgroup != "gap":
            found.append(Token(str(match.lastgroup), match.group(), at))
        at = match.end()
    return [*found, Token("end", "", len(source))]


def text_of(source: str, token: Token) -> str:
    """What a quoted text says."""
    if token.kind == "raw":
        said = token.text[2:-1]
    else:
        said = _ESCAPE.sub(lambda match: _unescape(source, token, match), token.text[1:-1])
    if any(char == "\0" or "\ud800" <= char <= "\udfff" for char in said):
        raise fault_at(source, token.at, _("This text holds a character that cannot be stored."))
    return said


def _unescape(source: str, token: Token, match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    if match[2] in _ESCAPED:
        return _ESCAPED[match[2]]
    raise fault_at(
        source,
        token.at + 1 + match.start(),
        _("«%(sign)s» means nothing in a text.") % {"sign": match[0]},
        _(r"Write «\\» for a backslash, or r'…' for a text without escapes."),
    )


def _stranger(source: str, at: int) -> ExpressionFault:
    if source[at] in "'\"":
        return fault_at(source, at, _("This text does not end."), _("Close the quote on the same line."))
    if source[at] == "{":
        return fault_at(source, at, _("Maps have no place in an expression."))
    mends = {"=": "==", "&": "&&", "|": "||", "“": "'", "”": "'", "‘": "'", "’": "'", "（": "(", "）": ")"}
    mends |= {"，": ",", "＝": "==", "《": "<", "》": ">", "！": "!"}
    mend = mends.get(source[at])
    return fault_at(
        source,
        at,
        _("«%(sign)s» has no place in an expression.") % {"sign": source[at]},
        _("Did you mean «%(name)s»?") % {"name": mend} if mend else "",
    )
