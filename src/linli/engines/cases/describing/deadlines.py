"""Until when, in sentences: the whole, each step, what stops the clock, who hears of what is late."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from linli.engines.cases.definitions import Phase, Procedure, Rung, Special, Supplement
from linli.engines.cases.describing.who import who
from linli.engines.cases.wording import term_words


def deadline_lines(procedure: Procedure) -> Iterator[str]:
    limits = procedure.limits
    terms = {"promised": term_words(limits.promised), "legal": term_words(limits.legal)}
    if procedure.state(procedure.starts).phase is Phase.RUNNING:
        yield _("Decided within %(promised)s of receipt, as promised; the law allows %(legal)s.") % terms
    else:
        yield _("Decided within %(promised)s of acceptance, as promised; the law allows %(legal)s.") % terms
    if procedure.supplement:
        yield _supplement(procedure, procedure.supplement)
    for state in procedure.states:
        if state.limit:
            facts = {"state": state.title, "term": term_words(state.limit)}
            yield _("The step «%(state)s» takes %(term)s at most.") % facts
        if state.pause:
            facts = {"state": state.title, "why": pause_words(state.pause)}
            yield _("While at «%(state)s» (%(why)s) the clock stands still.") % facts
    for rung in procedure.escalation:
        yield _rung(procedure, rung)
    for task in procedure.tasks:
        for rung in task.escalation:
            yield _("The answer to «%(task)s»: %(rung)s") % {
                "task": task.title,
                "rung": _rung(procedure, rung),
            }


def _supplement(procedure: Procedure, rule: Supplement) -> str:
    told = _("All that is missing is told at once, within %(term)s; after that the case counts as accepted.")
    return told % {"term": term_words(rule.within)}


def _rung(procedure: Procedure, rung: Rung) -> str:
    if rung.before:
        when = _("%(term)s before it is due") % {"term": term_words(rung.before)}
    else:
        when = _("%(term)s after it was due") % {"term": term_words(rung.after)} if rung.after else ""
    if rung.states:
        states = "、".join(procedure.state(code).title for code in rung.states)
        when = _("%(when)s, while at %(states)s") % {"when": when, "states": states}
    told = _("%(when)s: told to %(post)s.") if rung.notify else _("%(when)s: goes to %(post)s.")
    return told % {"when": when, "post": who(rung.holder)}


def pause_words(pause: Special) -> str:
    """Why the clock stands still."""
    return {
        Special.INSPECTION: _("home inspection"),
        Special.HEARING: _("hearing"),
        Special.APPRAISAL: _("appraisal"),
        Special.PUBLICITY: _("public notice"),
    }[pause]
