"""The head of the audit chain, kept outside the database: whoever cuts the end off the log cannot hide it there.

A file beside the keys names the last seal that the sealer has seen. It moves forward only along the chain: once the
log does not hold that seal any more, the file stays as it is, and verification fails until somebody has looked.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import structlog
from django.conf import settings
from django.db import connection

from linli.kernel.audit.models import AuditSeal

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Anchor:
    """`seals` is how many seals there were, `last` the id of the last one, `digest` its digest in hex."""

    seals: int
    last: int
    digest: str


def get_path() -> Path:
    """One file for each database that this home has served."""
    return Path(settings.CONFIG.home) / f"audit-head-{connection.settings_dict['NAME']}.json"


def read() -> Anchor | None:
    """The anchor, or None where nothing has been sealed yet. A damaged file raises `ValueError` or `TypeError`."""
    return _read(get_path())


def read_verified() -> Anchor | None:
    """The seal up to which the log was found whole the last time, or None. A damaged file raises as for `read`."""
    return _read(_verified_path())


def write_verified(seal: Anchor) -> None:
    _write(_verified_path(), seal)


def holds(seal: Anchor) -> bool:
    """Whether this seal is still in the log as it was."""
    held = AuditSeal.objects.filter(id=seal.last).values_list("digest", flat=True).first()
    return held is not None and bytes(held).hex() == seal.digest


def _verified_path() -> Path:
    return get_path().with_name(get_path().name.replace("audit-head-", "audit-verified-"))


def _read(path: Path) -> Anchor | None:
    try:
        content = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return Anchor(**json.loads(content))


def advance() -> None:
    """Move the anchor to the last committed seal, if the seal that it names is still there."""
    anchor = read()
    seals = AuditSeal.objects.order_by("-id")
    if anchor is not None:
        if not holds(anchor):
            log.error("audit.anchor_lost", seal=anchor.last)
            return
        seals = seals.filter(id__gt=anchor.last)
    last, count = seals.first(), seals.count()
    if last is not None:
        write(Anchor((anchor.seals if anchor else 0) + count, last.pk, bytes(last.digest).hex()))


def write(anchor: Anchor) -> None:
    """Replace the file in one go, so that a reader sees the old one or the new one."""
    _write(get_path(), anchor)


def _write(path: Path, anchor: Anchor) -> None:
    draft = path.with_suffix(f".{os.getpid()}.draft")
    draft.write_text(json.dumps(asdict(anchor)) + "\n", encoding="utf-8")
    draft.replace(path)
