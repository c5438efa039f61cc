"""JSON Schemas of what packs hold: editors complete keys, show what they mean, and mark what is wrong."""

import json
from pathlib import Path
from typing import Any

from linli.engines.packs.manifest import Manifest
from linli.engines.packs.names import MANIFEST, known_keys
from linli.engines.packs.sections import all_sections

FOLDER = ".schemas"
"""Where a pack outside this repository keeps them; folders that begin with a dot are no part of a pack."""

_CSV_ONLY = frozenset({"calendar", "office-hours", "person-labels", "retention"})
_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schemas() -> dict[str, str]:
    """File name → content, for the manifest and every section that is written as YAML."""
    found = {"pack.json": _render(_explained(MANIFEST, Manifest.model_json_schema(by_alias=True)))}
    for section in all_sections():
        if section.name not in _CSV_ONLY:
            schema = _explained(section.name, section.model.model_json_schema(by_alias=True))
            definitions = schema.pop("$defs", {})
            either = {"anyOf": [schema, {"type": "array", "items": schema}], "$defs": definitions}
            found[f"{section.name}.json"] = _render(either)
    return dict(sorted(found.items()))


def _explained(section: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with what each key means; where there are no words, those of the model stay."""
    for part, described in {"": schema, **schema.get("$defs", {})}.items():
        for key, value in described.get("properties", {}).items():
            if known := known_keys().get((section, part, key)):
                value["description"] = known.words
    return schema


def write_schemas(folder: Path) -> list[str]:
    """Write them into `folder`; returns the names of those that changed, and removes those no section has."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = json_schemas()
    changed = [name for name, text in wanted.items() if _text(folder / name) != text]
    for name in changed:
        (folder / name).write_text(wanted[name], encoding="utf-8")
    for path in folder.glob("*.json"):
        if path.name not in wanted:
            path.unlink()
    return changed


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _render(schema: dict[str, Any]) -> str:
    closed = _close(schema)
    return json.dumps({"$schema": _DRAFT, **closed}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _close(node: Any) -> Any:
    """Unknown keys are faults for the loader, hence for the editor too."""
    if isinstance(node, list):
        return [_close(child) for child in node]
    if not isinstance(node, dict):
        return node
    closed = {key: _close(child) for key, child in node.items()}
    if closed.get("type") == "object" and "properties" in closed:
        closed["additionalProperties"] = False
    return closed
