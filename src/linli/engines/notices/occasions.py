"""What rooms tell people about. A room declares its occasions in its `apps.py`; packs hold the words for them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from linli.engines.expressions import Codes, Kind, Label, Type
from linli.engines.packs.sections import Library

Known = Callable[[Library], Iterable[str] | None]
"""Which codes a fact can be, given what a pack and those it depends on hold; None where that is not known."""

AUDIENCES: Final[Mapping[str, str]] = {
    "applicant": "申请人",
    "agent": "代办人",
    "person": "相关居民",
    "handler": "经办岗位",
    "supervisor": "要提醒的岗位",
    "administrator": "系统管理岗位",
}
"""Whom an occasion may concern, with the Chinese word. The last three are posts, the others people."""
POSTS: Final = frozenset({"handler", "supervisor", "administrator"})


@dataclass(frozen=True, slots=True)
class Occasion:
    """`facts` are what its words may name, `personal` those among them that tell something about a person, `codes`
    those that can only be certain codes: conditions that name another one are faults."""

    code: str
    title: str
    audiences: tuple[str, ...]
    facts: Mapping[str, Kind]
    personal: frozenset[str] = field(default=frozenset())
    codes: Mapping[str, Known] = field(default_factory=dict)
    labels: Mapping[str, Label | str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        named = self.personal | self.codes.keys()
        unknown = set(self.audiences) - AUDIENCES.keys() | named - self.facts.keys()
        if unknown:
            raise ValueError(f"occasion {self.code}: there is no {', '.join(sorted(unknown))}")

    def names(self, library: Library) -> dict[str, Type]:
        """What conditions may speak about, with the codes that each fact can be."""
        known = {fact: found for fact, ask in self.codes.items() if (found := ask(library)) is not None}
        return {**self.facts, **{fact: Codes(tuple(found)) for fact, found in known.items()}}


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
