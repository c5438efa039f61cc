"""What a city may change of procedures: words and terms, not the way of a case."""

from typing import Final

from django.utils.translation import gettext_lazy as _

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
        Adjustable("limits.promised", _("Limit as promised")),
        Adjustable("supplement.within", _("Time to tell what is missing")),
        Adjustable("states.*.title", _("Name")),
        Adjustable("states.*.limit", _("Limit of this step")),
        Adjustable("actions.*.title", _("Name of the button")),
        Adjustable("actions.*.after", _("Not before")),
        Adjustable("actions.*.extends", _("Extends by")),
        Adjustable("actions.*.at_most", _("How often in one case")),
    ),
    rows=(Rows("states", _("State")), Rows("actions", _("Action"))),
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
