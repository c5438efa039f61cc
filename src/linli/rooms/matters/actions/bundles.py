"""Applying for several matters at once (一件事): asked once, filed together, handled each in its own way."""

from collections.abc import Mapping
from datetime import datetime

from linli.engines.cases import actions as case_actions
from linli.engines.cases.links import BundleView, get_bundle_by_number
from linli.engines.cases.models import Case
from linli.engines.forms import actions as form_actions
from linli.engines.forms.merging import clean_each
from linli.engines.packs import queries as packs
from linli.kernel.actors import Actor
from linli.kernel.idempotency import once
from linli.registers.documents.models import Document
from linli.registers.places.queries import get_position
from linli.rooms.matters import queries
from linli.rooms.matters.actions.applying import (
    Applicant,
    check_covered,
    keep_application,
    prefill_of,
    read_applicant,
    refuse_second,
)


def apply_for_bundle(
    *,
    actor: Actor,
    now: datetime,
    code: str,
    raw: Mapping[str, object],
    photos: Mapping[str, Document] | None = None,
    key: str = "",
    again: bool = False,
) -> BundleView:
    """Apply for every matter of a bundle from one's own file: all of them, or none. Raises Faults with those of all
    forms. `photos`, `key` and `again` as in `apply`; `again` for any of the matters."""

    def work() -> str:
        cases = _apply(actor=actor, now=now, code=code, raw=raw, photos=photos or {}, again=again)
        return cases[0].bundle.number if cases[0].bundle else ""

    number = once(actor=actor, key=key, work=work)
    return get_bundle_by_number(actor.as_resident(), number)


def check_bundle_form(*, actor: Actor, now: datetime, code: str, raw: Mapping[str, object]) -> None:
    """Raises what applying with these answers would be refused for; applies for nothing."""
    _clean(queries.get_bundle(code), read_applicant(actor, now), raw)


def _clean(offer: queries.Offer, by: Applicant, raw: Mapping[str, object]) -> list[dict[str, object]]:
    """The answers to each form. Raises `Faults`."""
    definitions = [definition for _item, definition in offer.forms]
    return clean_each(definitions, raw, prefill_of(by.file), by.day, by.register)


def _apply(
    *,
    actor: Actor,
    now: datetime,
    code: str,
    raw: Mapping[str, object],
    photos: Mapping[str, Document],
    again: bool,
) -> list[Case]:
    offer, by = queries.get_bundle(code), read_applicant(actor, now)
    check_covered(actor, offer.bundle.matters)
    answers = _clean(offer, by, raw)
    if not again:
        refuse_second(by.person, offer.bundle.matters)
    parts = [
        case_actions.Part(
            room=queries.ROOM, title=matter.title, matter_item=item,
            procedure_item=packs.get_item("procedure", matter.procedure or ""), answers=given,
        )
        for (item, matter), given in zip(offer.matters, answers, strict=True)
    ]  # fmt: skip
    cases = case_actions.open_bundle(
        actor=actor, now=now, title=offer.bundle.title, parts=parts, position=get_position(by.home, day=by.day),
        applicant=by.person, synthetic=by.person.synthetic,
    )  # fmt: skip
    for case, (_item, matter), (form_item, _form), given in zip(
        cases, offer.matters, offer.forms, answers, strict=True
    ):
        keep_application(case, matter, form_item, given, photos, by=by, actor=actor, now=now)
    form_actions.drop_draft(form=code, subject=queries.bundle_draft_subject(code, actor), actor=actor)
    return cases
