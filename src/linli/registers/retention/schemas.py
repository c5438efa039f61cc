"""Rows of a pack's `retention/*.csv`: `kind,event,months,standing,basis` and, as needed, `note`."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from linli.registers.retention.rules import EVENTS

_Blank = BeforeValidator(lambda value: None if value == "" else value)
Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class TermRow(BaseModel):
    """How long a kind of record is kept after an event. `basis` names law and article, or who decided it; where no
    term is known, `months` stays empty. `proposal` is what nobody has decided yet: shown, it makes nothing due."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    kind: Literal["person-file", "label", "consent", "change", "import-file", "case", "audit-log"]
    event: Literal["death", "moved-away", "ended", "replaced", "closed", "written"]
    months: Annotated[Annotated[int, Field(ge=0, le=1200)] | None, _Blank] = None
    standing: Literal["law", "adopted", "proposal"]
    basis: Text
    note: Annotated[str, StringConstraints(max_length=300)] = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.event not in EVENTS[self.kind]:
            raise ValueError(f"event: a term of «{self.kind}» runs from {' or '.join(EVENTS[self.kind])}")
        return self


class TermSheet(BaseModel):
    """One file of terms: `code` is its name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    rows: list[TermRow]
