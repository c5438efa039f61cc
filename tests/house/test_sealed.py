"""`site/sealed.py` names everything that is sealed: what a rotation forgot would be lost when the key is retired."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.db import models

import linli
from linli.kernel.resealing.tables import read_names
from linli.site.sealed import TABLES

ROOT = Path(linli.__file__).parent
NOT_SEALED = {
    ("throttle", "key"),
    ("login_wait", "key"),
    ("sealing_key", "fingerprint"),
    ("mfa_authenticator", "data"),
}
"""Keyed digests, what a key is known again by, and JSON that holds sealed texts (`SealedTexts`)."""

NOTHING_KEPT = {
    "linli.kernel.crypto",
    "linli.kernel.resealing.tables",
    "linli.rooms.sharing.queries.cursors",
}
"""The verb itself, sealing anew, and places in a list that only the caller holds."""


def binary_columns() -> Iterator[tuple[str, str]]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if isinstance(field, models.BinaryField) and "digest" not in (field.column or ""):
                yield model._meta.db_table, str(field.column)


def test_every_sealed_column_of_the_models_is_sealed_anew() -> None:
    columns = set(binary_columns()) - NOT_SEALED
    assert ("person", "phone_sealed") in columns
    assert columns == read_names(TABLES) - NOT_SEALED


def test_each_table_is_named_once() -> None:
    names = [table.name for table in TABLES]
    assert len(set(names)) == len(names)


def modules_that_seal() -> list[str]:
    found = []
    for path in ROOT.rglob("*.py"):
        if "tests" not in path.parts and "seal(" in path.read_text(encoding="utf-8"):
            found.append(".".join(path.relative_to(ROOT.parent).with_suffix("").parts))
    return sorted(found)


def contexts_of(module: ModuleType) -> Iterator[str]:
    """The constant in the `context=` of each call of `seal`."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if ast.unparse(call.func).split(".")[-1] != "seal":
            continue
        given = next(word.value for word in call.keywords if word.arg == "context")
        constants = [value for node in ast.walk(given) for value in _texts(node, vars(module))]
        assert constants, f"{module.__name__}:{call.lineno}: no constant in {ast.unparse(given)}"
        yield from constants


def _texts(node: ast.AST, known: dict[str, Any]) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.Subscript | ast.Name | ast.Attribute):
        try:
            value = eval(ast.unparse(node), dict(known))  # noqa: S307  our own source
        except (NameError, AttributeError, KeyError):
            return
        values = value.values() if isinstance(value, dict) else [value]
        yield from (one for one in values if isinstance(one, str))


@pytest.mark.parametrize("name", modules_that_seal())
def test_every_place_that_seals_uses_a_context_of_the_table(name: str) -> None:
    if name in NOTHING_KEPT:
        return
    known = {context for table in TABLES for context in table.columns.values()}
    assert set(contexts_of(importlib.import_module(name))) <= known
