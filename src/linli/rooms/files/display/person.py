"""The page of a person in one pass: head, homes, households, kin, labels, documents, who gave and who uses what."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.kernel import crypto
from linli.kernel.clock import local_day
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_moment, join_clauses, join_words
from linli.registers.people import words
from linli.registers.people.files import KinView, Reuse, WholeFile
from linli.registers.people.labels import LabelView
from linli.registers.people.models import Household, Person, Provision
from linli.registers.people.queries import age_on
from linli.rooms.files.forms.words import HOUSEHOLDS, field_word, full, period, source_word, word


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One of a household; `href` only where the reader keeps her file too."""

    name: str
    note: str
    relation: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class HouseholdCard:
    title: str
    number: str
    address: str
    href: str
    members: list[MemberRow]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list: what, and in grey since when and from whom."""

    title: str
    note: str = ""
    badge: ui.Badge | None = None
    href: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class SourceRow:
    field: str
    source: str
    office: str
    when: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What was unmasked for a purpose, by its name: `id_number`, `phone`, `document:7`, `labels`."""

    texts: Mapping[str, str] = field(default_factory=dict)
    labels: list[LabelView] | None = None


def head(whole: WholeFile, opened: Opened) -> ui.PersonHeader:
    file = whole.file
    return ui.PersonHeader(
        name=file.name,
        about=about(whole.person, whole.file.age),
        masked_id=opened.texts.get("id_number") or crypto.mask_id_number(file.id_number),
        masked_phone=opened.texts.get("phone") or crypto.mask_phone(file.phone),
        address=file.address,
    )


def about(person: Person, age: int | None) -> str:
    """女，76岁."""
    dead = _("died on %(day)s") % {"day": full(person.deceased_on)} if person.deceased_on else ""
    years = _("%(age)d years") % {"age": age} if age is not None and not dead else ""
    return join_clauses(text for text in (word("sex", person.sex), years, dead) if text)


def facts(person: Person) -> ui.Facts:
    rows = (
        ("birth_date", full(person.birth_date)),
        ("ethnicity", word("ethnicity", person.ethnicity)),
        ("nationality", word("nationality", person.nationality)),
        ("marital", word("marital", person.marital)),
        ("former_names", join_words(person.former_names)),
    )
    return ui.Facts([(field_word(name), value) for name, value in rows if value])


def apart(whole: WholeFile) -> ui.Notice | None:
    """人户分离."""
    if not whole.lives_elsewhere:
        return None
    return ui.Notice(_("Registered in one community, living in another."), "risk")


def homes(whole: WholeFile, names: Mapping[int, str], *, day: date) -> list[Line]:
    """The community is named where she has homes in two."""
    elsewhere = len({home.community for home in whole.homes}) > 1
    return [
        Line(
            join_words(filter(None, (names.get(home.community or 0, "") if elsewhere else "", home.address))),
            join_clauses(filter(None, (_(words.HOMES[home.kind]), period(home.since, home.until)))),
            ui.Badge("paused", _("over")) if home.until and home.until <= day else None,
        )
        for home in whole.homes
    ]


def household_cards(
    households: list[tuple[Household, list[Person]]],
    relations: Mapping[tuple[int, int], str],
    *,
    seen: Collection[int],
    day: date,
    but: int = 0,
) -> list[HouseholdCard]:
    """One for each household; the person `but` is on her own page already and has no link."""
    return [
        HouseholdCard(
            title=_(HOUSEHOLDS[household.kind]),
            number=household.number,
            address=household.address,
            href=reverse("files:household", args=[household.pk]),
            members=[
                member(
                    one, relations.get((household.pk, one.pk), ""), linked=one.pk in seen, day=day, but=but
                )
                for one in members
            ],
        )
        for household, members in households
    ]


def member(person: Person, relation: str, *, linked: bool, day: date, but: int = 0) -> MemberRow:
    return MemberRow(
        name=person.name,
        note=about(person, age_on(person.birth_date, day) if person.birth_date else None),
        relation=word("relation", relation),
        href=reverse("files:person", args=[person.pk]) if linked and person.pk != but else "",
    )


def kin(whole: WholeFile, *, seen: Collection[int]) -> list[Line]:
    """One line for each relative with all that she is; since when is told of guardians only, as their acting begins."""
    related: dict[int, list[KinView]] = {}
    for one in whole.kin:
        related.setdefault(one.person, []).append(one)
    return [
        Line(
            several[0].name,
            join_clauses(_kin_word(one) for one in several),
            href=reverse("files:person", args=[person]) if person in seen else "",
        )
        for person, several in related.items()
    ]


def _kin_word(one: KinView) -> str:
    word = _(words.KIN[one.kind])
    return f"{word}（{period(one.since, None)}）" if one.kind in ("guardian", "ward") and one.since else word


def labels(found: list[LabelView]) -> list[Line]:
    """Clear ones by their title; of the sealed tier only that there is one, until it is opened."""
    return [
        Line(
            one.title or _("Sealed label"),
            join_clauses(filter(None, (period(one.since, one.until), _source(one.source), one.office))),
            ui.Badge("paused", _("sealed")) if one.sealed else None,
        )
        for one in found
    ]


def documents(whole: WholeFile, opened: Opened) -> list[Line]:
    return [
        Line(
            opened.texts.get(f"document:{one.document}") or one.masked,
            join_clauses(
                filter(
                    None,
                    (_(words.DOCUMENTS[one.kind]), word("nationality", one.issuer), period(None, one.until)),
                )
            ),
        )
        for one in whole.documents
    ]


def sources(found: Mapping[str, Provision]) -> list[SourceRow]:
    """Who provided each field, in the order in which the page shows them."""
    return [
        SourceRow(field_word(name), source_word(one), one.office, full(local_day(one.at)))
        for name, one in sorted(found.items(), key=lambda item: field_word(item[0]))
    ]


def reuses(found: list[Reuse], *, day: date) -> list[Line]:
    """Which offices looked, for what, when last."""
    return [
        Line(
            one.office or _("System"),
            join_clauses(filter(None, (one.purpose, format_moment(one.last, today=day)))),
        )
        for one in found
    ]


def _source(code: str) -> str:
    return _(words.SOURCES[code]) if code in words.SOURCES else code
