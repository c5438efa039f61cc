"""Writing a version of the overlay: its items, and their projection into the apps' own tables."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from linli.engines.overlays.models import Change, OverlayItem, Proposal
from linli.engines.packs import queries as packs
from linli.engines.packs import sections
from linli.engines.packs.differences import Json
from linli.engines.packs.models import InstalledPack, PackItem

PACK_ID: Final = "local"
TITLE: Final = "本地调整"


@dataclass(frozen=True, slots=True)
class _Held:
    """An item as the new version will hold it."""

    content: Json
    base_id: int
    proposal_id: int


def install_version(
    proposal: Proposal, changes: Sequence[Change], *, now: datetime, office: str
) -> InstalledPack:
    """The next version: what the last one held, with these changes. In the caller's transaction, who has its turn."""
    held = _held() | {
        (change.section, change.code): _Held(change.content, change.base_id, proposal.pk)
        for change in changes
    }
    kept = {address: item for address, item in held.items() if item.content is not None}
    pack = _write_pack(kept, now=now, office=office)
    rows = PackItem.objects.bulk_create(
        PackItem(pack=pack, section=section, code=code, content=item.content)
        for (section, code), item in kept.items()
    )
    OverlayItem.objects.bulk_create(
        OverlayItem(
            item=row,
            base_id=kept[row.section, row.code].base_id,
            proposal_id=kept[row.section, row.code].proposal_id,
        )
        for row in rows
    )
    packs.forget()
    _project(changes)
    return pack


def _held() -> dict[tuple[str, str], _Held]:
    found = OverlayItem.objects.filter(item__in=packs.overlay_items()).select_related("item")
    return {
        (row.item.section, row.item.code): _Held(row.item.content, row.base_id, row.proposal_id)
        for row in found
    }


def _write_pack(held: Mapping[tuple[str, str], _Held], *, now: datetime, office: str) -> InstalledPack:
    last = InstalledPack.objects.filter(overlay=True).order_by("-id").first()
    bases = PackItem.objects.filter(id__in={item.base_id for item in held.values()})
    said = sorted([section, code, item.content] for (section, code), item in held.items())
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return InstalledPack.objects.create(
        pack_id=PACK_ID,
        version=str(int(last.version) + 1 if last else 1),
        title=TITLE,
        overlay=True,
        depends=sorted(set(bases.values_list("pack__pack_id", flat=True))),
        digest=sha256(canonical.encode()).digest(),
        installed_at=now,
        installed_office=office,
    )


def _project(changes: Sequence[Change]) -> None:
    """Sections in the order of their declaration, as when a pack is installed."""
    wanted = {(change.section, change.code) for change in changes}
    items = {
        (item.section, item.code): item
        for item in packs.effective_items().select_related("pack")
        if (item.section, item.code) in wanted
    }
    for section in sections.all_sections():
        for name, code in sorted(wanted):
            if name != section.name:
                continue
            item = items.get((name, code))
            if item is not None and section.install is not None:
                section.install(item)
            elif item is None and section.retire is not None:
                section.retire(code)
