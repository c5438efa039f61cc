"""What stood in a form when it was sent, and what is wrong with it, by field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict

from linli.kernel.errors import DomainError, Faults
from linli.kernel.ui import components as ui

Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Typed:
    sent: QueryDict | None = None
    faults: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str, default: str = "") -> str:
        return default if self.sent is None else self.sent.get(name, "").strip()

    def many(self, name: str, default: Iterable[str] = ()) -> list[str]:
        return list(default) if self.sent is None else self.sent.getlist(name)

    def number(self, name: str) -> int | None:
        """A whole number of at most eight digits; None for anything else."""
        text = self.get(name)
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= 8 else None

    def day(self, name: str) -> date | None:
        try:
            return date.fromisoformat(self.get(name))
        except ValueError:
            return None

    def text(self, name: str, label: str, default: str = "", **more: Any) -> ui.Field:
        return ui.Field(name, label, value=self.get(name, default), error=self.faults.get(name, ""), **more)

    def select(self, name: str, label: str, options: Options, default: str = "", **more: Any) -> ui.Field:
        chosen = self.get(name, default)
        choices = [ui.Choice(code, text, code == chosen) for code, text in options]
        more.setdefault("kind", "select")
        return ui.Field(name, label, choices=choices, error=self.faults.get(name, ""), **more)

    def picks(
        self,
        name: str,
        label: str,
        options: Sequence[tuple[str, str, str]],
        default: Iterable[str] = (),
        **more: Any,
    ) -> ui.Field:
        """`options` are (code, text, hint)."""
        chosen = set(self.many(name, default))
        choices = [ui.Choice(code, text, code in chosen, hint) for code, text, hint in options]
        return ui.Field(
            name, label, "checkboxes", choices=choices, error=self.faults.get(name, ""), wide=True, **more
        )


def faults_of(error: DomainError | None) -> dict[str, str]:
    """What is wrong, by field; under the empty name what belongs to none."""
    if error is None:
        return {}
    if isinstance(error, Faults):
        return {name: str(text) for name, text in error.faults.items()}
    return {error.field: str(error.message)}
