"""A database home of the bench's own, deleted first. Call `prepare` before anything of Linli is imported."""

import os
import shutil
import socket
from pathlib import Path

import django

MARK = ".linli-bench"


FILLED = ".filled"


def prepare(home: Path, *, keep: bool = False) -> None:
    """Empty `home` (unless it is to be kept, and a bench has made it), point every setting at it, set Django up.

    Exits with a message if the folder holds anything that no bench has made.
    """
    if home.exists():
        if any(home.iterdir()) and not (home / MARK).exists():
            raise SystemExit(f"bench: {home} is not a home of the bench, and would be deleted: name another")
        if not keep:
            shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    (home / MARK).touch()
    for name in [*(name for name in os.environ if name.startswith("LINLI_")), "DATABASE_URL"]:
        os.environ.pop(name, None)
    os.environ |= {
        "LINLI_HOME": str(home),
        "LINLI_LOG_LEVEL": "warning",
        "DJANGO_SETTINGS_MODULE": "linli.site.settings",
    }
    django.setup()


def holds(home: Path, count: int) -> bool:
    """Whether this folder is a home that was filled with so many people."""
    mark = home / FILLED
    return bool(count) and mark.exists() and mark.read_text() == str(count)


def filled(count: int) -> bool:
    """Whether an earlier run has filled this home with so many people, to the end."""
    return holds(Path(os.environ["LINLI_HOME"]), count)


def note_filled(count: int) -> None:
    (Path(os.environ["LINLI_HOME"]) / FILLED).write_text(str(count))


def free_bind() -> str:
    """An address to serve on that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"
