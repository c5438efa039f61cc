"""Persons: rows of lists, the whole file, where its fields come from, one number in full."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from ninja import Field, Schema
from pydantic import StringConstraints, model_validator

from linli.kernel.door import Asked, Id

MASKED = "masked, as 4403**********0011"


class Search(Asked):
    """One box: whole or part of a name, pinyin, initials, tails of numbers, address; «张 1943» means both."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=60)] = Field(examples=["王桂"])
    after: str = Field(default="", max_length=20, description="`after` of the page before")
    limit: int = Field(default=20, ge=1, le=50)


class FoundBody(Schema):
    """Somebody who was found."""

    person: int
    name: str
    former_names: list[str]
    sex: str = Field(description="GB/T 2261.1")
    birth_date: date | None
    id_number: str = Field(description=MASKED)
    phone: str = Field(description=MASKED)
    address: str
    community: int | None
    deceased: bool


class FoundPage(Schema):
    """The best first. `understood` is false where the text says too little to find anybody by."""

    items: list[FoundBody]
    after: str | None
    understood: bool


class LabelBody(Schema):
    """A label. One of the sealed tier has neither code nor title until it is unmasked."""

    label: int
    code: str
    title: str
    sealed: bool
    since: date | None
    until: date | None = Field(description="no longer from this day on")
    source: str
    reference: str
    office: str


class PersonRow(Schema):
    """A person in a list."""

    person: int
    name: str
    sex: str
    birth_date: date | None
    address: str
    community: int | None
    labels: list[LabelBody]
    revision: int


class PersonPage(Schema):
    items: list[PersonRow]
    after: str | None


class HomeBody(Schema):
    """Where she was registered or lived."""

    kind: Literal["registered", "dwelling"]
    address: str
    community: int | None
    since: date | None
    until: date | None


class KinBody(Schema):
    """Somebody related: «other is person's …»."""

    person: int
    name: str
    kind: Literal["spouse", "parent", "child", "guardian", "ward"]
    since: date | None


class DocumentBody(Schema):
    """A document beside the identity number."""

    document: int
    kind: str
    issuer: str = Field(description="GB/T 2659, three letters")
    number: str = Field(description=MASKED)
    until: date | None


class InHousehold(Schema):
    """A household of hers, and what she is to its head."""

    household: int
    number: str
    kind: Literal["registered", "dwelling"]
    address: str
    relation: str = Field(description="GB/T 4761")


class PersonBody(Schema):
    """The whole file. `merged` are files that turned out to be hers too."""

    person: int
    revision: int
    name: str
    former_names: list[str]
    sex: str = Field(description="GB/T 2261.1")
    birth_date: date | None
    age: int | None = Field(description="full years today")
    ethnicity: str = Field(description="GB/T 3304, two digits")
    nationality: str = Field(description="GB/T 2659, three letters")
    marital: str = Field(description="GB/T 2261.2")
    id_number_kind: str
    id_number: str = Field(description=MASKED)
    phone: str = Field(description=MASKED)
    address: str = Field(description="where she lives, else is registered")
    lives_elsewhere: bool = Field(description="registered in one community, living in another")
    deceased_on: date | None
    merged: list[int]
    homes: list[HomeBody]
    households: list[InHousehold]
    kin: list[KinBody]
    documents: list[DocumentBody]
    labels: list[LabelBody]
    updated_at: datetime


class SourceBody(Schema):
    """Who provided a field last."""

    field: str
    source: str
    reference: str
    office: str
    at: datetime


class ReuseBody(Schema):
    """Who used the file, for what, when last."""

    office: str
    act: str
    purpose: str
    last: datetime


class Provenance(Schema):
    """Where a file comes from, and where it goes."""

    sources: list[SourceBody]
    reuses: list[ReuseBody]


class Purpose(Asked):
    """What for: kept with the look, told to the person unless the look protects her."""

    why: Literal["contact", "identity", "service", "emergency", "other"]
    words: Annotated[str, StringConstraints(min_length=4, max_length=100)] = Field(
        examples=["电话通知领取补贴"]
    )


class Unmask(Purpose):
    """One number in full, or the labels of the sealed tier."""

    what: Literal["id_number", "phone", "document", "labels"]
    document: Id | None = Field(default=None, description="which one, for `document`")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.what == "document") != (self.document is not None):
            raise ValueError("document: needed for a document, and for nothing else")
        return self


class Unmasked(Schema):
    """What was asked for, and nothing else."""

    what: str
    value: str | None = None
    labels: list[LabelBody] | None = None
