"""Programs of their own that the test of rotation starts: one that rotates and is killed, one that writes meanwhile.

python -m tests.support.rotating kill 3 17 25 …     rotates once for each number, killed before that step
python -m tests.support.rotating write              gives persons new phones until it is ended
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

import django


def say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


class Killer:
    """Kills this very process before the step of this number: a statement, or a change of the key file."""

    def __init__(self, step: int) -> None:
        self.left = step

    def count(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def before_statement(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        self.count()
        return execute(sql, params, many, context)


def rotate_and_die(step: int) -> None:
    """In a child of its own; ends by itself only where the rotation has fewer steps."""
    from django.db import connection  # noqa: PLC0415  after Django is set up

    from linli.kernel import keyfile  # noqa: PLC0415
    from linli.kernel.actors import SYSTEM  # noqa: PLC0415
    from linli.kernel.guard import acting_as  # noqa: PLC0415
    from linli.kernel.resealing.rotating import rotate  # noqa: PLC0415
    from linli.site.sealed import TABLES  # noqa: PLC0415

    killer, write = Killer(step), keyfile.write

    def counted_write(*args: Any) -> None:
        killer.count()
        write(*args)
        killer.count()

    keyfile.write = counted_write
    with acting_as(SYSTEM), connection.execute_wrapper(killer.before_statement):
        rotate(TABLES, tell=lambda *_: None, wait=0.05)


def run_killed(steps: list[int]) -> None:
    """Tells how each child ended: -9 where it was killed."""
    for step in steps:
        child = os.fork()
        if not child:
            try:
                rotate_and_die(step)
            finally:
                os._exit(0)
        _pid, status = os.waitpid(child, 0)
        say(os.waitstatus_to_exitcode(status))
        time.sleep(0.1)  # the server notices that its client is gone


def write_phones() -> None:
    """Reads and writes persons as pages do; on SIGTERM tells who has which phone by what was committed."""
    from django.db import transaction  # noqa: PLC0415  after Django is set up

    from linli.kernel.actors import SYSTEM  # noqa: PLC0415
    from linli.kernel.crypto import unseal_text  # noqa: PLC0415
    from linli.kernel.guard import acting_as  # noqa: PLC0415
    from linli.registers.people.models import Person  # noqa: PLC0415
    from linli.registers.people.sealing import CONTEXT_PHONE, seal_person_numbers  # noqa: PLC0415

    ended, known, faults = False, dict[int, str](), list[str]()

    def end(*_: object) -> None:
        nonlocal ended
        ended = True

    signal.signal(signal.SIGTERM, end)
    with acting_as(SYSTEM):
        ids = list(Person.objects.order_by("pk").values_list("pk", flat=True))[::2]
        say("ready")
        while not ended:
            with transaction.atomic():
                person = Person.objects.select_for_update().get(pk=random.choice(ids))
                phone = unseal_text(person.phone_sealed, context=CONTEXT_PHONE)
                if phone != known.get(person.pk, phone):
                    faults.append(f"person {person.pk} has {phone}")
                phone = f"139{random.randrange(10**8):08}"
                sealed = seal_person_numbers(phone=phone)
                time.sleep(random.random() / 500)
                Person.objects.filter(pk=person.pk).update(phone_sealed=sealed.phone_sealed)
            known[person.pk] = phone
    say(json.dumps({"known": known, "faults": faults}))


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "linli.site.settings"
    django.setup()
    if sys.argv[1] == "kill":
        run_killed([int(step) for step in sys.argv[2:]])
    else:
        write_phones()


if __name__ == "__main__":
    main()
