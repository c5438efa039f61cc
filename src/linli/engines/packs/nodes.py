"""Nodes of YAML with their places, and plain data made from them."""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _
from yaml import MappingNode, Node, ScalarNode, SequenceNode, YAMLError
from yaml._yaml import CParser

from linli.engines.packs.faults import Fault

_WORDS: Final = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
"""Words that are no texts where they stand without quotes. `yes`, `no`, `on` and `off` are texts (YAML 1.2)."""

_NUMBER: Final = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?")
_PLAIN, _WRITTEN = "plain", "text"
_DEEPEST = 100


class Composer(CParser):
    """Nodes with their places, by libyaml: thirty times as fast as a parser in Python."""

    depth = 0

    def resolve(self, kind: type[Node], value: object, implicit: tuple[bool, bool] | bool) -> str:
        return _PLAIN if kind is ScalarNode and isinstance(implicit, tuple) and implicit[0] else _WRITTEN

    def descend_resolver(self, parent: Node | None, index: object) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise YAMLError(_("more than %(count)d levels within each other") % {"count": _DEEPEST})

    def ascend_resolver(self) -> None:
        self.depth -= 1


class Builder:
    """Plain data from nodes. Dates and numbers with a leading zero stay text: no code loses a digit."""

    def __init__(self, file: str, faults: list[Fault]) -> None:
        self.file, self.faults = file, faults
        self.seen: set[int] = set()

    def build(self, node: Node) -> Any:
        if not isinstance(node, ScalarNode):
            if id(node) in self.seen:
                self._fault(
                    node, _("An alias (*name) is used."), _("Write the content out: packs have no aliases.")
                )
                return None
            self.seen.add(id(node))
        if isinstance(node, MappingNode):
            return dict(self._pairs(node))
        if isinstance(node, SequenceNode):
            return [self.build(child) for child in node.value]
        return _scalar(node) if isinstance(node, ScalarNode) else None

    def _pairs(self, node: MappingNode) -> Iterator[tuple[str, Any]]:
        known: dict[str, int] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._fault(key_node, _("A key must be a single word."), "")
                continue
            key = key_node.value
            if key in known:
                message = _("The key «%(key)s» stands here a second time (first on line %(line)d).")
                mend = _("Keep one of the two.")
                self._fault(key_node, message % {"key": key, "line": known[key]}, mend)
                continue
            known[key] = key_node.start_mark.line + 1
            yield key, self.build(value_node)

    def _fault(self, node: Node, message: str, mend: str) -> None:
        mark = node.start_mark
        self.faults.append(Fault(self.file, mark.line + 1, mark.column + 1, text_of(node), message, mend))


def _scalar(node: ScalarNode) -> Any:
    text: str = node.value
    if node.tag != _PLAIN:
        return text
    if text in _WORDS:
        return _WORDS[text]
    number = _NUMBER.fullmatch(text)
    if number is None:
        return text
    return float(text) if number[2] else int(text)


def text_of(node: Node) -> str:
    """What stands there; empty for lists and mappings."""
    return node.value if isinstance(node, ScalarNode) else ""
