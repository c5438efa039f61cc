"""A messy spreadsheet, from the upload to the register and back."""

from collections.abc import Callable
from typing import Any

import pytest

from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as
from linli.registers.people.importing import batches
from linli.registers.people.models import (
    Household,
    ImportRow,
    Membership,
    Person,
    PersonImport,
    PersonKey,
    Residence,
)
from linli.rooms.files.jobs.imports import carry_on_one
from linli.site.demo.messy import Messy, write_messy
from tests.support.cast import NOW, TODAY
from tests.support.world import World

pytestmark = pytest.mark.django_db
NANSHAN = "532301100001"


class Desk:
    """Steps of an import, as a clerk takes them, and the machine between them."""

    def __init__(self, world: World, who: str = "clerk") -> None:
        self.actor = world.cast.actor(who)
        self.world = world

    def send(self, data: bytes, *, place: str = NANSHAN, key: str = "") -> PersonImport:
        place_id = self.world.cast.places[place].place_id
        with acting_as(self.actor, day=TODAY):
            batch = batches.receive(
                actor=self.actor,
                now=NOW,
                day=TODAY,
                place_id=place_id,
                file_name="居民.xlsx",
                data=data,
                key=key,
            )
        return self.step(batch)

    def step(self, batch: PersonImport) -> PersonImport:
        with acting_as(SYSTEM):
            carry_on_one(batch.pk, now=NOW)
            return PersonImport.objects.get(pk=batch.pk)

    def take(self, verb: Callable[..., PersonImport], batch: PersonImport, **more: Any) -> PersonImport:
        with acting_as(self.actor, day=TODAY):
            verb(actor=self.actor, now=NOW, batch_id=batch.pk, revision=batch.revision, **more)
        return self.step(batch)

    def checked(self, data: bytes, **more: Any) -> PersonImport:
        batch = self.send(data, **more)
        assert batch.state == "outlined", batch.problem
        return self.take(batches.choose_columns, batch, plan=batch.plan)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def draw(count: int, **more: Any) -> Messy:
    return write_messy(count, seed=7, today=TODAY, communities=["南山社区"], numbers=40, **more)


def everything() -> dict[str, list[tuple[Any, ...]]]:
    with acting_as(SYSTEM):
        return {
            model.__name__: sorted(map(repr, model.objects.order_by("pk").values_list()))
            for model in (Person, Household, Membership, Residence, PersonKey)
        }  # type: ignore[return-value]


def test_a_messy_sheet_goes_in_and_out_again_without_a_trace(desk: Desk) -> None:
    before = everything()
    messy = draw(120)
    batch = desk.checked(messy.data)
    assert batch.state == "checked", batch.problem
    with acting_as(SYSTEM):
        print(ImportRow.objects.exclude(reasons=[]).values_list("line", "state", "reasons"))
    print(batch.new, batch.changed, batch.same, batch.doubtful, batch.refused, messy.spoilt, messy.people)
    batch = desk.take(batches.accept, batch, takes=[])
    assert batch.state == "done", batch.problem
    print(batch.written)
    assert everything() != before
    batch = desk.take(batches.ask_undo, batch)
    assert batch.state == "undone", batch.problem
    assert everything() == before
