"""A decision that was kept with a step, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.cases.assignment.deciding import Reason, Triage, rule_words
from linli.engines.cases.assignment.table import AssignmentTable
from linli.engines.expressions import Label
from linli.engines.packs import queries as packs


def labels(table: AssignmentTable) -> dict[str, Label | str]:
    """What the facts of a table are called."""
    level = {"county": _("county"), "town": _("town"), "community": _("community"), "grid": _("grid")}
    facts: dict[str, Label | str] = {
        "matter": _("the matter"),
        "procedure": _("the procedure"),
        "state": _("the step"),
        "level": Label(_("the level of the place"), level),
        "county": _("the code of the county"),
        "town": _("the code of the town"),
        "community": _("the code of the community"),
        "grid": _("the code of the grid"),
        "urban": Label(_("an urban place"), no=_("a rural place")),
        "by_agent": Label(_("somebody applies for another"), no=_("the applicant applies in person")),
        "tags": _("what it is needed for"),
        "today": _("the day"),
    }
    return facts | {f"answer.{code}": _("the answer «%(code)s»") % {"code": code} for code in table.answers}


def decision_words(kept: Mapping[str, Any]) -> str:
    """«Assigned by rule 2: …», or why somebody has to place the case by hand."""
    if "item" not in kept:
        words = _("to be assigned by hand: its assignment table %(table)s is not installed")
        return words % {"table": kept["table"]}
    table = packs.load_by_id(kept["item"])
    if "triage" in kept:
        found = Triage(table, Reason(kept["triage"]), kept["rule"])
        return _("to be assigned by hand: %(why)s") % {"why": found.why(labels(table))}
    return _("assigned by %(rule)s") % {"rule": rule_words(table, kept["rule"], labels(table))}
