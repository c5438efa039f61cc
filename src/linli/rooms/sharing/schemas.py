"""Shapes at the JSON door of share agreements."""

from datetime import date
from typing import Annotated

from ninja import Field, Query, Schema

from linli.kernel.door import Asked

Label = Annotated[str, Query(max_length=32, description="code of a label that the agreement opens")]
Age = Annotated[int | None, Query(ge=0, le=150, description="full years, counted in; if it opens ages")]
Value = str | int | bool | None


class LookUp(Asked):
    """One person: by the whole identity number, or by name and birth date."""

    id_number: str = Field(default="", max_length=20)
    name: str = Field(default="", max_length=64)
    birth_date: date | None = None


class Shared(Schema):
    """What an agreement opens of persons, and nothing else. `agreement` stands in the traces of the call."""

    agreement: str = Field(examples=["GX-2026-0001"])
    items: list[dict[str, Value]] = Field(
        description="fields by their codes: codes of standards, days as YYYY-MM-DD, labels (`label:CODE`) as yes or no"
    )


class SharedPage(Shared):
    after: str | None = Field(description="where the next page begins; null at the end")
