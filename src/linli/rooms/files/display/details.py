"""What a change says, as rows of before and after, in words; numbers masked."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from linli.kernel.crypto import mask_id_number, mask_phone
from linli.kernel.ui.format import join_clauses, join_words
from linli.registers.people import details as said
from linli.registers.people import words
from linli.registers.people.before import Stood
from linli.registers.people.numbers import mask_document
from linli.registers.people.standards import LISTS
from linli.rooms.files.forms.words import field_word, full, word

MASKED: dict[str, Callable[[str], str]] = {"id_number": mask_id_number, "phone": mask_phone}


@dataclass(frozen=True, slots=True)
class Row:
    """One field: what stood there when the change was drafted, and what is to stand there."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Known:
    """What ids and codes in a change stand for, as far as the reader sees it, and what stood `before`."""

    names: Mapping[int, str]
    households: Mapping[int, str]
    labels: Mapping[str, str]
    held: str
    places: Mapping[int, str]
    kept: Collection[int]
    before: Mapping[int, Stood]

    def name(self, person_id: int) -> str:
        stood = self.before.get(person_id)
        return (stood.name if stood else self.names.get(person_id)) or _(
            "somebody whose file is kept elsewhere"
        )

    def people(self, person_ids: tuple[int, ...]) -> str:
        return join_words(self.name(one) for one in person_ids)

    def household(self, household_id: int) -> str:
        return self.households.get(household_id, "")

    def home(self, person_id: int, kind: str) -> str:
        stood = self.before.get(person_id)
        return str(getattr(stood, kind)) if stood else ""

    def marital(self, person_id: int) -> str:
        stood = self.before.get(person_id)
        return word("marital", stood.marital) if stood else ""


def rows_of(details: said.Details, known: Known) -> list[Row]:
    """Every kind has its own rows; a kind without them would show nothing, which a test forbids."""
    return [row for row in _ROWS[details.KIND](details, known) if row.before or row.after]


def _correction(details: said.Correction, known: Known) -> Iterator[Row]:
    stood = known.before.get(details.person)
    yield _who(details.person, known)
    for name, value in details.fields.items():
        was = str(getattr(stood, name)) if stood else ""
        before = was if name in MASKED else _value(name, was)
        yield Row(field_word(name), before, _value(name, value) or _("(taken away)"))


def _value(name: str, value: str) -> str:
    if name in LISTS:
        return word(name, value)
    if name in MASKED:
        return MASKED[name](value)
    return full(date.fromisoformat(value)) if name == "birth_date" and value else value


def _who(person_id: int, known: Known) -> Row:
    return Row(_("Person"), "", known.name(person_id))


def _newcomer(given: said.NewPerson, known: Known) -> Iterator[Row]:
    for name in ("name", "sex", "ethnicity", "nationality", "id_number", "phone"):
        yield Row(field_word(name), "", _value(name, getattr(given, name)))
    yield Row(field_word("birth_date"), "", full(given.birth_date))
    if given.paper is not None:
        yield from _paper(given.paper)


def _paper(paper: said.Paper) -> Iterator[Row]:
    kind = join_clauses([_(words.DOCUMENTS[paper.kind]), word("nationality", paper.issuer)])
    yield Row(_("Document"), "", kind)
    yield Row(_("Number of the document"), "", mask_document(paper.number))
    yield Row(_("Valid until"), "", full(paper.until))


def _birth(details: said.Birth, known: Known) -> Iterator[Row]:
    yield from _newcomer(details.child, known)
    yield Row(_("Household"), "", known.household(details.household))
    yield Row(_("Relation to the head"), "", word("relation", details.relation))
    yield Row(_("Parents"), "", known.people(details.parents))


def _death(details: said.Death, known: Known) -> Iterator[Row]:
    yield _who(details.person, known)
    yield Row(_("Day of death"), "", full(details.day))


def _move_in(details: said.MoveIn, known: Known) -> Iterator[Row]:
    if details.arrival is not None:
        yield from _newcomer(details.arrival, known)
    there = join_words(filter(None, (known.places.get(details.place, ""), details.address)))
    for person in details.persons:
        yield Row(known.name(person), known.home(person, details.home), there)
    if not details.persons:
        yield Row(_("Address"), "", there)
    yield Row(_("What changes"), "", _(words.HOMES[details.home]))
    yield Row(_("From what day"), "", full(details.day))
    if details.household is not None:
        yield Row(_("Household"), "", known.household(details.household))
        yield Row(_("Relation to the head"), "", word("relation", details.relation))


def _move_out(details: said.MoveOut, known: Known) -> Iterator[Row]:
    for person in details.persons:
        gone = details.destination or _("elsewhere")
        yield Row(known.name(person), known.home(person, details.home), gone)
    yield Row(_("What changes"), "", _(words.HOMES[details.home]))
    yield Row(_("From what day"), "", full(details.day))


def _married(marital: str, label: Callable[[], str]) -> Callable[[said.Marriage, Known], Iterator[Row]]:
    def rows(details: said.Marriage, known: Known) -> Iterator[Row]:
        for person in details.touched():
            yield Row(known.name(person), known.marital(person), word("marital", marital))
        yield Row(label(), "", full(details.day))

    return rows


def _split(details: said.HouseholdSplit, known: Known) -> Iterator[Row]:
    old = known.household(details.household)
    for member in details.members:
        there = join_clauses([details.number, word("relation", member.relation)])
        yield Row(known.name(member.person), old, there)
    for member in details.staying:
        yield Row(known.name(member.person), old, join_clauses([old, word("relation", member.relation)]))
    yield Row(_("Address of the new household"), "", details.address)
    yield Row(_("From what day"), "", full(details.day))


def _join(details: said.HouseholdMerge, known: Known) -> Iterator[Row]:
    old, new = known.household(details.other), known.household(details.household)
    for member in details.members:
        yield Row(known.name(member.person), old, join_clauses([new, word("relation", member.relation)]))
    yield Row(_("Household"), old, _("dissolved"))
    yield Row(_("From what day"), "", full(details.day))


def _deletion(details: said.Deletion, known: Known) -> Iterator[Row]:
    stood = known.before.get(details.person)
    yield _who(details.person, known)
    for name in details.fields:
        was = str(getattr(stood, name, "")) if stood else ""
        yield Row(field_word(name), was if name in MASKED else _value(name, was), _("(deleted)"))
    for name, several in (("documents", details.documents), ("labels", details.labels)):
        if several:
            yield Row(field_word(name), str(len(several)), _("(deleted)"))
    yield Row(_("Why"), "", _(words.GROUNDS[details.ground]))


def _document(details: said.DocumentAdded, known: Known) -> Iterator[Row]:
    yield _who(details.person, known)
    yield from _paper(details.paper)


def _guardian(details: said.GuardianNamed, known: Known) -> Iterator[Row]:
    yield _who(details.person, known)
    yield Row(_("Guardian"), "", known.name(details.guardian))
    yield Row(_("From what day"), "", full(details.day))


def _guardian_end(details: said.GuardianEnded, known: Known) -> Iterator[Row]:
    yield _who(details.person, known)
    yield Row(_("Guardian"), known.name(details.guardian), _("not any more"))
    yield Row(_("From what day not any more"), "", full(details.day))


def _label(details: said.LabelGiven, known: Known) -> Iterator[Row]:
    yield _who(details.person, known)
    forgotten = details.code == said.FORGOTTEN
    yield Row(_("Label"), "", _("(deleted)") if forgotten else known.labels.get(details.code, details.code))
    yield Row(_("From what day"), "", full(details.day))
    yield Row(_("Until what day"), "", full(details.until))
    yield Row(_("Proof"), "", _("a photo") if details.evidence else "")


def _label_end(details: said.LabelEnded, known: Known) -> Iterator[Row]:
    yield _who(details.person, known)
    yield Row(_("Label"), known.held or _("Sealed label"), _("not any more"))
    yield Row(_("From what day not any more"), "", full(details.day))


def _merge(details: said.PersonMerge, known: Known) -> Iterator[Row]:
    yield Row(_("File that stays"), _file(details.survivor, known), known.name(details.survivor))
    yield Row(_("File that goes into it"), _file(details.other, known), _("merged, can be taken apart"))


def _file(person_id: int, known: Known) -> str:
    """By what somebody knows the file again."""
    stood = known.before.get(person_id)
    if stood is None:
        return known.name(person_id)
    return join_clauses(filter(None, (stood.name, stood.id_number, stood.phone, stood.address)))


def _undo(details: said.UndoMerge, known: Known) -> Iterator[Row]:
    yield Row(_("File that stays"), "", known.name(details.survivor))
    yield Row(_("File that stands for itself again"), _("merged into the other"), known.name(details.other))


_ROWS: dict[str, Callable[..., Iterator[Row]]] = {
    "birth": _birth,
    "death": _death,
    "move-in": _move_in,
    "move-out": _move_out,
    "marriage": _married("20", lambda: _("Day of the marriage")),
    "divorce": _married("40", lambda: _("Day of the divorce")),
    "household-split": _split,
    "household-merge": _join,
    "correction": _correction,
    "deletion": _deletion,
    "document-added": _document,
    "guardian-named": _guardian,
    "guardian-ended": _guardian_end,
    "label-given": _label,
    "label-ended": _label_end,
    "person-merge": _merge,
    "merge-undone": _undo,
}
