"""Who acts, in words."""

from typing import Final

from django.utils.translation import gettext as _

from linli.engines.cases.definitions import APPLICANT, SYSTEM, Holder, Target
from linli.engines.cases.wording import level_words
from linli.kernel.roles import ROLES

_AT_HOME: Final = {"clerk": "community", "reviewer": "town", "decider": "county"}
"""Levels that the titles of the roles name already."""


def who(by: Holder | str) -> str:
    """«社区经办人», «社区（村）的外勤经办人», «申请人»."""
    if isinstance(by, Target) and by.within:
        words = _("%(role)s of any %(level)s of the same %(within)s")
        names = {
            "role": ROLES.get(by.role, by.role),
            "level": level_words(by.at),
            "within": level_words(by.within),
        }
        return words % names
    if isinstance(by, Holder):
        role = ROLES.get(by.role, by.role)
        if _AT_HOME.get(by.role) == by.at:
            return role
        return _("%(role)s of the %(level)s") % {"role": role, "level": level_words(by.at)}
    known = {
        APPLICANT: _("the applicant"),
        SYSTEM: _("the system, by itself"),
        "holder": _("who has the case"),
        "elsewhere": _("another unit"),
    }
    return known.get(by, by)
