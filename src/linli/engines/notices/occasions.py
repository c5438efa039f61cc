"""What rooms tell people about. A room declares its occasions in its `apps.py`; packs hold the words for them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from linli.engines.expressions import Kind

AUDIENCES: Final[Mapping[str, str]] = {
    "applicant": "申请人",
    "agent": "代办人",
    "person": "相关居民",
    "handler": "经办岗位",
    "supervisor": "督办岗位",
    "administrator": "系统管理岗位",
}
"""Whom an occasion may concern, with the Chinese word. The last three are posts, the others people."""
POSTS: Final = frozenset({"handler", "supervisor", "administrator"})


@dataclass(frozen=True, slots=True)
class Occasion:
    """`facts` are what its words may name, `personal` those among them that tell something about a person."""

    code: str
    title: str
    audiences: tuple[str, ...]
    facts: Mapping[str, Kind]
    personal: frozenset[str] = field(default=frozenset())

    def __post_init__(self) -> None:
        unknown = set(self.audiences) - AUDIENCES.keys() | self.personal - self.facts.keys()
        if unknown:
            raise ValueError(f"occasion {self.code}: there is no {', '.join(sorted(unknown))}")


_OCCASIONS: dict[str, Occasion] = {}


def declare(occasion: Occasion) -> None:
    """Declare an occasion; again only an equal one."""
    if _OCCASIONS.setdefault(occasion.code, occasion) != occasion:
        raise ValueError(f"occasion {occasion.code} is declared twice")


def get(code: str) -> Occasion:
    """The occasion of this code; raises KeyError: who tells of it declares it first."""
    return _OCCASIONS[code]


def find(code: str) -> Occasion | None:
    return _OCCASIONS.get(code)


def all_occasions() -> Iterator[Occasion]:
    """Every occasion, by code."""
    yield from sorted(_OCCASIONS.values(), key=lambda occasion: occasion.code)
