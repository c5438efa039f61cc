"""Values of rows for bulk writing (COPY): what importers and demos write without one `save()` for each file.

Ranges are texts such as `[2024-01-01,)`. After writing: `actions.flag_duplicates` for the new ids.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from linli.registers.people.models import Provision
from linli.registers.people.sealing import seal_person_numbers

PERSON_COLUMNS: Final = (
    "id", "name", "sex", "birth_date", "ethnicity", "nationality", "marital", "id_number_kind", "id_number_sealed",
    "id_number_digest", "phone_sealed", "phone_digest", "synthetic",
)  # fmt: skip
PROVISION_COLUMNS: Final = ("person_id", "fields", "source", "reference", "office", "at")
MEMBERSHIP_COLUMNS: Final = ("household_id", "person_id", "kind", "relation", "valid")
RESIDENCE_COLUMNS: Final = (
    "person_id", "kind", "address", "dwelling_id", "valid", "county", "town", "community", "grid",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person to be written: numbers checked and normalised (`numbers`), codes of `standards`."""

    name: str
    sex: str
    birth_date: date | None = None
    id_number: str = ""
    phone: str = ""
    ethnicity: str = ""
    nationality: str = "CHN"
    marital: str = ""

    def fields(self) -> list[str]:
        """Which fields it provides."""
        said = {name: getattr(self, name) for name in self.__slots__}
        return sorted(name for name, value in said.items() if value)


def person_values(key: int, row: PersonRow, *, synthetic: bool = False) -> tuple[Any, ...]:
    """Values in the order of `PERSON_COLUMNS`, with the numbers sealed: nearly all of the time of a row."""
    numbers = seal_person_numbers(id_number=row.id_number, phone=row.phone)
    return (
        key, row.name, row.sex, row.birth_date, row.ethnicity, row.nationality, row.marital, numbers.id_number_kind,
        numbers.id_number_sealed, numbers.id_number_digest, numbers.phone_sealed, numbers.phone_digest, synthetic,
    )  # fmt: skip


def provision_values(
    keyed: Iterable[tuple[int, Sequence[str]]],
    *,
    source: Provision.Source,
    reference: str,
    office: str,
    at: datetime,
) -> Iterator[tuple[Any, ...]]:
    """Values in the order of `PROVISION_COLUMNS`: one row for each person and what of hers was provided."""
    for key, fields in keyed:
        yield key, list(fields), source.value, reference, office, at
