"""Notices, empty places, receipts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from django.utils.safestring import SafeString

Tone = Literal["info", "done", "running", "paused", "risk", "overdue", "new"]


@dataclass(frozen=True, slots=True)
class Notice:
    """Icon, sentence, way out. `overdue` is the tone of errors and is announced at once."""

    template: ClassVar[str] = "ui/parts/notice.html"
    text: str
    tone: Tone = "info"
    href: str = ""
    link: str = ""

    @property
    def css(self) -> str:
        return "" if self.tone == "info" else f"is-{self.tone}"

    @property
    def icon(self) -> str:
        return {"risk": "warn", "overdue": "warn", "done": "check", "paused": "clock"}.get(self.tone, "info")

    @property
    def role(self) -> str:
        return "alert" if self.tone == "overdue" else "status"


@dataclass(frozen=True, slots=True)
class Empty:
    """What is true, then what comes next."""

    template: ClassVar[str] = "ui/parts/empty.html"
    title: str
    text: str = ""
    href: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The 80 mm slip: black on white in every theme. `qr` is a ready SVG; `big` is the deadline."""

    template: ClassVar[str] = "ui/parts/receipt.html"
    title: str
    office: str
    rows: Sequence[tuple[str, str]]
    big_label: str = ""
    big: str = ""
    lines: Sequence[str] = ()
    query_label: str = ""
    query_code: str = ""
    qr: SafeString | None = None
    foot: str = ""
