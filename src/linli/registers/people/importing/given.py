"""A row as it was read: values of the register's fields, and what is wrong or doubtful about them. Pure."""

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Final

import orjson

FIELDS: Final = (
    "name", "id_number", "sex", "birth_date", "phone", "ethnicity", "nationality", "marital", "household",
    "household_kind", "relation", "registered_address", "dwelling_address", "community", "since", "document_kind",
)  # fmt: skip
"""What a column can hold."""
DATES: Final = ("birth_date", "since")


@dataclass(slots=True)
class Given:
    """`position` counts through the import; `sheet` (from 0) and `line` (from 1) are where it stands; `raw` are its
    cells as people read them. `faults` and `doubts` are `field:reason`, or `field:reason:line` for another row.

    Numbers are in their normal form once `checks.check_row` has passed them. `community` is the id of a place;
    `household_kind` is registered unless the sheet says that they only live together. `joins` is the position of the
    row that is about the same person, in another household.
    """

    position: int = 0
    sheet: int = 0
    line: int = 0
    name: str = ""
    id_number: str = ""
    sex: str = ""
    birth_date: date | None = None
    phone: str = ""
    ethnicity: str = ""
    nationality: str = ""
    marital: str = ""
    household: str = ""
    household_kind: str = ""
    relation: str = ""
    registered_address: str = ""
    dwelling_address: str = ""
    community: int | None = None
    since: date | None = None
    document_kind: str = ""
    document_number: str = ""
    joins: int = 0
    raw: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def fault(self, name: str, reason: str) -> None:
        self.faults.append(f"{name}:{reason}")

    def doubt(self, name: str, reason: str) -> None:
        self.doubts.append(f"{name}:{reason}")

    @property
    def who(self) -> tuple[Any, ...]:
        """By which two rows are about one person."""
        if self.id_number:
            return (self.id_number,)
        if self.document_number:
            return self.document_kind, self.document_number
        return self.name, self.birth_date, self.household or self.dwelling_address or self.registered_address

    @property
    def kind(self) -> str:
        """Of its household."""
        return self.household_kind or "registered"


_KEPT: Final = tuple(one.name for one in fields(Given) if one.name not in ("faults", "doubts"))


def to_json(row: Given) -> bytes:
    """All but what is wrong with it, empty values left out."""
    return orjson.dumps({name: value for name in _KEPT if (value := getattr(row, name))})


def from_json(text: bytes) -> Given:
    """As `to_json` wrote it."""
    found: dict[str, Any] = orjson.loads(text)
    for name in DATES:
        if name in found:
            found[name] = date.fromisoformat(found[name])
    return Given(**found)
