"""Why a word about a consent is not taken: one class for each reason, with a stable code."""

from linli.kernel.errors import Conflict, DomainError


class NoticeChanged(Conflict):
    """There is a newer text than the one that was read."""

    code = "consents_notice_changed"


class NotAsked(DomainError):
    """The purpose is none of the notice, or rests on a duty and is not asked."""

    code = "consents_not_asked"


class NeedsGuardian(DomainError):
    """For a child under 14 a guardian says it (PIPL 31)."""

    code = "consents_needs_guardian"


class PaperMissing(DomainError):
    """At the counter consent is given on paper."""

    code = "consents_paper_missing"


class OwnWord(DomainError):
    """Nobody notes at the counter what she agreed to herself."""

    code = "consents_own_word"


class VersionTaken(Conflict):
    """This version of the notice is installed with another text, or a newer one is."""

    code = "consents_version_taken"
