"""The JSON door of privacy notices and consents: the verbs of the pages, as far as the law lets a program say them.

A program notes what was signed at the counter, and withdraws for its own holder. It does not agree: that takes a
person who has read the notice (PIPL 14, 17).
"""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from linli.kernel import clock
from linli.kernel.door import REFUSALS, Id, Key, Sent, actor_of, kept_key, staff_of
from linli.kernel.errors import Faults
from linli.kernel.guard import acting_as
from linli.kernel.idempotency import once
from linli.registers.consents import actions
from linli.registers.consents import queries as consents
from linli.registers.consents.models import Consent
from linli.registers.consents.queries import Notice, Standing
from linli.registers.documents.queries import get_own
from linli.registers.people.models import Person
from linli.registers.people.queries import get_person
from linli.rooms.mine import queries
from linli.rooms.mine.actions import note_counter, note_own
from linli.rooms.mine.schemas.consents import (
    ConsentsBody,
    NoteConsents,
    NoticeBody,
    NoticeStandingBody,
    PurposeBody,
    StandingBody,
    Withdraw,
    WordBody,
)

router = Router(tags=["consents"])


@router.get("/notices", response={200: list[NoticeBody]}, url_name="notices", summary="List privacy notices")
def list_notices(request: HttpRequest) -> list[NoticeBody]:
    """Those in force, with their purposes."""
    return [_notice(one, in_force=True) for one in consents.list_notices()]


@router.get(
    "/notices/{notice_id}", response={200: NoticeBody, **REFUSALS}, url_name="notice", summary="Read a privacy notice"
)  # fmt: skip
def read_notice(request: HttpRequest, notice_id: Id) -> NoticeBody:
    """A version that was in force once, too: what somebody agreed to then."""
    found = consents.get_version(notice_id)
    return _notice(found, in_force=found.row.pk in {one.row.pk for one in consents.list_notices()})


@router.get(
    "/people/{person_id}/consents", response={200: ConsentsBody, **REFUSALS}, url_name="person_consents",
    summary="Read consents of a person",
)  # fmt: skip
def read_consents(request: HttpRequest, person_id: Id) -> ConsentsBody:
    """Of a person whose file the holder of this key keeps; each call is a look that she can read."""
    actor = staff_of(request)
    person = get_person(actor, person_id, day=clock.today())
    note_counter(actor, person.pk)
    return _consents(person)


@router.post(
    "/people/{person_id}/consents", response={200: ConsentsBody, **REFUSALS}, url_name="note_consents",
    summary="Note what was said at the counter",
)  # fmt: skip
def note_consents(
    request: HttpRequest, person_id: Id, body: Sent[NoteConsents], idempotency_key: Key = ""
) -> ConsentsBody:
    """What she said to a notice that was laid before her. Nobody notes her own (`consents_own_word`); for a child under
    14 a parent or guardian says it (`consents_needs_guardian`)."""
    actor, day = staff_of(request), clock.today()
    person = get_person(actor, person_id, day=day)
    _check_said(body, person)

    def work() -> str:
        actions.note_at_counter(
            actor=actor, now=clock.now(), person_id=person.pk, notice_id=body.notice,
            said={one.purpose: one.said for one in body.said}, paper=get_own(actor, body.paper),
            by_person=body.by_person,
        )  # fmt: skip
        return str(person.pk)

    once(actor=actor, key=kept_key(f"consents {person.pk}", idempotency_key), work=work)
    note_counter(actor, person.pk)
    return _consents(person)


@router.get(
    "/my/consents", response={200: ConsentsBody, 404: REFUSALS[404]}, url_name="my_consents",
    summary="Read one's own consents",
)  # fmt: skip
def read_own(request: HttpRequest) -> ConsentsBody:
    """Of the file that is bound to the account of this key. 404 without one."""
    found = queries.whose(actor_of(request), guardian=False)
    with acting_as(found.actor, day=clock.today()):
        person = get_person(found.actor, found.person_id, day=clock.today())
        note_own(found.actor, person.pk)
        return _consents(person)


@router.post(
    "/my/consents/withdraw", response={200: ConsentsBody, **REFUSALS}, url_name="withdraw_consent",
    summary="Withdraw a consent of one's own",
)  # fmt: skip
def withdraw(request: HttpRequest, body: Sent[Withdraw]) -> ConsentsBody:
    """At once and without a reason (PIPL 15). Agreeing is not offered to programs."""
    found = queries.whose(actor_of(request), guardian=False)
    with acting_as(found.actor, day=clock.today()):
        actions.withdraw(
            actor=found.actor, now=clock.now(), person_id=found.person_id, purpose=body.purpose
        )  # fmt: skip
        person = get_person(found.actor, found.person_id, day=clock.today())
        return _consents(person)


def _check_said(body: NoteConsents, person: Person) -> None:
    """Raises `Faults` for a purpose that stands twice, or for who may not speak for her."""
    codes = [one.purpose for one in body.said]
    faults = {
        f"said.{at}.purpose": _("This purpose stands twice: say one thing to it.")
        for at, code in enumerate(codes) if code in codes[:at]
    }  # fmt: skip
    speakers = {one.person for one in queries.list_speakers(person.pk, day=clock.today())}
    if body.by_person is not None and body.by_person not in speakers:
        faults["by_person"] = _("By the file this is neither parent nor guardian.")
    if faults:
        raise Faults(faults)


def _notice(one: Notice, *, in_force: bool) -> NoticeBody:
    said = one.said.model_dump(exclude={"purposes"})
    purposes = [PurposeBody(**each.model_dump()) for each in one.said.purposes]
    return NoticeBody(
        **said, notice=one.row.pk, in_force=in_force, sha256=bytes(one.row.digest).hex(), purposes=purposes
    )


def _consents(person: Person) -> ConsentsBody:
    day = clock.today()
    return ConsentsBody(
        person=person.pk,
        notices=[
            NoticeStandingBody(
                notice=one.notice.row.pk, code=one.notice.row.code, version=one.notice.row.version, read_at=one.read_at,
                purposes=[_standing(each) for each in one.purposes],
            )
            for one in consents.list_standings(person, day=day)
        ],
        words=[_word(one) for one in consents.list_words(person.pk, day=day)],
    )  # fmt: skip


def _standing(one: Standing) -> StandingBody:
    last = one.last
    return StandingBody(
        purpose=one.purpose.code, title=one.purpose.title, state=one.state.value, at=last.at if last else None,
        way=last.way if last else "", office=last.office if last else "",  # type: ignore[arg-type]
    )  # fmt: skip


def _word(one: Consent) -> WordBody:
    return WordBody(
        notice=one.notice_id, version=one.notice.version, purpose=one.purpose,
        said=one.said, way=one.way,  # type: ignore[arg-type]
        by_person=one.by_person_id, office=one.office, at=one.at, sha256=bytes(one.text_digest).hex(),
    )  # fmt: skip
