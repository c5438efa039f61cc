"""Applying for a matter from one's own file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.cases import actions as case_actions
from linli.engines.cases.models import Case
from linli.engines.forms import actions as form_actions
from linli.engines.forms import answers as form_answers
from linli.engines.forms import queries as forms
from linli.engines.forms.references import References
from linli.engines.packs import queries as packs
from linli.engines.packs.models import PackItem
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.errors import Conflict, DomainError
from linli.kernel.idempotency import once
from linli.registers.documents.models import Document
from linli.registers.people import queries as people
from linli.registers.people.models import Person
from linli.registers.places.queries import get_path_names, get_position
from linli.rooms.matters import queries
from linli.rooms.matters.actions.collecting import keep_collection
from linli.rooms.matters.actions.papers import keep_papers
from linli.rooms.matters.definitions import Matter


class NotOnline(DomainError):
    """The matter is handled at the counter only."""

    code = "not_online"


class AlreadyOpen(Conflict):
    """The same person has a case of this matter that is open still; `facts["number"]` is its number. Who wants another
    one says so (`again`)."""

    code = "already_open"


class NotCovered(DomainError):
    """Who acts for another may not apply for this in her name."""

    code = "not_covered"


class NoHome(DomainError):
    """The file names no community, so nobody would be in charge."""

    code = "no_home"


def apply(
    *,
    actor: Actor,
    now: datetime,
    code: str,
    raw: Mapping[str, object],
    photos: Mapping[str, Document] | None = None,
    key: str = "",
    again: bool = False,
) -> Case:
    """Apply for a matter from one's own file. Raises Faults with every field's fault.

    `photos` maps paper codes to stored documents of the same actor; missing papers do not hinder applying: the
    clerk asks once for all of them. The same `key` again returns the first case. Raises `AlreadyOpen` for another one
    beside one that is open, unless `again`. Her draft of the form is dropped.
    """
    opened: list[Case] = []

    def work() -> str:
        opened.append(_apply(actor=actor, now=now, code=code, raw=raw, photos=photos or {}, again=again))
        return opened[0].number

    number = once(actor=actor, key=key, work=work)
    return opened[0] if opened else queries.get_own_case(actor, number)


def check_form(*, actor: Actor, now: datetime, code: str, raw: Mapping[str, object]) -> None:
    """Raises what applying with these answers would be refused for; applies for nothing."""
    _entry, matter = queries.get_matter(code)
    _clean(matter, read_applicant(actor, now), raw)


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies, what her file says on that day, and the community in charge."""

    person: Person
    file: people.FileView
    home: int
    day: date
    register: References


def read_applicant(actor: Actor, now: datetime) -> Applicant:
    """The actor's own file. Raises `NotFound` for who has none, `NoHome`."""
    day = clock.local_day(now)
    person = people.get_person(actor, actor.person_id or 0, day=day)
    file = people.read_file(person, day=day)
    home = file.registered_community or file.community
    if home is None:
        raise NoHome(_("Your file names no community. Ask at your community's counter to complete it."))
    return Applicant(person, file, home, day, References(actor.as_resident(), now=now))


def check_covered(actor: Actor, codes: Iterable[str]) -> None:
    """Raises `NotCovered` for a matter that a mandate does not name."""
    if not all(actor.covers(code) for code in codes):
        raise NotCovered(_("The mandate does not cover this. Ask for one that does."))


def _clean(matter: Matter, by: Applicant, raw: Mapping[str, object]) -> tuple[PackItem, dict[str, Any]]:
    """The form and the answers."""
    if not matter.online or matter.procedure is None or matter.form is None:
        raise NotOnline(_("This matter is handled at the counter: %(where)s") % {"where": matter.where})
    form_item, definition = forms.get_form(matter.form)
    restored = form_answers.restore_prefill(definition, raw, prefill_of(by.file))
    return form_item, form_answers.clean(definition, restored, by.day, by.register)


def _apply(
    *,
    actor: Actor,
    now: datetime,
    code: str,
    raw: Mapping[str, object],
    photos: Mapping[str, Document],
    again: bool,
) -> Case:
    check_covered(actor, [code])
    entry, matter = queries.get_matter(code)
    by = read_applicant(actor, now)
    form_item, answers = _clean(matter, by, raw)
    if not again:
        refuse_second(by.person, [code])
    case = case_actions.open_case(
        actor=actor,
        now=now,
        room=queries.ROOM,
        title=matter.title,
        matter_item=entry.item,
        procedure_item=packs.get_item("procedure", matter.procedure or ""),
        position=get_position(by.home, day=by.day),
        applicant=by.person,
        synthetic=by.person.synthetic,
        answers=answers,
    )
    keep_application(case, matter, form_item, answers, photos, by=by, actor=actor, now=now)
    form_actions.drop_draft(form=form_item.code, subject=queries.draft_subject(code, actor), actor=actor)
    return case


def refuse_second(person: Person, codes: Iterable[str]) -> None:
    """Raises `AlreadyOpen` where the person has a case of one of these matters that is open."""
    number = next((found for code in codes if (found := queries.get_open_number(person.pk, code))), "")
    if number:
        raise AlreadyOpen(
            _("You have one that is being handled: %(number)s.") % {"number": number}, number=number
        )


def keep_application(
    case: Case,
    matter: Matter,
    form_item: PackItem,
    answers: Mapping[str, object],
    photos: Mapping[str, Document],
    *,
    by: Applicant,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep what came with an application: answers, photos of papers, and how much of it a register had."""
    form_actions.save_answers(
        actor=actor, now=now, subject=f"case:{case.pk}", form_item=form_item, answers=answers
    )
    given = keep_papers(case, matter, photos, actor=actor, now=now)
    keep_collection(
        case, matter, packs.load(form_item), answers, offered=prefill_of(by.file), register=by.register, papers=given
    )  # fmt: skip


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
