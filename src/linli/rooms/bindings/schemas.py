"""Bindings and mandates at the JSON door."""

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema


class BindingBody(Schema):
    """An account that opens the file, or did."""

    binding: int
    login: str = Field(description="masked, as wa*****2")
    how: Literal["counter", "slip", "city", "demo"]
    since: datetime
    office: str = Field(description="where it was bound")
    until: datetime | None = Field(description="when it was taken back")
    ended_by: Literal["", "resident", "clerk", "message"]
    open: bool


class MandateBody(Schema):
    """Who acts for whom, how long and how far."""

    mandate: int
    principal: int = Field(description="for whom it is acted")
    principal_name: str
    agent: int
    agent_name: str
    how: Literal["counter", "code"]
    starts_on: date
    ends_on: date = Field(description="no longer from this day on")
    services: list[str] | None = Field(description="codes of matters; null: all of them")
    reads_file: bool
    revoked_at: datetime | None
    revoked_by: Literal["", "principal", "agent", "clerk", "mark"]
    holds: bool = Field(description="today")
