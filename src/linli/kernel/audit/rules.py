"""The digest of an entry and of a batch. Pure."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256

GENESIS = bytes(32)


def entry_digest(
    *,
    at: datetime,
    kind: str,
    actor_user_id: int | None,
    office: str,
    act: str,
    object_ref: str,
    persons: Sequence[int],
    fields: Sequence[str],
    purpose: str,
    withheld: bool = False,
) -> bytes:
    """SHA-256 over every column that says something, in a fixed order; `withheld` counts where it is so."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = [moment, kind, actor_user_id, office, act, object_ref, list(persons), list(fields), purpose]
    parts += ["withheld"] if withheld else []
    return sha256(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()).digest()


def batch_digest(previous: bytes, digests: Iterable[bytes]) -> bytes:
    """SHA-256 over the previous seal and the batch's entry digests in order of id."""
    state = sha256(previous)
    for digest in digests:
        state.update(digest)
    return state.digest()
