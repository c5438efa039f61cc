"""Installing: the whole pack in one transaction, or nothing."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from linli.engines.packs import admission, policies, queries
from linli.engines.packs.faults import ALL_CHECKED, Fault, PackRefused, Unchecked
from linli.engines.packs.manifest import Manifest
from linli.engines.packs.models import InstalledPack, PackItem
from linli.engines.packs.reading import ReadItem, ReadPack, read_pack
from linli.engines.packs.sections import all_sections
from linli.engines.packs.sections import find as find_section
from linli.kernel.actors import Actor
from linli.kernel.audit import actions as audit
from linli.kernel.clock import local_day

_LOCK = 7_160_002
_INSERT_ITEMS = """
INSERT INTO pack_item (pack_id, sample, section, code, content)
SELECT %s, %s, item ->> 'section', item ->> 'code', item -> 'content'
FROM jsonb_array_elements(%s) WITH ORDINALITY AS said (item, place) ORDER BY place
"""


def install(*, folder: Path, actor: Actor, now: datetime) -> InstalledPack:
    """Install the pack in `folder`; the same version with the same content again changes nothing.

    Raises `PackRefused` with every fault: of the content, of packs it depends on, of a version that is
    installed with other content or is older than the installed one.
    """
    policies.check_may_install(actor)
    return _install(read_pack(folder), actor, now)


def install_all(*, folders: Iterable[Path], actor: Actor, now: datetime) -> list[InstalledPack]:
    """Install several packs in one transaction, those first that others depend on."""
    policies.check_may_install(actor)
    with transaction.atomic():
        return [_install(read, actor, now) for read in _in_order([read_pack(folder) for folder in folders])]


def take_turn() -> None:
    """Until the transaction ends, nobody else changes what is installed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _install(read: ReadPack, actor: Actor, now: datetime) -> InstalledPack:
    manifest = read.manifest
    if manifest is None:
        raise PackRefused(read.faults)
    with transaction.atomic():
        take_turn()
        known = None if read.faults else admission.find_same(read, manifest)
        if known is not None:
            return known
        checked = admission.check(read, manifest, local_day(now))
        _refuse_if(checked.faults, checked.unchecked)
        before = queries.current_packs().filter(pack_id=manifest.id).first()
        pack = _write(read, manifest, actor, now)
        if before is not None:
            _retire(before, read)
            _refuse_if(admission.broken_by(pack, read))
        queries.forget()
        audit.record(actor=actor, now=now, kind="change", act="pack.install", object_ref=f"pack:{pack.id}")
    return pack


def _refuse_if(faults: Sequence[Fault], unchecked: Unchecked = ALL_CHECKED) -> None:
    if faults:
        raise PackRefused(faults, unchecked)


def _retire(before: InstalledPack, read: ReadPack) -> None:
    """Take back what was projected of codes that this version no longer holds, and the city has not changed."""
    kept = {(item.section.name, item.code) for item in read.items}
    kept.update(queries.overlay_items().values_list("section", "code"))
    for name, code in before.items.order_by("section", "code").values_list("section", "code"):
        section = find_section(name)
        if section is not None and section.retire is not None and (name, code) not in kept:
            section.retire(code)


def _write(read: ReadPack, manifest: Manifest, actor: Actor, now: datetime) -> InstalledPack:
    pack = InstalledPack.objects.create(
        pack_id=manifest.id,
        version=manifest.version,
        title=manifest.title,
        region_code=manifest.region,
        sample=manifest.sample,
        licence=manifest.licence,
        source=manifest.source,
        depends=[dependency.id for dependency in manifest.depends],
        manifest=read.document.data,
        digest=read.digest,
        installed_at=now,
        installed_office=actor.office,
    )
    rows = _write_items(pack, read.items)
    changed = set(queries.overlay_items().values_list("section", "code"))
    for section in all_sections():
        for row in rows:
            if section.install and row.section == section.name and (row.section, row.code) not in changed:
                section.install(row)  # what the city changed stays in force
    return pack


def _write_items(pack: InstalledPack, items: Sequence[ReadItem]) -> list[PackItem]:
    """One statement with one value: as arrays, which `bulk_create` sends, texts of this size take far longer."""
    said = [{"section": item.section.name, "code": item.code, "content": item.content} for item in items]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_ITEMS, [pack.id, pack.sample, json.dumps(said, ensure_ascii=False)])
    return list(PackItem.objects.filter(pack=pack).select_related("pack").order_by("id"))


def _in_order(reads: list[ReadPack]) -> list[ReadPack]:
    """Dependencies first, otherwise as given; a circle is refused later, when its first pack is installed."""
    by_id = {read.manifest.id: read for read in reads if read.manifest}
    ordered: list[ReadPack] = []
    visiting: set[int] = set()

    def visit(read: ReadPack) -> None:
        if id(read) in visiting:
            return
        visiting.add(id(read))
        for dependency in read.manifest.depends if read.manifest else ():
            if dependency.id in by_id:
                visit(by_id[dependency.id])
        ordered.append(read)

    for read in reads:
        visit(read)
    return ordered
