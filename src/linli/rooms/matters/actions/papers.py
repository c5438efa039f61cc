"""Papers of a case: handed in by the applicant, seen or refused at the counter."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.engines.cases import actions as case_actions
from linli.engines.cases import queries as cases
from linli.engines.cases.models import Case
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.errors import Conflict, DomainError
from linli.kernel.ui.format import join_words
from linli.registers.documents.actions import claim
from linli.registers.documents.models import Document
from linli.rooms.matters import queries
from linli.rooms.matters.definitions import Matter
from linli.rooms.matters.models import CasePaper


class PapersMissing(DomainError):
    """Not everything that is required has been given; `facts["papers"]` lists the codes."""

    code = "papers_missing"


def supply(
    *, actor: Actor, now: datetime, number: str, photos: Mapping[str, Document], revision: int | None = None
) -> Case:
    """The applicant hands in what was missing; when all of it is there, the case goes back to the clerk.

    While something is missing still, it stays her turn: `PapersMissing` names the rest, and what came is kept.
    """
    with transaction.atomic():
        case = cases.lock_case(actor.as_resident(), number)
        matter = queries.pinned_matter(case)
        action = _supply_action(case, actor, now)
        seen = {row.paper.code for row in queries.list_checklist(case, matter) if row.state == "sighted"}
        fresh = {code: photo for code, photo in photos.items() if code not in seen}
        kept = keep_papers(case, matter, fresh, actor=actor, now=now)
        missing = [row.paper for row in queries.list_checklist(case, matter) if not row.in_order]
        if not missing:
            return case_actions.take(
                case=case, actor=actor, now=now, action=action, revision=revision,
                data={"papers": _given_since(case)},
            )  # fmt: skip
        if kept:
            record(
                actor=actor, now=now, kind="change", act="case.papers", object_ref=f"case:{case.pk}",
                persons=[case.applicant_id], fields=[f"paper:{code}" for code in kept],
            )  # fmt: skip
    titles = join_words(paper.title for paper in missing)
    words = _("Kept. Still missing: %(papers)s.") if kept else _("Still missing: %(papers)s.")
    raise PapersMissing(words % {"papers": titles}, papers=[paper.code for paper in missing])


def _given_since(case: Case) -> list[str]:
    """Codes of the papers that arrived since the last step, in one go or in several."""
    given = CasePaper.objects.filter(case=case, state=CasePaper.State.GIVEN, at__gte=case.story[-1].at)
    return sorted(given.values_list("code", flat=True))


def _supply_action(case: Case, actor: Actor, now: datetime) -> str:
    """The step by which the applicant hands papers in: the one back to where papers are checked."""
    intake = cases.get_procedure(case).supplement
    for option in cases.available_actions(case, actor, now=now):
        if intake is not None and option.action.to == intake.state:
            return option.action.code
    raise Conflict(_("Nothing is asked of you at this moment."))


def keep_papers(
    case: Case, matter: Matter, photos: Mapping[str, Document], *, actor: Actor, now: datetime
) -> list[str]:
    """Attach documents of this actor to papers of the checklist; what is not on the list is ignored."""
    rows = [
        CasePaper(case=case, code=code, document=document, state=CasePaper.State.GIVEN, at=now)
        for code, document in photos.items()
        if matter.paper(code) is not None and document.created_by == actor.user_id
    ]
    CasePaper.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["case", "code"], update_fields=["document", "state", "at"]
    )
    claim(row.document for row in rows if row.document is not None)
    return [row.code for row in rows]


def mark(case: Case, matter: Matter, codes: Sequence[str], state: str, now: datetime) -> None:
    rows = [
        CasePaper(case=case, code=code, state=state, at=now)
        for code in codes
        if matter.paper(code) is not None
    ]
    CasePaper.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["case", "code"], update_fields=["state", "at"]
    )
