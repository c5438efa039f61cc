"""A security key as a device would have registered it."""

import json
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData


def registered_key() -> dict[str, Any]:
    """The `credential` that allauth keeps for it."""
    identity = b"a key of the tests"
    public = ES256.from_cryptography_key(generate_private_key(SECP256R1()).public_key())
    made = AttestedCredentialData.create(bytes(16), identity, public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    seen = AuthenticatorData.create(bytes(32), flags, 0, made)
    asked = {"type": "webauthn.create", "challenge": _text(b"challenge"), "origin": "https://linli.example"}
    response = {
        "clientDataJSON": _text(json.dumps(asked).encode()),
        "attestationObject": _text(bytes(AttestationObject.create("none", seen, {}))),
    }
    return {"id": _text(identity), "rawId": _text(identity), "type": "public-key", "response": response}


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
