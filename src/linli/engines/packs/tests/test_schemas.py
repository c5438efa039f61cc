"""Schemas of the sections as they are, not of the tests' own."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from linli.engines.packs.folders import builtin_root
from linli.engines.packs.schemas import json_schemas, write_schemas


@pytest.fixture(autouse=True)
def _sections() -> None:
    """Instead of the small cast: what the apps declare."""


def described(file: str) -> Iterator[tuple[str, str, str]]:
    """Part, key and description of every key of a schema."""
    schema: dict[str, Any] = json.loads(json_schemas()[file])
    parts = {"": schema["anyOf"][0] if "anyOf" in schema else schema, **schema.get("$defs", {})}
    for part, inner in parts.items():
        for key, value in inner.get("properties", {}).items():
            yield part, key, value.get("description", "")


@pytest.mark.parametrize("file", sorted(path.name for path in (builtin_root() / "schemas").glob("*.json")))
def test_every_key_says_what_it_means(file: str) -> None:
    bare = [f"{part}.{key}" for part, key, words in described(file) if not words]
    assert bare == [], "add a line to packs/schemas/words.csv"


def test_no_words_are_left_of_keys_that_are_gone() -> None:
    keys = {
        (file.removesuffix(".json"), part, key) for file in json_schemas() for part, key, _ in described(file)
    }
    with (builtin_root() / "schemas" / "words.csv").open(encoding="utf-8", newline="") as lines:
        read = list(csv.DictReader(lines))
    rows = [(row["section"], row["part"], row["key"]) for row in read]
    assert [row for row in read if not (row["label"] and row["words"])] == []
    assert [row for row in rows if row not in keys] == []
    assert len(rows) == len(set(rows))


def test_a_key_that_nobody_knows_is_marked_by_the_editor() -> None:
    matter = json.loads(json_schemas()["matter.json"])
    assert matter["anyOf"][0]["additionalProperties"] is False


def test_writing_again_changes_nothing_and_clears_what_no_section_has(tmp_path: Path) -> None:
    assert "matter.json" in write_schemas(tmp_path)
    (tmp_path / "gone.json").write_text("{}", encoding="utf-8")
    assert write_schemas(tmp_path) == []
    assert not (tmp_path / "gone.json").exists()
