"""Applying for a matter from one's own file."""

from collections.abc import Mapping
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
from linli.kernel.errors import DomainError
from linli.kernel.idempotency import once
from linli.registers.documents.models import Document
from linli.registers.people import queries as people
from linli.registers.places.queries import get_path_names, get_position
from linli.rooms.matters import queries
from linli.rooms.matters.actions.papers import keep_papers
from linli.rooms.matters.definitions import Matter


class NotOnline(DomainError):
    """The matter is handled at the counter only."""

    code = "not_online"


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
    keep_papers(case, matter, photos, actor=actor, now=now)
    return case


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
