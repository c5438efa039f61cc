"""What the YAML parser complains about, in plain words with a mend.

All that libyaml's scanner, parser and reader and PyYAML's composer say about one document (libyaml 0.2.5, PyYAML 6).
"""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from yaml import Mark, MarkedYAMLError

_Words = tuple[str, str]

_QUOTE: Final = gettext_noop('Put the whole value in quotes: "…".')
_INDENT: Final = (
    gettext_noop("This line does not fit into what stands above it."),
    gettext_noop(
        "Indent all keys, and all «- » of one list, equally far; a value with signs goes in quotes."
    ),
)
_SIGN: Final = gettext_noop("A value cannot begin with this sign.")
_UNCLOSED: Final = gettext_noop("The «%(open)s» that was opened here is not closed.")
_DIRECTIVE: Final = (
    gettext_noop("A line that begins with «%%» is not used in packs."),
    gettext_noop("Remove it, or put the value in quotes."),
)
_TAG: Final = (gettext_noop("A tag (!name) is not used in packs."), _QUOTE)
_BLOCK: Final = (
    gettext_noop("After «|» or «>» the line ends, and the text follows below, indented."),
    gettext_noop("Begin the text on the next line."),
)
_BYTES: Final = (gettext_noop("A character here cannot be read."), gettext_noop("Save the file as UTF-8."))

PROBLEMS: Final[Mapping[str, _Words]] = {
    # scanner
    "found character that cannot start any token": (_SIGN, _QUOTE),
    "could not find expected ':'": (
        gettext_noop("This line has no «: » after a key, nor is it part of the text above."),
        gettext_noop("Write «key: value»; a text over several lines begins with «|»."),
    ),
    "block sequence entries are not allowed in this context": (
        gettext_noop("A list entry «- » cannot stand here."),
        gettext_noop("Begin the list on the line below the key."),
    ),
    "mapping keys are not allowed in this context": (gettext_noop("A «? » cannot stand here."), _QUOTE),
    "mapping values are not allowed in this context": (
        gettext_noop("A second «: » stands here where a value is expected."),
        gettext_noop(
            "Put a value that holds «: » in quotes; if it is a key, look at indentation and the line above."
        ),
    ),
    "found unexpected ':'": (gettext_noop("A «:» stands inside a value of a list."), _QUOTE),
    "found unexpected document indicator": (
        gettext_noop("Inside quotes no line may begin with «---» or «...»."),
        gettext_noop("Indent it."),
    ),
    "found unexpected end of stream": (
        gettext_noop("The quote that was opened here is not closed."),
        gettext_noop("Close it; a quote inside of a text is written twice ('')."),
    ),
    "found unknown escape character": (
        gettext_noop("This «\\» means nothing inside of double quotes."),
        gettext_noop("Use single quotes, or write «\\\\»."),
    ),
    "found a tab character that violates indentation": (
        gettext_noop("The line is indented with a tab."),
        gettext_noop("Indent with spaces, two for each level."),
    ),
    "found a tab character where an indentation space is expected": (
        gettext_noop("The line is indented with a tab."),
        gettext_noop("Indent with spaces, two for each level."),
    ),
    "did not find expected alphabetic or numeric character": (_SIGN, _QUOTE),
    "found an indentation indicator equal to 0": _BLOCK,
    "did not find expected comment or line break": _BLOCK,
    **dict.fromkeys(
        (
            "did not find expected hexdecimal number",
            "did not find expected hexadecimal number",
            "found invalid Unicode character escape code",
        ),
        (
            gettext_noop("This «\\» means nothing inside of double quotes."),
            gettext_noop("Use single quotes, or write «\\\\»."),
        ),
    ),
    **dict.fromkeys(
        (
            "found unknown directive name",
            "could not find expected directive name",
            "found unexpected non-alphabetical character",
            "did not find expected digit or '.' character",
            "found extremely long version number",
            "did not find expected version number",
            "did not find expected whitespace",
            "found duplicate %YAML directive",
            "found incompatible YAML document",
            "found duplicate %TAG directive",
            "did not find expected <document start>",
        ),
        _DIRECTIVE,
    ),
    **dict.fromkeys(
        (
            "did not find the expected '>'",
            "did not find expected whitespace or line break",
            "did not find expected '!'",
            "did not find expected tag URI",
            "did not find URI escaped octet",
            "found an incorrect leading UTF-8 octet",
            "found an incorrect trailing UTF-8 octet",
            "found undefined tag handle",
        ),
        _TAG,
    ),
    # parser
    "did not find expected '-' indicator": _INDENT,
    "did not find expected key": _INDENT,
    "did not find expected ',' or ']'": (
        _UNCLOSED,
        gettext_noop(
            "Close it, and put commas (half-width) between the entries; texts with signs go in quotes."
        ),
    ),
    "did not find expected ',' or '}'": (
        _UNCLOSED,
        gettext_noop(
            "Close it, and put commas (half-width) between the entries; texts with signs go in quotes."
        ),
    ),
    "did not find expected node content": (gettext_noop("Here a value is missing."), _QUOTE),
    "did not find expected <stream-start>": _BYTES,
    # reader
    **dict.fromkeys(
        (
            "control characters are not allowed",
            "invalid leading UTF-8 octet",
            "incomplete UTF-8 octet sequence",
            "invalid trailing UTF-8 octet",
            "invalid length of a UTF-8 sequence",
            "invalid Unicode character",
            "incomplete UTF-16 character",
            "incomplete UTF-16 surrogate pair",
        ),
        _BYTES,
    ),
    # composer
    "found undefined alias": (gettext_noop("An alias (*name) is used."), _QUOTE),
    "found duplicate anchor; first occurrence": (gettext_noop("An anchor (&name) is used."), _QUOTE),
    "second occurrence": (gettext_noop("An anchor (&name) is used."), _QUOTE),
    "but found another document": (
        gettext_noop("After «---» a second document begins."),
        gettext_noop("Write several items as one list, or each in its own file."),
    ),
}
_OPENED: Final = frozenset(
    {
        "could not find expected ':'",
        "found unexpected end of stream",
        "did not find expected ',' or ']'",
        "did not find expected ',' or '}'",
    }
)
"""Complaints that belong where the thing began, not where the parser gave up."""


def words(problem: str) -> tuple[str, str]:
    """The complaint and its mend for people; a complaint that nobody has met yet stays as it is."""
    found = PROBLEMS.get(problem)
    if found is None:
        return _("This is not YAML: %(problem)s.") % {"problem": problem}, _(
            "Check the indentation, the space after «:» and the quotes of this line."
        )
    message, mend = found
    sign = {"open": "[" if "]" in problem else "{"}
    return _(message) % sign, _(mend)


def place(error: MarkedYAMLError) -> Mark | None:
    """Where the complaint belongs."""
    if error.problem in _OPENED and error.context_mark is not None:
        return error.context_mark
    return error.problem_mark or error.context_mark
