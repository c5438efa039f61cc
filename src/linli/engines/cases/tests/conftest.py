"""A desk at which the standing cast opens and moves cases of one real procedure, day by day."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from ruamel.yaml import YAML

from linli.engines.cases import actions
from linli.engines.cases.models import Case
from linli.engines.cases.tests import worked
from linli.engines.packs.folders import builtin_root
from linli.engines.packs.models import InstalledPack, PackItem
from linli.kernel.actors import Actor
from linli.kernel.clock import LOCAL
from linli.kernel.guard import acting_as
from linli.registers.calendar import queries as calendar_queries
from linli.registers.places import queries as place_queries
from tests.support.cast import NOW, Cast

COMMUNITY = "532301100001"


def at(day: str, hour: int = 10) -> datetime:
    """A moment of a day in Shanghai."""
    return datetime.combine(date.fromisoformat(day), time(hour), LOCAL)


@dataclass
class Desk:
    cast: Cast
    matter: PackItem
    procedure: PackItem
    actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        if name not in self.actors:
            self.actors[name] = self.cast.actor(name)
        return self.actors[name]

    def open(self, by: str = "wang", **changes: Any) -> Case:
        asked = {
            "actor": self.actor(by), "now": NOW, "room": "matters", "title": "高龄津贴",
            "matter_item": self.matter, "procedure_item": self.procedure,
            "position": self.cast.places[COMMUNITY], "applicant": self.cast.people["wang"],
            "synthetic": True,
        } | changes  # fmt: skip
        with acting_as(asked["actor"]):
            return actions.open_case(**asked)

    def act(self, by: str, case: Case, action: str, now: datetime = NOW, **changes: Any) -> Case:
        with acting_as(self.actor(by)):
            return actions.act(actor=self.actor(by), now=now, number=case.number, action=action, **changes)

    def walk_to(self, state: str) -> Case:
        """A case that went the ordinary course up to `state`."""
        case = self.open()
        for by, action, now, note in COURSE:
            if case.state == state:
                break
            case = self.act(by, case, action, now, note=note)
        assert case.state == state
        return case


COURSE = (
    ("clerk", "accept", at("2026-03-03"), ""),
    ("clerk", "start_inspection", at("2026-03-05"), ""),
    ("inspector", "finish_inspection", at("2026-03-09"), "独居，能自理"),
    ("clerk", "post_notice", at("2026-03-10"), ""),
    ("colleague", "end_notice", at("2026-03-18"), ""),
    ("reviewer", "approve", at("2026-03-19"), ""),
    ("decider", "grant", at("2026-03-20"), ""),
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Messages as they stand in the code, whether or not the catalogue is compiled."""
    with translation.override("en"):
        yield


@pytest.fixture
def desk(cast: Cast) -> Desk:
    calendar_queries.forget()
    place_queries._regions.clear()
    pack = InstalledPack.objects.create(pack_id="test", version="1.0.0", title="测试包", digest=bytes(32))
    file = builtin_root() / "national" / "procedures" / "old-age-allowance.yaml"
    content = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    content.pop("examples", None)  # run by the checker; their moments are no JSON
    item = PackItem.objects.create(pack=pack, section="procedure", code="old-age-allowance", content=content)
    matter = PackItem.objects.create(pack=pack, section="matter", code="old-age-allowance", content={})
    return Desk(cast, matter, item)


@pytest.fixture
def complaints(desk: Desk) -> Desk:
    """A desk whose cases go the way of `worked.COMPLAINT`."""
    item = PackItem.objects.create(
        pack=desk.procedure.pack, section="procedure", code="complaint", content=worked.content()
    )
    return Desk(desk.cast, desk.matter, item)


@contextmanager
def statements(most: int) -> Iterator[None]:
    """At most so many statements; the frames of transactions are not counted."""
    with CaptureQueriesContext(connection) as context:
        yield
    frames = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")
    told = [query["sql"] for query in context.captured_queries if not query["sql"].startswith(frames)]
    assert len(told) <= most, "\n".join(told)
