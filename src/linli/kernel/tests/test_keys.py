"""The key file, the master key, and what running processes learn of a change."""

import base64
import json
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import keys, masters
from linli.kernel.errors import ConfigurationError
from linli.kernel.keys import KeyRing
from linli.kernel.masters import Master, MasterCommand, MasterKey, NoMaster

ONE = MasterKey(bytes(range(32)), "LINLI_MASTER_KEY", 2)
OTHER = MasterKey(bytes(32), "LINLI_MASTER_KEY", 2)

# A «service» that wraps by turning bytes round: what matters here is how it is spoken to.
SERVICE = """
import base64, sys
verb, *lines = sys.stdin.read().split()
assert verb in ("wrap", "unwrap")
for line in lines:
    print(base64.b64encode(base64.b64decode(line)[::-1]).decode())
"""


def command_of(folder: Path, code: str) -> str:
    script = folder / "service.py"
    script.write_text(code, encoding="utf-8")
    return f"{sys.executable} {script}"


def test_a_new_key_file_is_whole_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path / "keys.json")
    assert stat.S_IMODE(ring.path.stat().st_mode) == 0o600
    assert ring.current == 1
    again = KeyRing(tmp_path / "keys.json")
    assert (again.session_secret, again.digest, again.key(1)) == (
        ring.session_secret,
        ring.digest,
        ring.key(1),
    )
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


def test_a_file_of_the_first_version_is_read_and_its_highest_key_seals(tmp_path: Path) -> None:
    text = {
        "session_secret": "s",
        "digest": base64.b64encode(bytes(32)).decode(),
        "sealing": {str(n): base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2)},
    }
    (tmp_path / "keys.json").write_text(json.dumps(text), encoding="utf-8")
    ring = KeyRing(tmp_path / "keys.json")
    assert (ring.current, ring.key(1), ring.content.sealing[2].made_at) == (2, b"\1" * 32, None)


def test_wrapped_keys_are_not_in_the_file_and_open_with_their_master_only(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path / "keys.json", ONE)
    raw = ring.path.read_text(encoding="utf-8")
    for secret in (ring.key(1), ring.digest, ring.session_secret.encode()):
        assert base64.b64encode(secret).decode() not in raw
        assert secret.decode("latin-1") not in raw
    assert KeyRing(ring.path, ONE).key(1) == ring.key(1)
    with pytest.raises(ConfigurationError, match="not the master key that wrapped"):
        KeyRing(ring.path, OTHER)
    with pytest.raises(ConfigurationError, match="set LINLI_MASTER_KEY or LINLI_MASTER_KEY_FILE"):
        KeyRing(ring.path)


def test_a_command_wraps_and_unwraps(tmp_path: Path) -> None:
    master = MasterCommand(command_of(tmp_path, SERVICE))
    ring = KeyRing(tmp_path / "keys.json", master)
    assert KeyRing(ring.path, master).key(1) == ring.key(1)
    assert json.loads(ring.path.read_text(encoding="utf-8"))["master"] == "command"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import sys; print('no session with the device', file=sys.stderr); sys.exit(3)",
         "ended with 3: no session with the device"),
        ("print('?')", "not base64"),
        ("pass", "with 0 lines"),
        ("import time; time.sleep(30)", "did not answer within 0.5 s"),
    ],
)  # fmt: skip
def test_a_command_that_fails_is_named_with_what_it_did(tmp_path: Path, code: str, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        MasterCommand(command_of(tmp_path, code), seconds=0.5).unwrap([b"x"])


def test_a_command_that_is_not_there_is_named() -> None:
    with pytest.raises(ConfigurationError, match="cannot be run"):
        MasterCommand("/nowhere/hsm unwrap").unwrap([b"x"])


def test_there_is_one_master_key(tmp_path: Path) -> None:
    text = base64.b64encode(bytes(32)).decode()
    (tmp_path / "master").write_text(text + "\n", encoding="utf-8")

    def choose(*, key: str = "", file: Path | None = None, command: str = "") -> Master:
        return masters.choose(key=key, file=file, command=command, cipher="sm4-gcm")

    assert choose() == NoMaster()
    assert choose(key=text).kind == choose(file=tmp_path / "master").kind == "key"
    assert choose(key=bytes(32).hex()) == choose(key=text)
    with pytest.raises(ConfigurationError, match="LINLI_MASTER_KEY and LINLI_MASTER_KEY_FILE are set"):
        choose(key=text, file=tmp_path / "master")
    with pytest.raises(ConfigurationError, match="cannot be read"):
        choose(file=tmp_path / "gone")


@given(st.text(max_size=70))
def test_a_broken_master_key_is_refused_without_being_told(text: str) -> None:
    try:
        key = masters.read_key(text, source="LINLI_MASTER_KEY")
    except ConfigurationError as refusal:
        said = str(refusal)
        assert said == f"LINLI_MASTER_KEY: {said.removeprefix('LINLI_MASTER_KEY: ')}"
        assert (
            said
            == "LINLI_MASTER_KEY: a master key is 32 random bytes in base64; make one with `openssl rand -base64 32`"
        )
    else:
        assert len(key) == 32


def test_a_running_process_learns_a_key_when_it_meets_it(tmp_path: Path) -> None:
    first, running = KeyRing(tmp_path / "keys.json"), KeyRing(tmp_path / "keys.json")
    number = first.prepare(above=0)
    assert (number, first.current) == (2, 1)
    assert running.key(2) == first.key(2)
    with pytest.raises(KeyError):
        running.key(3)


def test_a_running_process_seals_with_the_new_key_once_it_looked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, running = KeyRing(tmp_path / "keys.json"), KeyRing(tmp_path / "keys.json")
    first.prepare(above=0)
    first.activate()
    monkeypatch.setattr(keys, "LOOK_SECONDS", -1)
    assert running.current == first.current == 2
    assert first.content.sealing[1].closed_at is not None


def test_numbers_are_never_given_twice(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path / "keys.json")
    ring.prepare(above=6)
    ring.activate()
    assert ring.current == 7
    first = ring.key(1)
    kept = ring.retire(1)
    assert set(ring.content.sealing) == {7}
    assert ring.key(1) == KeyRing(ring.path).key(1) == first
    kept.unlink()
    with pytest.raises(KeyError):
        ring.key(1)
    assert ring.prepare(above=0) == 8
    with pytest.raises(ConfigurationError, match="seals what is new"):
        ring.retire(7)


def test_numbers_are_one_byte(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path / "keys.json")
    with pytest.raises(ConfigurationError, match="255"):
        ring.prepare(above=255)
    assert ring.prepare(above=254) == 255


def test_a_process_with_the_former_master_goes_on_with_the_keys_it_knows(tmp_path: Path) -> None:
    first, running = KeyRing(tmp_path / "keys.json", ONE), KeyRing(tmp_path / "keys.json", ONE)
    first.rewrap(OTHER)
    running.look()
    assert running.key(1) == first.key(1) == KeyRing(first.path, OTHER).key(1)
    with pytest.raises(ConfigurationError):
        KeyRing(first.path, ONE)


def test_a_plain_file_is_read_though_a_master_is_set_and_wrapped_by_rewrap(tmp_path: Path) -> None:
    plain = KeyRing(tmp_path / "keys.json")
    ring = KeyRing(tmp_path / "keys.json", ONE)
    assert ring.content.master == "none"
    ring.rewrap(ONE)
    assert ring.content.master == "key"
    assert base64.b64encode(plain.key(1)).decode() not in ring.path.read_text(encoding="utf-8")


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text('{"digest": ', encoding="utf-8")
    with pytest.raises(ConfigurationError, match="restore it from your backup"):
        KeyRing(tmp_path / "keys.json")
