"""Which cases have to do with each other: linked ones, and those opened together. For who sees one of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linli.engines.cases.models import Case, CaseBundle, CaseLink
from linli.engines.cases.queries import get_many, prefetched, query_code_digest, visible_to
from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as


@dataclass(frozen=True, slots=True)
class LinkView:
    """The other case's number, and how this one stands to it: `merged` into it or `merged_here` from it, `related`,
    `follow_up` of it or `followed_up` by it."""

    number: str
    kind: str
    office: str
    at: datetime


REVERSED = {"merged": "merged_here", "related": "related", "follow_up": "followed_up"}


def list_links(case: Case) -> list[LinkView]:
    """Both ways, oldest first; two statements where there is a link, else one."""
    found = list(CaseLink.objects.filter(Q(case=case) | Q(other=case)).order_by("id"))
    numbers = get_many(other for row in found for other in (row.case_id, row.other_id))
    return [
        LinkView(
            number=numbers[row.other_id if row.case_id == case.pk else row.case_id].number,
            kind=row.kind if row.case_id == case.pk else REVERSED[row.kind],
            office=row.office,
            at=row.at,
        )
        for row in found
    ]


@dataclass(frozen=True, slots=True)
class BundleView:
    """A bundle as far as its reader sees it: how many cases, how many of them open, until when the first is due."""

    number: str
    title: str
    cases: Sequence[Case]

    @property
    def open(self) -> int:
        return sum(case.closed_at is None for case in self.cases)

    @property
    def due_at(self) -> datetime | None:
        return min(
            (case.due_at for case in self.cases if case.due_at and case.closed_at is None), default=None
        )


def get_bundle(case: Case, actor: Actor) -> BundleView | None:
    """The bundle that the case was opened in; None for a case of its own. One statement."""
    if case.bundle_id is None:
        return None
    return _bundle(visible_to(actor).filter(bundle_id=case.bundle_id))


def bundles_of(cases: Iterable[Case]) -> dict[int, CaseBundle]:
    """The bundles of cases that one sees, by id; one statement, none where no case is in one."""
    wanted = {case.bundle_id for case in cases if case.bundle_id}
    return CaseBundle.objects.in_bulk(wanted) if wanted else {}


def get_bundle_by_number(actor: Actor, number: str) -> BundleView:
    """The bundle as far as the actor sees its cases; one statement. Raises `NotFound`."""
    return _found(_bundle(visible_to(actor).filter(bundle__number=number)))


def get_bundle_by_query_code(number: str, code: str) -> BundleView:
    """The bundle for whoever holds its slip: one code opens all of its cases. Raises `NotFound`."""
    with acting_as(SYSTEM):
        seen = _found(_bundle(prefetched(Case.objects.filter(bundle__number=number))))
    if any(case.query_code_digest != query_code_digest(case.number, code) for case in seen.cases):
        raise _unknown()
    return seen


def _bundle(cases: QuerySet[Case]) -> BundleView | None:
    found = list(cases.select_related("bundle", "applicant", "agent").order_by("id"))
    bundle = found[0].bundle if found else None
    return BundleView(bundle.number, bundle.title, found) if isinstance(bundle, CaseBundle) else None


def _found(bundle: BundleView | None) -> BundleView:
    if bundle is None:
        raise _unknown()
    return bundle


def _unknown() -> NotFound:
    return NotFound(_("There is no such case, or it is not yours to see."))
