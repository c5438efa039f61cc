"""`pack.yaml`: what a pack is, where it holds, what it builds on."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

PackId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,63}$")]
Version = Annotated[str, StringConstraints(pattern=r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$")]


class Dependency(BaseModel):
    """Another pack, at least of this version."""

    id: PackId
    at_least: Version


class Manifest(BaseModel):
    """`region` is a division code, empty for everywhere; `sample` marks illustrations that are not law."""

    id: PackId
    version: Version
    title: Annotated[str, StringConstraints(min_length=1, max_length=128)]
    region: Annotated[str, StringConstraints(pattern=r"^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})?$")] = ""
    depends: list[Dependency] = Field(default_factory=list)
    sample: bool = False
    licence: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    source: Annotated[str, StringConstraints(min_length=1)]


def version_key(version: str) -> tuple[int, ...]:
    """Semantic versions in order (three numbers; pre-releases are not used)."""
    return tuple(int(part) for part in version.split("."))
