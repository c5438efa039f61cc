"""The copy of a file as JSON: its shape is `docs/file-copy.schema.json`, written from here. Source: PIPL 45."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CopiedField(Part):
    """One field of the file. `value` is a code of the standard where the field has one, `text` the words for it."""

    field: str
    label: str
    value: str
    text: str
    source: str = Field(default="", description="who provided it, in words")
    office: str = ""
    provided_on: date | None = None


class CopiedHome(Part):
    """Where she is, or was, registered or living. `until` no longer counts."""

    kind: str
    address: str
    since: date | None
    until: date | None


class CopiedMember(Part):
    """Somebody of the household: name and relation only, the rest is hers."""

    name: str
    relation: str


class CopiedHousehold(Part):
    number: str
    kind: str
    members: list[CopiedMember]


class CopiedRelative(Part):
    name: str
    kind: str
    since: date | None


class CopiedDocument(Part):
    kind: str
    issuer: str
    number: str
    until: date | None


class CopiedLabel(Part):
    """A label of the clear or the sealed tier."""

    code: str
    title: str
    since: date | None
    until: date | None
    source: str
    office: str


class CopiedConsent(Part):
    """One word about a purpose; `read` of a notice has none."""

    notice: str
    version: str
    purpose: str
    said: str
    way: str
    at: datetime
    text_digest: str = Field(description="SHA-256 of the notice, hexadecimal")


class CopiedRequest(Part):
    kind: str
    state: str
    reason: str
    asked_at: datetime


class FileCopy(Part):
    """All that the register holds about one person, as she may take it with her. Numbers in full."""

    schema_version: str = "1"
    made_at: datetime
    person: int
    fields: list[CopiedField]
    homes: list[CopiedHome]
    households: list[CopiedHousehold]
    relatives: list[CopiedRelative]
    documents: list[CopiedDocument]
    labels: list[CopiedLabel]
    consents: list[CopiedConsent]
    requests: list[CopiedRequest]
