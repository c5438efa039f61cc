"""What a service matter is, as a pack declares it (elements after GB/T 39554.1-2020). No Django."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from linli.engines.cases.terms import Term

Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]


Word = Annotated[str, Field(pattern=r"^[\u4e00-\u9fff]{1,6}$")]
"""A Chinese word that stands on buttons and within sentences."""

APPLY = "申请"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Paper(Strict):
    """A paper of the checklist. `how`: a photo by the resident, `verify` from shared data (nothing to bring)."""

    code: Annotated[Code, Field(max_length=40)]
    title: str
    required: bool = True
    how: Literal["photo", "verify"] = "photo"
    hint: str = ""
    source: str = ""


class Eligibility(Strict):
    """An expression about the applicant, over `ELIGIBILITY_NAMES`. `words`, where they are given, stand on pages
    instead of the expression read aloud."""

    expression: str
    words: str = ""


class LegalBasis(Strict):
    """A document the matter rests on. `verified` is true only where the text itself is at hand."""

    title: str
    clause: str = ""
    verified: bool = False


class Limits(Strict):
    """Working days from acceptance: by law, and as promised (never longer)."""

    legal: int = Field(gt=0, le=365)
    promised: int = Field(gt=0, le=365)

    @property
    def promised_term(self) -> Term:
        return Term(workdays=self.promised)


class Outcomes(Strict):
    """What the ends of a matter are called where «granted» and «refused» do not fit: 已解决, 未能解决."""

    granted: Word
    refused: Word


class Matter(Strict):
    """A service matter (政务服务事项) as residents find it and clerks handle it. `verb` is what one does with it (反映
    for a complaint), `person` who does it, where that is not the verb with 人."""

    code: Code
    title: str = Field(max_length=64)
    aliases: tuple[str, ...] = ()
    need_tags: tuple[str, ...] = ()
    summary: str
    audience: str
    conditions: tuple[str, ...] = ()
    eligibility: Eligibility | None = None
    papers: tuple[Paper, ...] = ()
    result: str
    online: bool = False
    procedure: Code | None = None
    form: Code | None = None
    limits: Limits | None = None
    fee: str = "不收费"
    legal_basis: tuple[LegalBasis, ...] = ()
    where: str
    verb: Word = APPLY
    person: Word | None = None
    outcomes: Outcomes | None = None

    @property
    def who(self) -> str:
        """What one is called who does it: 申请人, 反映人."""
        return self.person or f"{self.verb}人"

    def paper(self, code: str) -> Paper | None:
        return next((paper for paper in self.papers if paper.code == code), None)


class Bundle(Strict):
    """Several matters for one occasion in somebody's life (一件事): applied for with one form, handled each in its own
    way. `matters` are applied for together, so each must be online."""

    code: Code
    title: str = Field(max_length=64)
    aliases: tuple[str, ...] = ()
    need_tags: tuple[str, ...] = ()
    summary: str = Field(max_length=300)
    audience: str = ""
    matters: tuple[Code, ...] = Field(min_length=2, max_length=12)
