"""The city's identity token (OpenID Connect Core 3.1.3.7): signed by one of its keys, for us, now; else refused."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import jwt
from django.utils.translation import gettext as _

from linli.kernel.errors import DomainError

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a key that only the city has: nothing unsigned, nothing signed with a shared secret."""
LEEWAY: Final = timedelta(seconds=30)


class TokenRefused(DomainError):
    """The token is not signed by the city, not for us, or not of now. Which, is not told."""

    code = "city_token_refused"
    status = 403


def read_token(token: str, *, keys: Mapping[str, Any], issuer: str, client: str) -> dict[str, Any]:
    """What the token says, once its signature and its head are verified. Raises `TokenRefused`."""
    try:
        header = jwt.get_unverified_header(token)
        wanted = header.get("kid")
        known = jwt.PyJWKSet.from_dict(dict(keys)).keys
        found = [key for key in known if key.key_id == wanted] if wanted else known
        if len(found) != 1 or header.get("alg") not in ALGORITHMS:
            raise TokenRefused(_("The city's log-in sent no valid answer. Nothing was opened."))
        said: dict[str, Any] = jwt.decode(
            token, found[0].key, algorithms=[header["alg"]], audience=client, issuer=issuer, leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )  # fmt: skip
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError) as fault:
        raise TokenRefused(_("The city's log-in sent no valid answer. Nothing was opened.")) from fault
    return said
