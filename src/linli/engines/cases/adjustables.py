"""What a city may change of procedures: words and terms, not the way of a case."""

from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.engines.cases.definitions import Holder, Phase
from linli.engines.cases.describing.who import who
from linli.engines.overlays.adjustable import Adjustable, Adjustables, Locked, Rows
from linli.kernel.roles import ROLES

_STRUCTURE: Final = _(
    "It decides where cases go: it changes in the pack, where examples are run. Open cases keep the way they began."
)

_LEVELS: Final = (
    ("county", _("county")),
    ("town", _("town")),
    ("community", _("community")),
    ("grid", _("grid")),
)


def _may_have_limit(state: Any) -> bool:
    return bool(state.get("phase") != Phase.CLOSED)


def _rung_name(rung: Any) -> str:
    """«告诉街道(乡镇)审核人», as rungs have no names of their own."""
    words = gettext("told to %(post)s") if rung.get("notify") else gettext("goes to %(post)s")
    return words % {"post": who(Holder.model_validate(rung.get("notify") or rung.get("hand_to")))}


PROCEDURE: Final = Adjustables(
    "procedure",
    _("Procedures"),
    (
        Adjustable("title", _("Title")),
        Adjustable(
            "limits.legal",
            _("Limit by law"),
            hint=_("Only what the law or a local rule says; look at its text first."),
        ),
        Adjustable(
            "limits.promised",
            _("Limit as promised"),
            hint=_("What residents are told; never longer than the limit by law."),
        ),
        Adjustable(
            "supplement.within",
            _("Time to tell what is missing"),
            hint=_("Counts from the day of receipt; after it the case counts as accepted."),
        ),
        Adjustable("states.*.title", _("Name")),
        Adjustable(
            "states.*.limit",
            _("Limit of this step"),
            hint=_("Counts from when the case gets here. Empty: only the whole limit counts."),
            fits=_may_have_limit,
        ),
        Adjustable("actions.*.title", _("Name of the button")),
        Adjustable(
            "actions.*.after",
            _("Not before"),
            hint=_("So long the case has to be at its step before this can be done."),
            if_set=True,
        ),
        Adjustable(
            "actions.*.within",
            _("No later than"),
            hint=_("So long this can be done, counted from when the case got to its step."),
            if_set=True,
        ),
        Adjustable(
            "actions.*.extends",
            _("Extends by"),
            hint=_("So much later the case is due when this is done."),
            if_set=True,
        ),
        Adjustable(
            "actions.*.at_most",
            _("How often in one case"),
            hint=_("After that the button is gone."),
            if_set=True,
        ),
        Adjustable(
            "tasks.*.within",
            _("Time to answer"),
            hint=_("Counts from when it is asked."),
            if_set=True,
        ),
        Adjustable(
            "escalation.*.before",
            _("So long before it is due"),
            hint=_("Counts back from when the case has to be done."),
            if_set=True,
        ),
        Adjustable(
            "escalation.*.after",
            _("So long after it was due"),
            hint=_("Counts from when the case should have been done."),
            if_set=True,
        ),
    ),
    rows=(
        Rows("states", _("Step of the way")),
        Rows("actions", _("Button")),
        Rows("tasks", _("Question beside the way")),
        Rows("escalation", _("When it is late"), named=_rung_name),
    ),
    locked=(
        Locked("code", _("Code"), _("Matters and open cases name it: it never changes.")),
        Locked("route", _("The ordinary way"), _STRUCTURE),
        Locked("states", _("Who holds a state, and what pauses the clock"), _STRUCTURE),
        Locked("actions", _("Where a step leads, who may take it, what it needs"), _STRUCTURE),
    ),
)

ASSIGNMENT: Final = Adjustables(
    "assignment",
    _("Who gets which case"),
    (
        Adjustable("title", _("Title")),
        Adjustable(
            "rows.*.when",
            _("If"),
            long=True,
            hint=_("An expression; empty: always. The first row that fits decides."),
        ),
        Adjustable("rows.*.role", _("Role"), words=tuple(ROLES.items())),
        Adjustable("rows.*.at", _("At the level"), words=_LEVELS),
        Adjustable("rows.*.unit", _("Credit code of the unit")),
        Adjustable("rows.*.note", _("Note")),
        Adjustable("rows.*.first", _("From day")),
        Adjustable("rows.*.last", _("Until day")),
    ),
    rows=(Rows("rows", _("Rule"), open=True, new_first=True),),
    locked=(
        Locked("code", _("Code"), _("Procedures name it: it never changes.")),
        Locked("answers", _("Answers that rows may ask about"), _STRUCTURE),
    ),
)
