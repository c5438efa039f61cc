"""What documents say exists: links and their headings, pictures, commands with their options, targets of make."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from linli.site.cli import PARTS, cli
from tools.screenshots import SHOTS

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = {".venv", "var", ".git", "node_modules", "dist", "build"}
DOCUMENTS = sorted(
    path
    for path in ROOT.rglob("*.md")
    if not any(part in SKIPPED or part.startswith(".") for part in path.relative_to(ROOT).parts)
)
CODE = [path for path in sorted((ROOT / "src").rglob("*.py")) if "tests" not in path.parts]
PICTURES = ROOT / "docs" / "pictures"
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
INLINE = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:^|[\s;&$=])(?:\.venv/bin/)?linli ((?:--)?[a-z][^#`»;&|]*)")
MESSAGE = re.compile(r"[`«]linli ([a-z][^`»{]*)")
TARGET = re.compile(r"(?:^|[\s;&$])make ([a-z]+)")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def code_in(text: str) -> Iterator[str]:
    """What stands in backticks or in a block: the lines that a reader may type."""
    for block in BLOCK.findall(text):
        yield from block.splitlines()
    yield from INLINE.findall(BLOCK.sub("", text))


def headings(text: str) -> set[str]:
    """Anchors of the headings, as common renderers of Markdown make them."""
    titles = re.findall(r"^#+ (.+)$", BLOCK.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def unknown(words: list[str]) -> str:
    """The first word that the command line does not know; empty if it knows all of them."""
    command: click.Command = cli
    for word in words:
        if word.startswith("-"):
            known = {option for parameter in command.params for option in parameter.opts}
            if word not in known | {"--help"}:
                return word
        elif isinstance(command, click.Group):
            found = command.get_command(click.Context(command), word)
            if found is None:
                return word
            command = found
    return ""


def words_of(line: str) -> list[str]:
    """`plan show --place CODE` → what the command line must know: sub-commands and options, brackets set aside."""
    return [word for word in re.split(r"[\s\[\]|,]+", line) if re.fullmatch(r"(--)?[a-z][a-z-]*", word)]


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for link in LINK.findall(BLOCK.sub("", text)):
        if re.match(r"[a-z]+:", link):
            continue
        place, _, anchor = link.partition("#")
        target = (path.parent / place).resolve() if place else path
        if target.parent == PICTURES and not PICTURES.exists():
            assert target.stem in {shot.name for shot in SHOTS}, f"{link}: no such picture is taken"
            continue
        assert target.exists(), f"{link} leads nowhere"
        if anchor:
            assert anchor in headings(target.read_text(encoding="utf-8")), f"{link}: no such heading"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_commands_in_documents_exist(path: Path) -> None:
    lines = [line for code in code_in(path.read_text(encoding="utf-8")) for line in COMMAND.findall(code)]
    assert {line: found for line in lines if (found := unknown(words_of(line)))} == {}


def test_commands_that_messages_advise_exist() -> None:
    lines = {line for path in CODE for line in MESSAGE.findall(path.read_text(encoding="utf-8"))}
    assert lines
    assert {line: found for line in lines if (found := unknown(words_of(line)))} == {}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_targets_of_make_exist(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {t for code in code_in(path.read_text(encoding="utf-8")) for t in TARGET.findall(code)}
    assert named <= targets


def test_every_command_is_documented() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [command for command in PARTS if f"`linli {command}" not in text] == []


def test_both_readmes_tell_of_each_other() -> None:
    assert "(README.zh.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "(README.md)" in (ROOT / "README.zh.md").read_text(encoding="utf-8")


def test_a_wrong_command_would_be_noticed() -> None:
    assert unknown(["plan", "show", "--place"]) == ""
    assert unknown(["plan", "draw"]) == "draw"
    assert unknown(["demo", "--people"]) == "--people"
