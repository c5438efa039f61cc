"""Installing: the whole pack in one transaction, or nothing."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from linli.engines.packs import policies, queries
from linli.engines.packs.check import check_read
from linli.engines.packs.faults import Fault, PackRefused
from linli.engines.packs.manifest import Manifest, version_key
from linli.engines.packs.models import InstalledPack, PackItem
from linli.engines.packs.reading import ReadItem, ReadPack, read_pack
from linli.engines.packs.sections import Finding, all_sections
from linli.kernel.actors import Actor
from linli.kernel.audit import actions as audit

_LOCK = 7_160_002


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
    if read.faults:
        raise PackRefused(_all_faults(read, manifest))
    with transaction.atomic():
        take_turn()
        known = _find_same(read, manifest)
        if known is not None:
            return known
        faults = _all_faults(read, manifest)
        if faults:
            raise PackRefused(faults)
        pack = _write(read, manifest, actor, now)
        queries.forget()
        audit.record(actor=actor, now=now, kind="change", act="pack.install", object_ref=f"pack:{pack.id}")
    return pack


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
        digest=read.digest,
        installed_at=now,
        installed_office=actor.office,
    )
    ordered: list[ReadItem] = [
        item for section in all_sections() for item in read.items if item.section.name == section.name
    ]
    rows = PackItem.objects.bulk_create(
        PackItem(
            pack=pack, section=item.section.name, code=item.code, content=item.content, sample=manifest.sample
        )
        for item in ordered
    )
    changed = set(queries.overlay_items().values_list("section", "code"))
    for item, row in zip(ordered, rows, strict=True):
        if item.section.install is not None and (row.section, row.code) not in changed:
            item.section.install(row)  # what the city changed stays in force
    return pack


def _find_same(read: ReadPack, manifest: Manifest) -> InstalledPack | None:
    """The installed version if its content is the same; refuses other content, and a step back."""
    installed = queries.list_packs().filter(pack_id=manifest.id)
    if installed.filter(overlay=True).exists():
        message = _("This is the name of the city's own changes.")
        raise PackRefused([read.manifest_fault(("id",), message, _("Take another id."))])
    known = installed.filter(version=manifest.version).first()
    if known is not None and bytes(known.digest) == read.digest:
        return known
    newest = installed.first()
    if known is not None:
        message = _("This version is installed already, with other content.")
        mend = _("Installed versions never change: raise the version number.")
        raise PackRefused([read.manifest_fault(("version",), message, mend)])
    if newest is not None and version_key(newest.version) > version_key(manifest.version):
        message = _("Version %(version)s is installed, which is newer.") % {"version": newest.version}
        raise PackRefused([read.manifest_fault(("version",), message, _("Raise the version number."))])
    return None


def _all_faults(read: ReadPack, manifest: Manifest) -> list[Fault]:
    faults = [*read.faults, *_check_dependencies(read, manifest)]
    library = queries.InstalledLibrary(dependency.id for dependency in manifest.depends)
    faults.extend(check_read(read, [library]))
    faults.extend(_check_taken(read, manifest))
    return sorted(set(faults))


def _check_dependencies(read: ReadPack, manifest: Manifest) -> Iterable[Fault]:
    versions = {pack.pack_id: pack.version for pack in queries.current_packs()}
    for index, dependency in enumerate(manifest.depends):
        found = versions.get(dependency.id)
        if found is None:
            message = _("The pack it depends on is not installed.")
            mend = _("First: linli pack install %(pack)s") % {"pack": dependency.id}
            yield read.manifest_fault(("depends", index, "id"), message, mend)
        elif version_key(found) < version_key(dependency.at_least):
            message = _("Version %(found)s is there, at least %(wanted)s is needed.")
            facts = {"found": found, "wanted": dependency.at_least}
            yield read.manifest_fault(("depends", index, "at_least"), message % facts)


def _check_taken(read: ReadPack, manifest: Manifest) -> Iterable[Fault]:
    """Codes that another installed pack holds: `get_item` could not tell them apart."""
    others = queries.base_items().exclude(pack__pack_id=manifest.id)
    taken = {
        (section, code): pack
        for section, code, pack in others.values_list("section", "code", "pack__pack_id")
    }
    for item in read.items:
        holder = taken.get((item.section.name, item.code))
        if holder is not None:
            message = _("The installed pack %(pack)s holds this code already.") % {"pack": holder}
            yield item.fault(Finding(("code",), message, _("Take another code.")))


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
