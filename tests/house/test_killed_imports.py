"""A worker that is killed in the middle of an import leaves nothing half done: what it did is as if it never was, the
next one does the step anew, and nothing is there twice."""

import json
import os
import subprocess
import sys
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from linli.engines.packs.actions import install
from linli.engines.packs.folders import builtin
from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as
from linli.rooms.files.tests.importing import NANSHAN, number, person, sheet
from tests.support.cast import NOW, make_cast

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = {"outlined": "received", "checked": "mapped", "done": "accepted", "undone": "undoing"}
"""What a step ends in → what it begins with."""
STATEMENTS = (1, 2, 3, 5, 8, 13, 21, 34, 55)


@pytest.fixture
def told(transactional_db: None, tmp_path: Path) -> list[dict[str, object]]:
    cast = make_cast()
    with acting_as(SYSTEM):
        install(folder=builtin("national"), actor=SYSTEM, now=NOW)
    file = tmp_path / "居民.csv"
    file.write_bytes(
        sheet(
            person("张大山", number("1980-05-05"), 户号="NS-1", 与户主关系="户主", 联系电话="13800003333"),
            person("李小花", number("1982-06-06", 2), 户号="NS-1", 与户主关系="妻"),
            person("赵六", "4.40301E+17"),
        )
    )
    database = connection.settings_dict
    server = f"{database['USER']}@{quote(str(database['HOST']), safe='')}:{database['PORT']}"
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    environment |= {
        "DATABASE_URL": f"postgresql://{server}/{database['NAME']}", "LINLI_KEY_FILE": str(settings.KEYS.path)
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.support.killed_imports", str(file)]
    command += [str(cast.places[NANSHAN].place_id), *map(str, STATEMENTS)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_step_happens_once_and_whole_however_often_it_is_killed(told: list[dict[str, object]]) -> None:
    ended = [one["state"] for one in told if not one["killed"]]
    assert ended == ["outlined", "checked", "done", "undone"]
    registers = {str(one["state"]): one["register"] for one in told if not one["killed"]}
    assert registers["outlined"] == registers["checked"] == registers["undone"] != registers["done"]
    at = {"received": registers["outlined"], "mapped": registers["outlined"], "accepted": registers["checked"],
          "undoing": registers["done"]}  # fmt: skip
    rows: dict[str, object] = {"received": [], "mapped": []}
    for state, group in groupby(told, key=lambda one: BEFORE.get(str(one["state"]), str(one["state"]))):
        *killed, last = group
        assert len(killed) > 3, state
        for one in killed:
            assert (one["killed"], one["state"], one["register"]) == (True, state, at[state])
            assert one["rows"] == rows[state], state
        following = {"mapped": "accepted", "accepted": "undoing"}
        if state in following:
            rows[following[state]] = last["rows"]
    assert rows["accepted"] == [["new", "new"], ["new", "new"], ["refused", ""]]
    assert rows["undoing"] == [["new", "made"], ["new", "made"], ["refused", ""]]
