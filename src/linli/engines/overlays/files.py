"""The overlay as files, and back: nothing is lost, and whoever opens the folder can read it.

`pack.yaml` tells which version it is, `history.yaml` who wanted what, who agreed, when and why, and each file below
`changes/` one item: which version of which pack it was made from (with its digest), and every difference.
"""

import json
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

from linli.engines.overlays.installing import PACK_ID, TITLE
from linli.engines.overlays.models import OverlayItem, Proposal
from linli.engines.packs import queries as packs
from linli.engines.packs.differences import (
    ABSENT,
    Difference,
    Json,
    PathMissing,
    apply,
    differences,
    look_up,
    three_way,
)
from linli.engines.packs.documents import YamlDocument, read_yaml
from linli.engines.packs.faults import Fault, PackRefused
from linli.engines.packs.models import InstalledPack, PackItem
from linli.engines.packs.shapes import validate
from linli.kernel.errors import NotFound

Address = tuple[str, str]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Origin(_Strict):
    """The version of the pack that the content was made from; `digest` is SHA-256 of its canonical content, hex."""

    pack: str
    version: str
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Alteration(_Strict):
    """One difference; without `old` something is added, without `new` taken away."""

    path: Annotated[list[str], Field(min_length=1)]
    old: Any = ABSENT
    new: Any = ABSENT
    after: str | None = None


class ChangeFile(_Strict):
    """One item. `since` is the version of the overlay that changed it last."""

    section: str
    code: str
    base: Origin
    since: str
    changes: list[Alteration]


class OverlayFile(_Strict):
    kind: Literal["overlay"]
    id: str
    version: str
    title: str


def digest_of(content: Json) -> str:
    """SHA-256 of the content, whatever the order of its keys."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()


def as_file(change: ChangeFile) -> dict[str, Any]:
    """As it is written: what is absent has no key."""
    data = change.model_dump()
    data["changes"] = [
        {
            key: value
            for key, value in row.items()
            if value is not ABSENT and not (key == "after" and value is None)
        }
        for row in data["changes"]
    ]
    return data


def describe(section: str, code: str, base: Json, content: Json, *, origin: Origin, since: str) -> ChangeFile:
    """What turns the base into the content, as a file tells it."""
    found = differences(base, content)
    changes = [Alteration(path=list(d.path), old=d.old, new=d.new, after=d.after) for d in found]
    return ChangeFile(section=section, code=code, base=origin, since=since, changes=changes)


def rebuild(base: Json, change: ChangeFile) -> Json:
    """The content that the file tells of; raises `PathMissing` where the base is another one."""
    return apply(base, [Difference(tuple(row.path), row.old, row.new, row.after) for row in change.changes])


def export_overlay(folder: Path, version: str = "") -> InstalledPack:
    """Write a version of the overlay (the newest without `version`) into an empty folder; raises `NotFound`."""
    wanted = InstalledPack.objects.filter(overlay=True).order_by("-id")
    pack = (wanted.filter(version=version) if version else wanted).first()
    if pack is None:
        raise NotFound(_("Nothing has been changed here: there is no overlay to export."))
    folder.mkdir(parents=True, exist_ok=True)
    about = {"kind": "overlay", "id": PACK_ID, "version": pack.version, "title": TITLE}
    (folder / "pack.yaml").write_text(dump(about), encoding="utf-8")
    (folder / "history.yaml").write_text(dump(_history(pack)), encoding="utf-8")
    for row in OverlayItem.objects.filter(item__pack=pack).select_related(
        "item", "base__pack", "proposal__pack"
    ):
        path = folder / "changes" / row.item.section / f"{row.item.code}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dump(as_file(_describe_row(row))), encoding="utf-8")
    return pack


def _describe_row(row: OverlayItem) -> ChangeFile:
    base = row.base
    origin = Origin(pack=base.pack.pack_id, version=base.pack.version, digest=digest_of(base.content))
    since = row.proposal.pack.version if row.proposal.pack else ""
    return describe(
        row.item.section, row.item.code, base.content, row.item.content, origin=origin, since=since
    )


def _history(pack: InstalledPack) -> list[dict[str, str]]:
    """Every version up to this one, oldest first: offices, not names."""
    rows = (
        Proposal.objects.filter(pack__isnull=False, pack_id__lte=pack.pk)
        .select_related("pack")
        .order_by("pack_id")
    )
    return [
        {
            "version": row.pack.version,
            "why": row.reason,
            "proposed_by": row.office,
            "approved_by": row.pack.installed_office,
            "at": row.pack.installed_at.isoformat(),
        }
        for row in rows
        if row.pack is not None
    ]


def dump(data: Any) -> str:
    """YAML that reads back as exactly this."""
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.width = 110
    out = StringIO()
    yaml.dump(data, out)
    return out.getvalue()


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
    if not all(_fits(made_from, row) for row in change.changes):
        return refuse("changes", _("What it says it was is not what its version of the pack says."))
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


def _fits(base: Json, row: Alteration) -> bool:
    """Whether what the file says it was is what it was."""
    return row.path[-1:] == ["order"] or bool(look_up(base, row.path) == row.old)
