"""Words about a matter."""

from django.utils.translation import gettext as _

from linli.engines.expressions import Label, compile_expression
from linli.rooms.matters.definitions import APPLY, Eligibility, Matter
from linli.rooms.matters.rules import ELIGIBILITY_NAMES


def verb_of(matter: Matter) -> str:
    """What one does with it, as on its button: a word of the pack, or «Apply»."""
    return _("Apply") if matter.verb == APPLY else matter.verb


def who_of(matter: Matter) -> str:
    """What one is called who does it."""
    return _("Applicant") if matter.who == f"{APPLY}人" else matter.who


def condition_words(eligibility: Eligibility) -> str:
    """The condition for having a matter, as people read it: the pack's words, or the expression read aloud."""
    if eligibility.words:
        return eligibility.words
    labels = {
        "birth_date": Label(_("date of birth")),
        "sex": Label(_("sex"), {"1": _("male"), "2": _("female")}),
        "registered_in_county": Label(_("registered in this county"), no=_("not registered in this county")),
        "lives_in_county": Label(_("living in this county"), no=_("not living in this county")),
        "today": Label(_("today")),
    }
    return compile_expression(eligibility.expression, ELIGIBILITY_NAMES).words(labels)
