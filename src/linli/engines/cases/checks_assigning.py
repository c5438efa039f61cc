"""What can be wrong with states whose holder a table decides. Used when a pack is checked."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from linli.engines.cases.definitions import Holder, Procedure, State
from linli.engines.packs.sections import DocPath, Finding


def checks(procedure: Procedure) -> Iterator[Finding]:
    """States in which nobody's part could be taken; no way to place a case by hand."""
    for index, state in enumerate(procedure.states):
        if state.assign is not None:
            yield from _state(procedure, state, ("states", index, "assign"))


def _state(procedure: Procedure, state: State, path: DocPath) -> Iterator[Finding]:
    if not isinstance(state.by, Holder):
        message = _("A table decides in the stead of an office; here no office has the case.")
        yield Finding(path, message, _("Name the role and level in «by», or leave «assign» out."))
        return
    placing = [action for action in procedure.actions_from(state.code) if action.hands_to]
    if not any(state.by in action.by for action in placing):
        message = _("A case that no rule can place could not be handed on from this state.")
        mend = _("Add an action with «hands_to» that the holder of this state may take.")
        yield Finding(path, message, mend)
