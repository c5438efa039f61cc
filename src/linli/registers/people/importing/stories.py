"""The story of an import: who took which step when. Without a word of the sheet, so that it may stay."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from linli.registers.people.models import PersonImport

ANSWERED: Final = "answered"


def add(
    batch: PersonImport, *, by: str, now: datetime, what: str, counts: Mapping[str, int] | None = None
) -> None:
    """In the caller's transaction. `what` is the state that followed, or `ANSWERED`; `counts` are rows by answer, one
    entry for all that somebody answers in a row."""
    last = batch.story[-1] if batch.story else {}
    counted = dict(counts or {})
    if what == ANSWERED and (last.get("what"), last.get("by")) == (what, by):
        batch.story.pop()
        for said, count in last["counts"].items():
            counted[said] = counted.get(said, 0) + count
    batch.story.append({"at": now.isoformat(), "by": by, "what": what, "counts": counted})
    batch.save(update_fields=["story"])
