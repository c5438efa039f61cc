"""Households, dwellings, places, kinds of labels."""

from datetime import date
from typing import Literal

from ninja import Field, Schema


class HouseholdRow(Schema):
    """A household in a list; `heads` are those whose files the holder of the key keeps."""

    household: int
    number: str
    kind: Literal["registered", "dwelling"]
    form: Literal["family", "collective"]
    address: str
    community: int | None
    heads: list[str]
    members: int


class HouseholdPage(Schema):
    items: list[HouseholdRow]
    after: str | None


class MemberBody(Schema):
    """Somebody of the household. `kept`: whether the holder of the key keeps her file."""

    person: int
    name: str
    sex: str
    birth_date: date | None
    relation: str = Field(description="to the head, GB/T 4761")
    kept: bool


class HouseholdBody(Schema):
    """A household with its members today, the head first."""

    household: int
    revision: int
    number: str
    kind: Literal["registered", "dwelling"]
    form: Literal["family", "collective"]
    address: str
    community: int | None
    dwelling: int | None
    dissolved_on: date | None
    members: list[MemberBody]


class DwellingRow(Schema):
    """Where people can live: one address in a community."""

    dwelling: int
    address: str
    kind: str
    community: int | None
    grid: int | None


class DwellingPage(Schema):
    items: list[DwellingRow]
    after: str | None


class DwellerBody(Schema):
    """Who lives or is registered there today, as far as the holder of the key keeps her file."""

    person: int
    name: str
    kind: Literal["registered", "dwelling"]


class DwellingBody(DwellingRow):
    households: list[str] = Field(description="numbers of the households that stand there")
    people: list[DwellerBody]


class PlaceBody(Schema):
    """A community or grid in which the holder of the key keeps the files."""

    place: int
    name: str


class LabelKindBody(Schema):
    """A label that can be given. `months`: it holds so long unless an end is named."""

    code: str
    title: str
    tier: Literal["clear", "sealed"]
    months: int | None
    evidence: bool = Field(description="a document has to prove it, handed in on the page")
