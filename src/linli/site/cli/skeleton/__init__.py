"""The pack that a newcomer begins with: one simple matter, with comments. Its files lie beside, in `pack/`."""

import re
from pathlib import Path

from django.utils.translation import gettext as _

from linli.engines.packs.schemas import FOLDER
from linli.kernel.errors import ConfigurationError

_FILES = Path(__file__).parent / "pack"
_ID = "my-pack"


def write(folder: Path) -> list[str]:
    """Write the pack into `folder`, whose name becomes its id; returns the files written.

    Raises `ConfigurationError` if the folder holds anything, or its name cannot be an id.
    """
    name = folder.resolve().name
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,63}", name):
        message = _("%(name)s cannot be the id of a pack: take small letters, digits and hyphens.")
        raise ConfigurationError(message % {"name": name})
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigurationError(_("%(folder)s is not empty: name a new folder.") % {"folder": folder})
    sources = sorted(path for path in _FILES.rglob("*") if path.is_file())
    for source in sources:
        target = folder / source.relative_to(_FILES)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(source.read_text(encoding="utf-8").replace(_ID, name), encoding="utf-8")
    return [source.relative_to(_FILES).as_posix() for source in sources]


def schema_line(section: str) -> str:
    """The first line of a file in a folder of a pack, by which an editor finds the schema."""
    return f"# yaml-language-server: $schema=../{FOLDER}/{section}.json"
