"""Where the built-in packs lie: `packs/` at the root of a checkout, `linli/packs` in an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[2]


def builtin_root() -> Path:
    """The folder that holds the built-in packs."""
    inside = _PACKAGE / "packs"
    return inside if inside.is_dir() else _PACKAGE.parents[1] / "packs"


def builtin(name: str) -> Path:
    """The folder of the built-in pack `name`; raises FileNotFoundError that names what there is."""
    folder = builtin_root() / name
    if not (folder / "pack.yaml").is_file():
        raise FileNotFoundError(f"no built-in pack {name}; there are: {', '.join(list_builtin()) or 'none'}")
    return folder


def list_builtin() -> list[str]:
    """Names of the built-in packs."""
    return sorted(path.parent.name for path in builtin_root().glob("*/pack.yaml"))
