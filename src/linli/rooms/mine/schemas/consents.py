"""Privacy notices and consents at the JSON door (PIPL 14 to 17, 31)."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Schema

from linli.kernel.door import Asked, Id

Code = Annotated[str, Field(pattern="^[a-z][a-z0-9-]{1,31}$", description="code of a purpose")]
State = Literal["duty", "open", "given", "declined", "withdrawn"]
Paper = Annotated[str, Field(max_length=32, description="`paper` of an upload of one's own, see /documents")]


class PurposeBody(Schema):
    """One thing that data are used for."""

    code: str
    title: str
    basis: Literal["duty", "consent"] = Field(description="`duty` rests on `law` and is not asked")
    law: str
    sensitive: bool = Field(description="asked separately (PIPL 28, 29)")
    fields: list[str] = Field(description="which data")
    recipients: list[str]
    retention: str = Field(description="how long they are kept")
    necessity: str
    effect: str = Field(description="what ends without consent")


class NoticeBody(Schema):
    """A version of a notice; a version is never changed."""

    notice: int
    code: str
    version: str
    in_force: bool
    title: str
    handler: str = Field(description="who processes the data, and how to reach them")
    text: str
    children: str = Field(description="rules for children under 14 (PIPL 31)")
    rights: str
    verified: bool = Field(description="false: a template that no lawyer of the town has gone through")
    sha256: str = Field(description="of the content, hexadecimal; words about it keep the same")
    purposes: list[PurposeBody]


class StandingBody(Schema):
    """How a person stands to a purpose today, and the word that made it so."""

    purpose: str
    title: str
    state: State = Field(
        description="`open`: never asked, or its terms changed since; `duty`: told, not asked"
    )
    at: datetime | None
    way: Literal["", "account", "counter"]
    office: str


class NoticeStandingBody(Schema):
    """A notice in force, and how she stands to it."""

    notice: int
    code: str
    version: str
    read_at: datetime | None
    purposes: list[StandingBody]


class WordBody(Schema):
    """One word, as it was said. `said` is `read` for a whole notice; `purpose` is empty then."""

    notice: int
    version: str
    purpose: str
    said: Literal["read", "given", "declined", "withdrawn"]
    way: Literal["account", "counter"]
    by_person: int | None = Field(description="who said it for her: guardian, or agent by a mandate")
    office: str
    at: datetime
    sha256: str = Field(description="of the notice that it was said to")


class ConsentsBody(Schema):
    """How she stands to every purpose today, and all that was said, the oldest first."""

    person: int
    notices: list[NoticeStandingBody]
    words: list[WordBody]


class SaidBody(Asked):
    purpose: Code
    said: Literal["given", "declined", "withdrawn"]


class NoteConsents(Asked):
    """What somebody said at the counter, on paper. Giving needs the signed paper, withdrawing nothing."""

    notice: Id = Field(
        description="the version that she read; 409 (`consents_notice_changed`) if there is a newer one"
    )
    said: Annotated[list[SaidBody], Field(min_length=1, max_length=40)] = Field(
        description="each purpose once"
    )
    by_person: Id | None = Field(
        default=None, description="parent or guardian who says it for a child under 14"
    )
    paper: Paper = Field(
        default="", description="photo of the signed paper: `paper` of an upload, see /documents"
    )


class Withdraw(Asked):
    purpose: Code
