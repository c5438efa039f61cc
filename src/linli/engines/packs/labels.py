"""Labels of persons as a section of packs. The register below cannot know packs, so that it stands here."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.packs.blocks import Block, Table
from linli.engines.packs.models import InstalledPack, PackItem
from linli.engines.packs.sections import Finding, Library, Section
from linli.kernel.actors import SYSTEM
from linli.registers.people.actions.kinds import replace_label_kinds
from linli.registers.people.schemas import LabelSheet


def check_labels(sheet: LabelSheet, library: Library) -> Iterator[Finding]:
    """Each code once."""
    counted = Counter(row.code for row in sheet.rows)
    for index, row in enumerate(sheet.rows):
        if counted[row.code] > 1:
            yield Finding(
                ("rows", index, "code"), _("This code is listed twice."), _("Keep one of the two lines.")
            )


def describe_labels(sheet: Any, library: Library) -> Iterator[Block]:
    """Every label with its protection, for the handbook."""
    tiers = {"clear": _("Clear"), "sealed": _("Sealed"), "restricted": _("Restricted")}
    rows = ((row.code, row.title, tiers[row.tier], str(row.months or ""), row.note) for row in sheet.rows)
    yield Table(_("Labels"), (_("Code"), _("Label"), _("Protection"), _("Months"), _("Note")), tuple(rows))


def project(item: PackItem) -> None:
    """The sheet becomes the labels that can be given; those of an older version that it lacks are retired."""
    sheet = LabelSheet.model_validate(item.content)
    replace_label_kinds(
        rows=sheet.rows,
        source=_supplier(item.pack.pack_id, item.code),
        actor=SYSTEM,
        now=item.pack.installed_at,
    )


def retire(code: str) -> None:
    """No label of the sheet is given any more."""
    item = PackItem.objects.filter(section="person-labels", code=code).select_related("pack").latest("id")
    now = InstalledPack.objects.filter(pack_id=item.pack.pack_id).latest("id").installed_at
    replace_label_kinds(rows=(), source=_supplier(item.pack.pack_id, code), actor=SYSTEM, now=now)


def _supplier(pack: str, code: str) -> str:
    return f"pack:{pack}/{code}"[:64]


LABELS = Section(
    name="person-labels",
    folder="person-labels",
    model=LabelSheet,
    check=check_labels,
    install=project,
    retire=retire,
    describe=describe_labels,
)
