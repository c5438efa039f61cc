"""What a column is proposed to hold: by its title, and by what its values look like."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from linli.engines.sheets.cells import Cell, folded, is_blank, plain
from linli.engines.sheets.headers import Header, Title

Kind = Literal["text", "name", "date", "code", "phone", "identity"]

_IDENTITY: Final = re.compile(r"\d{17}[\dXx]|\d{15}")
_PHONE: Final = re.compile(r"(\+?86)?1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")
_DATE: Final = re.compile(r"(18|19|20)\d{2}[-/.年]?\d{1,2}[-/.月]?\d{1,2}日?( .*)?")
_NAME: Final = re.compile(r"[\u4e00-\u9fff]{1,2} ?[\u4e00-\u9fff]{1,2}")
_PROPOSED_FROM: Final = 30
_ENOUGH: Final = 3


@dataclass(frozen=True)
class Target:
    """Something that a column can hold. `synonyms` are titles people give it; a title with one of `never` in it is of
    somebody else (户主姓名 is not 姓名). Of kind `code`, `words` lead from what people write to the code."""

    code: str
    label: str
    kind: Kind
    synonyms: Sequence[str] = ()
    never: Sequence[str] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def titles(self) -> frozenset[str]:
        return frozenset(folded(title) for title in (self.label, *self.synonyms))

    @cached_property
    def spoken(self) -> dict[str, str]:
        """Folded word → code."""
        return {folded(word): code for word, code in self.words.items()}


def knower(targets: Sequence[Target]) -> Callable[[str], bool]:
    """Whether a folded title is one of some target, or one that sheets have beside."""
    known = {title for target in targets for title in target.titles}
    known |= {"序号", "编号", "备注", "说明", "no", "年龄"}
    return known.__contains__


def propose(header: Header, sample: Sequence[Sequence[Cell]], targets: Sequence[Target]) -> dict[int, str]:
    """Column → code of its target, the surest first; a target has one column."""
    columns = [[row[at] for row in sample if at < len(row)] for at in range(len(header.titles))]
    scored = sorted(_scores(header.titles, columns, targets), key=lambda one: (-one[0], one[1]))
    found: dict[int, str] = {}
    for score, column, code in scored:
        if score >= _PROPOSED_FROM and column not in found and code not in found.values():
            found[column] = code
    return found


def _scores(
    titles: Sequence[Title], columns: Sequence[Sequence[Cell]], targets: Sequence[Target]
) -> Iterator[tuple[int, int, str]]:
    for at, (title, values) in enumerate(zip(titles, columns, strict=True)):
        given = [cell for cell in values if not is_blank(cell)]
        for target in targets:
            looks = _share(given, target)
            by_title = _title_score(title, target)
            if by_title:
                contrary = len(given) >= _ENOUGH and looks is not None and looks < 0.2
                yield by_title + round(20 * (looks or 0)) - (80 if contrary else 0), at, target.code
            elif any(word in title.whole for word in target.never):
                continue
            elif not title.leaf and looks is not None and looks > 0.6 and len(given) >= _ENOUGH:
                yield 35, at, target.code
            elif target.kind in ("identity", "phone") and looks is not None and looks > 0.8 and given:
                yield 32, at, target.code


def _title_score(title: Title, target: Target) -> int:
    leaf, whole = folded(title.leaf), folded(title.whole)
    if not leaf:
        return 0
    if whole in target.titles:
        return 110
    if any(word in title.whole for word in target.never):
        return 0
    if leaf in target.titles:
        return 100
    inside = max((len(known) for known in target.titles if known in whole and len(known) > 1), default=0)
    return 40 + inside if inside else 0


def _share(given: Sequence[Cell], target: Target) -> float | None:
    """How many of the values look like this target; None where nothing can be said."""
    tell = _LOOKS.get(target.kind)
    if target.kind == "code" and target.spoken:
        fits = Counter(folded(plain(cell)) in target.spoken for cell in given)
        return fits[True] / len(given) if given else None
    if tell is None or not given:
        return None
    return sum(bool(tell.fullmatch(plain(cell).replace(" ", ""))) for cell in given) / len(given)


_LOOKS: Final[Mapping[str, re.Pattern[str]]] = {
    "identity": re.compile(rf"({_IDENTITY.pattern})|\d(\.\d+)?[eE]\+?1[4-8]|\d{{16,18}}\.\d"),
    "phone": _PHONE,
    "date": re.compile(rf"({_DATE.pattern})|\d{{5}}"),
    "name": _NAME,
}
