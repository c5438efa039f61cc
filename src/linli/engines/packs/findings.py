"""Findings that every section needs: a name nobody knows, an expression that does not compile."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.engines.expressions import Kind, Type, find_faults
from linli.engines.packs.sections import DocPath, Finding, Library

_NAMES: Final = {
    "matter": gettext_noop("matter"),
    "bundle": gettext_noop("bundle"),
    "procedure": gettext_noop("procedure"),
    "form": gettext_noop("form"),
    "code-list": gettext_noop("code list"),
    "assignment": gettext_noop("assignment table"),
    "calendar": gettext_noop("calendar"),
    "office-hours": gettext_noop("office hours"),
    "indicator": gettext_noop("indicator"),
    "plan": gettext_noop("plan"),
    "notice": gettext_noop("notice"),
    "person-labels": gettext_noop("labels of persons"),
    "privacy": gettext_noop("privacy notice"),
    "retention": gettext_noop("terms of retention"),
}


def name_of(section: str) -> str:
    """What people call one thing of a section; to be translated."""
    return _NAMES.get(section, section)


def suggest(value: str, known: Iterable[str]) -> str:
    """«Did you mean …?», or what there is to choose from."""
    names = sorted(known)
    close = get_close_matches(value.lower(), [name.lower() for name in names], n=1, cutoff=0.6)
    if close:
        meant = next(name for name in names if name.lower() == close[0])
        return _("Did you mean «%(name)s»?") % {"name": meant}
    if not names:
        return _("There is none yet; add it first.")
    shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    return _("There are: %(names)s.") % {"names": shown}


def not_among(path: DocPath, value: str, known: Iterable[str], what: str) -> Iterator[Finding]:
    """Nothing if `value` is known, else one finding. `what` names the kind of thing, translated («role»)."""
    names = list(known)
    if value not in names:
        message = _("There is no %(what)s of this name.") % {"what": what}
        yield Finding(path, message, suggest(value, names), value)


def refers(path: DocPath, section: str, code: str, library: Library) -> Iterator[Finding]:
    """Nothing if the library holds `code` in `section`, else one finding; no fault where a file that may hold it could
    not be read."""
    known = library.codes(section)
    if code not in known and library.is_partial(section):
        yield Finding(path, "", value=code, unchecked=True)
    elif code not in known:
        yield from not_among(path, code, known, _(name_of(section)))


def in_expression(
    path: DocPath, source: str, names: Mapping[str, Type], result: Type = Kind.BOOL
) -> Iterator[Finding]:
    """Everything that is wrong with an expression over `names` that must give such a `result`, each at its place."""
    for fault in find_faults(source, names, result=result):
        yield Finding(path, fault.fault, fault.mend, fault.value, fault.line, fault.column)


def duplicates(codes: Mapping[DocPath, str]) -> Iterator[Finding]:
    """A finding for each path whose code stands at an earlier path already."""
    first: dict[str, DocPath] = {}
    for path, code in codes.items():
        if code in first:
            yield Finding(path, _("This code is used twice here."), _("Give each its own code."), code)
        first.setdefault(code, path)
