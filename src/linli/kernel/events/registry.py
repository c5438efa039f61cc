"""Events as frozen dataclasses, and who wants to hear of them. Filled when Django's apps are ready."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, TypeVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of every published event: subclasses set `NAME` («case.accepted») and fields of ids and codes.

    `subject` («case:17») is what deliveries keep their order by.
    """

    NAME: ClassVar[str] = ""
    subject: str

    def payload(self) -> dict[str, Any]:
        return asdict(self)


Handler = Callable[[Any], None]
EventType = TypeVar("EventType", bound=type[Event])

EVENTS: dict[str, type[Event]] = {}
SUBSCRIBERS: dict[str, dict[str, Handler]] = {}


def register(event_type: EventType) -> EventType:
    """Class decorator: declares a published event."""
    known = EVENTS.setdefault(event_type.NAME, event_type)
    if known is not event_type:
        raise ValueError(f"event {event_type.NAME} is declared twice")
    return event_type


def subscribe(event_type: type[Event], subscriber: str, handler: Handler) -> None:
    """`handler` (named `subscriber`, stable across releases) writes rows only and stands redelivery."""
    SUBSCRIBERS.setdefault(event_type.NAME, {})[subscriber] = handler


def load(name: str, payload: dict[str, Any]) -> Event:
    """Rebuild an event from its log entry; fields it does not declare are refused."""
    event_type = EVENTS[name]
    extra = payload.keys() - {item.name for item in fields(event_type)}
    if extra:
        raise ValueError(f"event {name} has undeclared fields {sorted(extra)}")
    return event_type(**payload)
