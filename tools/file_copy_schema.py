"""The shape of a copied file (`/my/file/copy.json`) as JSON Schema. `--check` compares only.

`python tools/file_copy_schema.py [--check]` writes `docs/file-copy.schema.json` from `rooms/mine/schemas/copying.py`.
"""

import json
import sys
from pathlib import Path

from linli.rooms.mine.schemas.copying import FileCopy

TARGET = Path(__file__).resolve().parents[1] / "docs" / "file-copy.schema.json"


def render() -> str:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **FileCopy.model_json_schema()}
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> int:
    wanted = render()
    if "--check" in sys.argv[1:]:
        return 0 if TARGET.read_text(encoding="utf-8") == wanted else 1
    TARGET.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
