"""A fault of a pack: where it stands, what stands there, what is wrong, how to mend it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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


class PackRefused(DomainError):
    """The pack cannot be installed; `faults` names every reason at once."""

    code = "pack_refused"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(format_faults(faults))
        self.faults = tuple(faults)


def format_faults(faults: Iterable[Fault]) -> str:
    """The faults for people, one paragraph each, in the order of the files; empty text if there are none."""
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
    return "\n".join(lines)


def shorten(value: str, limit: int = 60) -> str:
    """One line of a value, for messages."""
    text = " ".join(value.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
