"""What of a procedure is no fault and yet worth a second look before it comes into force. Pure."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from django.utils.translation import gettext as _

from linli.engines.cases.definitions import Clock, Procedure, State
from linli.engines.cases.terms import Term, Unit
from linli.engines.cases.wording import term_words
from linli.engines.packs.sections import Finding, Library

_HOURS: Final = {Unit.HOURS: Fraction(1), Unit.WORKDAYS: Fraction(8), Unit.DAYS: Fraction(40, 7)}
"""Working hours of one of the unit: 8 a day and 40 a week (国务院关于职工工作时间的规定 3). Good enough to warn by; no
deadline is counted so."""


def advise(procedure: Any, library: Library) -> Iterator[Finding]:
    """Steps on the ordinary way that may take longer together than what is promised."""
    steps = _limited(procedure)
    promised = procedure.limits.promised
    if sum((_hours(limit) for _state, limit in steps), Fraction()) <= _hours(promised):
        return
    told = "、".join(f"{state.title} {term_words(limit)}" for state, limit in steps)
    yield Finding(
        ("limits", "promised"),
        _("The steps add up to more than the promise of %(promised)s: %(steps)s.")
        % {"promised": term_words(promised), "steps": told},
        _("Who uses every step's time to the full breaks the promise: shorten a step, or promise more."),
    )


def _limited(procedure: Procedure) -> list[tuple[State, Term]]:
    """Where the clock runs on the ordinary way, with the time that each has."""
    states = [procedure.state(code) for code in procedure.route]
    return [
        (state, limit)
        for state in states
        if state.clock is Clock.RUN and (limit := procedure.limit_of(state)) is not None
    ]


def _hours(term: Term) -> Fraction:
    return term.number * _HOURS[term.unit]
