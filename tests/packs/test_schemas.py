"""The JSON Schemas that editors use say of the built-in packs what the checker says: nothing wrong."""

import json
from pathlib import Path

import jsonschema_rs
import pytest

from linli.engines.packs.folders import builtin_root, list_builtin
from linli.engines.packs.reading import read_pack

SCHEMAS = builtin_root() / "schemas"


def validator(name: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.loads((SCHEMAS / f"{name}.json").read_text("utf-8")))


def errors(name: str, content: object) -> list[str]:
    return [f"{list(error.instance_path)}: {error.message}" for error in validator(name).iter_errors(content)]


@pytest.mark.parametrize("pack", list_builtin())
def test_a_builtin_pack_is_valid_for_the_schemas(pack: str) -> None:
    read = read_pack(builtin_root() / pack)
    wrong = {("pack", pack): errors("pack", read.document.data)}
    for item in read.items:
        if (SCHEMAS / f"{item.section.name}.json").is_file():
            content = json.loads(json.dumps(item.content, ensure_ascii=False))
            wrong[item.section.name, item.code] = errors(item.section.name, content)
    assert {key: found for key, found in wrong.items() if found} == {}
    assert len(wrong) > 1


@pytest.mark.parametrize("section", [path.stem for path in sorted(SCHEMAS.glob("*.json"))])
def test_a_schema_refuses_a_key_that_the_checker_does_not_know(section: str) -> None:
    assert any("titel" in error for error in errors(section, {"titel": "x"}))


def test_every_schema_is_one(tmp_path: Path) -> None:
    for path in SCHEMAS.glob("*.json"):
        jsonschema_rs.meta.validate(json.loads(path.read_text("utf-8")))
