"""Steps of an import, as a clerk takes them, and the machine between them."""

import csv
import io
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from linli.kernel.actors import SYSTEM
from linli.kernel.clock import local_day
from linli.kernel.codes import id_number_for
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
from tests.support.world import World

NANSHAN, LUCHENG = "532301100001", "532301100"
TITLES = (
    "姓名",
    "公民身份号码",
    "性别",
    "出生日期",
    "户号",
    "户类型",
    "与户主关系",
    "联系电话",
    "民族",
    "现住址",
    "户籍地址",
    "社区",
)


def number(born: str, sequence: int = 1) -> str:
    """An identity number of somebody born so (YYYY-MM-DD); an odd sequence is a man's."""
    return id_number_for("999999", date.fromisoformat(born), sequence)


def sheet(*rows: Mapping[str, str]) -> bytes:
    """A CSV file in GBK with these cells by their titles."""
    out = io.StringIO()
    writer = csv.DictWriter(out, TITLES)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("gb18030")


def person(name: str, id_number: str, **more: str) -> dict[str, str]:
    return {"姓名": name, "公民身份号码": id_number, "现住址": "翠湖路1号", **more}


class Desk:
    """A clerk who imports."""

    def __init__(self, world: World, who: str = "clerk") -> None:
        self.actor = world.cast.actor(who)
        self.world = world
        self.day = local_day(world.now)

    def send(
        self, data: bytes, *, place: str = NANSHAN, key: str = "", name: str = "居民.csv"
    ) -> PersonImport:
        place_id = self.world.cast.places[place].place_id
        with acting_as(self.actor, day=self.day):
            return batches.receive(
                actor=self.actor,
                now=self.world.now,
                day=self.day,
                place_id=place_id,
                file_name=name,
                data=data,
                key=key,
            )

    def step(self, batch: PersonImport) -> PersonImport:
        with acting_as(SYSTEM):
            carry_on_one(batch.pk, now=self.world.now)
            return PersonImport.objects.get(pk=batch.pk)

    def take(self, verb: Callable[..., PersonImport], batch: PersonImport, **more: Any) -> PersonImport:
        with acting_as(self.actor, day=self.day):
            verb(actor=self.actor, now=self.world.now, batch_id=batch.pk, revision=batch.revision, **more)
        return self.step(batch)

    def checked(self, *rows: Mapping[str, str], data: bytes = b"", **more: Any) -> PersonImport:
        batch = self.step(self.send(data or sheet(*rows), **more))
        assert batch.state == "outlined", batch.problem
        batch = self.take(batches.choose_columns, batch, plan=batch.plan)
        assert batch.state == "checked", batch.problem
        return batch

    def done(self, *rows: Mapping[str, str], takes: tuple[str, ...] = (), **more: Any) -> PersonImport:
        batch = self.take(batches.accept, self.checked(*rows, **more), takes=takes)
        assert batch.state == "done", batch.problem
        return batch


def verdicts(batch: PersonImport) -> list[tuple[str, list[str]]]:
    """State and reasons of each row."""
    with acting_as(SYSTEM):
        rows = ImportRow.objects.filter(batch=batch).order_by("position")
        return [(row.state, row.reasons) for row in rows]


def everything(*, revisions: bool = True) -> dict[str, list[str]]:
    """All rows of the register that an import can touch."""
    found = {}
    with acting_as(SYSTEM):
        for model in (Person, Household, Membership, Residence, PersonKey):
            left_out = {"updated_at"} if revisions else {"updated_at", "revision"}
            fields = [field.attname for field in model._meta.concrete_fields if field.attname not in left_out]
            names = [name for name in fields if name not in ("phone_sealed", "pk")]
            found[model.__name__] = sorted(map(repr, model.objects.values_list(*names)))
    return found
