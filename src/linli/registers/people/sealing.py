"""How a person's numbers are kept: sealed to be read with a purpose, digested to be found."""

from dataclasses import dataclass

from linli.kernel.crypto import digest, seal

CONTEXT_ID_NUMBER = "person.id_number"
CONTEXT_PHONE = "person.phone"
DIGEST_ID_NUMBER = "id_number"
DIGEST_PHONE = "phone"


@dataclass(frozen=True, slots=True)
class SealedNumbers:
    """Values for the four number columns of `Person`; a number that is not known is None in both."""

    id_number_sealed: bytes | None
    id_number_digest: bytes | None
    phone_sealed: bytes | None
    phone_digest: bytes | None


def seal_person_numbers(*, id_number: str = "", phone: str = "") -> SealedNumbers:
    """Seal and digest checked, normalised numbers; about 45 µs for both."""
    return SealedNumbers(
        id_number_sealed=seal(id_number, context=CONTEXT_ID_NUMBER) if id_number else None,
        id_number_digest=digest_id_number(id_number) if id_number else None,
        phone_sealed=seal(phone, context=CONTEXT_PHONE) if phone else None,
        phone_digest=digest_phone(phone) if phone else None,
    )


def digest_id_number(id_number: str) -> bytes:
    """By which the holder of a normalised identity number is found."""
    return digest(DIGEST_ID_NUMBER, id_number)


def digest_phone(phone: str) -> bytes:
    """By which the people with this phone number are found."""
    return digest(DIGEST_PHONE, phone)
