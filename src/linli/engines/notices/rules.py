"""Words from facts, ways to people, and what became of it. Pure."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
ONE_PART: Final = 70
OF_MANY: Final = 67
"""Characters of a text message in Chinese: alone, and in each part of a longer one (the join takes three)."""

SMS: Final = "sms"
MAIL: Final = "mail"
GROUP: Final = "group"
"""The chat group of a unit, for posts."""
IN_APP: Final = "inapp"
CONSOLE: Final = "console"
IN_PERSON: Final = "person"


def placeholders(text: str) -> list[str]:
    """The names in braces, in their order."""
    return PLACEHOLDER.findall(text)


def fill(text: str, facts: Mapping[str, object], tell: Callable[[object], str]) -> str:
    """The text with its facts in words; raises KeyError for a fact that is not given."""
    return PLACEHOLDER.sub(lambda match: tell(facts[match[1]]), text)


def sms_parts(characters: int) -> int:
    """How many parts a text message of so many characters is billed as."""
    return 1 if characters <= ONE_PART else -(-characters // OF_MANY)


@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody can be reached: numbers in clear, so handle with care. `wants_*` are the person's own wishes."""

    has_login: bool = False
    phone: str = ""
    mail: str = ""
    wants_sms: bool = True
    wants_in_person: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """A channel and the address there (none in the app and in person)."""

    channel: str
    to: str = ""


def ways_to(contact: Contact, channels: Collection[str], *, taken: Collection[str] = ()) -> list[Way]:
    """By which ways somebody hears of something. `taken` are addresses that are somebody else's here: who is
    represented is told by another way than the agent. Nobody is left without a way: the last one is a person."""
    offered = [
        Way(IN_APP) if contact.has_login else None,
        Way(SMS, contact.phone) if contact.phone and contact.wants_sms else None,
        Way(MAIL, contact.mail) if contact.mail else None,
    ]
    ways = [
        way
        for way in offered
        if way is not None
        and way.to not in set(taken) - {""}
        and (way.channel == IN_APP or way.channel in channels)
    ]
    if not ways or contact.wants_in_person:
        ways.append(Way(IN_PERSON))
    return ways


def addresses(contact: Contact) -> list[str]:
    return [address for address in (contact.phone, contact.mail) if address]


class Standing(StrEnum):
    """Whether somebody was told, the least sure first."""

    FAILED = "failed"
    TO_TELL = "to_tell"
    WAITING = "waiting"
    STORED = "stored"
    SENT = "sent"
    TOLD = "told"


ORDER: Final = tuple(Standing)


@dataclass(frozen=True, slots=True)
class Sent:
    """One dispatch as it stands; `state` is its own."""

    channel: str
    state: str
    read: bool = False


def standing_of(sent: Iterable[Sent], *, has_login: bool, task_open: bool, told: bool) -> Standing:
    """What may be claimed about one recipient. What lies in the app counts once somebody can read it there, and as
    told once it was read; a way that failed is no way; the console reaches nobody."""
    found = [Standing.TOLD] if told else [Standing.TO_TELL] if task_open else []
    for one in sent:
        if one.channel == IN_APP:
            found += [Standing.TOLD] if one.read else [Standing.STORED] if has_login else []
        elif one.channel != CONSOLE:
            found.append(_OF_STATE[one.state])
    return max(found, key=ORDER.index, default=Standing.FAILED)


_OF_STATE: Final = {
    "queued": Standing.WAITING, "sending": Standing.WAITING, "sent": Standing.SENT,
    "failed": Standing.FAILED, "expired": Standing.FAILED,
}  # fmt: skip


def least(standings: Sequence[Standing]) -> Standing | None:
    """What may be claimed of all of them together: no more than of the one who knows least."""
    return min(standings, key=ORDER.index, default=None)
