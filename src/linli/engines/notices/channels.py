"""Ways out of the platform, through Apprise: one service for each channel, named by an address in the settings."""

import functools
from types import ModuleType
from urllib.parse import quote, urlsplit

from django.conf import settings

from linli.kernel.dispatch.sending import SENDERS, NotSent, Outgoing

_TAKE_HEADERS = frozenset({"json", "jsons", "form", "forms", "xml", "xmls"})
"""Services to which a header can be given: a gateway may drop a repeat by the message's key."""


def configured() -> dict[str, str]:
    """Channel → address with `{to}`, as the settings name them."""
    found: dict[str, str] = settings.CONFIG.channel_addresses
    return found


def register_all() -> None:
    for channel in configured():
        SENDERS[channel] = send


def send(message: Outgoing) -> str:
    """Hand a message to the channel's service. Raises `NotSent` if it does not take it.

    Apprise tells whether the service took the message and nothing more: the receipt is the service's name.
    """
    address = address_for(configured()[message.channel], to=message.to, key=message.key)
    service = _apprise().Apprise.instantiate(address, suppress_exceptions=True)
    if service is None:
        raise NotSent(f"the address of the channel {message.channel} is not one that Apprise knows")
    if not service.notify(body=message.text, title=""):
        raise NotSent(f"the service of the channel {message.channel} did not take the message")
    return f"{message.channel}: {service.service_name}"


def address_for(template: str, *, to: str, key: str) -> str:
    """The service's address with the recipient in it and, where the service takes headers, the message's key."""
    address = template.replace("{to}", quote(to, safe=""))
    if urlsplit(template).scheme not in _TAKE_HEADERS:
        return address
    return f"{address}{'&' if '?' in address else '?'}+Idempotency-Key={quote(key, safe='')}"


def list_unusable() -> list[str]:
    """Channels whose address Apprise does not understand."""
    return [
        channel
        for channel, template in configured().items()
        if _apprise().Apprise.instantiate(address_for(template, to="13800000000", key="x")) is None
    ]


@functools.cache
def _apprise() -> ModuleType:
    """Loaded when the first message leaves: it brings a hundred services along, and web processes send nothing."""
    import apprise  # noqa: PLC0415

    found: ModuleType = apprise
    return found
