"""An import of 南山社区 in any state, with a row of each kind, as pages need it."""

from collections.abc import Callable
from hashlib import sha256

from django.core.files.uploadedfile import SimpleUploadedFile

from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as
from linli.registers.people.importing import storing
from linli.registers.people.importing.deciding import Verdict
from linli.registers.people.importing.given import Given
from linli.registers.people.models import PersonImport
from tests.support.world import World

TITLES = ("姓名", "公民身份号码", "户号", "与户主关系", "现住址")
COLUMNS = {"0": "name", "1": "id_number", "2": "household", "3": "relation", "4": "dwelling_address"}
CLEAR = "532301199001013214"
"""A number as it stands in the sheet: no page shows it whole."""


def import_in(state: str) -> Callable[[World], tuple[int]]:
    """Arguments of a page of an import in this state."""
    return lambda world: (make_import(world, state).pk,)


def sheet_for(world: World) -> dict[str, object]:
    """What the form of a new import sends."""
    file = SimpleUploadedFile("居民.csv", f"姓名,公民身份号码\n张三,{CLEAR}\n".encode("gbk"), "text/csv")
    return {"place": world.cast.places["532301100001"].place_id, "file": file}


def make_import(world: World, state: str) -> PersonImport:
    place = world.cast.places["532301100001"]
    sheet = {"sheet": 0, "read": True, "first": 0, "last": 0, "columns": COLUMNS}
    outline = sheet | {
        "name": "居民", "rows": 3, "titles": TITLES, "remembered": False,
        "sample": [["张三", CLEAR, "01", "户主", "翠湖路1号"]],
    }  # fmt: skip
    person = world.cast.people["wang"].pk
    with acting_as(SYSTEM):
        batch = PersonImport.objects.create(
            state=state, place_id=place.place_id, file_name="居民.xlsx", size=9, digest=sha256(b"").digest(),
            plan={"sheets": [sheet]}, new=1, changed=1, doubtful=1, refused=1, user_name="李芳", created_at=world.now,
            written_at=world.now if state == "done" else None, **place.columns(),
        )  # fmt: skip
        storing.keep_json(batch, storing.OUTLINE, [outline])
        storing.copy_verdicts(
            batch,
            [
                Verdict(_row(1), "new", "new"),
                Verdict(_row(2, name="王桂兰"), "changed", "changed", ("phone",), person, 0),
                Verdict(_row(3, doubts=["phone:form"]), "doubtful", "new"),
                Verdict(_row(4, faults=["id_number:lost", "name:repeated:3"]), "refused"),
            ],
        )
    return batch


def _row(line: int, **more: object) -> Given:
    row = Given(position=line, line=line + 1, name="张三", id_number=CLEAR, dwelling_address="翠湖路1号")
    for name, value in more.items():
        setattr(row, name, value)
    row.raw = [row.name, CLEAR, "01", "户主", "=1+1"]
    return row
