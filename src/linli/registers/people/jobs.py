"""What the night does to files: flags those that look alike, and mends by what they are found. Run as the system."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final

import structlog
from django.db.models import F, Q

from linli.kernel.clock import local_day
from linli.registers.people.actions import flag_duplicates
from linli.registers.people.models import IdentityDocument, Person, Residence
from linli.registers.people.search import refresh_keys

log = structlog.get_logger(__name__)

LOOKED_BACK: Final = timedelta(days=3)
"""A night may be missed; what was flagged or mended already costs little."""
ROUND: Final = 28
"""Nights in which every file is looked at once."""
BLOCK: Final = 2_000


def flag_changed(now: datetime) -> int:
    """Compare files that were made or changed lately with all others; returns how many pairs are new."""
    since = now - LOOKED_BACK
    changed = Q(updated_at__gte=since) | Q(created_at__gte=since)
    papers = IdentityDocument.objects.filter(created_at__gte=since).values("person")
    wanted = Person.objects.filter(changed | Q(pk__in=papers), merged_into__isnull=True)
    return sum(flag_duplicates(person_ids=block) for block in _blocks(wanted.values_list("pk", flat=True)))


def mend_keys(now: datetime) -> int:
    """Write keys anew where they do not fit: of files changed lately, of homes that ended or began with the days that
    passed, and of one file in `ROUND`, another one each night. Returns how many were wrong, and says so.
    """
    day = local_day(now)
    wrong = sum(refresh_keys(block, day=day) for block in _blocks(_suspects(now, day)))
    if wrong:
        log.warning("people.keys_mended", files=wrong)
    return wrong


def _suspects(now: datetime, day: date) -> Sequence[int]:
    lately = Person.objects.filter(updated_at__gte=now - LOOKED_BACK).values_list("pk", flat=True)
    begun = Q(valid__startswith__gt=day - LOOKED_BACK, valid__startswith__lte=day)
    ended = Q(valid__endswith__gt=day - LOOKED_BACK, valid__endswith__lte=day)
    moved = Residence.objects.filter(begun | ended).values_list("person_id", flat=True)
    turn = Person.objects.alias(turn=F("pk") % ROUND).filter(turn=day.toordinal() % ROUND)
    return sorted({*lately, *moved, *turn.values_list("pk", flat=True)})


def _blocks(ids: Iterable[int]) -> Iterator[list[int]]:
    wanted = sorted(ids)
    for at in range(0, len(wanted), BLOCK):
        yield wanted[at : at + BLOCK]
