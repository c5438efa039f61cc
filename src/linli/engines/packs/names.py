"""What the keys of a pack are called and what they mean, from `packs/schemas/words.csv`: one table for editors, for the
pages of administrators and for the terminal."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final, get_args

from django.utils.translation import get_language
from pydantic import BaseModel

from linli.engines.packs import sections
from linli.engines.packs.folders import builtin_root
from linli.engines.packs.manifest import Manifest
from linli.engines.packs.words import Names

MANIFEST: Final = "pack"
"""The name of pack.yaml among the sections."""


@dataclass(frozen=True, slots=True)
class Key:
    """`label` is its name, `words` say what it means; both in the language of packs."""

    label: str
    words: str


Place = tuple[str, str, str]
"""Section, model of the part (empty for the item itself), key."""


@cache
def known_keys() -> Mapping[Place, Key]:
    with (builtin_root() / "schemas" / "words.csv").open(encoding="utf-8", newline="") as file:
        return MappingProxyType(
            {
                (row["section"], row["part"], row["key"]): Key(row["label"], row["words"])
                for row in csv.DictReader(file)
            }
        )


def names_of(section: str) -> Names:
    """Names of the keys of a section's items, or of `MANIFEST`; in English the keys are words already."""
    return _KeyNames(section)


@dataclass(frozen=True, slots=True)
class _KeyNames:
    section: str

    def label(self, pattern: str) -> str:
        if not (get_language() or "").startswith("zh"):
            return ""
        found = known_keys().get((self.section, *_place(self.section, pattern)))
        return found.label if found else ""

    def member(self, pattern: str) -> str:
        return self.label(pattern)


def _place(section: str, pattern: str) -> tuple[str, str]:
    """The part and the key that a pattern leads to."""
    declared = sections.find(section)
    root: Any = Manifest if section == MANIFEST else declared.model if declared else None
    holders, part, key = list(_models(root)), "", ""
    for step in pattern.split("."):
        if step == "*":
            continue
        holder = next((model for model in holders if step in _annotations(model)), None)
        if holder is None:
            return "", step
        part, key = "" if holder is root else holder.__name__, step
        holders = list(_models(_annotations(holder)[step]))
    return part, key


def _annotations(model: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Every model inside an annotation: of members of lists, of either side of a union."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
