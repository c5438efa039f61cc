"""Reading labels of the clear and the sealed tier, and who bears them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from linli.kernel.actors import Actor
from linli.kernel.crypto import unseal_text
from linli.registers.people.models import Label, LabelKind, Person
from linli.registers.people.queries import visible_to
from linli.registers.people.sealing import CONTEXT_LABEL, digest_label


@dataclass(frozen=True, slots=True)
class LabelView:
    """A label as a page shows it. One of the sealed tier has neither `code` nor `title` until it is opened."""

    label: int
    code: str
    title: str
    sealed: bool
    since: date | None
    until: date | None
    source: str
    reference: str
    office: str
    evidence: int | None


def list_labels(person_ids: Iterable[int], *, day: date, opened: bool = False) -> dict[int, list[LabelView]]:
    """Labels that hold on `day`, by person (whom the caller may see); two statements for any number of them.

    `opened` unseals those of the sealed tier: record the look and its purpose.
    """
    titles = dict(LabelKind.objects.values_list("code", "title"))
    found: dict[int, list[LabelView]] = {}
    for label in Label.objects.filter(person__in=list(person_ids), valid__contains=day).order_by("id"):
        found.setdefault(label.person_id, []).append(_view(label, titles, opened=opened))
    return found


def list_givable() -> list[LabelKind]:
    """Labels that a change can give, as packs list them."""
    return list(
        LabelKind.objects.filter(retired=False).exclude(tier=LabelKind.Tier.RESTRICTED).order_by("id")
    )


def list_kind_titles() -> dict[str, str]:
    """Code → title of every label that is not restricted."""
    kinds = LabelKind.objects.exclude(tier=LabelKind.Tier.RESTRICTED)
    return dict(kinds.values_list("code", "title"))


def list_restricted_kinds() -> list[LabelKind]:
    """Labels of the restricted tier, as packs list them: that there are such says nothing of anybody."""
    return list(LabelKind.objects.filter(retired=False, tier=LabelKind.Tier.RESTRICTED).order_by("id"))


def holders_of(actor: Actor, code: str, *, day: date) -> QuerySet[Person]:
    """Persons whom the actor may see and who bear this label on `day`, clear or sealed."""
    bears = Label.objects.filter(
        Q(code=code) | Q(code_digest=digest_label(code)), person=OuterRef("pk"), valid__contains=day
    )
    return visible_to(actor, day=day).filter(Exists(bears), deceased_on__isnull=True)


def count_clear(actor: Actor, *, day: date) -> dict[str, int]:
    """How many of those whom the actor may see bear each clear label on `day`; one statement."""
    seen = visible_to(actor, day=day).filter(pk=OuterRef("person"))
    rows = Label.objects.filter(Exists(seen), valid__contains=day).exclude(code="")
    return dict(rows.values_list("code").annotate(Count("person", distinct=True)))


def _view(label: Label, titles: dict[str, str], *, opened: bool) -> LabelView:
    code = (
        unseal_text(label.code_sealed, context=CONTEXT_LABEL) if opened and label.code_sealed else label.code
    )
    return LabelView(
        label=label.pk,
        code=code,
        title=titles.get(code, code),
        sealed=label.code_sealed is not None,
        since=label.valid.lower,
        until=label.valid.upper,
        source=label.source,
        reference=label.reference,
        office=label.office,
        evidence=label.evidence_id,
    )
