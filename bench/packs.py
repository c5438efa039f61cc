"""A pack of 500 matters, each with a procedure and a form of its own: how long check and installation take.

Alone: `python -m bench.packs` (two minutes less than the whole course); its database lies in `var/bench-packs`.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import home
from bench.report import Figure, as_table, at_most

MATTERS = 500
TARGET = 10.0
MODEL = "old-age-allowance"
MANIFEST = """\
id: bench-many
version: 0.1.0
title: 样例：五百个事项
sample: true
licence: Apache-2.0
source: 测量用，不是任何地方的办事指南
depends:
  - {id: national, at_least: 0.1.0}
"""


def write_pack(folder: Path, national: Path, matters: int = MATTERS) -> int:
    """The allowance of the baseline pack `matters` times under other codes; returns the lines written."""
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(MANIFEST, encoding="utf-8")
    lines = 0
    for section in ("matters", "procedures", "forms"):
        text = (national / section / f"{MODEL}.yaml").read_text(encoding="utf-8")
        (folder / section).mkdir()
        for number in range(matters):
            code = f"matter-{number:04}"
            (folder / section / f"{code}.yaml").write_text(text.replace(MODEL, code), encoding="utf-8")
            lines += text.count("\n")
    return lines


def measure() -> list[Figure]:
    """Check and installation of the pack, the installation again, and the plan of a small change."""
    from linli.engines.packs import actions, check, folders  # noqa: PLC0415  Django is set up by now
    from linli.kernel import clock  # noqa: PLC0415
    from linli.kernel.actors import SYSTEM  # noqa: PLC0415

    actions.install(folder=folders.builtin("national"), actor=SYSTEM, now=clock.now())
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "bench-many"
        lines = write_pack(folder, folders.builtin("national"))
        faults, checked = _timed(lambda: check.check_pack(folder))
        if faults:
            raise SystemExit(check.format_faults(faults[:5]))
        _pack, installed = _timed(lambda: actions.install(folder=folder, actor=SYSTEM, now=clock.now()))
        _pack, again = _timed(lambda: actions.install(folder=folder, actor=SYSTEM, now=clock.now()))
    group = f"A pack of {MATTERS} matters, procedures and forms, {lines:,} lines"
    return [
        Figure(group, "check", checked.wall, "s", note=checked.note),
        Figure(group, "installation, which checks again", installed.wall, "s", note=installed.note),
        at_most(group, "check and installation", checked.wall + installed.wall, "s", TARGET),
        Figure(group, "the same installation again", again.wall, "s", note=again.note),
    ]


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds on the clock, and those in which this process had a processor: on a busy machine they differ."""

    wall: float
    busy: float

    @property
    def note(self) -> str:
        return f"{self.busy:.1f} s of processor"


def _timed(call: Callable[[], Any]) -> tuple[Any, Taken]:
    wall, busy = time.perf_counter(), time.process_time()
    result = call()
    return result, Taken(time.perf_counter() - wall, time.process_time() - busy)


def main() -> None:
    home.prepare(Path("var/bench-packs").resolve())
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    print(as_table({}, measure()))


if __name__ == "__main__":
    main()
