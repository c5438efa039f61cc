"""The house tests itself: sizes, templates, migrations, settings, events."""

import ast
import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from linli.kernel.events.registry import EVENTS, SUBSCRIBERS
from linli.site.config import Config

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "linli"
PYTHON = sorted(SOURCE.rglob("*.py"))
CODE = [path for path in PYTHON if not {"migrations", "tests"} & set(path.parts)]
OUTSIDE = sorted(path for folder in ("bench", "tests", "tools") for path in (ROOT / folder).rglob("*.py"))
WRITTEN = [*(path for path in PYTHON if "migrations" not in path.parts), *OUTSIDE]
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
MIGRATIONS = [path for path in PYTHON if path.parent.name == "migrations" and path.name != "__init__.py"]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_is_past_400_lines() -> None:
    long = {name(path): lines for path in WRITTEN if (lines := len(path.read_text().splitlines())) > 400}
    assert long == {}


def test_nine_of_ten_files_are_under_200_lines() -> None:
    sizes = sorted(len(path.read_text().splitlines()) for path in CODE)
    assert sizes[len(sizes) * 9 // 10] < 200


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_obey_the_content_security_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text), "a style attribute is blocked: use a class"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "inline handlers are blocked: use linli.js"
    script = r"<script(?![^>]*\b(src=|type=\"application/json\"))"  # what is no program is not blocked
    assert not re.search(script, text), "inline scripts are blocked: put it into a module"
    assert "|safe" not in text, "build safe strings in Python, where they are tested"


@pytest.mark.parametrize("path", MIGRATIONS, ids=name)
def test_migrations_are_named_after_what_they_do_and_import_no_live_code(path: Path) -> None:
    assert re.fullmatch(r"\d{4}_[a-z]+(_[a-z0-9]+)+\.py", path.name), "name it after what it does"
    assert "_auto_" not in path.name
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        module = node.module if isinstance(node, ast.ImportFrom) else None
        # What `protect` and `admit` write is pinned by a test of theirs: it does not change.
        assert module == "linli.kernel.guard" or not (module or "").startswith("linli."), (
            f"imports {module}: live code changes, migrations do not"
        )


@pytest.mark.parametrize("path", CODE, ids=name)
def test_code_has_no_assert_and_no_print(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)], (
        "raise an error instead"
    )


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    names = [
        "DATABASE_URL" if key == "database_url" else f"LINLI_{key.upper()}" for key in Config.model_fields
    ]
    assert [key for key in names if f"`{key}`" not in text] == []


def test_every_event_is_a_frozen_dataclass_of_ids_and_codes() -> None:
    allowed = {"str", "int", "bool", "int | None", "str | None", str, int, bool}
    for event in EVENTS.values():
        assert is_dataclass(event)
        assert event.__dataclass_params__.frozen  # type: ignore[attr-defined]
        personal = {item.name for item in fields(event)} & {
            "name",
            "phone",
            "address",
            "note",
            "text",
            "comment",
        }
        assert not personal
        for item in fields(event):
            assert item.type in allowed or str(item.type) in allowed, f"{event.NAME}.{item.name}: {item.type}"


def test_every_subscription_is_to_a_declared_event() -> None:
    assert set(SUBSCRIBERS) <= set(EVENTS)


def test_nothing_tracked_names_a_path_of_a_machine_or_a_registry() -> None:
    # Written in pieces, so that this file does not find itself.
    hosts = "|".join(["py" + "pi", "python" + "hosted", "npm" + "js"])
    pattern = re.compile(r"(^|[^a-z])/(wo" + r"rk|ro" + rf"ot)/|https?://[^ \"]*({hosts})\.")
    texts = [
        p
        for p in ROOT.rglob("*")
        if p.suffix in {".py", ".md", ".toml", ".txt", ".yaml", ".csv", ".json", ".html"}
    ]
    skip = {".venv", "var", ".git", "node_modules", ".mypy_cache", ".ruff_cache", "dist", "build"}
    hits = [
        f"{name(path)}:{number}"
        for path in texts
        if not skip & set(path.relative_to(ROOT).parts)
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]
    assert hits == []
