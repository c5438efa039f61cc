"""Terms of retention as a section of packs. The register below cannot know packs, so that it stands here."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.packs.blocks import Block, Table
from linli.engines.packs.models import InstalledPack, PackItem
from linli.engines.packs.sections import Finding, Library, Section
from linli.kernel.actors import SYSTEM
from linli.registers.retention.actions import replace_terms
from linli.registers.retention.schemas import TermSheet
from linli.registers.retention.words import EVENTS, KINDS, STANDINGS


def check_terms(sheet: TermSheet, library: Library) -> Iterator[Finding]:
    """Each kind of record once for each event; what counts says for how long."""
    counted = Counter((row.kind, row.event) for row in sheet.rows)
    for index, row in enumerate(sheet.rows):
        if counted[row.kind, row.event] > 1:
            yield Finding(
                ("rows", index, "kind"), _("This kind is listed twice."), _("Keep one of the two lines.")
            )
        if row.standing != "proposal" and row.months is None:
            yield Finding(
                ("rows", index, "months"),
                _("A term that counts says how many months."),
                _("Fill them in, or write «proposal»."),
            )


def describe_terms(sheet: Any, library: Library) -> Iterator[Block]:
    """Every kind with its term and what it rests on, for the handbook."""
    rows = (
        (
            _(KINDS[row.kind]),
            _(EVENTS[row.event]),
            str(row.months or ""),
            _(STANDINGS[row.standing]),
            row.basis,
            row.note,
        )
        for row in sheet.rows
    )
    head = (_("Records"), _("From"), _("Months"), _("Standing"), _("Basis"), _("Note"))
    yield Table(_("Terms of retention"), head, tuple(rows))


def project(item: PackItem) -> None:
    """The sheet becomes the terms that count from now on."""
    sheet = TermSheet.model_validate(item.content)
    source = _supplier(item.pack.pack_id, item.code)
    replace_terms(rows=sheet.rows, source=source, actor=SYSTEM, now=item.pack.installed_at)


def retire(code: str) -> None:
    """Nothing is due any more by this sheet."""
    item = PackItem.objects.filter(section="retention", code=code).select_related("pack").latest("id")
    now = InstalledPack.objects.filter(pack_id=item.pack.pack_id).latest("id").installed_at
    replace_terms(rows=(), source=_supplier(item.pack.pack_id, code), actor=SYSTEM, now=now)


def _supplier(pack: str, code: str) -> str:
    return f"pack:{pack}/{code}"[:64]


RETENTION = Section(
    name="retention",
    folder="retention",
    model=TermSheet,
    check=check_terms,
    install=project,
    retire=retire,
    describe=describe_terms,
)
