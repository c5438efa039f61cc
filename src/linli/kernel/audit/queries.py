"""Reading the audit log, and proving it whole."""

from collections.abc import Collection, Generator, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from linli.kernel.actors import SYSTEM
from linli.kernel.audit import anchor
from linli.kernel.audit.models import AuditEntry
from linli.kernel.audit.rules import GENESIS, batch_digest, entry_digest
from linli.kernel.guard import acting_as

_COLUMNS = (
    "at", "kind", "actor_user_id", "office", "act", "object_ref", "persons", "fields", "purpose", "withheld",
)  # fmt: skip
_CHUNK = 2_000
# One statement sees one state of both tables; entries that are not sealed yet come last.
_EVERYTHING = """
SELECT seal.id, seal.digest, seal.count, entry.id, entry.digest, entry.at, entry.kind, entry.actor_user_id,
    entry.office, entry.act, entry.object_ref, entry.persons, entry.fields, entry.purpose, entry.withheld
FROM (SELECT * FROM audit_seal WHERE id > %(after)s) AS seal
FULL JOIN (SELECT * FROM audit_entry WHERE seal_id > %(after)s OR seal_id IS NULL) AS entry ON entry.seal_id = seal.id
ORDER BY seal.id NULLS LAST, entry.id
"""


@dataclass(frozen=True, slots=True)
class Proof:
    """Outcome of a verification: `reason` is empty if the log is whole; `broken_seal` is the seal that does not hold,
    None for entries that are not sealed yet and for missing ends. `anchored` tells whether there was an anchor."""

    sealed: int
    seals: int
    unsealed: int
    anchored: bool = False
    broken_seal: int | None = None
    reason: str = ""

    @property
    def whole(self) -> bool:
        return not self.reason


@dataclass(frozen=True, slots=True)
class _Line:
    seal: int | None
    seal_digest: bytes
    count: int
    entry: int | None
    digest: bytes
    said: Mapping[str, Any]

    @property
    def holds(self) -> bool:
        return entry_digest(**self.said) == self.digest


def verify(*, since_last: bool = False) -> Proof:
    """Recompute every entry's digest, the chain over all seals, and compare its head with the anchor.

    `since_last`: only from the seal on at which the last verification found the log whole; it must still be there as it
    was. What was changed before it is not noticed then. A whole log is remembered for the next time.
    """
    try:
        head = anchor.read()
        begin = (anchor.read_verified() if since_last else None) or anchor.Anchor(0, 0, GENESIS.hex())
    except (ValueError, TypeError):
        return Proof(0, 0, 0, True, None, f"{anchor.get_path().name} or what was verified is damaged")
    if begin.last and not anchor.holds(begin):
        return Proof(
            0, 0, 0, head is not None, begin.last, "the seal that was verified last is not there as it was"
        )
    proof, end = _verify_after(begin, head)
    if proof.whole and end.last:
        anchor.write_verified(end)
    return proof


def _verify_after(begin: anchor.Anchor, head: anchor.Anchor | None) -> tuple[Proof, anchor.Anchor]:
    """Everything after the seal `begin`, and the last seal that was found."""
    sealed, unsealed, seals, last = 0, 0, begin.seals, begin.last
    previous, met = bytes.fromhex(begin.digest), head is None or head == begin
    with closing(_read_after(begin.last)) as lines:
        for seal, group in groupby(lines, key=lambda line: line.seal):
            first, digests, reason = _read_batch(group)
            if seal is None:
                unsealed = len(digests)
            else:
                seals, sealed, last = seals + 1, sealed + len(digests), seal
                reason = reason or _find_break(first, previous, digests)
                previous = first.seal_digest
                met = met or head == anchor.Anchor(seals, seal, previous.hex())
            if reason:
                return Proof(sealed, seals, unsealed, head is not None, seal, reason), begin
    reason = "" if met else "the log is shorter than its anchor"
    end = anchor.Anchor(seals, last, previous.hex())
    return Proof(sealed, seals, unsealed, head is not None, None, reason), end


def _read_batch(lines: Iterable[_Line]) -> tuple[_Line, list[bytes], str]:
    """The first line (there is one), the digests of all entries, and which one was changed, if any."""
    digests, reason = [], ""
    rest = iter(lines)
    first = next(rest)
    for line in chain([first], rest):
        if line.entry is not None:
            digests.append(line.digest)
            if not reason and not line.holds:
                reason = f"entry {line.entry} was changed"
    return first, digests, reason


def _find_break(seal: _Line, previous: bytes, digests: list[bytes]) -> str:
    if len(digests) != seal.count:
        return f"{seal.count} entries sealed, {len(digests)} found"
    return "" if batch_digest(previous, digests) == seal.seal_digest else "the chain does not fit"


def _read_after(last: int) -> Generator[_Line, None, None]:
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_EVERYTHING, {"after": last})
        while rows := cursor.fetchmany(_CHUNK):
            for seal, seal_digest, count, entry, digest, *said in rows:
                yield _Line(
                    seal,
                    bytes(seal_digest or b""),
                    count or 0,
                    entry,
                    bytes(digest or b""),
                    dict(zip(_COLUMNS, said, strict=True)),
                )


def list_looks_at(
    person_id: int,
    *,
    about: str = "",
    by_others_than: int | None = None,
    or_acts: Collection[str] = (),
    withheld: bool = False,
    after: int | None = None,
    limit: int = 50,
) -> list[AuditEntry]:
    """Entries that touched this person's data, newest first; `about` one thing («case:17»), below the id `after`. With
    `by_others_than`, only what other people did, not the system, and of her own acts those in `or_acts`. `withheld`
    ones, too, for who audits: nobody else. The caller decides who may ask."""
    found = AuditEntry.objects.filter(persons__contains=[person_id]).order_by("-id")
    if not withheld:
        found = found.filter(withheld=False)
    if about:
        found = found.filter(object_ref=about)
    if by_others_than is not None:
        told = ~Q(actor_user_id=by_others_than) | Q(act__in=list(or_acts))
        found = found.filter(told, actor_user_id__isnull=False)
    if after is not None:
        found = found.filter(id__lt=after)
    with acting_as(SYSTEM):  # bound by the policies, PostgreSQL could not use the index on persons
        return list(found[:limit])


def list_withheld(*, after: int | None = None, limit: int = 50) -> list[AuditEntry]:
    """Looks that those whom they are about are not told of, newest first, below the id `after`; for who audits."""
    found = AuditEntry.objects.filter(withheld=True).order_by("-id")
    if after is not None:
        found = found.filter(id__lt=after)
    return list(found[:limit])


def list_acts(
    acts: Collection[str],
    *,
    about: QuerySet[Any, str] | Collection[str],
    after: int | None = None,
    limit: int = 50,
) -> list[AuditEntry]:
    """Entries that say one of `acts` about one of these things («user:17»), newest first, below the id `after`. The
    caller decides who may ask."""
    found = AuditEntry.objects.filter(
        act__in=list(acts), object_ref__startswith="user:", object_ref__in=about
    )
    if after is not None:
        found = found.filter(id__lt=after)
    with acting_as(SYSTEM):  # as above
        return list(found.order_by("-id")[:limit])


def count_unsealed() -> int:
    """How many entries wait for the sealer."""
    with acting_as(SYSTEM):
        return AuditEntry.objects.filter(seal__isnull=True).count()
