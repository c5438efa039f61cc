"""What a comparison comes to: how much changes, what of it holds at once, whether it can be installed."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.engines.packs.comparing import Comparison
from linli.engines.packs.preview import Preview


def sum_up(found: Comparison) -> str:
    """«改动12处：新增1项，改动3项，停用1项»; the manifest counts too."""
    changed = [*found.changed, *([found.manifest] if found.manifest else [])]
    places = len(found.added) + len(found.retired) + sum(len(change.differences) for change in changed)
    counted = (
        (len(found.added), ngettext("%(count)d new item", "%(count)d new items", len(found.added))),
        (
            len(found.changed),
            ngettext("%(count)d changed item", "%(count)d changed items", len(found.changed)),
        ),
        (
            len(found.retired),
            ngettext("%(count)d retired item", "%(count)d retired items", len(found.retired)),
        ),
    )
    parts = [words % {"count": count} for count, words in counted if count]
    if found.manifest:
        parts.append("pack.yaml")
    if not parts:
        return _("No change.")
    total = ngettext("%(count)d change: %(what)s.", "%(count)d changes: %(what)s.", places)
    return total % {"count": places, "what": _(", ").join(parts)}


def verdict(found: Preview) -> str:
    """One line at the end, for who reads only that."""
    total = sum_up(found.comparison)
    if found.faults:
        others = len(found.faults) - 1
        why = found.faults[0].message
        if others:
            more = ngettext("%(why)s And %(count)d more.", "%(why)s And %(count)d more.", others)
            why = more % {"why": why, "count": others}
        return _("%(total)s It cannot be installed, because: %(why)s") % {"total": total, "why": why}
    if found.same:
        return _("Nothing to install.")
    return _("%(total)s It can be installed.") % {"total": total}


def effects(found: Comparison) -> Iterator[str]:
    """What holds from the moment of installation, and what goes on as it began."""
    changed = [*found.added, *(change.item for change in found.changed), *found.retired]
    counted = Counter(item.section for item in changed)
    said = _effects()
    if counted:
        yield _("From the installation on:")
    for section, words in said.items():
        if section in counted:
            yield f"  {words}"


def _effects() -> dict[str, str]:
    return {
        "matter": _("The guide shows the new words at once; open cases keep the matter they began with."),
        "procedure": _("New cases take the new way; open cases keep the way and the terms they began with."),
        "form": _("Who applies from now on fills in the new form; what was sent stays as it was sent."),
        "code-list": _("Forms offer the new codes at once; answers that were given keep theirs."),
        "assignment": _(
            "Open cases too go by the new table, from their next step on; who has a case keeps it."
        ),
        "notice": _("The next message is written in the new words; what was sent stays as it is."),
        "calendar": _("Deadlines of all open cases are counted anew at once."),
        "office-hours": _("Deadlines of all open cases are counted anew at once."),
        "indicator": _("Figures are worked out by the new formula at the next counting."),
        "plan": _("The cockpit compares with the new targets at once."),
    }
