"""Which notices are in force, how a person stands to each purpose, and whether she consents."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from linli.kernel.clock import LOCAL
from linli.kernel.errors import NotFound
from linli.registers.consents.models import Consent, NoticeVersion
from linli.registers.consents.rules import State, Word, digest_of, is_child, stand
from linli.registers.consents.schemas import PrivacyNotice, Purpose
from linli.registers.people.models import Person


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice in force: its row, and what it says."""

    row: NoticeVersion
    said: PrivacyNotice

    def purpose(self, code: str) -> Purpose | None:
        return next((one for one in self.said.purposes if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands to one purpose, and the word that made it so."""

    purpose: Purpose
    state: State
    last: Consent | None

    @property
    def asked(self) -> bool:
        return self.state == State.OPEN


@dataclass(frozen=True, slots=True)
class NoticeStanding:
    """A notice, how a person stands to its purposes, and when she read the version in force."""

    notice: Notice
    read_at: datetime | None
    purposes: list[Standing]

    @property
    def asks(self) -> bool:
        """Whether there is something to read or to answer; nothing that is a duty waits for it."""
        return self.read_at is None or any(one.asked for one in self.purposes)


def list_notices() -> list[Notice]:
    """The newest version of each notice that a pack holds; one statement."""
    newest: dict[str, Notice] = {}
    for row in NoticeVersion.objects.filter(retired=False).order_by("code", "id"):
        newest[row.code] = Notice(row, PrivacyNotice.model_validate(row.content))
    return list(newest.values())


def get_version(notice_id: int) -> Notice:
    """Any version, out of force too. Raises `NotFound`."""
    row = NoticeVersion.objects.filter(pk=notice_id).first()
    if row is None:
        raise NotFound(_("There is no such notice."))
    return Notice(row, PrivacyNotice.model_validate(row.content))


def terms_of(purpose: Purpose) -> bytes:
    """Digest of what one agrees to: the purpose alone, so that a new text asks anew only where it changed."""
    return digest_of(purpose.model_dump(mode="json"))


def list_standings(person: Person, *, day: date) -> list[NoticeStanding]:
    """Every notice in force and how she stands to it on `day`; two statements. The caller may see the person."""
    words = list_words(person.pk, day=day)
    last = {word.purpose: word for word in words if word.purpose}
    read = {word.notice_id: word.at for word in words if word.said == Consent.Said.READ}
    child = is_child(person.birth_date, day)
    return [
        NoticeStanding(
            notice,
            read.get(notice.row.pk),
            [_standing(one, last.get(one.code), child) for one in notice.said.purposes],
        )
        for notice in list_notices()
    ]


def _standing(purpose: Purpose, last: Consent | None, child: bool) -> Standing:
    if purpose.basis == "duty":
        return Standing(purpose, State.DUTY, None)
    return Standing(purpose, stand(_word(last), terms=terms_of(purpose), child=child), last)


def _word(row: Consent | None) -> Word | None:
    return Word(row.said, bytes(row.terms_digest or b""), row.for_child) if row else None


def list_words(person_id: int, *, day: date) -> list[Consent]:
    """All that was said until the end of `day`, oldest first, for files merged into hers too; one statement."""
    hers = Q(person=person_id) | Q(person__merged_into=person_id)
    found = Consent.objects.filter(hers, at__lt=_end(day)).order_by("id")
    return list(found.select_related("notice"))


def has_consent(person_id: int, purpose: str, *, day: date) -> bool:
    """Whether she consents to `purpose` on `day`, by the terms in force now. False for a purpose that no notice asks,
    and for rows that the reader does not see."""
    return person_id in consenting([person_id], purpose=purpose, day=day)


def consenting(person_ids: Collection[int], *, purpose: str, day: date) -> set[int]:
    """Who of these persons consents to `purpose` on `day`; three statements for any number of them."""
    asked = _find(purpose)
    if asked is None or not person_ids:
        return set()
    people = {
        row.pk: row for row in Person.objects.filter(pk__in=person_ids).only("birth_date", "merged_into")
    }
    merged = Person.objects.filter(merged_into__in=people).values_list("pk", "merged_into")
    files = {pk: pk for pk in people} | {pk: into for pk, into in merged if into is not None}
    rows = Consent.objects.filter(person__in=files, purpose=purpose, at__lt=_end(day)).order_by("id")
    last = {files[row.person_id]: row for row in rows}
    return {
        pk
        for pk, row in last.items()
        if _standing(asked, row, is_child(people[pk].birth_date, day)).state == State.GIVEN
    }


def _find(code: str) -> Purpose | None:
    """The purpose in force that rests on consent."""
    found = (notice.purpose(code) for notice in list_notices())
    return next((one for one in found if one is not None and one.basis == "consent"), None)


def _end(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), LOCAL)


def list_asking(standings: Iterable[NoticeStanding]) -> list[NoticeStanding]:
    """Those that have something to read or to answer."""
    return [one for one in standings if one.asks]
