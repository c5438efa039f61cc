"""How a person's numbers are kept: sealed to be read with a purpose, digested to be found."""

from dataclasses import dataclass

from linli.kernel.crypto import digest, seal
from linli.registers.people.numbers import kind_of

CONTEXT_ID_NUMBER = "person.id_number"
CONTEXT_PHONE = "person.phone"
CONTEXT_DOCUMENT = "identity_document.number"
CONTEXT_LABEL = "person_label.code"
CONTEXT_RESTRICTED_HOLDER = "restricted_label.holder"
CONTEXT_RESTRICTED_CODE = "restricted_label.code"
CONTEXT_DETAILS = "file_change.details"
CONTEXT_UNDO = "file_change.undo"
CONTEXT_IMPORT_PART = "person_import_part"
CONTEXT_IMPORT_ROW = "person_import_row"
CONTEXT_IMPORT_UNDO = "person_import_row.undo"
CONTEXT_BEFORE = "file_change.before"
DIGEST_ID_NUMBER = "id_number"
DIGEST_PHONE = "phone"
DIGEST_DOCUMENT = "document_number"
DIGEST_LABEL = "person_label"
DIGEST_RESTRICTED_HOLDER = "restricted_holder"
DIGEST_RESTRICTED_CODE = "restricted_code"


@dataclass(frozen=True, slots=True)
class SealedNumbers:
    """Values for the number columns of `Person`; a number that is not known is None in both."""

    id_number_sealed: bytes | None
    id_number_digest: bytes | None
    phone_sealed: bytes | None
    phone_digest: bytes | None
    id_number_kind: str = ""


def seal_person_numbers(*, id_number: str = "", phone: str = "") -> SealedNumbers:
    """Seal and digest checked, normalised numbers; about 45 µs for both."""
    return SealedNumbers(
        id_number_sealed=seal(id_number, context=CONTEXT_ID_NUMBER) if id_number else None,
        id_number_digest=digest_id_number(id_number) if id_number else None,
        phone_sealed=seal(phone, context=CONTEXT_PHONE) if phone else None,
        phone_digest=digest_phone(phone) if phone else None,
        id_number_kind=kind_of(id_number),
    )


def digest_id_number(id_number: str) -> bytes:
    """By which the holder of a normalised identity number is found."""
    return digest(DIGEST_ID_NUMBER, id_number)


def digest_phone(phone: str) -> bytes:
    """By which the people with this phone number are found."""
    return digest(DIGEST_PHONE, phone)


def digest_document(kind: str, issuer: str, number: str) -> bytes:
    """By which who has another document of this kind, country and number is found."""
    return digest(DIGEST_DOCUMENT, f"{kind}\0{issuer}\0{number}")


def digest_label(code: str) -> bytes:
    """By which the people with a sealed label are found."""
    return digest(DIGEST_LABEL, code)
