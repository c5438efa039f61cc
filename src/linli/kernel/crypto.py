"""Sealing of personal data at rest, keyed digests to find it again, and masks to show it.

Sealed bytes are: 1 byte cipher, 1 byte key id, 12 bytes nonce, ciphertext with 16 bytes tag. The context (table
and column) is authenticated, so that a sealed value moved to another column does not open.
"""

import hmac
import secrets
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.conf import settings

from linli.kernel.errors import LinliError

_CIPHERS = {"aes-256-gcm": 1, "sm4-gcm": 2}
_DIGEST_BYTES = 16


class SealBroken(LinliError):
    """The sealed bytes do not open: wrong key, wrong context, or damaged."""


def seal(text: str | bytes, *, context: str) -> bytes:
    """Encrypt `text` under the installation's current key, bound to `context`."""
    plain = text.encode() if isinstance(text, str) else text
    cipher_id = _CIPHERS[settings.CONFIG.cipher]
    key_id = settings.KEYS.current
    nonce = secrets.token_bytes(12)
    encryptor = _cipher(cipher_id, key_id, modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(context.encode())
    return bytes([cipher_id, key_id]) + nonce + encryptor.update(plain) + encryptor.finalize() + encryptor.tag


def unseal(sealed: bytes | memoryview, *, context: str) -> bytes:
    """Decrypt; raises `SealBroken` without naming any content."""
    raw = bytes(sealed)
    cipher_id, key_id, nonce, body, tag = raw[0], raw[1], raw[2:14], raw[14:-16], raw[-16:]
    try:
        decryptor = _cipher(cipher_id, key_id, modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(context.encode())
        return decryptor.update(body) + decryptor.finalize()
    except (InvalidTag, KeyError, ValueError) as error:
        raise SealBroken(f"sealed data of {context} does not open with key {key_id}") from error


def unseal_text(sealed: bytes | memoryview | None, *, context: str) -> str:
    """Decrypt text; nothing sealed gives the empty text."""
    return unseal(sealed, context=context).decode() if sealed else ""


def digest(kind: str, value: str) -> bytes:
    """16 bytes by which an exact value of one kind is found without being readable."""
    return hmac.new(settings.KEYS.digest, f"{kind}\0{value}".encode(), sha256).digest()[:_DIGEST_BYTES]


def _cipher(cipher_id: int, key_id: int, mode: modes.GCM) -> Cipher[Any]:
    key = settings.KEYS.sealing[key_id]
    if cipher_id == _CIPHERS["sm4-gcm"]:
        return Cipher(algorithms.SM4(_sm4_key(key)), mode)
    if cipher_id == _CIPHERS["aes-256-gcm"]:
        return Cipher(algorithms.AES256(key), mode)
    raise KeyError(cipher_id)


def _sm4_key(key: bytes) -> bytes:
    """SM4 keys are 16 bytes: SM3 of the 32-byte master, first half."""
    digester = Hash(SM3())
    digester.update(b"linli sm4" + key)
    return digester.finalize()[:16]


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
