"""What changes are put together from: a day, an id, a paper on the counter, somebody without a file, a member. Pure."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from linli.registers.people import standards

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64, pattern=r"\S")]
Address = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Where = Literal["registered", "dwelling"]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
"""The number of a row, within what the database counts to."""
Persons = Annotated[tuple[Id, ...], Field(max_length=500)]
_FIRST, _LAST = date(1850, 1, 1), date(2199, 12, 31)


def _check_life(day: date) -> date:
    if not _FIRST <= day <= _LAST:
        raise ValueError("no day of a life")
    return day


Day = Annotated[date, AfterValidator(_check_life)]
"""A day of somebody's life, with room to count months from it."""


def check_code(field: str, code: str) -> None:
    """Raises `ValueError` for a code that the standard of the field does not have."""
    if code and code not in standards.LISTS[field]:
        raise ValueError(f"{field}: no such code")


class Paper(BaseModel):
    """A document other than one with a number of GB 11643, as it lies on the counter."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: Literal["passport", "hm-permit", "tw-permit", "pr-card", "military", "birth-certificate", "other"]
    issuer: str = "CHN"
    number: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=40)]
    since: Day | None = None
    until: Day | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_code("nationality", self.issuer)
        if self.since and self.until and self.until <= self.since:
            raise ValueError("until: after the first day")
        return self


class NewPerson(BaseModel):
    """Someone without a file yet, as the paper at the counter says."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: Name
    sex: str
    birth_date: Day | None = None
    id_number: str = ""
    phone: str = ""
    ethnicity: str = ""
    nationality: str = "CHN"
    paper: Paper | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        for field in ("sex", "ethnicity", "nationality"):
            check_code(field, getattr(self, field))
        return self


class Member(BaseModel):
    """A person in a household with her relation to its head (GB/T 4761)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    person: Id
    relation: str

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_code("relation", self.relation)
        return self
