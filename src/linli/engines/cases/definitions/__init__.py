"""What a pack may state of a procedure. Pure: no Django, no clock, no input or output."""

from linli.engines.cases.definitions.examples import Example, ExampleStep, Expected, Said
from linli.engines.cases.definitions.parts import (
    APPLICANT,
    LEVELS,
    SYSTEM,
    Clock,
    Code,
    Holder,
    Level,
    Outcome,
    Part,
    Phase,
    Rung,
    Special,
    Target,
    Task,
    TaskKind,
    Title,
)
from linli.engines.cases.definitions.procedure import Limits, Procedure, Supplement
from linli.engines.cases.definitions.steps import Action, Requires, State

__all__ = [
    "APPLICANT",
    "LEVELS",
    "SYSTEM",
    "Action",
    "Clock",
    "Code",
    "Example",
    "ExampleStep",
    "Expected",
    "Holder",
    "Level",
    "Limits",
    "Outcome",
    "Part",
    "Phase",
    "Procedure",
    "Requires",
    "Rung",
    "Said",
    "Special",
    "State",
    "Supplement",
    "Target",
    "Task",
    "TaskKind",
    "Title",
]
