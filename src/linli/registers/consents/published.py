"""Events of consents: ids and codes."""

from dataclasses import dataclass
from typing import ClassVar

from linli.kernel.events.registry import Event, register


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven(Event):
    """`person` agreed to `purpose`."""

    NAME: ClassVar[str] = "consents.given"
    person: int
    purpose: str


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWithdrawn(Event):
    """`person` does not agree to `purpose` any more: what rests on it ends."""

    NAME: ClassVar[str] = "consents.withdrawn"
    person: int
    purpose: str
