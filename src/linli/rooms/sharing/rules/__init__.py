"""What can be shared, on which basis, for how long; and which exports a second person approves. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Final, Literal

from linli.rooms.sharing.rules.needs import Need, need_faults
from linli.rooms.sharing.rules.volume import LARGEST, Volume

Tier = Literal["clear", "sealed"]
LABEL: Final = "label:"
"""Before the code of a label: whether a person bears it."""

CATALOGUE: Final[Mapping[str, Tier]] = {
    "name": "clear",
    "former_names": "clear",
    "sex": "clear",
    "birth_date": "clear",
    "age": "clear",
    "ethnicity": "clear",
    "nationality": "clear",
    "marital": "clear",
    "deceased_on": "clear",
    "id_number_masked": "clear",
    "phone_masked": "clear",
    "registered_address": "clear",
    "dwelling_address": "clear",
    "registered_place": "clear",
    "dwelling_place": "clear",
    "household_number": "clear",
    "household_relation": "clear",
    "household_size": "clear",
    "id_number": "sealed",
    "phone": "sealed",
}
"""Fields of a file that can be given away, with their tier. Masked numbers serve to tell namesakes apart."""

BASES: Final = ("duty", "consent", "emergency", "law")
"""PIPL, article 13: statutory duties; consent; emergencies; other laws."""
WAYS: Final = ("page", "export", "api")
RETENTION: Final = (1, 3650)
"""Days for which the recipient may keep what it got."""
OLDEST: Final = 150
LENGTHS: Final = {"purpose": (4, 120), "ground": (4, 200)}
"""Characters, both ends counted."""

Status = Literal[
    "asked", "coming", "active", "ended", "suspended", "revoked", "refused", "withdrawn"
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an agreement says. Ages in full years, both ends counted; `until` is the last day. Agreements from before
    have neither `needs` (one basis for all fields) nor a stated `volume`."""

    purpose: str
    basis: str
    ground: str
    consent: str = ""
    fields: tuple[str, ...]
    places: tuple[int, ...]
    label: str = ""
    youngest: int | None = None
    oldest: int | None = None
    ways: tuple[str, ...]
    retention: int
    since: date
    until: date
    needs: tuple[Need, ...] = ()
    volume: Volume | None = None


def tier_of(field: str, labels: Mapping[str, str]) -> str:
    """The tier of a field; `labels` maps codes of labels to theirs. Raises KeyError for what is no field."""
    return labels[field.removeprefix(LABEL)] if field.startswith(LABEL) else CATALOGUE[field]


def faults_of(
    terms: Terms,
    *,
    today: date,
    labels: Mapping[str, str],
    places: Collection[int],
    consents: Collection[str],
) -> Iterator[tuple[str, str]]:
    """What is wrong with these terms, as (field, code of the fault); `places` and `consents` (purposes) are those
    that may be named."""
    yield from _length_faults("purpose", terms.purpose)
    if terms.basis not in BASES:
        yield "basis", "needed"
    yield from _length_faults("ground", terms.ground)
    if terms.consent not in (consents if terms.basis == "consent" else ("",)):
        yield "consent", "needed"
    yield from _field_faults(terms, labels)
    yield from need_faults(terms.needs, terms.fields, basis=terms.basis, bases=BASES)
    yield from _volume_faults(terms.volume)
    if not terms.places or not set(terms.places) <= set(places):
        yield "places", "needed"
    if not terms.ways or not set(terms.ways) <= set(WAYS):
        yield "ways", "needed"
    if not RETENTION[0] <= terms.retention <= RETENTION[1]:
        yield "retention", "bounds"
    yield from _time_faults(terms, today)


def _length_faults(field: str, text: str) -> Iterator[tuple[str, str]]:
    shortest, longest = LENGTHS[field]
    if len(text.strip()) < shortest:
        yield field, "needed"
    elif len(text.strip()) > longest:
        yield field, "bounds"


def _field_faults(terms: Terms, labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    shareable = {code for code, tier in labels.items() if tier != "restricted"}
    known = {*CATALOGUE, *(LABEL + code for code in shareable)}
    if not terms.fields or not set(terms.fields) <= known:
        yield "fields", "needed"
    if terms.label and terms.label not in shareable:
        yield "label", "needed"
    ages = [age for age in (terms.youngest, terms.oldest) if age is not None]
    if any(not 0 <= age <= OLDEST for age in ages) or (len(ages) == 2 and ages[0] > ages[1]):
        yield "youngest", "bounds"


def _volume_faults(volume: Volume | None) -> Iterator[tuple[str, str]]:
    daily, term = (volume.daily, volume.term) if volume else (0, 0)
    if not 1 <= daily <= LARGEST:
        yield "daily", "bounds"
    if not daily <= term <= LARGEST:
        yield "volume", "bounds"


def _time_faults(terms: Terms, today: date) -> Iterator[tuple[str, str]]:
    if terms.since < today:
        yield "since", "past"
    if terms.until < terms.since:
        yield "until", "before"
    elif terms.until > last_day(terms.since):
        yield "until", "long"


def last_day(since: date) -> date:
    """No agreement is in force for longer than a year: it is renewed or ends."""
    try:
        return since.replace(year=since.year + 1) - timedelta(days=1)
    except ValueError:  # 29 February
        return since.replace(year=since.year + 1, day=28)


def opened_by(terms: Terms) -> tuple[str, ...]:
    """Everything that is known of whoever is found under these terms: whom they choose by a label bears it."""
    chosen = LABEL + terms.label if terms.label else ""
    return terms.fields if not chosen or chosen in terms.fields else (*terms.fields, chosen)


def differences(old: Terms, new: Terms) -> list[str]:
    """Names of what another version says otherwise."""
    return [one.name for one in fields(Terms) if getattr(old, one.name) != getattr(new, one.name)]


FEW: Final = 50
"""Up to so many rows of clear fields leave without a second person."""
KEPT: Final = timedelta(hours=72)
"""For so long a file waits to be fetched, once."""


def needs_second(*, rows: int, tiers: Collection[str]) -> bool:
    """Whether a second person approves an export."""
    return rows > FEW or "sealed" in tiers


_MARK = re.compile(r"LL(\d{1,18})-([0-9A-F]{12})")


def mark_of(export: int, digest: bytes) -> str:
    """What stands on each page and in each row of a file; `digest` (keyed) makes that nobody invents one."""
    return f"LL{export}-{digest[:6].hex().upper()}"


def find_marks(text: str) -> set[tuple[int, str]]:
    """(export, mark) of everything in a text that looks like one."""
    return {(int(found[1]), found[0]) for found in _MARK.finditer(text)}


_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "|", "%")


def inert(text: str) -> str:
    """Text that no spreadsheet program takes for a formula (CWE-1236): an apostrophe stands before it."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text.startswith(_FORMULA) else text
