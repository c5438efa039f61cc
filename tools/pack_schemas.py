"""JSON Schemas of what packs hold, for editors (`# yaml-language-server`). `--check` compares only.

`python tools/pack_schemas.py [--check]` writes `packs/schemas/<section>.json` from the pydantic models.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "packs" / "schemas"
CSV_ONLY = {"calendar", "office-hours"}
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, str]:
    """File name → content, for the manifest and every section that is written as YAML."""
    from linli.engines.packs.manifest import Manifest  # noqa: PLC0415  needs Django set up
    from linli.engines.packs.sections import all_sections  # noqa: PLC0415

    found = {"pack.json": _render(Manifest.model_json_schema(by_alias=True))}
    for section in all_sections():
        if section.name not in CSV_ONLY:
            schema = section.model.model_json_schema(by_alias=True)
            definitions = schema.pop("$defs", {})
            either = {"anyOf": [schema, {"type": "array", "items": schema}], "$defs": definitions}
            found[f"{section.name}.json"] = _render(either)
    return dict(sorted(found.items()))


def _render(schema: dict[str, Any]) -> str:
    closed = _close(schema)
    return json.dumps({"$schema": DRAFT, **closed}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


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


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
    django.setup()
    wanted = schemas()
    present = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    stale = sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))
    if "--check" in sys.argv[1:]:
        if stale:
            print(f"not current: {', '.join(stale)}; run: python tools/pack_schemas.py")
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    for name in present.keys() - wanted.keys():
        (FOLDER / name).unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"{len(wanted)} schemas, {len(stale)} changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
