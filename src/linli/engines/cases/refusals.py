"""Why a step is refused: one class, one stable code each."""

from linli.kernel.errors import Conflict, DomainError, LinliError


class HistoryBroken(LinliError):
    """The recorded steps do not fit the pinned procedure: rows were changed outside of the engine."""


class UnknownAction(DomainError):
    """The procedure has no such action."""

    code = "case_unknown_action"


class NotYours(DomainError):
    """The actor sees the case, but this step is somebody else's."""

    code = "case_not_yours"
    status = 403


class MovedOn(Conflict):
    """The case is no longer where this step starts: a stale page, or somebody was faster."""

    code = "case_moved_on"


class NoteMissing(DomainError):
    code = "case_note_missing"


class EvidenceMissing(DomainError):
    code = "case_evidence_missing"


class FormMissing(DomainError):
    """`facts["form"]` is the code of the form that must be filled in first."""

    code = "case_form_missing"


class TooEarly(DomainError):
    """`facts["not_before"]` is the first moment at which the step is possible."""

    code = "case_too_early"


class TooLate(DomainError):
    """The time to tell what is missing has run out; the case counts as accepted."""

    code = "case_too_late"


class TooOften(DomainError):
    code = "case_too_often"


class NobodyInCharge(DomainError):
    """The place has no level at which the procedure's next holder sits."""

    code = "case_nobody_in_charge"


class AnswersMissing(Conflict):
    """The step waits for answers of others: `facts["waits_for"]` are the codes of the tasks, `facts["posts"]` who
    owes them as (role, scope); a task never asked for stands without a post."""

    code = "case_answers_missing"


class AskedAlready(Conflict):
    """The same question is open already: `facts["tasks"]` are the codes."""

    code = "case_asked_already"


class NothingAsked(DomainError):
    """The step asks others, and nobody was chosen."""

    code = "case_nothing_asked"


class AnswerUnknown(DomainError):
    """A consultation is agreed to or objected to, a supervision order is reported on; nothing else."""

    code = "case_answer_unknown"


class TargetUnknown(DomainError):
    """The procedure does not let the case be handed there, or nobody was named."""

    code = "case_target_unknown"


class NothingHandedOver(Conflict):
    """The case is with its own holder: there is nothing to take back."""

    code = "case_nothing_handed_over"


class MainMissing(DomainError):
    """A case is merged into another one that is open, and that the actor sees."""

    code = "case_main_missing"


class MainSelf(DomainError):
    """A case is not merged into itself, nor linked with itself."""

    code = "case_main_self"


class MainClosed(Conflict):
    """The other case has ended: nobody works on it any more."""

    code = "case_main_closed"


class MainBusy(Conflict):
    """Somebody works on the other case at this moment."""

    code = "case_main_busy"


class MainUnlike(DomainError):
    """Only cases of the same matter are duplicates of each other."""

    code = "case_main_unlike"


class LinkedAlready(Conflict):
    """The two cases are linked in this way already."""

    code = "case_linked_already"
