"""The words for an occasion, as a pack declares them. No Django."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Audience = Literal["applicant", "agent", "person", "handler", "supervisor", "administrator"]
Words = Annotated[str, Field(min_length=1, max_length=1000)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(Strict):
    """Words for some audiences. The first rule whose condition holds is taken; `sms` replaces `text` there."""

    to: Annotated[tuple[Audience, ...], Field(min_length=1, description="whom these words are for")]
    when: str = Field(default="", description="condition over the facts of the occasion; empty: always")
    text: Words = Field(description="the words, with facts as {fact}")
    sms: str = Field(default="", max_length=500, description="shorter words for text messages")


class NoticeTemplate(Strict):
    """`code` is the occasion. `urgent` ones mind no quiet hours; what is not sent within `expires_days` is not sent
    any more; who cannot be reached is told in person within `in_person_workdays`."""

    code: Code
    title: str = Field(max_length=32)
    urgent: bool = False
    expires_days: int | None = Field(default=None, ge=1, le=365)
    in_person: bool = Field(default=True, description="whether who cannot be reached is told in person")
    in_person_workdays: int = Field(default=3, ge=1, le=30)
    sms_parts: int = Field(default=1, ge=1, le=5, description="parts that a text message may take")
    sms_may_name: tuple[str, ...] = Field(
        default=(), description="personal facts that a text message may name"
    )
    tell: Annotated[tuple[Rule, ...], Field(min_length=1)]
