"""A fault of a pack: where it stands, what stands there, what is wrong, how to mend it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.kernel.errors import DomainError


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """`file` is relative to the pack's folder; `line` and `column` count from 1, 0 means the whole file."""

    file: str
    line: int
    column: int
    value: str
    message: str
    mend: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        shown = f" «{shorten(self.value)}»" if self.value else ""
        mend = f" → {self.mend}" if self.mend else ""
        return f"{place}{shown} {self.message}{mend}"


@dataclass(frozen=True, slots=True)
class Unchecked:
    """What could not be looked at before the faults that were found are mended: `references` to what may stand in a
    file that could not be read, `items` of which not everything was looked at, and `files` that could not be read."""

    files: int = 0
    items: int = 0
    references: int = 0

    def __str__(self) -> str:
        """For people: one line for each kind, empty if there is nothing."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        counted = (
            (
                self.files,
                ngettext(
                    "%(count)d file could not be read; what stands in it was not checked.",
                    "%(count)d files could not be read; what stands in them was not checked.",
                    self.files,
                ),
            ),
            (
                self.items,
                ngettext(
                    "%(count)d item was not checked to the end (its examples, for instance).",
                    "%(count)d items were not checked to the end (their examples, for instance).",
                    self.items,
                ),
            ),
            (
                self.references,
                ngettext(
                    "%(count)d reference was not checked: it may lead into a file that could not be read.",
                    "%(count)d references were not checked: they may lead into a file that could not be read.",
                    self.references,
                ),
            ),
        )
        yield from (words % {"count": count} for count, words in counted if count)
        if any(count for count, _words in counted):
            yield _("Mend the faults above, and check again.")


ALL_CHECKED: Final = Unchecked()


class PackRefused(DomainError):
    """The pack cannot be installed; `faults` names every reason at once."""

    code = "pack_refused"

    def __init__(self, faults: Sequence[Fault], unchecked: Unchecked = ALL_CHECKED) -> None:
        super().__init__(format_faults(faults, unchecked))
        self.faults = tuple(faults)
        self.unchecked = unchecked


def format_faults(faults: Iterable[Fault], unchecked: Unchecked = ALL_CHECKED) -> str:
    """The faults for people, one paragraph each, in the order of the files, and what was not looked at; empty text if
    there are none."""
    found = sorted(set(faults))
    if not found:
        return ""
    lines: list[str] = []
    for fault in found:
        place = f"{fault.file}:{fault.line}:{fault.column}" if fault.line else fault.file
        lines.append(f"{place}  «{shorten(fault.value)}»" if fault.value else place)
        lines.append(f"    {fault.message}")
        if fault.mend:
            lines.append(f"    → {fault.mend}")
    lines.append(ngettext("%(count)d fault.", "%(count)d faults.", len(found)) % {"count": len(found)})
    if told := str(unchecked):
        lines.append(told)
    return "\n".join(lines)


def shorten(value: str, limit: int = 60) -> str:
    """One line of a value, for messages."""
    text = " ".join(value.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
