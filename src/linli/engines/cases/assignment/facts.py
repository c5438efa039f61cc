"""What a table may know about a case, read from the registers, and who holds the posts that its rules mean."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from linli.engines.cases.assignment.deciding import Assignment, Resolve, Triage, assign
from linli.engines.cases.assignment.rehearsal import Past
from linli.engines.cases.assignment.table import LEVELS, AssignmentTable, Rule
from linli.engines.cases.course import Post
from linli.engines.cases.models import Case
from linli.engines.cases.rules import Places
from linli.engines.expressions.kinds import plain
from linli.engines.packs.models import PackItem
from linli.kernel.clock import local_day
from linli.registers.organisations.queries import (
    UnitPost,
    list_held,
    list_held_posts,
    list_held_posts_of_unit,
)
from linli.registers.places.queries import get_urban_classes

TRIAGE: Final[Sequence[tuple[str, str]]] = (("administrator", "county"), ("reviewer", "county"))
"""Who decides by hand where no rule does: the first of these that somebody holds in the county of the case."""

_CHUNK: Final = 2000


@dataclass(slots=True)
class Atlas:
    """Codes and urban classes of places by id, read when first asked for."""

    known: dict[int, tuple[str, str]] = field(default_factory=dict)

    def learn(self, ids: Iterable[int | None]) -> None:
        missing = {place for place in ids if place is not None} - self.known.keys()
        if missing:
            self.known |= get_urban_classes(missing)

    def facts(self, places: Places) -> dict[str, object]:
        """Codes by level, the level of the case's own place, and whether that is urban."""
        codes: dict[str, object] = {}
        level, urban = "county", ""
        for name in LEVELS:
            code, own = self.known.get(places.get(name) or 0, ("", ""))
            codes[name] = code or None
            if code:
                level, urban = name, own or urban
        return {**codes, "level": level, "urban": _is_urban(urban)}


def decide(
    case: Case, table: AssignmentTable, *, state: str, day: date, answers: Mapping[str, object] | None = None
) -> Assignment | Triage:
    """Who gets `case` in `state` by `table`, as posts are held on `day`. `answers` are those of its form; the ones
    that the table does not declare are left out."""
    places = {level: getattr(case, level) for level in LEVELS}
    atlas = Atlas()
    atlas.learn(places.values())
    facts = {
        **atlas.facts(places),
        "matter": case.matter_item.code,
        "procedure": case.procedure_item.code,
        "tags": case.matter_item.content.get("need_tags", []),
        "by_agent": case.agent_id is not None,
        "state": state,
        "today": day,
        **_answers(table, answers or {}),
    }
    return assign(table, facts, _asking(places, day), day=day)


def _answers(table: AssignmentTable, given: Mapping[str, object]) -> dict[str, object]:
    """The declared answers; one of another kind than the table says counts as empty, so that its rule sends to
    triage."""
    found: dict[str, object] = {}
    for code in table.answers:
        name = f"answer.{code}"
        try:
            found[name] = plain(given.get(code), table.names[name])
        except TypeError:
            found[name] = None
    return found


def triage_post(case: Case, *, day: date) -> Post:
    """Who decides by hand; the first of them if nobody holds any, so that it waits for an appointment."""
    posts = [(role, f"{level}:{getattr(case, level)}") for role, level in TRIAGE]
    held = list_held(posts, day=day)
    return next((post for post in posts if post in held), posts[0])


def past_cases(
    *,
    since: datetime,
    day: date,
    state: str = "",
    answers: Iterable[str] = (),
    procedures: Collection[str] = (),
) -> Iterator[Past]:
    """Cases opened since, as they came in, with the posts as they are held on `day`; a stream in the order of ids.

    `state` is the state the table is asked in; the `answers` that tables declare are sealed and stay empty here.
    `procedures` narrows to cases of these procedures; empty means all.
    """
    held, atlas = _Held.of(list_held_posts(day=day)), Atlas()
    cases = Case.objects.filter(opened_at__gte=since)
    if procedures:
        cases = cases.filter(procedure_item__code__in=procedures)
    columns = ("id", "number", "opened_at", "agent", "matter_item", "procedure_item", *LEVELS)
    kinds, unread = _Kinds(), dict.fromkeys(f"answer.{code}" for code in answers)
    for chunk in _batched(cases.order_by("id").values_list(*columns).iterator(chunk_size=_CHUNK)):
        atlas.learn(place for row in chunk for place in row[6:])
        kinds.learn(item for row in chunk for item in row[4:6])
        for _id, number, opened_at, agent, matter, procedure, *ids in chunk:
            places = dict(zip(LEVELS, ids, strict=True))
            opened = local_day(opened_at)
            facts = {
                **atlas.facts(places), **kinds.facts(matter, procedure),
                "by_agent": agent is not None, "state": state, "today": opened, **unread,
            }  # fmt: skip
            yield Past(number, facts, opened, held.resolver(places))


@dataclass(slots=True)
class _Kinds:
    """Codes and need tags by the ids of pinned items."""

    known: dict[int, tuple[str, list[str]]] = field(default_factory=dict)

    def learn(self, ids: Iterable[int]) -> None:
        missing = set(ids) - self.known.keys()
        if missing:
            rows = PackItem.objects.filter(id__in=missing).values_list("id", "code", "content__need_tags")
            self.known |= {item: (code, tags or []) for item, code, tags in rows}

    def facts(self, matter: int, procedure: int) -> dict[str, object]:
        code, tags = self.known[matter]
        return {"matter": code, "procedure": self.known[procedure][0], "tags": tags}


@dataclass(frozen=True, slots=True)
class _Held:
    """Every post that is held, for many cases at once."""

    posts: frozenset[Post]
    in_units: Mapping[tuple[str, str], Post]

    @classmethod
    def of(cls, held: Iterable[UnitPost]) -> "_Held":
        rows = list(held)
        units = {
            (row.credit_code, row.role): (row.role, row.scope) for row in reversed(rows) if row.credit_code
        }
        return cls(frozenset((row.role, row.scope) for row in rows), units)

    def resolver(self, places: Places) -> Resolve:
        def resolve(rule: Rule) -> Post | None:
            if rule.unit is not None:
                return self.in_units.get((rule.unit, rule.role))
            post = _post(rule, places)
            return post if post in self.posts else None

        return resolve


def _asking(places: Places, day: date) -> Resolve:
    """Resolves one rule of one case with one statement."""

    def resolve(rule: Rule) -> Post | None:
        if rule.unit is not None:
            found = list_held_posts_of_unit(rule.unit, role=rule.role, day=day)
            return next(((row.role, row.scope) for row in found), None)
        post = _post(rule, places)
        return post if post is not None and list_held([post], day=day) else None

    return resolve


def _post(rule: Rule, places: Places) -> Post | None:
    place = places.get(rule.at or "")
    return None if place is None else (rule.role, f"{rule.at}:{place}")


def _batched(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    stream = iter(rows)
    while chunk := list(islice(stream, _CHUNK)):
        yield chunk


def _is_urban(urban_class: str) -> bool | None:
    """城乡分类: 1xx urban, 2xx rural; anything else says nothing."""
    return {"1": True, "2": False}.get(urban_class[:1])
