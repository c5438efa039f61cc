"""Why nothing is deleted now: one class for each reason, with a stable code."""

from linli.kernel.errors import Conflict, DomainError


class Held(DomainError):
    """A hold stops the deletion; it says by which letter and until when."""

    code = "retention_held"


class StillNeeded(DomainError):
    """Something is open that needs the file, such as a case."""

    code = "retention_still_needed"


class NotDue(DomainError):
    """The term is not over, or nobody has set one."""

    code = "retention_not_due"


class NeedsAnother(DomainError):
    """Who asked for the deletion does not carry it out, and nobody deletes her own file."""

    code = "retention_needs_another"


class AskedAlready(Conflict):
    """The deletion of this file was asked for already, or is decided."""

    code = "retention_asked_already"


class BadHold(DomainError):
    """The hold names no letter, or a day that is over."""

    code = "retention_bad_hold"


class BadReason(DomainError):
    """A deletion is refused for a reason of the list, which she reads."""

    code = "retention_bad_reason"


class SomebodyElse(DomainError):
    """The end of a whole file is asked for by whom it is about, not by who acts in her name."""

    code = "retention_somebody_else"
