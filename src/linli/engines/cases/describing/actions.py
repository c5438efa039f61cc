"""What can be done in a procedure: who, from where to where, and what it takes."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.engines.cases.definitions import Action, Outcome, Procedure
from linli.engines.cases.describing.who import who
from linli.engines.cases.wording import term_words
from linli.engines.packs.sections import Library


def list_ways(procedure: Procedure, library: Library) -> Iterator[tuple[str, ...]]:
    """A row for each action, in the order of the pack."""
    for action in procedure.actions:
        takes = (*_needs(procedure, action, library), *_when(action), *_does(procedure, action))
        yield action.title, "、".join(map(who, action.by)), _way(procedure, action), "；".join(takes)


def _way(procedure: Procedure, action: Action) -> str:
    start = "、".join(procedure.state(code).title for code in action.from_)
    if action.to is None:
        return _("%(states)s (the case stays there)") % {"states": start}
    return f"{start} → {procedure.state(action.to).title}"


def _needs(procedure: Procedure, action: Action, library: Library) -> Iterator[str]:
    needs = action.requires
    if needs.note:
        yield _("say why")
    if needs.evidence:
        yield _("add a photo or a paper")
    for code in needs.forms:
        form = library.get("form", code)
        yield _("fill in «%(form)s»") % {"form": form.title if form is not None else code}
    if needs.answers:
        yield _("only after answers to: %(tasks)s") % {"tasks": _titles(procedure, needs.answers)}
    if action.waits_for:
        yield _("not while an answer is owed to: %(tasks)s") % {"tasks": _titles(procedure, action.waits_for)}


def _when(action: Action) -> Iterator[str]:
    if action.after:
        yield _("not before %(term)s at this step") % {"term": term_words(action.after)}
    if action.within:
        yield _("within %(term)s at this step") % {"term": term_words(action.within)}
    if action.at_most:
        times = ngettext(
            "%(count)d time in a case at most", "%(count)d times in a case at most", action.at_most
        )
        yield times % {"count": action.at_most}


def _does(procedure: Procedure, action: Action) -> Iterator[str]:
    if action.asks:
        words = _("asks some of: %(tasks)s") if action.pick else _("asks: %(tasks)s")
        yield words % {"tasks": _titles(procedure, action.asks)}
    if action.cancels:
        yield _("takes back: %(tasks)s") % {"tasks": _titles(procedure, action.cancels)}
    if action.hands_to:
        yield _("hands over to: %(posts)s") % {"posts": "、".join(map(who, action.hands_to))}
    if action.recalls:
        yield _("the case comes back from where it was handed to")
    if action.extends:
        told = {"term": term_words(action.extends), "clause": action.clause or ""}
        if action.clause:
            yield _("adds %(term)s to the promise, this step and the limit by law (%(clause)s)") % told
        else:
            yield _("adds %(term)s to the promise and this step; the limit by law stays") % told
    if action.outcome:
        yield _("the case ends: %(outcome)s") % {"outcome": outcome_words(action.outcome)}
    if action.grave:
        yield _("cannot be undone")


def outcome_words(outcome: Outcome) -> str:
    return {
        Outcome.GRANTED: _("granted"),
        Outcome.REFUSED: _("refused"),
        Outcome.WITHDRAWN: _("withdrawn"),
        Outcome.MERGED: _("goes on in another case"),
    }[outcome]


def _titles(procedure: Procedure, codes: Iterable[str]) -> str:
    tasks = ((code, procedure.task(code)) for code in codes)
    return "、".join(task.title if task else code for code, task in tasks)
