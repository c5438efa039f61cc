"""Whether proposed content would do: its shape, what its section checks, and what refers to it elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from linli.engines.overlays.refusals import ItemFinding
from linli.engines.packs import queries as packs
from linli.engines.packs import sections
from linli.engines.packs.documents import Spot
from linli.engines.packs.models import PackItem
from linli.engines.packs.sections import DocPath, Finding, Section
from linli.engines.packs.shapes import validate

Address = tuple[str, str]
"""Section and code."""


_EXAMPLES: DocPath = ("examples",)


@dataclass(slots=True)
class _Paths:
    """A document without a file: the line of a fault counts the paths that were asked for."""

    data: Any
    file: str = ""
    asked: list[DocPath] = field(default_factory=list)

    def locate(self, path: DocPath, *, key: bool = False, line: int = 1, column: int = 1) -> Spot:
        self.asked.append(path)
        return Spot(len(self.asked), 1, self._text(path))

    def _text(self, path: DocPath) -> str:
        value = self.data
        for step in path:
            if not isinstance(value, dict | list):
                break
            try:
                value = value[step]  # type: ignore[index]
            except (KeyError, IndexError, TypeError):
                continue  # pydantic names union members too
        return "" if isinstance(value, dict | list) else str(value)


def find_shape_faults(section: str, content: Any) -> list[Finding]:
    """What pydantic says about the content, in plain words at its path."""
    document = _Paths(content)
    _model, faults = validate(sections.get(section).model, content, document)
    return [Finding(document.asked[f.line - 1], f.message, f.mend, f.value) for f in faults]


class EffectiveLibrary:
    """Everything that is in force, with `changes` in its place: content, or None for the pack's own."""

    def __init__(self, changes: Mapping[Address, Any | None] | None = None) -> None:
        self._contents: dict[str, dict[str, PackItem | Any]] = {}
        for item in packs.effective_items():
            self._contents.setdefault(item.section, {})[item.code] = item
        given = changes or {}
        gone = {address for address, content in given.items() if content is None}
        own = {(item.section, item.code): item for item in packs.base_items()} if gone else {}
        for (section, code), content in given.items():
            held = self._contents.setdefault(section, {})
            found = own.get((section, code)) if content is None else content
            if found is None:
                held.pop(code, None)
            else:
                held[code] = found

    def codes(self, section: str) -> frozenset[str]:
        return frozenset(self._contents.get(section, ()))

    def get(self, section: str, code: str) -> Any | None:
        held = self._contents.get(section, {}).get(code)
        if held is None or isinstance(held, PackItem):
            return packs.load(held) if held is not None else None
        if not isinstance(held, _Loaded):
            held = self._contents[section][code] = _Loaded(_model(section, held))
        return held.model

    def is_partial(self, section: str) -> bool:
        return False

    def addresses(self) -> Iterator[Address]:
        for section, held in self._contents.items():
            for code in held:
                yield section, code


@dataclass(frozen=True, slots=True)
class _Loaded:
    model: Any | None


def _model(section: str, content: Any) -> Any | None:
    try:
        return sections.get(section).model.model_validate(content)
    except ValidationError:
        return None


def find_faults(changes: Mapping[Address, Any | None]) -> list[ItemFinding]:
    """Every reason why the changes must not come into force together; empty if there is none.

    Items that are not changed count too: a code that is taken away may be one they name.
    """
    found = [
        ItemFinding(section, code, finding)
        for (section, code), content in changes.items()
        if content is not None
        for finding in _of_content(section, code, content)
    ]
    if found:
        return found
    after = EffectiveLibrary(changes)
    before: EffectiveLibrary | None = None
    for section, code in list(after.addresses()):
        findings = _check(section, code, after)
        if findings and (section, code) not in changes:
            before = before or EffectiveLibrary()
            known = _check(section, code, before)
            findings = [finding for finding in findings if finding not in known]
        found.extend(ItemFinding(section, code, finding) for finding in findings)
    return found


def _of_content(section: str, code: str, content: Any) -> list[Finding]:
    findings = find_shape_faults(section, content)
    if not findings and content.get("code") != code:
        findings = [
            Finding(
                ("code",), _("The code of an item never changes."), _("Write «%(code)s».") % {"code": code}
            )
        ]
    return findings


def _check(section: str, code: str, library: EffectiveLibrary) -> list[Finding]:
    declared = sections.get(section)
    model = library.get(section, code)
    if model is None:
        return []
    return [found for found in _found(declared, model, library) if found.path[:1] != _EXAMPLES]


def _found(declared: Section, model: Any, library: EffectiveLibrary) -> list[Finding]:
    return list(declared.check(model, library)) if declared.check else []


def find_shifts(changes: Mapping[Address, Any | None]) -> list[ItemFinding]:
    """Worked examples of the pack that would end otherwise: no faults (a city that promises fewer days shifts every
    date), but what the second person should see."""
    after, before = EffectiveLibrary(changes), EffectiveLibrary()
    found: list[ItemFinding] = []
    for section, code in sorted(changes):
        known = _examples(section, code, before)
        found += [
            ItemFinding(section, code, finding)
            for finding in _examples(section, code, after)
            if finding not in known
        ]
    return found


def find_advice(changes: Mapping[Address, Any | None]) -> list[ItemFinding]:
    """What is no fault either, and worth a second look: what the sections advise about the changed items."""
    after = EffectiveLibrary(changes)
    return [
        ItemFinding(section, code, finding)
        for section, code in sorted(changes)
        for finding in _advice(section, code, after)
    ]


def _advice(section: str, code: str, library: EffectiveLibrary) -> list[Finding]:
    declared, model = sections.get(section), library.get(section, code)
    return list(declared.advise(model, library)) if declared.advise and model is not None else []


def _examples(section: str, code: str, library: EffectiveLibrary) -> list[Finding]:
    declared, model = sections.get(section), library.get(section, code)
    if model is None:
        return []
    found = [finding for finding in _found(declared, model, library) if finding.path[:1] == _EXAMPLES]
    return found + (list(declared.examples(model, library)) if declared.examples else [])
