"""A privacy notice as a pack declares it (`privacy/*.yaml`)."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,31}$")]
Line = Annotated[str, Field(min_length=1, max_length=120)]
Text = Annotated[str, Field(min_length=1, max_length=4000)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Purpose(Strict):
    """One thing that data are used for. `duty` needs no consent and names its law, `consent` says what ends without."""

    code: Code
    title: Line
    basis: Literal["duty", "consent"]
    law: str = Field(default="", max_length=200, description="statute that the duty rests on")
    sensitive: bool = Field(default=False, description="sensitive data: asked separately (PIPL 28, 29)")
    fields: Annotated[tuple[Line, ...], Field(min_length=1, max_length=30, description="which data")]
    recipients: Annotated[tuple[Line, ...], Field(max_length=30)] = ()
    retention: Line = Field(description="how long they are kept")
    necessity: str = Field(
        default="", max_length=400, description="why sensitive data are needed, and what it means"
    )
    effect: str = Field(default="", max_length=400, description="what ends without consent")


class PrivacyNotice(Strict):
    """`verified` once the town's lawyers have gone through it; until then pages say that it is a template."""

    code: Code
    version: Annotated[str, Field(pattern=r"^\d{1,4}\.\d{1,4}\.\d{1,4}$")]
    title: Line
    handler: Line = Field(description="who processes the data, and how to reach them")
    text: Text
    children: str = Field(default="", max_length=2000, description="rules for children under 14 (PIPL 31)")
    rights: str = Field(default="", max_length=2000, description="what one can ask for, and where")
    verified: bool = False
    purposes: Annotated[tuple[Purpose, ...], Field(min_length=1, max_length=40)]

    @property
    def number(self) -> tuple[int, ...]:
        """The version, to be compared: 0.9.0 < 0.10.0."""
        return tuple(map(int, self.version.split(".")))
