"""Papers that prove what stands in files: taken in, listed, opened for a purpose."""

from datetime import datetime
from typing import Literal

from ninja import Field, Schema


class UploadBody(Schema):
    """A paper as it is kept: a photo is decoded and encoded anew without what the camera wrote into it, a PDF stays."""

    paper: str = Field(description="to be named where it proves something; unguessable")
    media_type: Literal["image/jpeg", "application/pdf"]
    size: int = Field(description="bytes, as kept")
    width: int | None = Field(description="pixels, of a photo")
    height: int | None = Field(description="pixels, of a photo")
    sha256: str = Field(description="of the bytes as kept, hexadecimal")
    created_at: datetime


class PaperBody(UploadBody):
    """A paper of a person, and what it proves: a label of hers, or a consent that she gave."""

    title: str
    proves: Literal["label", "consent"]
    label: int | None = Field(description="the label, as in /people/{person_id}")
    purpose: str = Field(description="the purpose that she consented to, as in /people/{person_id}/consents")
