"""Who and where: person header, place path, facts, the service station of the resident's pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Link:
    title: str
    href: str
    icon: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PersonHeader:
    """`about`: «女，76岁，独居». The page at `reveal_href` asks for a purpose, logs it, shows the number."""

    template: ClassVar[str] = "ui/parts/person.html"
    name: str
    about: str = ""
    masked_id: str = ""
    masked_phone: str = ""
    address: str = ""
    reveal_href: str = ""
    actions: Sequence[Link] = ()
    level: int = 1


@dataclass(frozen=True, slots=True)
class PlacePath:
    """市 › 区 › 街道 › 社区 › 网格; the last is bold. Items are (name, address or empty)."""

    template: ClassVar[str] = "ui/parts/place.html"
    items: Sequence[tuple[str, str]]

    @property
    def upper(self) -> Sequence[tuple[str, str]]:
        return self.items[:-1]

    @property
    def last(self) -> str:
        return self.items[-1][0] if self.items else ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Terms and their values."""

    template: ClassVar[str] = "ui/parts/facts.html"
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Station:
    """The community of a resident's page and how to reach its service station; `request.station`."""

    name: str
    where: str = ""
    title: str = ""
    address: str = ""
    hours: str = ""
    phone: str = ""
    note: str = ""

    @property
    def phone_href(self) -> str:
        return "tel:" + "".join(c for c in self.phone if c.isdigit() or c == "+")
