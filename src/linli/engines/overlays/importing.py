"""A folder that was exported, read on what is installed here: every fault at once, with its line."""

from pathlib import Path

from django.utils.translation import gettext as _
from pydantic import BaseModel

from linli.engines.overlays.adjustable import step_of
from linli.engines.overlays.checking import Address
from linli.engines.overlays.files import Alteration, ChangeFile, OverlayFile, digest_of, rebuild
from linli.engines.packs import queries as packs
from linli.engines.packs.differences import ABSENT, Json, PathMissing, look_up, three_way
from linli.engines.packs.documents import YamlDocument, read_yaml
from linli.engines.packs.faults import Fault, PackRefused
from linli.engines.packs.findings import suggest
from linli.engines.packs.models import PackItem
from linli.engines.packs.shapes import validate


def read_overlay(folder: Path) -> dict[Address, Json]:
    """The contents that an exported folder asks for, on what is installed here; raises `PackRefused` with every fault.

    Items whose pack has moved on since get the pack's changes too, where none conflicts.
    """
    faults: list[Fault] = []
    _read(folder, "pack.yaml", OverlayFile, faults)
    found: dict[Address, Json] = {}
    for path in sorted((folder / "changes").rglob("*.yaml")):
        name = path.relative_to(folder).as_posix()
        document, change = _read(folder, name, ChangeFile, faults)
        if isinstance(change, ChangeFile):
            content = _content(document, change, faults)
            if content is not ABSENT:
                found[change.section, change.code] = content
    if faults:
        raise PackRefused(sorted(set(faults)))
    return found


def _read(
    folder: Path, name: str, model: type[BaseModel], faults: list[Fault]
) -> tuple[YamlDocument, BaseModel | None]:
    path = folder / name
    if not path.is_file():
        faults.append(Fault(name, 0, 0, "", _("The file is missing."), _("Export the overlay anew.")))
        return YamlDocument(name), None
    document = read_yaml(name, path.read_bytes())
    faults.extend(document.faults)
    if document.faults:
        return document, None
    read, wrong = validate(model, document.data, document)
    faults.extend(wrong)
    return document, read


def _content(document: YamlDocument, change: ChangeFile, faults: list[Fault]) -> Json:
    """The content on the newest base that is installed; ABSENT, with a fault, where it cannot be."""

    def refuse(step: str, message: str, mend: str = "") -> Json:
        spot = document.locate((step,))
        faults.append(Fault(document.file, spot.line, spot.column, spot.value, message, mend))
        return ABSENT

    base = packs.base_items().filter(section=change.section, code=change.code).first()
    if base is None:
        return refuse(
            "code", _("No pack that is installed here holds this item."), _("Install its pack first.")
        )
    made_from = _made_from(change, base)
    if made_from is None:
        message = _("The version that this was made from has never been installed here.")
        return refuse(
            "base", message, _("Install version %(version)s of «%(pack)s» first.") % change.base.model_dump()
        )
    misfits = [_misfit(document, place, row, made_from) for place, row in enumerate(change.changes)]
    if any(misfits):
        faults.extend(fault for fault in misfits if fault)
        return ABSENT
    try:
        merge = three_way(made_from, base.content, rebuild(made_from, change))
    except PathMissing:
        return refuse("changes", _("A path leads nowhere in the version it was made from."))
    if merge.conflicts:
        places = "、".join(" / ".join(conflict.path) for conflict in merge.conflicts)
        return refuse("changes", _("The pack has changed the same since: %(places)s.") % {"places": places})
    return merge.content


def _made_from(change: ChangeFile, base: PackItem) -> Json | None:
    """The content with the digest that the file names: of the installed version, or of an older one."""
    older = PackItem.objects.filter(section=change.section, code=change.code, pack__overlay=False).order_by(
        "-id"
    )
    contents = (item.content for item in [base, *older])
    return next((content for content in contents if digest_of(content) == change.base.digest), None)


def _misfit(document: YamlDocument, place: int, row: Alteration, base: Json) -> Fault | None:
    """What of an alteration is not so in the version it was made from: a step of its path, or what it says it was."""
    if row.path[-1:] == ["order"] or look_up(base, row.path) == row.old:
        return None
    known = next((length for length in range(len(row.path)) if _leads_nowhere(base, row, length)), None)
    if known is None:
        spot = document.locate(("changes", place, "old"))
        message = _("What it says it was is not what its version of the pack says.")
        return Fault(document.file, spot.line, spot.column, spot.value, message)
    spot = document.locate(("changes", place, "path", known))
    message = _("The path leads nowhere: there is no «%(step)s» here.") % {"step": row.path[known]}
    mend = suggest(row.path[known], _steps(look_up(base, row.path[:known])))
    return Fault(document.file, spot.line, spot.column, row.path[known], message, mend)


def _leads_nowhere(base: Json, row: Alteration, length: int) -> bool:
    """Whether the step behind the first `length` ones is not there; what is to be new may be missing at the end."""
    new = row.old is ABSENT and length == len(row.path) - 1
    return not new and look_up(base, row.path[: length + 1]) is ABSENT


def _steps(content: Json) -> list[str]:
    """How a path can go on from here."""
    if isinstance(content, dict):
        return list(content)
    return [
        step_of(member, index) for index, member in enumerate(content if isinstance(content, list) else ())
    ]
