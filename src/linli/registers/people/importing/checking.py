"""Checking all rows of an import against each other and the register, and keeping what was found."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction

from linli.kernel.audit.actions import record
from linli.registers.people.importing import storing
from linli.registers.people.importing.answering import remember, restore
from linli.registers.people.importing.batches import State, advance, author_of, own_file
from linli.registers.people.importing.checks import check_together
from linli.registers.people.importing.deciding import Verdict, decide
from linli.registers.people.importing.facts import Facts, blocks, look_up
from linli.registers.people.importing.given import Given
from linli.registers.people.models import PersonImport
from linli.registers.places.queries import get_position


def check(
    batch: PersonImport,
    rows: Sequence[Given],
    *,
    now: datetime,
    day: date,
    tell: Callable[[int, int], None],
    problem: str = "",
) -> list[Verdict]:
    """Keep a verdict for each row, whatever was kept before but for answers; nothing of the register changes. Run as
    the system.

    That a number is held elsewhere is told to who imports: the holders find it in the audit log.
    """
    check_together(rows)
    place, facts = get_position(batch.place_id), Facts()
    for some in blocks(rows):
        found = look_up(some, place, day=day)
        facts.holders |= found.holders
        facts.alike |= found.alike
        facts.households |= found.households
    verdicts = decide(rows, facts, own=own_file(batch.user_id))
    restore(verdicts, remember(batch), facts)
    elsewhere = [held.person for held in facts.holders.values() if not held.here]
    with transaction.atomic():
        storing.forget_rows(batch)
        for at, some in enumerate(blocks(verdicts)):
            storing.copy_verdicts(batch, some)
            tell(at * len(some) + len(some), len(rows))
        if elsewhere:
            record(
                actor=author_of(batch), now=now, kind="look", act="people.number_held",
                object_ref=f"import:{batch.pk}", persons=elsewhere, fields=("id_number",),
            )  # fmt: skip
        counts = Counter(verdict.state for verdict in verdicts)
        figures = {state: counts[state] for state in ("new", "changed", "same", "doubtful", "refused")}
        advance(batch, State.CHECKED, rows=len(rows), done=len(rows), problem=problem, **figures)
    return verdicts
