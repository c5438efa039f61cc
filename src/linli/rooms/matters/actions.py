"""Applying, and moving an application on. The case engine decides what may happen; this room adds the papers."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.engines.cases import actions as case_actions
from linli.engines.cases import queries as cases
from linli.engines.cases.actions import NOTHING, Chosen
from linli.engines.cases.actions.links import LINKED
from linli.engines.cases.course import ANSWERED
from linli.engines.cases.definitions import Outcome
from linli.engines.cases.models import Case
from linli.engines.cases.procedure import Option
from linli.engines.cases.refusals import NotYours
from linli.engines.forms import actions as form_actions
from linli.engines.forms import answers as form_answers
from linli.engines.forms import queries as forms
from linli.engines.forms.references import References
from linli.engines.packs import queries as packs
from linli.engines.packs.models import PackItem
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.errors import Conflict, DomainError
from linli.kernel.idempotency import once
from linli.kernel.ui.format import join_words
from linli.registers.documents.actions import claim
from linli.registers.documents.models import Document
from linli.registers.people import queries as people
from linli.registers.places.queries import get_path_names, get_position
from linli.rooms.matters import queries
from linli.rooms.matters.definitions import Matter
from linli.rooms.matters.models import CasePaper, OfficialNotice


class NotOnline(DomainError):
    """The matter is handled at the counter only."""

    code = "not_online"


class NoHome(DomainError):
    """The file names no community, so nobody would be in charge."""

    code = "no_home"


class PapersMissing(DomainError):
    """Not everything that is required has been given; `facts["papers"]` lists the codes."""

    code = "papers_missing"


def apply(
    *,
    actor: Actor,
    now: datetime,
    code: str,
    raw: Mapping[str, object],
    photos: Mapping[str, Document] | None = None,
    key: str = "",
) -> Case:
    """Apply for a matter from one's own file. Raises Faults with every field's fault.

    `photos` maps paper codes to stored documents of the same actor; missing papers do not hinder applying: the
    clerk asks once for all of them. The same `key` again returns the first case.
    """
    opened: list[Case] = []

    def work() -> str:
        opened.append(_apply(actor=actor, now=now, code=code, raw=raw, photos=photos or {}))
        return opened[0].number

    number = once(actor=actor, key=key, work=work)
    return opened[0] if opened else queries.get_own_case(actor, number)


def check_form(*, actor: Actor, now: datetime, code: str, raw: Mapping[str, object]) -> None:
    """Raises what applying with these answers would be refused for; applies for nothing."""
    day = clock.local_day(now)
    _entry, matter = queries.get_matter(code)
    file = people.read_file(people.get_person(actor, actor.person_id or 0, day=day), day=day)
    _clean(matter, file, raw, day, References(actor.as_resident(), now=now))


def _clean(
    matter: Matter, file: people.FileView, raw: Mapping[str, object], day: date, register: References
) -> tuple[PackItem, int, dict[str, Any]]:
    """The form, the community in charge, and the answers."""
    if not matter.online or matter.procedure is None or matter.form is None:
        raise NotOnline(_("This matter is handled at the counter: %(where)s") % {"where": matter.where})
    home = file.registered_community or file.community
    if home is None:
        raise NoHome(_("Your file names no community. Ask at your community's counter to complete it."))
    form_item, definition = forms.get_form(matter.form)
    known = prefill_of(file)
    restored = form_answers.restore_prefill(definition, raw, known)
    answers = form_answers.clean(definition, restored, day, register)
    return form_item, home, answers


def _apply(
    *, actor: Actor, now: datetime, code: str, raw: Mapping[str, object], photos: Mapping[str, Document]
) -> Case:
    day = clock.local_day(now)
    entry, matter = queries.get_matter(code)
    person = people.get_person(actor, actor.person_id or 0, day=day)
    file = people.read_file(person, day=day)
    form_item, home, answers = _clean(matter, file, raw, day, References(actor.as_resident(), now=now))
    case = case_actions.open_case(
        actor=actor,
        now=now,
        room=queries.ROOM,
        title=matter.title,
        matter_item=entry.item,
        procedure_item=packs.get_item("procedure", matter.procedure or ""),
        position=get_position(home, day=day),
        applicant=person,
        synthetic=person.synthetic,
        answers=answers,
    )
    form_actions.save_answers(
        actor=actor, now=now, subject=f"case:{case.pk}", form_item=form_item, answers=answers
    )
    _keep_papers(case, matter, photos, actor=actor, now=now)
    return case


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
        kept = _keep_papers(case, matter, fresh, actor=actor, now=now)
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


def handle(
    *,
    actor: Actor,
    now: datetime,
    number: str,
    action: str,
    revision: int | None = None,
    note: str = "",
    sighted: Sequence[str] = (),
    insufficient: Sequence[str] = (),
    chosen: Chosen = NOTHING,
    task: int = 0,
    said: str = "",
    relation: str = "",
) -> Case:
    """Staff move a case on. Accepting needs every required paper; asking for papers names all that are missing.

    `sighted` are papers whose originals were seen at the counter; `insufficient` are given ones that do not do.
    `chosen` is whom to ask and to whom to hand the case; the step `answer` answers `task` with `said`, and `link` links
    it to the case `chosen.main` (`relation`: related, follow_up).
    Raises `NotYours` for who applied: a colleague handles it (回避).
    """
    with transaction.atomic():
        case = cases.lock_case(actor.as_staff(), number)
        if actor.person_id in cases.persons_of(case):
            raise NotYours(_("You applied for this yourself: a colleague handles it."))
        if action == ANSWERED:
            return case_actions.answer(
                actor=actor, now=now, number=number, task=task, said=said, note=note, revision=revision
            )
        if action == LINKED:
            return case_actions.relate(
                actor=actor, now=now, number=number, other=chosen.main, kind=relation
            ).case
        matter = queries.pinned_matter(case)
        step = cases.get_procedure(case).action(action)
        notice = step.notice if step else None
        if notice in (OfficialNotice.Kind.ACCEPTANCE, OfficialNotice.Kind.SUPPLEMENT):
            _mark(case, matter, sighted, CasePaper.State.SIGHTED, now)
            _mark(case, matter, insufficient, CasePaper.State.INSUFFICIENT, now)
        missing = [row.paper.code for row in queries.list_checklist(case, matter) if not row.in_order]
        data: dict[str, object] = {}
        if notice == OfficialNotice.Kind.ACCEPTANCE and missing:
            titles = join_words(paper.title for paper in matter.papers if paper.code in missing)
            raise PapersMissing(
                _(
                    "Not all papers are there: %(papers)s. Ask for all of them at once, or sight the originals."
                )
                % {"papers": titles},
                papers=missing,
            )
        if notice == OfficialNotice.Kind.SUPPLEMENT:
            if not missing:
                raise DomainError(_("Nothing is missing. Accept the application."), field="papers")
            data["papers"] = missing
        return case_actions.take(
            case=case,
            actor=actor,
            now=now,
            action=action,
            revision=revision,
            note=note,
            data=data,
            chosen=chosen,
        )


def withdraw(*, actor: Actor, now: datetime, number: str, revision: int | None = None) -> Case:
    """The applicant does not want it any more."""
    with transaction.atomic():
        case = cases.lock_case(actor.as_resident(), number)
        for option in cases.available_actions(case, actor, now=now):
            if option.action.outcome == Outcome.WITHDRAWN:
                return case_actions.take(
                    case=case, actor=actor, now=now, action=option.action.code, revision=revision
                )
    raise Conflict(_("This matter cannot be withdrawn any more."))


def reopen(*, actor: Actor, now: datetime, number: str, note: str, revision: int | None = None) -> Case:
    """The applicant asks, with a reason, that an ended case be handled again, where the procedure lets her."""
    with transaction.atomic():
        case = cases.lock_case(actor.as_resident(), number)
        option = find_reopening(case, actor, now)
        if option is None:
            raise Conflict(_("This matter cannot be handled again."))
        return case_actions.take(
            case=case,
            actor=actor.as_resident(),
            now=now,
            action=option.action.code,
            revision=revision,
            note=note,
        )


def find_reopening(case: Case, actor: Actor, now: datetime) -> Option | None:
    """The step by which the applicant reopens an ended case; None where there is none, or no longer."""
    if case.closed_at is None:
        return None
    return next(iter(cases.available_actions(case, actor.as_resident(), now=now)), None)


def prefill_of(file: people.FileView) -> dict[str, object]:
    """What forms may ask of a file, by the keys that packs use."""
    path = get_path_names(file.registered_community) if file.registered_community else []
    return {
        "person.name": file.name,
        "person.sex": file.sex,
        "person.id_number": file.id_number,
        "person.phone": file.phone,
        "person.birth_date": file.birth_date,
        "person.age": file.age,
        "person.address": file.address,
        "person.registered_place": "".join(name for _, _, name in path),
    }


def _keep_papers(
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


def _mark(case: Case, matter: Matter, codes: Sequence[str], state: str, now: datetime) -> None:
    rows = [
        CasePaper(case=case, code=code, state=state, at=now)
        for code in codes
        if matter.paper(code) is not None
    ]
    CasePaper.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["case", "code"], update_fields=["state", "at"]
    )
