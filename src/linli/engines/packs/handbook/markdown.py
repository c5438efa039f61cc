"""The handbook as Markdown: readable as it is, and in any repository."""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from linli.engines.packs.blocks import Block, Bullets, Drawing, Facts, Table, Text
from linli.engines.packs.handbook.book import Book

_SPECIAL = re.compile(r"([\\`*_\[\]>|#])")


def as_markdown(book: Book) -> str:
    lines = [f"# {_text(book.manifest.title)}", ""]
    if book.manifest.sample:
        lines += [f"> **{_('Sample: this is nobody’s rule.')}**", ""]
    lines += _facts(book.facts)
    for chapter in book.chapters:
        lines += [f"## {_text(chapter.title)}", ""]
        for entry in chapter.entries:
            lines += [f"### {_text(entry.title)} (`{entry.code}`)", ""]
            for block in entry.blocks:
                lines += _block(block)
    return "\n".join(lines).rstrip() + "\n"


def _block(block: Block) -> Iterable[str]:
    match block:
        case Text():
            text = _text(block.text)
            return [f"> **{text}**" if block.mark else text, ""]
        case Facts():
            return _facts(block)
        case Bullets():
            return [f"**{_text(block.title)}**", "", *(f"- {_text(line)}" for line in block.lines), ""]
        case Table():
            return [f"**{_text(block.title)}**", "", *_rows(block), ""]
        case Drawing():
            return [_text(block.words), ""]


def _facts(facts: Facts) -> list[str]:
    return [*(f"- {_text(name)}: {_text(value)}" for name, value in facts.shown), ""]


def _rows(table: Table) -> Iterator[str]:
    yield _row(table.head)
    yield _row(["---"] * len(table.head), escape=False)
    yield from (_row(row) for row in table.rows)


def _row(cells: Iterable[str], *, escape: bool = True) -> str:
    return "| " + " | ".join(_text(cell) if escape else cell for cell in cells) + " |"


def _text(text: str) -> str:
    """One line in which nothing is mark-up."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split())).replace("<", "&lt;")
