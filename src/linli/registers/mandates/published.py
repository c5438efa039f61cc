"""Events of mandates: ids only."""

from dataclasses import dataclass
from typing import ClassVar

from linli.kernel.events.registry import Event, register


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class MandateRequested(Event):
    """Somebody asks to act for a person whom she named; whether there is such a file is found later."""

    NAME: ClassVar[str] = "mandates.requested"
    request: int


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class MandateGiven(Event):
    """From now on `agent` acts for `principal`."""

    NAME: ClassVar[str] = "mandates.given"
    mandate: int
    principal: int
    agent: int


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class MandateEnded(Event):
    """The mandate was revoked."""

    NAME: ClassVar[str] = "mandates.ended"
    mandate: int
    principal: int
    agent: int
