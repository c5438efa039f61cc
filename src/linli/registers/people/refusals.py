"""Why a change of files is refused: one class for each reason, with a stable code."""

from linli.kernel.errors import Conflict, DomainError


class LastToKnow(DomainError):
    """Without this account or post nobody would know of the label any more."""

    code = "people_last_to_know"


class NeedsSecond(DomainError):
    """A second person has to check this kind of change."""

    code = "people_needs_second"


class OwnFile(DomainError):
    """Nobody handles a change of her own file."""

    code = "people_own_file"


class ChangedSince(Conflict):
    """The file was changed after the draft was made, or after what is to be undone."""

    code = "people_changed_since"


class StepTaken(Conflict):
    """The change is not in the state that this step needs, or somebody was faster."""

    code = "people_step_taken"


class BadDetails(DomainError):
    """What the change says is not in form; `field` names where."""

    code = "people_bad_details"


class BadNumber(DomainError):
    """An identity number, document number or phone that cannot be, or does not fit birth date and sex."""

    code = "people_bad_number"


class NumberHeld(DomainError):
    """Another file has this identity number."""

    code = "people_number_held"


class BadDay(DomainError):
    """The day lies in the future, or not after the beginning of what is to end."""

    code = "people_bad_day"


class Deceased(DomainError):
    """The person is dead, or died before that day."""

    code = "people_deceased"


class Married(DomainError):
    """A person is married already."""

    code = "people_married"


class NotMarried(DomainError):
    """These two are not married to each other."""

    code = "people_not_married"


class NotMember(DomainError):
    """Somebody named is not in the household, or is not named and has to be."""

    code = "people_not_member"


class HeadMissing(DomainError):
    """A household is left without a head."""

    code = "people_head_missing"


class HouseholdUnfit(DomainError):
    """The household is dissolved, of another kind, without a place, or its number is taken."""

    code = "people_household_unfit"


class LabelUnfit(DomainError):
    """No such label, one that is not given this way, held already, or over."""

    code = "people_label_unfit"


class EvidenceMissing(DomainError):
    """This label needs a document that proves it."""

    code = "people_evidence_missing"


class MergeUnfit(DomainError):
    """These files cannot be merged: one is merged already, or what they say excludes it."""

    code = "people_merge_unfit"


class Clash(Conflict):
    """What the change writes contradicts rows of that time, such as a second registration."""

    code = "people_clash"


class TierChanged(DomainError):
    """A pack would protect a label otherwise than the files that bear it do."""

    code = "people_label_tier"


class PurposeMissing(DomainError):
    """What for has to be said."""

    code = "people_purpose_missing"


class NotRelated(DomainError):
    """These two are not related in this way, or are already."""

    code = "people_not_related"


class AccountUnfit(DomainError):
    """No such account, one that is closed or bound to a file already, or the clerk's own: which, is not told."""

    code = "people_account_unfit"


class BoundAlready(DomainError):
    """The file has an account, or the account a file: one at a time."""

    code = "people_bound_already"


class TooYoung(DomainError):
    """Children under fourteen have no account of their own: their guardians act for them."""

    code = "people_too_young"
