"""Every act that the code writes into the audit log has words in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

from django.utils import translation

import linli
from linli.desks.workbench.acts import ACTS, words_of
from linli.kernel.audit.models import AuditEntry
from linli.registers.people.models import FileChange
from linli.rooms.matters.display.looks import LOOKED_AT

RECORDERS = {
    "record",
    "record_act",
    "note_look",
    "record_names",
    "_record_look",
    "_record",
    "_look",
    "_trace",
    "find",
}
"""What writes an entry, and is given the code of its act."""


def acts_in_code() -> set[str]:
    root = Path(str(linli.__file__)).parent
    files = (path for path in root.rglob("*.py") if not {"tests", "migrations"} & set(path.parts))
    return {act for path in files for act in acts_in(path.read_text(encoding="utf-8"))}


def texts_in_code() -> set[str]:
    """Every text that stands in the code as it is, but for the list of words itself."""
    root = Path(str(linli.__file__)).parent
    files = (path for path in root.rglob("*.py") if not {"tests", "migrations"} & set(path.parts))
    return {
        node.value
        for path in files
        if path.name != "acts.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def acts_in(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "act")]
        for value in given if name in RECORDERS else ():
            if isinstance(value, ast.Constant) and isinstance(value.value, str) and _is_act(value.value):
                yield value.value


def _is_act(text: str) -> bool:
    part, dot, code = text.partition(".")
    return text == "sign_in" or bool(dot and part.isidentifier() and code.isidentifier())


def composed() -> set[str]:
    """Acts that are put together from a verb or a kind."""
    steps = {"open", "submit", "approve", "return", "reopen", "withdraw"}
    kinds = {str(kind) for kind in FileChange.Kind}
    states = {str(state) for state in FileChange.State}
    return {f"overlay.{verb}" for verb in steps} | {f"people.{one}" for one in kinds | states}


def entry(act: str) -> AuditEntry:
    return SimpleNamespace(act=act)  # type: ignore[return-value]


def test_the_acts_are_found() -> None:
    assert {
        "notice.told_list",
        "case.page",
        "people.number_held",
        "place.rename",
        "pack.install",
    } <= acts_in_code()


def test_every_act_has_words_in_both_languages() -> None:
    for act in sorted(acts_in_code() | composed()):
        if act in LOOKED_AT:
            continue
        told = {}
        for language in ("zh-hans", "en"):
            with translation.override(language):
                told[language] = words_of(entry(act), act)
        assert act not in told.values(), act
        assert told["zh-hans"] != told["en"], act


def test_no_words_are_kept_for_acts_that_are_gone() -> None:
    dynamic = {act for act in ACTS if act.startswith(("people.protected_", "overlay."))}
    texts = texts_in_code()

    def stands(act: str) -> bool:
        """As it is, or put together of a beginning and a verb."""
        return act in texts or any({act[:cut], act[cut:]} <= texts for cut in range(1, len(act)))

    assert [act for act in set(ACTS) - dynamic - composed() if not stands(act)] == []
