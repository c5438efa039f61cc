"""What somebody needs a number for: chosen from a list and said in words, kept in the installation's language."""

from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from linli.kernel.errors import DomainError
from linli.kernel.ui import components as ui
from linli.registers.people.refusals import PurposeMissing

PURPOSES: Final = {
    "contact": gettext_noop("To reach the person"),
    "identity": gettext_noop("To check who somebody is"),
    "service": gettext_noop("To handle a request"),
    "emergency": gettext_noop("Emergency"),
    "other": gettext_noop("Something else"),
}
PROTECTIVE: Final = {
    "child-protection": gettext_noop("To protect a child"),
    "domestic-violence": gettext_noop("Against violence in the family"),
    "correction": gettext_noop("Community correction"),
    "investigation": gettext_noop("An authority investigates"),
}
"""A look for one of these is told neither to the person nor to guardian or household; auditors see all of them."""
LENGTH: Final = (4, 100)


def keeping() -> str:
    """The purpose of a page that is opened by duty."""
    with override(settings.LANGUAGE_CODE):
        return _("Keeping the files of the place")


def read(typed: QueryDict, *, prefix: str = "") -> str:
    """The purpose that was typed into a form, as `say`."""
    return say(typed.get(f"{prefix}why", ""), typed.get(f"{prefix}words", ""), prefix=prefix)


def say(why: str, words: str, *, prefix: str = "") -> str:
    """«To check who somebody is: …» as the audit log keeps it. Raises `PurposeMissing`."""
    words = words.strip()
    if why not in PURPOSES and why not in PROTECTIVE:
        raise PurposeMissing(_("Choose what you need it for."), field=f"{prefix}why")
    shortest, longest = LENGTH
    if not shortest <= len(words) <= longest:
        raise PurposeMissing(_("Say in a few words what you need it for."), field=f"{prefix}words")
    with override(settings.LANGUAGE_CODE):
        return f"{_({**PURPOSES, **PROTECTIVE}[why])}：{words}"


def is_protective(typed: QueryDict, *, prefix: str = "") -> bool:
    """Whether the look is to be withheld from whom it is about."""
    return typed.get(f"{prefix}why", "") in PROTECTIVE


def fields(
    typed: QueryDict | None,
    error: DomainError | None,
    *,
    what: Sequence[tuple[str, str]] = (),
    prefix: str = "",
) -> list[ui.Field]:
    """The questions, with what was typed and what is wrong with it. Two such forms on a page differ by their prefix."""
    given = typed or QueryDict()
    faults = {error.field: str(error.message)} if error and typed is not None else {}
    found = []
    if what:
        chosen = given.get("what") or what[0][0]
        choices = [ui.Choice(code, text, code == chosen) for code, text in what]
        found.append(
            ui.Field(
                "what", _("What to show"), "radio", choices=choices, error=faults.get("what", ""), wide=True
            )
        )
    why, words = f"{prefix}why", f"{prefix}words"
    reasons = [ui.Choice("", _("Choose"))]
    offered = {**PURPOSES, **PROTECTIVE}
    reasons += [ui.Choice(code, _(text), code == given.get(why)) for code, text in offered.items()]
    hint = _(
        "Your look is recorded with this purpose. One that protects somebody only the auditor is told of."
    )
    return [
        *found,
        ui.Field(why, _("What for"), "select", choices=reasons, error=faults.get(why, ""), wide=True),
        ui.Field(
            words, _("In your words"), value=given.get(words, ""), maxlength=LENGTH[1], hint=hint,
            error=faults.get(words, ""), wide=True,
        ),
    ]  # fmt: skip
