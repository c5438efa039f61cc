"""Authenticated encryption by cipher number: SM4-GCM (GB/T 32907, RFC 8998) and AES-256-GCM. Knows no key.

Encrypted bytes are: 12 bytes nonce, ciphertext, 16 bytes tag.
"""

import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SM3, Hash

NUMBERS: Final[Mapping[str, int]] = {"aes-256-gcm": 1, "sm4-gcm": 2}
NAMES: Final[Mapping[int, str]] = {number: name for name, number in NUMBERS.items()}
KEY_BYTES: Final = 32
_NONCE, _TAG = 12, 16


def encrypt(plain: bytes, *, cipher: int, key: bytes, context: bytes) -> bytes:
    """Encrypt and authenticate `plain`, and authenticate `context` beside it."""
    nonce = secrets.token_bytes(_NONCE)
    encryptor = _cipher(cipher, key, modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(context)
    return nonce + encryptor.update(plain) + encryptor.finalize() + encryptor.tag


def decrypt(secret: bytes, *, cipher: int, key: bytes, context: bytes) -> bytes:
    """Raises `InvalidTag` for a wrong key or context or damaged bytes, `ValueError` for too short ones, `KeyError` for
    an unknown cipher."""
    nonce, body, tag = secret[:_NONCE], secret[_NONCE:-_TAG], secret[-_TAG:]
    decryptor = _cipher(cipher, key, modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(context)
    return decryptor.update(body) + decryptor.finalize()


def _cipher(number: int, key: bytes, mode: modes.GCM) -> Cipher[Any]:
    if number == NUMBERS["sm4-gcm"]:
        return Cipher(algorithms.SM4(_sm4_key(key)), mode)
    if number == NUMBERS["aes-256-gcm"]:
        return Cipher(algorithms.AES256(key), mode)
    raise KeyError(number)


@lru_cache(maxsize=256)
def _sm4_key(key: bytes) -> bytes:
    """SM4 keys are 16 bytes: SM3 of the 32-byte key, first half."""
    digester = Hash(SM3())
    digester.update(b"linli sm4" + key)
    return digester.finalize()[:16]
