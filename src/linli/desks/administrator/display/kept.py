"""What goes on as it began although a proposal comes into force: running cases keep the version they pinned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from linli.engines.cases.models import Case
from linli.engines.overlays.checking import Address
from linli.engines.overlays.models import Change
from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as

_PINNED: Final = {"matter": "matter_item", "procedure": "procedure_item"}


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """So many open cases go on by this version."""

    version: str
    count: int


Kept = dict[Address, list[KeptVersion]]


def list_kept(changes: Iterable[Change]) -> Kept:
    """Open cases by the version that they began with, for what they pin; a statement for matters, one for
    procedures. Numbers only: no case is shown."""
    wanted = [(change.section, change.code) for change in changes]
    found: Kept = {}
    for section, pin in _PINNED.items():
        codes = [code for name, code in wanted if name == section]
        if codes:
            found |= _kept(section, pin, codes)
    return found


def _kept(section: str, pin: str, codes: Sequence[str]) -> Kept:
    with acting_as(SYSTEM):
        rows = list(
            Case.objects.filter(
                Q(**{f"{pin}__section": section, f"{pin}__code__in": codes}), closed_at__isnull=True
            )
            .order_by(f"-{pin}__pack_id")
            .values_list(f"{pin}__code", f"{pin}__pack__title", f"{pin}__pack__version", f"{pin}__pack_id")
            .annotate(count=Count("id"))
        )
    found: Kept = {}
    for code, title, version, _pack, count in rows:
        found.setdefault((section, code), []).append(KeptVersion(f"{title} {version}", count))
    return found


def tell_rest(section: str) -> str:
    """What else stays as it is, in a sentence; empty where nothing needs saying."""
    return {
        "form": _("What was filled in before stays with the questions it answered."),
        "notice": _("What was told before stays as it was said."),
        "assignment": _("Cases that were given to somebody stay there; only new ones ask the new rules."),
        "code-list": _("The new words count for answers of before too; codes keep their meaning."),
    }.get(section, "")  # fmt: skip
