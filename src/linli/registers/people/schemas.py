"""Rows of a pack's `person-labels/*.csv` (`code,title,tier` and, as needed, `months,evidence,note`)."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

_Blank = BeforeValidator(lambda value: None if value == "" else value)


def _read_flag(value: Any) -> Any:
    return False if value == "" else value


class LabelRow(BaseModel):
    """A label that files can bear. `months` is how long it holds unless an end is given; with `evidence` a document has
    to prove it."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,31}$")]
    title: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    tier: Literal["clear", "sealed", "restricted"]
    months: Annotated[Annotated[int, Field(ge=1, le=600)] | None, _Blank] = None
    evidence: Annotated[bool, BeforeValidator(_read_flag)] = False
    note: str = ""


class LabelSheet(BaseModel):
    """One file of labels: `code` is its name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    rows: list[LabelRow]
