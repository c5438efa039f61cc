"""The overlay as files, and back: nothing is lost, and whoever opens the folder can read it.

`pack.yaml` tells which version it is, `history.yaml` who wanted what, who agreed, when and why, and each file below
`changes/` one item: which version of which pack it was made from (with its digest), and every difference.
"""

import json
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

from linli.engines.overlays.installing import PACK_ID, TITLE
from linli.engines.overlays.models import OverlayItem, Proposal, ProposalStep
from linli.engines.packs.differences import (
    ABSENT,
    Difference,
    Json,
    apply,
    differences,
)
from linli.engines.packs.models import InstalledPack
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
        known = "、".join(wanted.values_list("version", flat=True))
        if not known:
            raise NotFound(_("Nothing has been changed here: there is no overlay to export."))
        message = _("There is no version %(version)s. There are: %(known)s.")
        raise NotFound(message % {"version": version, "known": known})
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
    """Every version up to this one, oldest first: offices and accounts, which show that two persons acted; no names."""
    approvals = ProposalStep.objects.filter(proposal=OuterRef("pk"), verb="approve")
    rows = (
        Proposal.objects.filter(pack__isnull=False, pack_id__lte=pack.pk)
        .select_related("pack", "author")
        .annotate(approver=Subquery(approvals.values("by__username")[:1]))
        .order_by("pack_id")
    )
    return [
        {
            "version": row.pack.version,
            "why": row.reason,
            "proposed_by": row.office,
            "proposer": row.author.username,
            "approved_by": row.pack.installed_office,
            "approver": row.approver,
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
