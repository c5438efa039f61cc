"""What an import leaves in the audit log and beside the files: who provided what."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from linli.kernel.audit.actions import record
from linli.kernel.events.actions import publish
from linli.registers.people.importing.batches import author_of
from linli.registers.people.models import PersonImport
from linli.registers.people.published import FilesImported

AUDITED: Final = 1_000
"""Persons named in one entry of the audit log."""


def reference_of(batch: PersonImport) -> str:
    """As provisions name it."""
    return f"import:{batch.pk}"


def publish_imported(batch: PersonImport, communities: Iterable[int], *, now: datetime) -> None:
    """What counts files counts them anew in these communities."""
    actor = author_of(batch)
    for community in sorted(communities):
        event = FilesImported(subject=reference_of(batch), batch=batch.pk, community=community)
        publish(event, actor=actor, now=now, place_id=community)


def note_undone(batch: PersonImport, persons: Sequence[int], *, now: datetime) -> None:
    """The audit log names everybody whose file was taken back."""
    for some in parts(persons):
        record(
            actor=author_of(batch), now=now, kind="change", act="people.import_undone",
            object_ref=reference_of(batch), persons=some,
        )  # fmt: skip


def parts(ids: Sequence[int]) -> Iterator[list[int]]:
    """As many at a time as an entry names."""
    for at in range(0, len(ids), AUDITED):
        yield list(ids[at : at + AUDITED])
