"""What a plan is, as a pack declares it: a document, and the targets that it sets. No Django."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from linli.insight.definitions import AreaType, IndicatorCode

SAMPLE = "样例"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Target(Strict):
    """What a plan asks of one indicator, with the words it asks it in.

    `operator` is inclusive (以上, 不低于, 达到 mean ≥). Targets `aspirational` (力争) or in `principle`
    (原则上) are shown short, never far. `clause` stands verbatim in the source, `requirement` is its id.
    """

    indicator: IndicatorCode
    operator: Literal[">=", "<="] = ">="
    value: Decimal = Field(gt=0)
    unit: str = Field(max_length=16)
    area: AreaType
    deadline: date
    softness: Literal["firm", "aspirational", "principle"] = "firm"
    clause: str = Field(min_length=4, max_length=400)
    requirement: Annotated[str, Field(pattern=r"^(S\d-\d{2,3})?$")] = ""
    note: str = Field(default="", max_length=400)

    @property
    def key(self) -> str:
        """Names the target within its plan."""
        return f"{self.indicator}-{self.area}"


class Document(Strict):
    """Where the clauses stand. `verified`: its title and issuer were compared with the document itself."""

    title: str = Field(max_length=128)
    year: int = Field(ge=1949, le=2100)
    verified: bool = False


class Plan(Strict):
    """A plan with its targets. `status`: in force, draft for consultation, or a sample that nobody issued."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,63}$")]
    title: str = Field(max_length=128)
    short: str = Field(max_length=32)
    issuer: str = Field(max_length=64)
    region: Annotated[str, Field(pattern=r"^(\d{2}|\d{4}|\d{6})?$")] = ""
    status: Literal["正式", "征求意见稿", "样例"]
    period: str = Field(max_length=32)
    source: Document | None = None
    note: str = Field(default="", max_length=400)
    targets: tuple[Target, ...] = Field(min_length=1)

    @property
    def sample(self) -> bool:
        return self.status == SAMPLE

    @model_validator(mode="after")
    def _samples_say_so(self) -> Self:
        """A sample wears its mark in title and clauses, so that no print of it passes for a plan."""
        if self.sample:
            texts = (self.title, self.short, *(target.clause for target in self.targets))
            if not all(SAMPLE in text for text in texts):
                raise ValueError(f"title, short and every clause of a sample plan contain «{SAMPLE}»")
        elif self.source is None:
            raise ValueError("a plan that is no sample names its source document")
        return self
