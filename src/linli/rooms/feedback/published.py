"""What this room promises to tell."""

from dataclasses import dataclass
from typing import ClassVar

from linli.kernel.events.registry import Event, register


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class RatingGiven(Event):
    """A case was rated; `subject` is the case."""

    NAME: ClassVar[str] = "feedback.rating_given"
    community: int | None
    level: int
    source: str
