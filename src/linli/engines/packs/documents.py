"""YAML read so that every key and value still knows its line and column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from django.utils.translation import gettext as _
from yaml import MappingNode, MarkedYAMLError, Node, ScalarNode, SequenceNode, YAMLError
from yaml.reader import ReaderError

from linli.engines.packs import complaints
from linli.engines.packs.faults import Fault
from linli.engines.packs.nodes import Builder, Composer, text_of
from linli.engines.packs.sections import DocPath
from linli.engines.packs.slips import Slip, mend, slip_near

SIZE_LIMIT = 8 * 1024 * 1024
_MOST_SLIPS = 50


@dataclass(frozen=True, slots=True)
class Spot:
    """Line and column from 1, and the text that stands there."""

    line: int
    column: int
    value: str


class Document(Protocol):
    """A file of a pack: its data, and where each part of it stands."""

    file: str
    data: Any

    def locate(self, path: DocPath, *, key: bool = False, line: int = 1, column: int = 1) -> Spot:
        """Where `path` leads; steps the file does not have are skipped (pydantic names union members too)."""


@dataclass(slots=True)
class YamlDocument:
    """`data` is None where the file cannot be read at all; `faults` then says why.

    Where things stand is looked up in the text again when somebody asks: the nodes of many files at once cost more
    (in the garbage collector) than all the rest of reading.
    """

    file: str
    data: Any = None
    faults: list[Fault] = field(default_factory=list)
    _root: Node | None = None
    _text: str = ""
    _shifts: tuple[tuple[int, int, int], ...] = ()

    def locate(self, path: DocPath, *, key: bool = False, line: int = 1, column: int = 1) -> Spot:
        spot = self._locate(path, key, line, column)
        grown = sum(added for at, behind, added in self._shifts if at == spot.line and behind <= spot.column)
        return Spot(spot.line, spot.column - grown, spot.value) if grown else spot

    def _locate(self, path: DocPath, key: bool, line: int, column: int) -> Spot:
        node, key_node = self._walk(path)
        if node is None:
            return Spot(1, 1, "")
        if key_node is not None and (key or isinstance(node, MappingNode | SequenceNode)):
            return Spot(
                key_node.start_mark.line + 1,
                key_node.start_mark.column + 1,
                key_node.value if key else text_of(node),
            )
        start_line, start_column = node.start_mark.line + 1, node.start_mark.column + 1
        if isinstance(node, ScalarNode) and (line, column) != (1, 1):
            start_line, start_column = _inside(node, line, column, self._text)
        return Spot(start_line, start_column, text_of(node))

    def _walk(self, path: DocPath) -> tuple[Node | None, ScalarNode | None]:
        if self._root is None and self.data is not None:
            self._root = Composer(self._text).get_single_node()
        node, key_node = self._root, None
        for step in path:
            found = _step(node, step)
            if found is not None:
                node, key_node = found
        return node, key_node


def read_yaml(file: str, raw: bytes) -> YamlDocument:
    """Parse one file. All that is wrong with it as YAML is in `faults`; slips of the keyboard are faults, and are read
    as they were meant."""
    document = YamlDocument(file)
    text = decode(file, raw, document.faults)
    if text is None:
        return document
    root, slips, fault = _compose(file, text)
    document.faults += [Fault(file, s.line, s.column, s.written, s.message, s.mend) for s in slips.found]
    document.faults += [fault] if fault else []
    document._text, document._shifts = slips.text, slips.shifts()
    if root is not None:
        document.data = Builder(file, document.faults).build(root)
    return document


@dataclass(slots=True)
class _Slips:
    """A text, and what was mended in it so far."""

    text: str
    found: list[Slip] = field(default_factory=list)

    def take(self, slip: Slip) -> None:
        lines = self.text.split("\n")
        mend(lines, slip)
        self.text = "\n".join(lines)
        self.found.append(slip)

    def shifts(self) -> tuple[tuple[int, int, int], ...]:
        return tuple((slip.line, slip.column + len(slip.written), slip.added) for slip in self.found)


def _compose(file: str, text: str) -> tuple[Node | None, _Slips, Fault | None]:
    """The root, the slips that were mended on the way to it, and why there is no root where there is none."""
    slips = _Slips(text)
    while True:
        try:
            return Composer(slips.text).get_single_node(), slips, None
        except MarkedYAMLError as error:
            slip = _slip_at(error, slips)
            if slip is None:
                near = error.problem_mark and slips.found and error.problem_mark.line <= slips.found[-1].line
                return None, slips, None if near else _complaint(file, text, error)
            slips.take(slip)
        except YAMLError as error:
            return None, slips, _unreadable(file, text, error)


def _slip_at(error: MarkedYAMLError, slips: _Slips) -> Slip | None:
    """The slip that explains the error; none where there are so many that the file is something else."""
    marks = [mark.line for mark in (error.problem_mark, error.context_mark) if mark is not None]
    if not marks or len(slips.found) >= _MOST_SLIPS:
        return None
    return slip_near(slips.text.split("\n"), min(marks), max(marks))


def _complaint(file: str, text: str, error: MarkedYAMLError) -> Fault:
    mark = complaints.place(error)
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    lines = text.splitlines()
    shown = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return Fault(file, line, column, shown, *complaints.words(error.problem or error.context or ""))


def _unreadable(file: str, text: str, error: YAMLError) -> Fault:
    """A character that may stand nowhere, or too many levels: these errors have no mark of a line."""
    if isinstance(error, ReaderError):
        at = error.position
        line, column = _place(text, at) if 0 <= at <= len(text) else (0, 0)
        return Fault(file, line, column, "", *complaints.words(str(error.reason)))
    return Fault(file, 0, 0, "", _("This is not YAML: %(problem)s.") % {"problem": error})


def decode(file: str, raw: bytes, faults: list[Fault]) -> str | None:
    """UTF-8 text, with or without byte order mark; a fault if it is not."""
    if len(raw) > SIZE_LIMIT:
        faults.append(Fault(file, 0, 0, "", _("The file is larger than 8 MB."), _("Split it.")))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        faults.append(
            Fault(
                file,
                line,
                1,
                "",
                _("The file is not encoded in UTF-8."),
                _("Save it as UTF-8 (in Excel: «CSV UTF-8»)."),
            )
        )
        return None


def _step(node: Node | None, step: str | int) -> tuple[Node, ScalarNode | None] | None:
    if isinstance(node, SequenceNode) and isinstance(step, int):
        return (node.value[step], None) if 0 <= step < len(node.value) else None
    if isinstance(node, MappingNode):
        for key_node, value_node in node.value:
            if isinstance(key_node, ScalarNode) and key_node.value == str(step):
                return value_node, key_node
    return None


def _inside(node: ScalarNode, line: int, column: int, text: str) -> tuple[int, int]:
    """Line and column of a point inside a scalar's text, wherever that text was folded or quoted."""
    mark = node.start_mark
    if node.style == "|":
        return mark.line + 1 + line, _block_indent(text, mark.line) + column
    said = node.value.split("\n")
    before = "".join("".join([*said[: line - 1], said[line - 1][: column - 1]]).split())
    written = text[mark.index : node.end_mark.index]
    seen = 0
    for offset, sign in _signs(written, node.style):
        if sign.isspace():
            continue
        if seen == len(before):
            return _place(text, mark.index + offset)
        seen += 1
    return mark.line + 1, mark.column + 1


def _signs(written: str, style: str | None) -> Iterator[tuple[int, str]]:
    """What a scalar says, sign by sign, with where it is written."""
    start = written.index("\n") + 1 if style == ">" and "\n" in written else 1 if style in ("'", '"') else 0
    pattern = _WRITTEN.get(style or "", _PLAIN)
    for match in pattern.finditer(written, start):
        yield match.start(), "\\" if match.group().startswith("\\") else match.group()


_PLAIN: Final = re.compile(r"(?s).")
_WRITTEN: Final = {
    "'": re.compile(r"(?s)''|[^']"),
    '"': re.compile(r"(?s)\\(?:x..|u....|U........|.)|[^\"]"),
}
"""How one sign may be written in quotes; an escape counts as one sign that is no space."""


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _block_indent(text: str, line: int) -> int:
    """Columns before the text of the block scalar that `line` (from 0) opens."""
    following = [below for below in text.splitlines()[line + 1 :] if below.strip()]
    return len(following[0]) - len(following[0].lstrip(" ")) if following else 0
