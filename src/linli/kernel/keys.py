"""The installation's secrets as a running process knows them. They live outside the database, in the key file.

Processes that run learn of a change by themselves: they look at the file once a second before they seal, and at once
when they meet a key that they do not know. So a rotation needs no restart.
"""

import hmac
import time
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes
from typing import Final

import structlog

from linli.kernel import keyfile
from linli.kernel.ciphers import KEY_BYTES
from linli.kernel.errors import ConfigurationError
from linli.kernel.keyfile import DataKey, KeyFile
from linli.kernel.masters import Master, NoMaster

log = structlog.get_logger(__name__)

LOOK_SECONDS: Final = 1.0
"""So often a process looks whether the key file has changed."""
LEARNT_SECONDS: Final = 3.0
"""After so long every process that seals has looked."""


class KeyRing:
    """The keys of the file at `path`, as they are now."""

    def __init__(self, path: Path, master: Master | None = None) -> None:
        self.path = path
        self.master: Master = master or NoMaster()
        if not path.exists():
            keyfile.create(path, self.master)
        self._stamp = self._read_stamp()
        self.content = keyfile.read(path, self.master)
        self._looked = time.monotonic()

    @property
    def session_secret(self) -> str:
        return self.content.session_secret

    @property
    def digest(self) -> bytes:
        return self.content.digest

    @property
    def current(self) -> int:
        """The key that seals what is new."""
        if time.monotonic() - self._looked > LOOK_SECONDS:
            self.look()
        return self.content.current

    def key(self, number: int) -> bytes:
        """The key of this number; raises `KeyError`. An unknown one may have been made a moment ago; a retired one
        opens as long as the file that keeps it lies beside the key file."""
        if number not in self.content.sealing:
            self.look()
        if number in self.content.retired and self._retired_path(number).exists():
            return keyfile.read(self._retired_path(number), self.master).sealing[number].key
        return self.content.sealing[number].key

    def look(self) -> None:
        """Read the file again if it is another one now. Where that fails, what is known stays in force."""
        self._looked = time.monotonic()
        try:
            stamp = self._read_stamp()
            if stamp != self._stamp:
                self.content, self._stamp = keyfile.read(self.path, self.master), stamp
        except (ConfigurationError, OSError) as error:
            log.error("keys.not_read", fault=str(error))

    def prepare(self, *, above: int) -> int:
        """Add a new key that seals nothing yet; its number is higher than `above` and than all that ever were."""
        with keyfile.locked(self.path):
            self.look()
            number = max(above, self.content.last) + 1
            if number > keyfile.MOST_KEYS:
                raise ConfigurationError(f"all {keyfile.MOST_KEYS} numbers of keys are used up")
            made = DataKey(token_bytes(KEY_BYTES), made_at=datetime.now(UTC))
            self._write(
                replace(
                    self.content, sealing={**self.content.sealing, number: made}, last=number, rotating=True
                )
            )
        return number

    def activate(self) -> None:
        """From now on the prepared key seals; the others only open."""
        with keyfile.locked(self.path):
            self.look()
            number = self.content.prepared
            if number is None:
                return
            now = datetime.now(UTC)
            keys = {
                one: key if one == number or key.closed_at else replace(key, closed_at=now)
                for one, key in self.content.sealing.items()
            }
            self._write(replace(self.content, sealing=keys, current=number))

    def end_rotation(self) -> None:
        with keyfile.locked(self.path):
            self.look()
            self._write(replace(self.content, rotating=False))

    def retire(self, number: int) -> Path:
        """Take a key that seals nothing any more out of the file. A file of its own beside it keeps it for older
        backups, until somebody destroys that."""
        with keyfile.locked(self.path):
            self.look()
            if number == self.content.current:
                raise ConfigurationError(f"key {number} seals what is new: run `linli keys rotate` first")
            kept = self._retired_path(number)
            alone = {number: self.content.sealing[number]}
            keyfile.write(kept, KeyFile("", b"", alone, number, number), self.master)
            rest = {one: key for one, key in self.content.sealing.items() if one != number}
            retired = {**self.content.retired, number: datetime.now(UTC).date().isoformat()}
            self._write(replace(self.content, sealing=rest, retired=retired))
        return kept

    def rewrap(self, master: Master) -> None:
        """Wrap all keys by `master` from now on."""
        with keyfile.locked(self.path):
            self.look()
            self.master = master
            self._write(self.content)

    def _write(self, content: KeyFile) -> None:
        keyfile.write(self.path, content, self.master)
        self._stamp = self._read_stamp()
        self.content = keyfile.read(self.path, self.master)

    def _retired_path(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.stem}-retired-{number}{self.path.suffix}")

    def _read_stamp(self) -> tuple[int, int, int]:
        found = self.path.stat()
        return found.st_ino, found.st_mtime_ns, found.st_size


def fingerprint(key: bytes) -> bytes:
    """8 bytes by which a key is known again without being told."""
    return hmac.new(key, b"linli.fingerprint", sha256).digest()[:8]
