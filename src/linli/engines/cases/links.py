"""Which cases have to do with each other: linked ones, and those opened together. For who sees one of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linli.engines.cases.definitions import Outcome
from linli.engines.cases.models import Case, CaseBundle, CaseLink
from linli.engines.cases.queries import get_many, prefetched, query_code_digest, state_title, visible_to
from linli.engines.cases.refusals import MainClosed, MainMissing, MainSelf, MainUnlike
from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as


@dataclass(frozen=True, slots=True)
class LinkView:
    """The other case as far as a link tells of it, and how this one stands to it: `merged` into it or `merged_here`
    from it, `related`, `follow_up` of it or `followed_up` by it."""

    number: str
    title: str
    state: str
    kind: str
    office: str
    at: datetime


REVERSED = {"merged": "merged_here", "related": "related", "follow_up": "followed_up"}


def list_links(case: Case) -> list[LinkView]:
    """Both ways, oldest first; two statements where there is a link, else one. A merge is told while it holds: not of a
    case that was reopened, nor what another merge came after."""
    found = list(CaseLink.objects.filter(Q(case=case) | Q(other=case)).order_by("id"))
    cases = get_many(other for row in found for other in (row.case_id, row.other_id))
    return [_view(case, row, cases) for row in found if _holds(row, cases[row.case_id])]


def _view(case: Case, row: CaseLink, cases: Mapping[int, Case]) -> LinkView:
    mine = row.case_id == case.pk
    other = cases[row.other_id if mine else row.case_id]
    kind = row.kind if mine else REVERSED[row.kind]
    return LinkView(other.number, other.title, state_title(other), kind, row.office, row.at)


def _holds(row: CaseLink, case: Case) -> bool:
    """A merge holds from the step on that closed the case."""
    return row.kind != CaseLink.Kind.MERGED or (
        case.outcome == Outcome.MERGED and case.closed_at is not None and row.at >= case.closed_at
    )


def find_other(actor: Actor, case: Case, number: str) -> Case:
    """Another case that staff see, to link it. Raises `MainMissing`, `MainSelf`."""
    number = number.strip()
    if number == case.number:
        raise MainSelf(_("This is the case itself: name the other one."), field="main")
    if not number:
        raise MainMissing(_("Name the other case."), field="main")
    found: Case | None = None
    if "\0" not in number:  # PostgreSQL fails on one instead of finding nothing
        cases = visible_to(actor.as_staff()).filter(number=number)
        found = cases.select_related("applicant", "matter_item").first()
    if found is None:
        raise MainMissing(_("There is no other case with this number that you can see."), field="main")
    return found


def find_main(actor: Actor, case: Case, number: str) -> Case:
    """The case that `case` can be merged into: open, and of the same matter. Raises `MainMissing`, `MainSelf`,
    `MainUnlike`, `MainClosed`."""
    main = find_other(actor, case, number)
    if main.matter_item.code != case.matter_item.code:
        raise MainUnlike(
            _("That case is about another matter, «%(title)s»: it cannot be the same. Link the two instead.")
            % {"title": main.title},
            field="main",
        )
    if main.closed_at is not None:
        raise MainClosed(
            _("That case has ended already. Link the two instead, if they have to do with each other."),
            field="main",
        )
    return main


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
