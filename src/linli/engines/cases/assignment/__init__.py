"""Who gets a case: an ordered table of rules, each with its reason; what no rule can place goes to triage."""

from linli.engines.cases.assignment.deciding import NO_TABLE, Assignment, Reason, Triage, assign
from linli.engines.cases.assignment.rehearsal import Comparison, Past, rehearse
from linli.engines.cases.assignment.table import FACTS, AssignmentTable, Rule

__all__ = [
    "FACTS",
    "NO_TABLE",
    "Assignment",
    "AssignmentTable",
    "Comparison",
    "Past",
    "Reason",
    "Rule",
    "Triage",
    "assign",
    "rehearse",
]
