"""Which part of a long form is shown, and what of an item is locked."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from linli.desks.administrator.display.fields import FieldGroup
from linli.engines.overlays.adjustable import Adjustables, reach
from linli.engines.overlays.editing import NEW
from linli.engines.packs import words
from linli.engines.packs.differences import Json

GROUPED_FROM = 80
"""With more fields than these the page shows one part of the item at a time."""


@dataclass(frozen=True, slots=True)
class LockedRow:
    label: str
    value: str
    why: str


def list_locked(declared: Adjustables, content: Json) -> list[LockedRow]:
    """What is shown and not changed here, with the reason."""
    return [
        LockedRow(str(locked.label), _locked_value(content, locked.key), str(locked.why))
        for locked in declared.locked
    ]


def _locked_value(content: Json, key: str) -> str:
    value = reach(content, key.split("."))
    return "" if value is None or isinstance(value, dict) else words.tell_value(value)


@dataclass(frozen=True, slots=True)
class Tab:
    title: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """The groups that the page shows, and the tabs that lead to the others."""

    groups: Sequence[FieldGroup]
    tabs: Sequence[Tab] = ()


def list_parts(groups: Sequence[FieldGroup], at: str) -> Parts:
    """Everything at once, or with very many fields one part of the item at a time; a part with a fault first."""
    if sum(len(group.rows) for group in groups) <= GROUPED_FROM or any(group.key == NEW for group in groups):
        return Parts(groups)
    titles: dict[str, str] = {}
    for group in groups:
        titles.setdefault(group.key, group.tab)
    faulty = next((group.key for group in groups if group.faulty), None)
    chosen = faulty if faulty is not None else at if at in titles else next(iter(titles))
    tabs = [Tab(title, f"?{urlencode({'at': key})}", key == chosen) for key, title in titles.items()]
    return Parts([group for group in groups if group.key == chosen], tabs)


def name_in_words(name: str) -> str:
    """Where a fault belongs that no field of the page has: the name as it is."""
    return f"{name}：" if name else ""
