"""A row of a pack's `calendars/*.csv`: `day,kind,name,source` and, for regional days,
`region,provisional`.
"""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator


class CalendarRow(BaseModel):
    """One holiday or worked weekend. `region` is empty for the nation, else 2, 4 or 6 digits of division
    code.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    region: str = Field(default="", pattern=r"^(\d{2}|\d{4}|\d{6})?$")
    day: date
    kind: Literal["holiday", "make_up"]
    name: str = Field(min_length=1, max_length=64)
    source: str = Field(min_length=1, max_length=200)
    provisional: bool = False

    @field_validator("provisional", mode="before")
    @classmethod
    def _read_blank(cls, value: Any) -> Any:
        return False if value == "" else value

    @property
    def code(self) -> str:
        """`5323-2026-08-06`, or `CN-2026-10-01` for the nation."""
        return f"{self.region or 'CN'}-{self.day.isoformat()}"


class CalendarSheet(BaseModel):
    """One file of days: `code` is its name, such as `holidays`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    rows: list[CalendarRow]
