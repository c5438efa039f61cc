"""An event that touches measures lets its community be counted again, for today."""

from collections.abc import Callable
from typing import Any

from linli.insight.actions import refresh
from linli.insight.registry import MEASURES
from linli.kernel import clock
from linli.kernel.events.registry import Event, subscribe

SUBSCRIBER = "insight.refresh"


def subscribe_all() -> None:
    """One subscription per event type, for all measures that it touches."""
    touched: dict[type[Event], list[str]] = {}
    for measure in MEASURES.values():
        for event_type in measure.touched_by:
            touched.setdefault(event_type, []).append(measure.code)
    for event_type, codes in touched.items():
        subscribe(event_type, SUBSCRIBER, refresher(tuple(codes)))


def refresher(codes: tuple[str, ...]) -> Callable[[Any], None]:
    """A handler that counts `codes` again where the event happened; standing redelivery, as counting does."""

    def handle(event: Any) -> None:
        if event.community is None:
            return
        now = clock.now()
        refresh(measures=codes, community=event.community, day=clock.local_day(now), now=now)

    return handle
