"""Bringing in notices, and writing down what somebody says to them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.clock import local_day
from linli.kernel.errors import NotFound
from linli.kernel.events.actions import publish
from linli.registers.consents import policies
from linli.registers.consents.models import Consent, NoticeVersion
from linli.registers.consents.published import ConsentGiven, ConsentWithdrawn
from linli.registers.consents.queries import Notice, list_notices, terms_of
from linli.registers.consents.refusals import NotAsked, NoticeChanged, PaperMissing, VersionTaken
from linli.registers.consents.rules import digest_of, is_child
from linli.registers.consents.schemas import PrivacyNotice, Purpose
from linli.registers.documents.actions import claim
from linli.registers.documents.models import Document
from linli.registers.people.models import Person

Said = Consent.Said
_EVENTS: dict[str, type[ConsentGiven] | type[ConsentWithdrawn]] = {
    Said.GIVEN: ConsentGiven,
    Said.WITHDRAWN: ConsentWithdrawn,
}
ACTS = {Said.GIVEN: "gave", Said.DECLINED: "declined", Said.WITHDRAWN: "withdrew", Said.READ: "read"}


def bring_notice(*, notice: PrivacyNotice, source: str, actor: Actor, now: datetime) -> NoticeVersion:
    """A version of a notice comes into force. Raises `VersionTaken` where its version is not raised with its text."""
    content = notice.model_dump(mode="json")
    digest = digest_of(content)
    known = {row.version: row for row in NoticeVersion.objects.filter(code=notice.code)}
    same = known.get(notice.version)
    if same is not None and bytes(same.digest) != digest:
        raise VersionTaken(_("This version of the notice is installed with another text: raise its version."))
    newer = [
        row for row in known.values() if PrivacyNotice.model_validate(row.content).number > notice.number
    ]
    if newer:
        raise VersionTaken(_("A newer version of the notice is installed: raise the version."))
    if same is not None:
        NoticeVersion.objects.filter(pk=same.pk).update(retired=False)
        return same
    row = NoticeVersion.objects.create(
        code=notice.code, version=notice.version, title=notice.title, digest=digest, content=content,
        source=source, created_at=now,
    )  # fmt: skip
    record(actor=actor, now=now, kind="change", act="consents.notice", object_ref=f"notice:{row.pk}")
    return row


def retire_notice(*, code: str, actor: Actor, now: datetime) -> None:
    """Its pack holds it no longer: nothing is asked, and nothing rests on it."""
    NoticeVersion.objects.filter(code=code).update(retired=True)
    record(
        actor=actor, now=now, kind="change", act="consents.notice_retired", object_ref=f"notice:{code}"[:64]
    )


def answer(
    *,
    actor: Actor,
    now: datetime,
    person_id: int,
    notice_id: int,
    given: Collection[str],
    asked: Collection[str],
) -> None:
    """By one's own account: the notice was read, and of what it `asked` this is `given` and the rest declined.

    Raises `NoticeChanged` where there is a newer text, `NeedsGuardian` for a child without one.
    """
    notice = _get(notice_id)
    said: dict[str, str] = {code: Said.GIVEN if code in given else Said.DECLINED for code in asked}
    _say(_Speaking(actor, now, person_id, notice), {"": Said.READ} | said)


def give(*, actor: Actor, now: datetime, person_id: int, purpose: str) -> None:
    """Agree to one purpose, by one's own account."""
    _say(_Speaking(actor, now, person_id, _holding(purpose)), {purpose: Said.GIVEN})


def withdraw(*, actor: Actor, now: datetime, person_id: int, purpose: str) -> None:
    """Agree no longer, by one's own account: at once, and without a reason."""
    _say(_Speaking(actor, now, person_id, _holding(purpose)), {purpose: Said.WITHDRAWN})


def note_at_counter(
    *,
    actor: Actor,
    now: datetime,
    person_id: int,
    notice_id: int,
    said: Mapping[str, str],
    paper: Document | None,
    by_person: int | None = None,
) -> None:
    """What somebody said at the counter (`by_person`: a guardian for her). Giving takes the signed paper, withdrawing
    nothing. Raises `PaperMissing`, `NeedsGuardian`, `OwnWord`, `NoticeChanged`."""
    notice = _get(notice_id)
    if paper is None and Said.GIVEN in said.values():
        raise PaperMissing(_("Add a photo of the signed paper."), field="paper")
    speaking = _Speaking(actor, now, person_id, notice, Consent.Way.COUNTER, paper, by_person)
    words = {"": Said.READ, **said} if Said.GIVEN in said.values() else dict(said)
    _say(speaking, words)


@dataclass(frozen=True, slots=True)
class _Speaking:
    """Who says something to which notice, for whom, how."""

    actor: Actor
    now: datetime
    person_id: int
    notice: Notice
    way: str = Consent.Way.ACCOUNT
    paper: Document | None = None
    by_person: int | None = None


def _say(one: _Speaking, words: Mapping[str, str]) -> None:
    """Write the words down, each with the terms that it is said to; one entry and one event for each change."""
    day = local_day(one.now)
    with transaction.atomic():
        if one.way == Consent.Way.COUNTER:
            person = policies.check_may_note(one.actor, one.person_id, day=day)
            speaker = policies.check_guardian(person, one.by_person, words, day=day)
        else:
            person, speaker = policies.check_may_say(one.actor, one.person_id, words, day=day)
        if one.paper is not None and Said.GIVEN in words.values():
            claim([one.paper])
        for code, said in words.items():
            _write(one, person, speaker, code, said)
        for said in dict.fromkeys(words.values()):
            _tell(one, person, said, [code for code, word in words.items() if word == said and code])


def _write(one: _Speaking, person: Person, speaker: int | None, code: str, said: str) -> None:
    purpose = _asked(one.notice, code) if code else None
    Consent.objects.create(
        person=person,
        notice=one.notice.row,
        purpose=code,
        said=said,
        text_digest=bytes(one.notice.row.digest),
        terms_digest=terms_of(purpose) if purpose else None,
        for_child=speaker is not None and is_child(person.birth_date, local_day(one.now)),
        way=one.way,
        by_person_id=speaker,
        user_id=one.actor.user_id,
        office=one.actor.office,
        evidence=one.paper if said == Said.GIVEN else None,
        at=one.now,
    )


def _tell(one: _Speaking, person: Person, said: str, codes: list[str]) -> None:
    record(
        actor=one.actor, now=one.now, kind="change", act=f"consents.{ACTS[Said(said)]}",
        object_ref=f"notice:{one.notice.row.pk}", persons=[person.pk], fields=codes,
    )  # fmt: skip
    if said in _EVENTS:
        for code in codes:
            event = _EVENTS[said](subject=f"person:{person.pk}", person=person.pk, purpose=code)
            publish(event, actor=one.actor, now=one.now)


def _asked(notice: Notice, code: str) -> Purpose:
    purpose = notice.purpose(code)
    if purpose is None or purpose.basis != "consent":
        raise NotAsked(_("This is not asked: look at the notice again."), field=code)
    return purpose


def _get(notice_id: int) -> Notice:
    """The version that was read, if it is still the one in force."""
    found = next((one for one in list_notices() if one.row.pk == notice_id), None)
    if found is None:
        raise NoticeChanged(_("The notice has changed: please read it again."))
    return found


def _holding(purpose: str) -> Notice:
    found = next((one for one in list_notices() if one.purpose(purpose)), None)
    if found is None:
        raise NotFound(_("There is no such purpose."))
    return found
