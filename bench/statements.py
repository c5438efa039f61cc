"""SQL files of the bench: statements by name."""

from pathlib import Path


def read_statements(file_name: str) -> dict[str, list[str]]:
    """Each `-- name:` with its statements in order."""
    text = Path(__file__).with_name(file_name).read_text(encoding="utf-8")
    found = {}
    for block in text.split("-- name: ")[1:]:
        name, _, body = block.partition("\n")
        found[name.strip()] = [part.strip() for part in body.split(";\n") if part.strip()]
    return found
