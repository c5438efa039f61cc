"""Messages: merge the fragments of all apps, check that every message is translated, compile.

`python tools/messages.py compile | check`. Message ids are English; `zh-hans` is the default catalogue.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "linli"
FRAGMENTS = SOURCE / "locale" / "fragments"
TARGET = SOURCE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.mo"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def wanted() -> dict[str, str]:
    """Every message id in code and templates, with the file that holds it."""
    found: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        for _, message, _, _ in extract_from_file(extract_python, path, keywords=KEYWORDS):
            found.setdefault(_first(message), str(path.relative_to(ROOT)))
    for path in sorted(SOURCE.rglob("templates/**/*.html")):
        python = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        for _, _, message, _ in _extract_template(python):
            found.setdefault(_first(message), str(path.relative_to(ROOT)))
    found.pop("", None)
    return found


def _extract_template(python: str) -> list[tuple[int, str, object, list[str]]]:
    options: dict[str, object] = {}
    return [
        (line, function, message, comments)
        for line, function, message, comments in extract_python(
            io.BytesIO(python.encode()), {**KEYWORDS, "gettext": None}, [], options
        )
    ]


def _first(message: object) -> str:
    return str(message[0] if isinstance(message, tuple) else message or "")


def merged() -> tuple[Catalog, list[str]]:
    """All fragments as one catalogue, and what contradicts."""
    catalog = Catalog(locale="zh_Hans", charset="utf-8")
    faults: list[str] = []
    for path in sorted(FRAGMENTS.glob("*.po")):
        with path.open("rb") as file:
            fragment = read_po(file, locale="zh_Hans")
        for message in fragment:
            if not message.id:
                continue
            known = catalog.get(message.id, context=message.context)
            if known is not None and known.string != message.string:
                faults.append(f"{path.name}: {_first(message.id)!r} is also translated as {known.string!r}")
            catalog.add(message.id, message.string, flags=message.flags, context=message.context)
    return catalog, faults


def compile_messages() -> int:
    catalog, _ = merged()
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with TARGET.open("wb") as file:
        write_mo(file, catalog)
    return 0


def check() -> int:
    catalog, faults = merged()
    needed = wanted()
    translated = {_first(m.id) for m in catalog if m.id and all(m.string if isinstance(m.string, tuple) else [m.string])}
    faults += [f"{path}: not translated: {text!r}" for text, path in sorted(needed.items()) if text not in translated]
    faults += [f"translated but used nowhere: {text!r}" for text in sorted(translated - needed.keys())]
    print("\n".join(faults) or f"{len(needed)} messages, all translated")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit({"compile": compile_messages, "check": check}[sys.argv[1]]())
