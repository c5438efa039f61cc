"""The key file: session secret, digest key and data keys by number, each wrapped by the master key.

Replaced in one go and flushed, so that whoever reads it, and whoever is killed, finds the old one or the new one.
"""

import base64
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any, Final

from linli.kernel.ciphers import KEY_BYTES
from linli.kernel.errors import ConfigurationError
from linli.kernel.masters import Master, NoMaster

MOST_KEYS: Final = 255
"""Numbers of keys are one byte, and none is given twice."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """32 random bytes; unknown times (files of the first version) are None. Closed ones only open what they sealed."""

    key: bytes
    made_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What the file says, unwrapped. `master` is the kind of master that wrapped it, `current` seals what is new,
    `last` is the highest number ever given. `rotating`: a rotation has begun and not ended."""

    session_secret: str
    digest: bytes
    sealing: Mapping[int, DataKey]
    current: int
    last: int
    master: str = "none"
    rotating: bool = False
    retired: Mapping[int, str] = field(default_factory=dict)

    @property
    def prepared(self) -> int | None:
        """A key that was made, and seals nothing yet."""
        newest = max(self.sealing)
        return newest if newest > self.current else None


def create(path: Path, master: Master) -> None:
    """Make a file of fresh keys, unless another process was faster: its keys count."""
    path.parent.mkdir(parents=True, exist_ok=True)
    key = DataKey(secrets.token_bytes(KEY_BYTES), made_at=datetime.now(UTC))
    draft = _write_draft(
        path, KeyFile(secrets.token_urlsafe(48), secrets.token_bytes(KEY_BYTES), {1: key}, 1, 1), master
    )
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def read(path: Path, master: Master) -> KeyFile:
    """Raises `ConfigurationError` where it is damaged, or the master is not the one that wrapped it."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        kind = str(raw.get("master", "none"))
        opener = _opener(path, kind, master)
        return _unwrap(raw, kind, opener)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise ConfigurationError(
            f"LINLI_KEY_FILE {path}: not a key file ({error}); restore it from your backup: "
            "without its keys sealed data cannot be read"
        ) from error


def write(path: Path, content: KeyFile, master: Master) -> None:
    """Replace the file by `content`, wrapped by `master`. Only within `locked`."""
    try:
        draft = _write_draft(path, content, master)
        draft.replace(path)
    except OSError as error:
        raise ConfigurationError(f"LINLI_KEY_FILE {path}: cannot be written ({error.strerror})") from error
    _flush_folder(path.parent)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process of this machine at a time changes the file; a killed one lets go."""
    with open(path.with_name(f"{path.name}.lock"), "w") as handle:
        flock(handle, LOCK_EX)
        yield


def _opener(path: Path, kind: str, master: Master) -> Master:
    if kind == "none":  # also where a master is set since: `linli keys rewrap` puts it into force
        return NoMaster()
    if kind != master.kind:
        wanted = (
            "LINLI_MASTER_KEY_COMMAND" if kind == "command" else "LINLI_MASTER_KEY or LINLI_MASTER_KEY_FILE"
        )
        raise ConfigurationError(f"LINLI_KEY_FILE {path}: its keys are wrapped by a master key; set {wanted}")
    return master


def _unwrap(raw: Mapping[str, Any], kind: str, opener: Master) -> KeyFile:
    entries = {
        int(number): entry if isinstance(entry, dict) else {"key": entry}
        for number, entry in raw["sealing"].items()
    }
    session = str(raw["session_secret"])
    wrapped = [base64.b64decode(text) for text in (raw["digest"], *(one["key"] for one in entries.values()))]
    if kind != "none":
        wrapped.append(base64.b64decode(session))
    digest, *rest = opener.unwrap(wrapped)
    if kind != "none":
        session = rest.pop().decode()
    keys = {
        number: DataKey(key, _moment(entry.get("made_at")), _moment(entry.get("closed_at")))
        for (number, entry), key in zip(entries.items(), rest, strict=True)
    }
    if any(len(one.key) != KEY_BYTES for one in keys.values()):
        raise ValueError("a sealing key has 32 bytes")
    retired = {int(number): str(day) for number, day in raw.get("retired", {}).items()}
    current = int(raw.get("current", max(keys)))
    last = max(int(raw.get("last", 0)), *keys, *retired)
    if current not in keys:
        raise ValueError(f"key {current} is missing")
    return KeyFile(session, digest, keys, current, last, kind, bool(raw.get("rotating")), retired)


def _write_draft(path: Path, content: KeyFile, master: Master) -> Path:
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(_wrap(content, master), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _wrap(content: KeyFile, master: Master) -> dict[str, Any]:
    numbers = sorted(content.sealing)
    bare = [content.digest, *(content.sealing[number].key for number in numbers)]
    is_bare = master.kind == "none"
    if not is_bare:
        bare.append(content.session_secret.encode())
    texts = [base64.b64encode(one).decode() for one in master.wrap(bare)]
    session = content.session_secret if is_bare else texts.pop()
    digest, *keys = texts
    return {
        "format": 2,
        "master": master.kind,
        "session_secret": session,
        "digest": digest,
        "sealing": {
            str(number): {"key": key} | _times(content.sealing[number])
            for number, key in zip(numbers, keys, strict=True)
        },
        "current": content.current,
        "last": content.last,
        "rotating": content.rotating,
        "retired": {str(number): day for number, day in sorted(content.retired.items())},
    }


def _times(key: DataKey) -> dict[str, str]:
    known = {"made_at": key.made_at, "closed_at": key.closed_at}
    return {name: moment.isoformat() for name, moment in known.items() if moment}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
