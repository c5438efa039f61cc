"""Changes of files: what a draft may say, by its kind, and how a change stands."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from linli.kernel.door import Asked, Id, Revision
from linli.registers.people import details as said


class Birth(said.Birth):
    kind: Literal["birth"]


class Death(said.Death):
    kind: Literal["death"]


class MoveIn(said.MoveIn):
    kind: Literal["move-in"]


class MoveOut(said.MoveOut):
    kind: Literal["move-out"]


class Marriage(said.Marriage):
    kind: Literal["marriage"]


class Divorce(said.Divorce):
    kind: Literal["divorce"]


class HouseholdSplit(said.HouseholdSplit):
    kind: Literal["household-split"]


class HouseholdMerge(said.HouseholdMerge):
    kind: Literal["household-merge"]


class Correction(said.Correction):
    kind: Literal["correction"]


class Deletion(said.Deletion):
    kind: Literal["deletion"]


class DocumentAdded(said.DocumentAdded):
    kind: Literal["document-added"]


class GuardianNamed(said.GuardianNamed):
    kind: Literal["guardian-named"]


class GuardianEnded(said.GuardianEnded):
    kind: Literal["guardian-ended"]


class LabelGiven(said.LabelGiven):
    """As on the page; a label that needs a proof names an upload of one's own, see /documents."""

    kind: Literal["label-given"]
    evidence: Annotated[str, Field(min_length=1, max_length=32)] | None = Field(  # type: ignore[assignment]
        default=None, description="`paper` of the upload"
    )


class LabelEnded(said.LabelEnded):
    kind: Literal["label-ended"]


class PersonMerge(said.PersonMerge):
    kind: Literal["person-merge"]


class UndoMerge(said.UndoMerge):
    kind: Literal["merge-undone"]


Said = Annotated[
    Birth
    | Death
    | MoveIn
    | MoveOut
    | Marriage
    | Divorce
    | HouseholdSplit
    | HouseholdMerge
    | Correction
    | Deletion
    | DocumentAdded
    | GuardianNamed
    | GuardianEnded
    | LabelGiven
    | LabelEnded
    | PersonMerge
    | UndoMerge,
    Field(discriminator="kind"),
]


class ReadFile(Asked):
    """A file as it was read before drafting."""

    person: Id
    revision: Revision


class Draft(Asked):
    """A change to be checked. Nothing is written to a file before it is applied."""

    details: Said
    source: Literal["counter", "case", "department"] = Field(default="counter", description="who provided it")
    reference: str = Field(
        default="", max_length=64, description="case number, credit code …", examples=["case:17"]
    )
    based_on: Annotated[tuple[ReadFile, ...], Field(max_length=50)] = Field(
        default=(), description="refused (409) if one of these files was changed since"
    )
    at_once: bool = Field(default=False, description="check and apply, too, if it needs no second person")


class Move(Asked):
    """A step. `revision` is the one of the change that was read; a stale one is refused (409)."""

    revision: Revision


class Refusal(Move):
    reason: Literal["unproven", "wrong-file", "mistaken", "done-already", "kept-by-law"]


class PersonName(Schema):
    person: int
    name: str


class ChangeRow(Schema):
    """How a change stands."""

    change: int
    revision: int
    kind: str
    state: Literal["draft", "checked", "applied", "refused", "withdrawn"]
    source: str
    reference: str
    persons: list[PersonName]
    created_at: datetime
    updated_at: datetime


class ChangePage(Schema):
    items: list[ChangeRow]
    after: str | None


class StepBody(Schema):
    """One step that was taken: by which office, when, why."""

    state: str
    office: str
    reason: str
    at: datetime


class ChangeBody(ChangeRow):
    """A change, what it says, and what the holder of the key may do. Numbers are masked."""

    details: dict[str, Any]
    needs_second: bool
    steps: list[StepBody]
    may: list[Literal["check", "apply", "refuse", "withdraw", "undo"]]


class PairBody(Schema):
    """Two files that may be about one person, and the rule that found them alike."""

    pair: int
    rule: str
    first: PersonName
    second: PersonName
    found_at: datetime


class PairPage(Schema):
    items: list[PairBody]
    after: str | None
