"""Messages: merge the fragments of all apps, check that every message is translated, compile.

`python tools/messages.py compile | check`. Message ids are English; `zh-hans` is the default catalogue.
"""

import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "linli"
FRAGMENTS = SOURCE / "locale" / "fragments"
TARGET = SOURCE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.mo"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")

MessageId = str | tuple[str, ...]
Key = tuple[str | None, str]
"""Context and singular: what a catalogue looks up."""


def wanted() -> dict[Key, tuple[MessageId, str]]:
    """Every message in code and templates, with the first file that holds it."""
    found: dict[Key, tuple[MessageId, str]] = {}
    for path, python in _sources():
        for _, message, _, context in extract("python", io.BytesIO(python), keywords=KEYWORDS):
            key = (context, _singular(message))
            plural_now = isinstance(message, tuple)
            if key not in found or (plural_now and not isinstance(found[key][0], tuple)):
                found[key] = (message, str(path.relative_to(ROOT)))
    return {key: value for key, value in found.items() if key[1]}


def _sources() -> Iterator[tuple[Path, bytes]]:
    for path in sorted(SOURCE.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            yield path, path.read_bytes()
    for path in sorted(SOURCE.rglob("templates/**/*.html")):
        yield path, templatize(path.read_text(encoding="utf-8"), origin=str(path)).encode()


def _singular(message: str | Sequence[str]) -> str:
    return message if isinstance(message, str) else message[0]


def merged() -> tuple[Catalog, list[str]]:
    """All fragments as one catalogue, and what contradicts."""
    catalog = Catalog(locale="zh_Hans", charset="utf-8")
    faults: list[str] = []
    for path in sorted(FRAGMENTS.glob("*.po")):
        with path.open("rb") as file:
            fragment = read_po(file, locale="zh_Hans", abort_invalid=True)
        for message in fragment:
            if not message.id:
                continue
            known = catalog.get(message.id, context=message.context)
            if known is not None and texts(known.string) != texts(message.string):
                faults.append(
                    f"{path.name}: {_singular(message.id)!r} is also translated as {known.string!r}"
                )
            if known is None or isinstance(message.id, tuple):
                catalog.delete(message.id, context=message.context)
                catalog.add(message.id, message.string, context=message.context)
    return catalog, faults


def texts(string: str | Sequence[str] | None) -> tuple[str, ...]:
    """Chinese has one form, so that a plural's translation is a tuple of one."""
    return (string or "",) if isinstance(string, str) or string is None else tuple(string)


def compile_messages(target: Path = TARGET) -> int:
    catalog, _ = merged()
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        write_mo(file, catalog)
    return 0


def check() -> int:
    catalog, faults = merged()
    needed = wanted()
    translated = {
        (message.context, _singular(message.id)): message
        for message in catalog
        if message.id and all(texts(message.string))
    }
    for key, (message_id, path) in sorted(needed.items(), key=lambda item: (item[1][1], item[0][1])):
        message = translated.get(key)
        if message is None:
            faults.append(f"{path}: not translated: {key[1]!r}")
        elif isinstance(message_id, tuple) and not isinstance(message.id, tuple):
            faults.append(f"{path}: translated without its plural (msgid_plural): {key[1]!r}")
        elif names(message_id) != names(message.string):
            faults.append(f"{path}: other placeholders than {key[1]!r}: {message.string!r}")
    unused = sorted(text for _, text in translated.keys() - needed.keys())
    faults += [f"translated but used nowhere: {text!r}" for text in unused]
    print("\n".join(faults) or f"{len(needed)} messages, all translated")
    return 1 if faults else 0


def names(text: str | Sequence[str] | None) -> set[str]:
    """The placeholders of a message or of its translation."""
    return {name for part in texts(text) for name in PLACEHOLDER.findall(part)}


if __name__ == "__main__":
    sys.exit({"compile": compile_messages, "check": check}[sys.argv[1]]())
