"""What an indicator is, as a pack declares it."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

IndicatorCode = Annotated[str, Field(pattern=r"^KPI-\d{2}[a-z]?$")]
AreaType = Literal["U", "R", "UR"]
"""Which communities count: urban, rural, both; by `PlaceVersion.urban_class` (1xx, 2xx), which is data."""


class Part(BaseModel):
    """One side of the fraction: its name, and an expression over codes of measures (whole numbers)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field(max_length=64)
    expression: str = Field(max_length=200)


class Indicator(BaseModel):
    """An indicator (KPI) = numerator ÷ denominator × scale, defined once; plans set targets for it.

    Parts are evaluated for each community and summed, then shown units (m²) and `scale` apply.
    `stated`: a plan gives the measure in words; `proposed`: the formula is ours, and never a plan's demand.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: IndicatorCode
    title: str = Field(max_length=64)
    unit: str = Field(max_length=16)
    numerator: Part
    denominator: Part
    scale: int = Field(default=100, gt=0, le=1_000_000)
    decimals: int = Field(default=1, ge=0, le=3)
    area: AreaType = "UR"
    better: Literal["higher", "lower"] = "higher"
    source: Literal["stated", "proposed"]
    note: str = Field(default="", max_length=400)
