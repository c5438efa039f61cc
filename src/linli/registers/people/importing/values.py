"""A row as values of the register's tables."""

from typing import Any

from linli.kernel.crypto import seal
from linli.registers.people.bulk import PersonRow
from linli.registers.people.importing.deciding import HOMES
from linli.registers.people.importing.given import Given
from linli.registers.people.sealing import CONTEXT_DOCUMENT, digest_document


def person_of(row: Given) -> PersonRow:
    return PersonRow(
        name=row.name, sex=row.sex, birth_date=row.birth_date, id_number=row.id_number, phone=row.phone,
        ethnicity=row.ethnicity, nationality=row.nationality or "CHN", marital=row.marital,
    )  # fmt: skip


def document_values(key: int, row: Given) -> tuple[Any, ...]:
    issuer = row.nationality or "CHN"
    return (
        key, row.document_kind, issuer, seal(row.document_number, context=CONTEXT_DOCUMENT),
        digest_document(row.document_kind, issuer, row.document_number),
    )  # fmt: skip


def told_by(row: Given) -> list[str]:
    """Fields that a row gave to a new file."""
    found = person_of(row).fields() + [name for name in HOMES.values() if getattr(row, name)]
    found += [f"{row.kind}_household"] if row.household else []
    return sorted(found + (["documents"] if row.document_number else []))
