"""Whether a pack may come in: what else is installed, the day, who stands on it. Reads the database."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from linli.engines.packs import queries, sections
from linli.engines.packs.check import Checked, check_read, findings, version_fault
from linli.engines.packs.faults import Fault, PackRefused
from linli.engines.packs.manifest import Dependency, Manifest, version_key
from linli.engines.packs.models import InstalledPack, PackItem
from linli.engines.packs.reading import ReadPack
from linli.engines.packs.sections import Finding, Library


def find_same(read: ReadPack, manifest: Manifest) -> InstalledPack | None:
    """The installed version if its content is the same; refuses other content, and a step back."""
    installed = queries.list_packs().filter(pack_id=manifest.id)
    if installed.filter(overlay=True).exists():
        message = _("This is the name of the city's own changes.")
        raise PackRefused([read.manifest_fault(("id",), message, _("Take another id."))])
    newest = installed.first()
    if newest is not None and version_key(newest.version) > version_key(manifest.version):
        message = _("Version %(version)s is installed, which is newer.") % {"version": newest.version}
        raise PackRefused([read.manifest_fault(("version",), message, _("Raise the version number."))])
    known = installed.filter(version=manifest.version).first()
    if known is not None and bytes(known.digest) == read.digest:
        return known
    if known is not None:
        message = _("This version is installed already, with other content.")
        mend = _("Installed versions never change: raise the version number.")
        raise PackRefused([read.manifest_fault(("version",), message, mend)])
    return None


def check(read: ReadPack, manifest: Manifest, day: date) -> Checked:
    """Everything that keeps this pack out on `day`, in the order of its files."""
    library = queries.InstalledLibrary(dependency.id for dependency in manifest.depends)
    found = [*_of_the_day(read, manifest, day), *_of_dependencies(read, manifest)]
    found += [*_of_dependents(read, manifest), *_of_taken_codes(read, manifest, library)]
    return check_read(read, [library], found)


def broken_by(pack: InstalledPack, read: ReadPack) -> list[Fault]:
    """What packs that build on `pack` lose by this version of it; asked when it is written."""
    return [
        read.manifest_fault(("version",), _broken(dependent, item, finding), finding.mend)
        for dependent in _dependents(pack.pack_id)
        for item, finding in _findings_in(dependent)
    ]


def _broken(dependent: InstalledPack, item: PackItem, finding: Finding) -> str:
    message = _("The installed pack %(pack)s builds on it and would no longer hold: %(item)s: %(finding)s")
    return message % {"pack": dependent, "item": item, "finding": finding.message}


def _dependents(pack_id: str) -> list[InstalledPack]:
    return [pack for pack in queries.current_packs() if pack_id in pack.depends and not pack.overlay]


def _findings_in(pack: InstalledPack) -> Iterator[tuple[PackItem, Finding]]:
    library = queries.InstalledLibrary([pack.pack_id])
    for item in pack.items.order_by("id"):
        section, model = sections.find(item.section), library.get(item.section, item.code)
        if section is not None and model is not None:
            yield from ((item, finding) for finding in findings(section, model, library))


def _of_the_day(read: ReadPack, manifest: Manifest, day: date) -> Iterator[Fault]:
    if not manifest.valid.includes(day):
        message = _("Today (%(day)s) lies outside the days on which it may be installed (%(days)s).")
        yield read.manifest_fault(("valid",), message % {"day": day, "days": manifest.valid})


def _of_dependencies(read: ReadPack, manifest: Manifest) -> Iterator[Fault]:
    versions = {pack.pack_id: pack.version for pack in queries.current_packs()}
    for index, dependency in enumerate(manifest.depends):
        found = versions.get(dependency.id)
        if found is None:
            message = _("The pack it depends on is not installed.")
            mend = _("First: linli pack install %(pack)s") % {"pack": dependency.id}
            yield read.manifest_fault(("depends", index, "id"), message, mend)
        elif not dependency.admits(found):
            yield version_fault(read, index, dependency, found)


def _of_dependents(read: ReadPack, manifest: Manifest) -> Iterator[Fault]:
    for pack in _dependents(manifest.id):
        for written in pack.manifest.get("depends", []):
            dependency = Dependency.model_validate(written)
            if dependency.id == manifest.id and not dependency.admits(manifest.version):
                message = _("The installed pack %(pack)s builds on it and wants %(wanted)s.")
                facts = {"pack": pack, "wanted": dependency.words}
                mend = _("First install a version of %(pack)s that fits.") % {"pack": pack.pack_id}
                yield read.manifest_fault(("version",), message % facts, mend)


def _of_taken_codes(read: ReadPack, manifest: Manifest, below: Library) -> Iterator[Fault]:
    """Codes that another installed pack holds: `get_item` could not tell them apart. Of those `below` the check of the
    pack itself tells."""
    others = queries.base_items().exclude(pack__pack_id=manifest.id)
    rows = others.values_list("section", "code", "pack__pack_id")
    taken = {(section, code): pack for section, code, pack in rows}
    for item in read.items:
        holder = taken.get((item.section.name, item.code))
        if holder is not None and item.code not in below.codes(item.section.name):
            message = _("The installed pack %(pack)s holds this code already.") % {"pack": holder}
            mend = str(item.section.taken) or _("Take another code.")
            yield item.fault(Finding(("code",), message, mend))
