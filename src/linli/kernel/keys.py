"""The installation's secrets: session secret, sealing keys by id, digest key. They live outside the database."""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from linli.kernel.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Keys:
    """`sealing` maps a key id (1–255) to 32 random bytes; new data use the highest id."""

    session_secret: str
    digest: bytes
    sealing: dict[int, bytes]

    @property
    def current(self) -> int:
        return max(self.sealing)


def load_or_create(path: Path) -> Keys:
    """Read the key file, or make one with fresh random keys, readable by its owner only."""
    if not path.exists():
        _create(path)
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return Keys(
            session_secret=str(raw["session_secret"]),
            digest=base64.b64decode(raw["digest"]),
            sealing={int(key): base64.b64decode(value) for key, value in raw["sealing"].items()},
        )
    except (KeyError, ValueError, TypeError) as error:
        raise ConfigurationError(
            f"LINLI_KEY_FILE {path}: not a key file ({error}); restore it from your backup: "
            "without its keys sealed data cannot be read"
        ) from error


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = {
        "session_secret": secrets.token_urlsafe(48),
        "digest": base64.b64encode(secrets.token_bytes(32)).decode(),
        "sealing": {"1": base64.b64encode(secrets.token_bytes(32)).decode()},
    }
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was faster; its keys count
        return
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(fresh, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
