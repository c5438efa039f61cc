"""What a column can hold here and now: with the words of the installed packs and the communities of the place."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from linli.engines.forms.standards import LISTS, list_words
from linli.engines.sheets.cells import folded
from linli.engines.sheets.columns import Target
from linli.registers.people.importing.given import FIELDS
from linli.registers.people.models import PersonImport
from linli.registers.people.standards import LISTS as CODES
from linli.registers.places.models import PlaceVersion
from linli.registers.places.queries import get_position
from linli.registers.places.rules import Position
from linli.rooms.files.definitions import COLUMNS, WORDS

_ENDINGS: Final = ("居民委员会", "村民委员会", "委员会", "居委会", "村委会", "社区", "村")


def list_targets() -> list[Target]:
    """In the order in which they are offered."""
    return [_target(field) for field in FIELDS]


def _target(field: str) -> Target:
    column = COLUMNS[field]
    return Target(field, column.titles[0], column.kind, column.titles, column.never, _words(field))


def _words(field: str) -> Mapping[str, str]:
    if field not in LISTS:
        return WORDS.get(field, {})
    standard = {label: code for code, label in list_words(field).items()}
    short = {word.removesuffix("族"): code for word, code in standard.items() if field == "ethnicity"}
    codes = {code: code for code in CODES.get(field, ())}
    return {**codes, **short, **standard, **WORDS.get(field, {})}


def communities_of(batch: PersonImport, *, day: date) -> tuple[int | None, dict[str, int]]:
    """The community of every row, if the import is for one; else those that a column may name, by name or code."""
    place = get_position(batch.place_id)
    if place.community is not None:
        return place.community, {}
    return None, dict(_named(place, day))


def _named(place: Position, day: date) -> Mapping[str, int]:
    """Short names (南山 for 南山社区) only where one community has them."""
    found: dict[str, int] = {}
    short: dict[str, set[int]] = {}
    rows = PlaceVersion.objects.filter(
        valid__contains=day, level="community", **{place.level: place.place_id}
    )
    for place_id, name, code in rows.values_list("place_id", "name", "code"):
        found[folded(name)] = found[folded(code)] = place_id
        short.setdefault(short_name(name), set()).add(place_id)
    certain = {word: next(iter(places)) for word, places in short.items() if len(places) == 1}
    return {**certain, **found}


def short_name(name: str) -> str:
    """南山社区居委会 → 南山."""
    text = folded(name)
    for ending in _ENDINGS:
        text = text.removesuffix(ending) if len(text) > len(ending) + 1 else text
    return text
