"""Sealing of personal data at rest, keyed digests to find it again, and masks to show it.

Sealed bytes are: 1 byte cipher, 1 byte key id, 12 bytes nonce, ciphertext with 16 bytes tag. The context (table
and column) is authenticated, so that a sealed value moved to another column does not open.
"""

import hmac

from cryptography.exceptions import InvalidTag
from django.conf import settings

from linli.kernel import ciphers
from linli.kernel.errors import LinliError

_DIGEST_BYTES = 16


class SealBroken(LinliError):
    """The sealed bytes do not open: wrong key, wrong context, or damaged."""


def seal(text: str | bytes, *, context: str) -> bytes:
    """Encrypt `text` under the installation's current key, bound to `context`."""
    plain = text.encode() if isinstance(text, str) else text
    head = current_head()
    body = ciphers.encrypt(plain, cipher=head[0], key=settings.KEYS.key(head[1]), context=context.encode())
    return head + body


def current_head() -> bytes:
    """The first two bytes of what is sealed now: cipher and key."""
    return bytes([ciphers.NUMBERS[settings.CONFIG.cipher], settings.KEYS.current])


def unseal(sealed: bytes | memoryview, *, context: str) -> bytes:
    """Decrypt; raises `SealBroken` without naming any content."""
    raw = bytes(sealed)
    try:
        key = settings.KEYS.key(raw[1])
        return ciphers.decrypt(raw[2:], cipher=raw[0], key=key, context=context.encode())
    except (InvalidTag, KeyError, IndexError, ValueError) as error:
        raise SealBroken(f"sealed data of {context} does not open with key {raw[1:2].hex()}") from error


def unseal_text(sealed: bytes | memoryview | None, *, context: str) -> str:
    """Decrypt text; nothing sealed gives the empty text."""
    return unseal(sealed, context=context).decode() if sealed else ""


def digest(kind: str, value: str) -> bytes:
    """16 bytes by which an exact value of one kind is found without being readable."""
    return hmac.digest(settings.KEYS.digest, f"{kind}\0{value}".encode(), "sha256")[:_DIGEST_BYTES]


def mask_name(name: str) -> str:
    """张国立 → 张*立, 张立 → 张*; a single character stays."""
    if len(name) <= 1:
        return name
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_id_number(number: str) -> str:
    """First four and last four characters, as in 4403**********0011."""
    return number[:4] + "*" * (len(number) - 8) + number[-4:] if len(number) > 8 else "*" * len(number)


def mask_phone(number: str) -> str:
    """138****4417."""
    return number[:3] + "*" * (len(number) - 7) + number[-4:] if len(number) > 7 else "*" * len(number)
