"""JSON Schemas of what packs hold, for editors (`# yaml-language-server`). `--check` compares only.

`python tools/pack_schemas.py [--check]` writes `packs/schemas/<section>.json` from the pydantic models.
"""

import os
import sys
from pathlib import Path

import django

FOLDER = Path(__file__).resolve().parents[1] / "packs" / "schemas"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
    django.setup()
    from linli.engines.packs.schemas import json_schemas, write_schemas  # noqa: PLC0415  needs Django set up

    if "--check" not in sys.argv[1:]:
        print(f"{len(write_schemas(FOLDER))} schemas changed")
        return 0
    wanted = json_schemas()
    present = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    stale = sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))
    if stale:
        print(f"not current: {', '.join(stale)}; run: python tools/pack_schemas.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
