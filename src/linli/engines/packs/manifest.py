"""`pack.yaml`: what a pack is, where and when it holds, what it builds on."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

PackId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,63}$")]
Version = Annotated[str, StringConstraints(pattern=r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$")]


class Dependency(BaseModel):
    """Another pack that this one builds on, and the versions that fit: `at_least` ≤ version < `below`."""

    id: PackId = Field(description="The id of the other pack, as in its pack.yaml.")
    at_least: Version = Field(description="The lowest version that fits, such as 0.1.0.")
    below: Version | None = Field(
        default=None,
        description="The first version that no longer fits, such as 1.0.0; left out: any newer one.",
    )

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        if self.below is not None and version_key(self.below) <= version_key(self.at_least):
            raise ValueError(f"no version is at least {self.at_least} and below {self.below}")
        return self

    def admits(self, version: str) -> bool:
        key = version_key(version)
        return version_key(self.at_least) <= key and (self.below is None or key < version_key(self.below))

    @property
    def words(self) -> str:
        """`≥ 0.1.0, < 1.0.0`"""
        return f"≥ {self.at_least}" + (f", < {self.below}" if self.below else "")


class Validity(BaseModel):
    """The days on which a pack may be installed, both included. What is installed stays in force until a newer
    version replaces it: no office loses its procedures overnight."""

    from_: date | None = Field(default=None, alias="from", description="The first day, such as 2026-01-01.")
    until: date | None = Field(default=None, description="The last day, such as 2030-12-31.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ and self.until and self.until < self.from_:
            raise ValueError("until lies before from")
        return self

    def includes(self, day: date) -> bool:
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)

    def __str__(self) -> str:
        return f"{self.from_ or ''}…{self.until or ''}"


class Manifest(BaseModel):
    """What a pack is. Raise `version` with every change: what is installed never changes."""

    id: PackId = Field(
        description="Short name: small letters, digits, hyphens. The folder is called the same."
    )
    version: Version = Field(description="Three numbers, such as 0.1.0; raise it with every change.")
    title: Annotated[str, StringConstraints(min_length=1, max_length=128)] = Field(
        description="What people read."
    )
    region: Annotated[str, StringConstraints(pattern=r"^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})?$")] = Field(
        default="", description='Division code in quotes, such as "532301"; empty for everywhere.'
    )
    valid: Validity = Field(default=Validity(), description="The days on which it may be installed.")
    depends: list[Dependency] = Field(
        default_factory=list, description="Packs whose items this one refers to."
    )
    sample: bool = Field(
        default=False,
        description="true marks illustrations that are nobody's rules, wherever they are shown.",
    )
    licence: Annotated[str, StringConstraints(min_length=1, max_length=64)] = Field(
        description="SPDX name, such as Apache-2.0."
    )
    source: Annotated[str, StringConstraints(min_length=1)] = Field(
        description="Where the content comes from, and how sure it is."
    )


def version_key(version: str) -> tuple[int, ...]:
    """Semantic versions in order (three numbers; pre-releases are not used)."""
    return tuple(int(part) for part in version.split("."))
