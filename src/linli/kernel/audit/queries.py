"""Reading the audit log, and proving it whole."""

from dataclasses import dataclass

from django.db.models import QuerySet

from linli.kernel.audit.models import AuditEntry, AuditSeal
from linli.kernel.audit.rules import GENESIS, batch_digest, entry_digest

_COLUMNS = ("at", "kind", "actor_user_id", "office", "act", "object_ref", "persons", "fields", "purpose")


@dataclass(frozen=True, slots=True)
class Proof:
    """Outcome of a verification: `broken_seal` is the id of the first seal that does not hold, or None."""

    sealed: int
    seals: int
    unsealed: int
    broken_seal: int | None = None
    reason: str = ""

    @property
    def whole(self) -> bool:
        return self.broken_seal is None


def verify() -> Proof:
    """Recompute every entry's digest and the chain over all seals."""
    previous, sealed, seals = GENESIS, 0, 0
    for seal in AuditSeal.objects.order_by("id").iterator():
        seals += 1
        digests = []
        for entry in AuditEntry.objects.filter(seal=seal).order_by("id").iterator():
            if entry_digest(**{name: getattr(entry, name) for name in _COLUMNS}) != bytes(entry.digest):
                return Proof(sealed, seals, _unsealed(), seal.id, f"entry {entry.id} was changed")
            digests.append(bytes(entry.digest))
        if len(digests) != seal.count:
            return Proof(
                sealed, seals, _unsealed(), seal.id, f"{seal.count} entries sealed, {len(digests)} found"
            )
        if batch_digest(previous, digests) != bytes(seal.digest):
            return Proof(sealed, seals, _unsealed(), seal.id, "the chain does not fit")
        previous, sealed = bytes(seal.digest), sealed + len(digests)
    return Proof(sealed, seals, _unsealed())


def list_looks_at(person_id: int) -> QuerySet[AuditEntry]:
    """Every entry that touched this person's data, newest first. The caller decides who may ask."""
    return AuditEntry.objects.filter(persons__contains=[person_id]).order_by("-id")


def _unsealed() -> int:
    return AuditEntry.objects.filter(seal__isnull=True).count()
