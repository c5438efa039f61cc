"""Why a proposal is refused: one class, one stable code each."""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.engines.packs.sections import Finding
from linli.kernel.errors import Conflict, DomainError


class SamePerson(DomainError):
    """Whoever wrote a proposal does not approve it."""

    code = "overlay_same_person"
    status = 403


class WrongState(Conflict):
    """The proposal has been decided, or changed, since the page was made."""

    code = "overlay_moved_on"


class Overtaken(Conflict):
    """What the proposal wanted to replace is not in force any more."""

    code = "overlay_overtaken"


class PageStale(Conflict):
    """The item is not as the page that was sent showed it; what was typed is still on the page."""

    code = "overlay_page_stale"


class ReasonMissing(DomainError):
    code = "overlay_reason_missing"


class NothingChanged(DomainError):
    code = "overlay_nothing_changed"


@dataclass(frozen=True, slots=True)
class ItemFinding:
    """A finding and the item it is about, which need not be one that is changed."""

    section: str
    code: str
    finding: Finding


class ContentRefused(DomainError):
    """The content would not do; `findings` names every reason at once."""

    code = "overlay_content_refused"

    def __init__(self, findings: Sequence[ItemFinding]) -> None:
        words = (f"{found.section}:{found.code} {found.finding.message}" for found in findings)
        super().__init__("\n".join(words))
        self.findings = tuple(findings)
