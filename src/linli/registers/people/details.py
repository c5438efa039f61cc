"""What each kind of change says. Checked in form here, against the files when it is drafted and applied. Pure."""

from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from linli.registers.people import standards
from linli.registers.people.parts import (
    Address,
    Day,
    Id,
    Member,
    Name,
    NewPerson,
    Paper,
    Persons,
    Where,
    check_code,
)

__all__ = ["Address", "Day", "Id", "Member", "Name", "NewPerson", "Paper", "Persons", "Where"]

CORRECTABLE = (
    "name", "sex", "birth_date", "ethnicity", "nationality", "marital", "id_number", "phone", "address",
)  # fmt: skip
"""Fields that a correction may set; `address` is that of where she lives."""

DELETABLE = ("phone", "former_names", "ethnicity", "marital")
"""Fields that a file can be without; the others say whose file it is, and are kept as long as there is one."""

FORGOTTEN = "deleted"
"""Stands in a change that gave a label instead of its code, once the label is deleted."""

WEIGHTY = frozenset({"name", "sex", "birth_date", "id_number", "nationality"})
"""Fields by which a person is told from others: a second person checks their correction."""


class Details(BaseModel):
    """Base: `kind` names the change. `touched` are the persons whose files it changes, as far as they have files."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    KIND: ClassVar[str]
    SECOND: ClassVar[bool] = False
    """Whether a second person has to check it."""

    def touched(self) -> tuple[int, ...]:
        return ()

    def seen(self) -> tuple[int, ...]:
        """Persons whom the drafter has to see."""
        return self.touched()

    def households(self) -> tuple[int, ...]:
        """Households that it names."""
        return ()

    def needs_second(self) -> bool:
        return self.SECOND


def _check_day(field: str, text: str) -> None:
    """The value is not repeated: a message is kept nowhere, but may be read by many."""
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{field}: no such day") from None


class Birth(Details):
    """A child is born into a household; she lives and is registered where it stands."""

    KIND: ClassVar[str] = "birth"
    child: NewPerson
    household: Id
    relation: str
    parents: Annotated[tuple[Id, ...], Field(max_length=2)] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_code("relation", self.relation)
        if self.child.birth_date is None:
            raise ValueError("birth_date: needed")
        return self

    def touched(self) -> tuple[int, ...]:
        return self.parents

    def households(self) -> tuple[int, ...]:
        return (self.household,)


class Death(Details):
    """A person died: homes, memberships and marriage end with that day, the file stays."""

    KIND: ClassVar[str] = "death"
    SECOND: ClassVar[bool] = True
    person: Id
    day: Day

    def touched(self) -> tuple[int, ...]:
        return (self.person,)


class MoveIn(Details):
    """Persons live (or are registered) at a place from `day` on. `arrival` has no file here: one made from the papers,
    or, if her number already has a file elsewhere with the same name and birth date, that one."""

    KIND: ClassVar[str] = "move-in"
    persons: Persons = ()
    arrival: NewPerson | None = None
    home: Where
    place: Id
    address: Address
    day: Day
    household: Id | None = None
    relation: str = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_code("relation", self.relation)
        if not self.persons and self.arrival is None:
            raise ValueError("persons: somebody moves in")
        if self.household is not None and not self.relation:
            raise ValueError("relation: needed with a household")
        return self

    def touched(self) -> tuple[int, ...]:
        return self.persons

    def households(self) -> tuple[int, ...]:
        return () if self.household is None else (self.household,)


class MoveOut(Details):
    """Persons live (or are registered) elsewhere from `day` on, outside of what this register knows."""

    KIND: ClassVar[str] = "move-out"
    persons: Annotated[Persons, Field(min_length=1)]
    home: Where
    day: Day
    destination: Address = ""

    def touched(self) -> tuple[int, ...]:
        return self.persons


class Marriage(Details):
    """Two persons marry; without `second`, whose file is not kept here, only the marital status changes."""

    KIND: ClassVar[str] = "marriage"
    first: Id
    second: Id | None = None
    day: Day

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.first == self.second:
            raise ValueError("second: two persons marry")
        return self

    def touched(self) -> tuple[int, ...]:
        return (self.first,) if self.second is None else (self.first, self.second)


class Divorce(Marriage):
    """As `Marriage`, the end of one."""

    KIND: ClassVar[str] = "divorce"


class HouseholdSplit(Details):
    """Members leave a household and found another one with a number of its own; one of them is the head.

    `staying` restates relations of those who stay, which is needed where the head leaves.
    """

    KIND: ClassVar[str] = "household-split"
    household: Id
    members: Annotated[tuple[Member, ...], Field(min_length=1, max_length=500)]
    staying: Annotated[tuple[Member, ...], Field(max_length=500)] = ()
    number: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=32)]
    address: Address = ""
    day: Day

    @model_validator(mode="after")
    def _check(self) -> Self:
        if [member.relation for member in self.members].count(standards.HEAD) != 1:
            raise ValueError("members: one of them is the head (02)")
        return self

    def touched(self) -> tuple[int, ...]:
        return tuple(member.person for member in (*self.members, *self.staying))

    def households(self) -> tuple[int, ...]:
        return (self.household,)


class HouseholdMerge(Details):
    """All members of `other` join `household` with these relations; `other` is dissolved."""

    KIND: ClassVar[str] = "household-merge"
    SECOND: ClassVar[bool] = True
    household: Id
    other: Id
    members: Annotated[tuple[Member, ...], Field(min_length=1, max_length=500)]
    day: Day

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.household == self.other:
            raise ValueError("other: two households merge")
        if any(member.relation == standards.HEAD for member in self.members):
            raise ValueError("members: the household has its head")
        return self

    def touched(self) -> tuple[int, ...]:
        return tuple(member.person for member in self.members)

    def households(self) -> tuple[int, ...]:
        return (self.household, self.other)


class Correction(Details):
    """Fields of a file get other values; an empty text takes away what was there."""

    KIND: ClassVar[str] = "correction"
    person: Id
    fields: Annotated[dict[str, str], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        for field, value in self.fields.items():
            if field not in CORRECTABLE:
                raise ValueError(f"{field}: cannot be corrected")
            if field in standards.LISTS:
                check_code(field, value)
            if field in ("name", "sex", "nationality") and not value.strip():
                raise ValueError(f"{field}: needed")
            if field == "birth_date" and value:
                _check_day(field, value)
            if len(value) > (200 if field == "address" else 64):
                raise ValueError(f"{field}: too long")
        return self

    def touched(self) -> tuple[int, ...]:
        return (self.person,)

    def needs_second(self) -> bool:
        return bool(WEIGHTY & self.fields.keys())


class Deletion(Details):
    """Parts of the file that nobody needs are taken out of it for good (PIPL 47): fields, documents, labels."""

    KIND: ClassVar[str] = "deletion"
    SECOND: ClassVar[bool] = True
    person: Id
    fields: Annotated[tuple[str, ...], Field(max_length=len(DELETABLE))] = ()
    documents: Persons = ()
    labels: Persons = ()
    ground: Literal["not-needed", "withdrawn", "unlawful", "other"]

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not (self.fields or self.documents or self.labels):
            raise ValueError("fields: needed")
        if set(self.fields) - set(DELETABLE):
            raise ValueError("fields: cannot be deleted")
        return self

    def touched(self) -> tuple[int, ...]:
        return (self.person,)


class DocumentAdded(Details):
    """A document that the person has shown."""

    KIND: ClassVar[str] = "document-added"
    person: Id
    paper: Paper

    def touched(self) -> tuple[int, ...]:
        return (self.person,)


class GuardianNamed(Details):
    """`guardian` acts for `person` from `day` on: a child, or somebody whom a court has found unable to act."""

    KIND: ClassVar[str] = "guardian-named"
    SECOND: ClassVar[bool] = True
    person: Id
    guardian: Id
    day: Day

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.person == self.guardian:
            raise ValueError("guardian: somebody else")
        return self

    def touched(self) -> tuple[int, ...]:
        return (self.person, self.guardian)


class GuardianEnded(GuardianNamed):
    """As `GuardianNamed`, the end of it."""

    KIND: ClassVar[str] = "guardian-ended"


class LabelGiven(Details):
    """A label of the clear or sealed tier, from `day`; without `until`, as long as its kind says."""

    KIND: ClassVar[str] = "label-given"
    person: Id
    code: Annotated[str, StringConstraints(min_length=1, max_length=32)]
    day: Day
    until: Day | None = None
    evidence: Id | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.until is not None and self.until <= self.day:
            raise ValueError("until: after the first day")
        return self

    def touched(self) -> tuple[int, ...]:
        return (self.person,)


class LabelEnded(Details):
    """A label holds no more from `day` on."""

    KIND: ClassVar[str] = "label-ended"
    person: Id
    label: Id
    day: Day

    def touched(self) -> tuple[int, ...]:
        return (self.person,)


class PersonMerge(Details):
    """`other` turns out to be the same person as `survivor`."""

    KIND: ClassVar[str] = "person-merge"
    SECOND: ClassVar[bool] = True
    survivor: Id
    other: Id

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.survivor == self.other:
            raise ValueError("other: two files merge")
        return self

    def touched(self) -> tuple[int, ...]:
        return (self.survivor, self.other)


class UndoMerge(Details):
    """The merge applied by change `merge` was a mistake. `survivor` and `other` as there."""

    KIND: ClassVar[str] = "merge-undone"
    SECOND: ClassVar[bool] = True
    merge: Id
    survivor: Id
    other: Id

    def touched(self) -> tuple[int, ...]:
        return (self.survivor, self.other)

    def seen(self) -> tuple[int, ...]:
        return (self.survivor,)


KINDS: dict[str, type[Details]] = {
    kind.KIND: kind
    for kind in (
        Birth, Death, MoveIn, MoveOut, Marriage, Divorce, HouseholdSplit, HouseholdMerge, Correction, Deletion,
        DocumentAdded,
        GuardianNamed, GuardianEnded, LabelGiven,
        LabelEnded, PersonMerge, UndoMerge,
    )
}  # fmt: skip


def load_details(kind: str, content: dict[str, Any] | str | bytes) -> Details:
    """Rebuild what a change says, from a mapping or from JSON. Raises pydantic's `ValidationError`."""
    model = KINDS[kind]
    return model.model_validate(content) if isinstance(content, dict) else model.model_validate_json(content)
