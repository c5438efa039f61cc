"""A program of its own that the test of killed imports starts: it works at an import as the worker does, and is killed.

python -m tests.support.killed_imports FILE PLACE 1 2 3 …     tells after each kill what is left, one line of JSON each;
in every step of the import it is killed before the first, the second, the third … statement, until one goes through.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import django

NOT_MINE = 3
"""The server has not noticed yet that the one before is dead."""


def die_before(statement: int) -> Callable[..., Any]:
    """Kills this very process before the statement of this number."""
    left = statement

    def count(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    return count


def work_and_die(batch_id: int, statement: int) -> int:
    """In a child: how it ended, -9 where it was killed."""
    from django.db import connection  # noqa: PLC0415  after Django is set up

    from linli.kernel import clock  # noqa: PLC0415
    from linli.kernel.actors import SYSTEM  # noqa: PLC0415
    from linli.kernel.guard import acting_as  # noqa: PLC0415
    from linli.rooms.files.jobs.imports import carry_on_one  # noqa: PLC0415

    connection.close()
    child = os.fork()
    if not child:
        code = 1
        try:
            with acting_as(SYSTEM), connection.execute_wrapper(die_before(statement)):
                code = 0 if carry_on_one(batch_id, now=clock.now()) else NOT_MINE
        finally:
            os._exit(code)
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def run_step(batch_id: int, statements: list[int]) -> Iterator[dict[str, Any]]:
    """One step of the machine, killed again and again, then done."""
    from linli.kernel.actors import SYSTEM  # noqa: PLC0415  after Django is set up
    from linli.kernel.guard import acting_as  # noqa: PLC0415
    from linli.registers.people.models import ImportRow, PersonImport  # noqa: PLC0415
    from linli.rooms.files.tests.importing import everything  # noqa: PLC0415

    for statement in [*statements, 1_000_000]:
        while (code := work_and_die(batch_id, statement)) == NOT_MINE:
            time.sleep(0.02)
        with acting_as(SYSTEM):
            batch = PersonImport.objects.get(pk=batch_id)
            register = sha256(json.dumps(everything(revisions=False)).encode()).hexdigest()
            rows = list(
                ImportRow.objects.filter(batch=batch).order_by("position").values_list("state", "action")
            )
        yield {"killed": code == -signal.SIGKILL, "state": batch.state, "register": register, "rows": rows}
        if code == 0:
            return


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "linli.site.settings"
    django.setup()
    from linli.kernel import clock  # noqa: PLC0415  after Django is set up
    from linli.kernel.actors import SYSTEM  # noqa: PLC0415
    from linli.kernel.guard import acting_as  # noqa: PLC0415
    from linli.registers.people.importing import batches  # noqa: PLC0415
    from linli.registers.people.models import PersonImport  # noqa: PLC0415

    file, place_id, statements = Path(sys.argv[1]), int(sys.argv[2]), [int(one) for one in sys.argv[3:]]
    with acting_as(SYSTEM):
        batch = batches.receive(
            actor=SYSTEM, now=clock.now(), day=clock.today(), place_id=place_id, file_name=file.name,
            data=file.read_bytes(),
        )  # fmt: skip
    for verb in (None, batches.choose_columns, batches.accept, batches.ask_undo):
        with acting_as(SYSTEM):
            batch = PersonImport.objects.get(pk=batch.pk)
            more = {"plan": batch.plan} if verb is batches.choose_columns else {}
            if verb is not None:
                verb(actor=SYSTEM, now=clock.now(), batch_id=batch.pk, revision=batch.revision, **more)
        for told in run_step(batch.pk, statements):
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
