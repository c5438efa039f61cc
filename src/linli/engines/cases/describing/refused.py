"""Why a step is refused, as examples name it by its code."""

from collections.abc import Mapping

from django.utils.translation import gettext as _


def refusals() -> Mapping[str, str]:
    """Code → words, of every refusal that a step of a procedure can meet."""
    return {
        "case_unknown_action": _("the procedure has no such step"),
        "case_not_yours": _("the step is somebody else’s"),
        "case_moved_on": _("the case is no longer there"),
        "case_note_missing": _("the reason is missing"),
        "case_evidence_missing": _("the photo or paper is missing"),
        "case_form_missing": _("a form has to be filled in first"),
        "case_too_early": _("it is too early for it"),
        "case_too_late": _("the time for it is over"),
        "case_too_often": _("it was done as often as it may be"),
        "case_nobody_in_charge": _("nobody holds the post that is next"),
        "case_answers_missing": _("an answer of others is still owed"),
        "case_asked_already": _("this is asked already"),
        "case_nothing_asked": _("nobody was chosen to be asked"),
        "case_answer_unknown": _("this is no answer to that question"),
        "case_target_unknown": _("the case cannot be handed there"),
        "case_nothing_handed_over": _("the case was not handed over"),
        "case_main_missing": _("the other case is not named, or not there"),
        "case_main_self": _("the other case is this one"),
        "case_main_closed": _("the other case has ended"),
        "case_main_busy": _("somebody works on the other case at this moment"),
        "case_main_unlike": _("the other case is about something else"),
        "case_linked_already": _("the two cases are linked already"),
    }


def refusal_words(code: str) -> str:
    return refusals().get(code, code)
