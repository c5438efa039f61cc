"""The master key that wraps the keys of an installation: from the environment, from a file, or asked of a command.

The command stands for a device or service that never gives its key away (HSM, KMS). It reads from standard input one
line `wrap` or `unwrap`, then lines of base64; it answers with as many lines of base64 in the same order, and ends
with 0.
"""

import base64
import binascii
import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from cryptography.exceptions import InvalidTag

from linli.kernel import ciphers
from linli.kernel.errors import ConfigurationError

COMMAND_SECONDS: Final = 20
_CONTEXT: Final = b"linli.wrapped_key"


class Master(Protocol):
    """`kind` is kept in the key file: `none`, `key` or `command`. Both verbs raise `ConfigurationError`."""

    @property
    def kind(self) -> str: ...

    def wrap(self, secrets: Sequence[bytes]) -> list[bytes]: ...

    def unwrap(self, wrapped: Sequence[bytes]) -> list[bytes]: ...


@dataclass(frozen=True, slots=True)
class NoMaster:
    """Keys stand in the key file as they are: fit for demos and for trying things."""

    kind: str = "none"

    def wrap(self, secrets: Sequence[bytes]) -> list[bytes]:
        return list(secrets)

    def unwrap(self, wrapped: Sequence[bytes]) -> list[bytes]:
        return list(wrapped)


@dataclass(frozen=True, slots=True)
class MasterKey:
    """A key of 32 bytes that this process knows; `source` names the setting it comes from. A wrapped key is one byte
    for the cipher and what `ciphers.encrypt` gives."""

    key: bytes
    source: str
    cipher: int
    kind: str = "key"

    def wrap(self, secrets: Sequence[bytes]) -> list[bytes]:
        return [self._wrap(secret) for secret in secrets]

    def unwrap(self, wrapped: Sequence[bytes]) -> list[bytes]:
        try:
            return [
                ciphers.decrypt(one[1:], cipher=one[0], key=self.key, context=_CONTEXT) for one in wrapped
            ]
        except (InvalidTag, ValueError, KeyError, IndexError) as error:
            raise ConfigurationError(
                f"{self.source}: not the master key that wrapped the key file; set the one that did, or restore "
                "the key file that belongs to it"
            ) from error

    def _wrap(self, secret: bytes) -> bytes:
        return bytes([self.cipher]) + ciphers.encrypt(
            secret, cipher=self.cipher, key=self.key, context=_CONTEXT
        )


@dataclass(frozen=True, slots=True)
class MasterCommand:
    """A command that wraps and unwraps; asked once at the start of each process."""

    command: str
    seconds: float = COMMAND_SECONDS
    kind: str = "command"

    def wrap(self, secrets: Sequence[bytes]) -> list[bytes]:
        return self._ask("wrap", secrets)

    def unwrap(self, wrapped: Sequence[bytes]) -> list[bytes]:
        return self._ask("unwrap", wrapped)

    def _ask(self, verb: str, values: Sequence[bytes]) -> list[bytes]:
        lines = [verb, *(base64.b64encode(value).decode() for value in values)]
        answer = self._run("\n".join(lines) + "\n").split()
        try:
            found = [base64.b64decode(line, validate=True) for line in answer]
        except (binascii.Error, ValueError):
            raise self._fault(f"answered {verb} with something that is not base64") from None
        if len(found) != len(values):
            raise self._fault(f"answered {verb} of {len(values)} keys with {len(found)} lines")
        return found

    def _run(self, text: str) -> str:
        try:
            done = subprocess.run(  # noqa: S603  the operator's own command
                shlex.split(self.command), input=text, capture_output=True, text=True, timeout=self.seconds
            )
        except subprocess.TimeoutExpired:
            raise self._fault(f"did not answer within {self.seconds:g} s") from None
        except (OSError, ValueError) as error:
            raise self._fault(f"cannot be run ({error})") from None
        if done.returncode:
            said = (done.stderr.strip().splitlines() or ["it said nothing"])[-1][:200]
            raise self._fault(f"ended with {done.returncode}: {said}")
        return done.stdout

    def _fault(self, text: str) -> ConfigurationError:
        return ConfigurationError(f"LINLI_MASTER_KEY_COMMAND: {shlex.split(self.command)[:1]} {text}")


def choose(*, key: str, file: Path | None, command: str, cipher: str) -> Master:
    """The one master that is set, or `NoMaster`. Raises `ConfigurationError` for several, and for a broken one."""
    given = {
        "LINLI_MASTER_KEY": bool(key),
        "LINLI_MASTER_KEY_FILE": file is not None,
        "LINLI_MASTER_KEY_COMMAND": bool(command),
    }
    named = [name for name, is_set in given.items() if is_set]
    if len(named) > 1:
        raise ConfigurationError(f"{' and '.join(named)} are set: there is one master key, keep one of them")
    if command:
        return MasterCommand(command)
    if file is not None:
        return MasterKey(
            read_key(_read(file), source=named[0]), f"{named[0]} {file}", ciphers.NUMBERS[cipher]
        )
    if key:
        return MasterKey(read_key(key, source=named[0]), named[0], ciphers.NUMBERS[cipher])
    return NoMaster()


def read_key(text: str, *, source: str) -> bytes:
    """32 bytes, written as base64 or as 64 hexadecimal digits. The message of a refusal does not repeat them."""
    written = text.strip()
    try:
        raw = bytes.fromhex(written) if len(written) == 64 else base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != ciphers.KEY_BYTES:
        raise ConfigurationError(
            f"{source}: a master key is 32 random bytes in base64; make one with `openssl rand -base64 32`"
        )
    return raw


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"LINLI_MASTER_KEY_FILE {file}: cannot be read ({error})") from error
