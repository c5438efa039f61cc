"""What a key may be used for. A key acts as an account and never beyond its posts; its scopes narrow it further."""

import re
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext_noop

SCOPES: Final[dict[str, str]] = {
    "cases:read": gettext_noop("Read cases"),
    "cases:write": gettext_noop("Apply, and handle cases"),
    "feedback:write": gettext_noop("Rate a service"),
    "people:search": gettext_noop("Find persons"),
    "people:read": gettext_noop("Read files of persons and households, numbers masked"),
    "people:unmask": gettext_noop("Read a number in full, one at a time, for a purpose"),
    "people:write": gettext_noop("Draft, check and apply changes of files"),
    "people:restricted": gettext_noop("Protected labels, for whom they name"),
    "imports:read": gettext_noop("Read spreadsheets that were handed in, and how far they are"),
    "imports:write": gettext_noop("Hand in spreadsheets, write them into files, undo them"),
    "documents:read": gettext_noop("Read papers that prove labels and consents, for a purpose"),
    "documents:write": gettext_noop("Upload papers"),
    "consents:read": gettext_noop("Read privacy notices and what persons said to them"),
    "consents:write": gettext_noop("Note what was said at the counter, withdraw one's own consent"),
    "bindings:read": gettext_noop("Read which accounts open files, and who acts for whom"),
}
"""Scope → what it opens. Besides, `shared:NUMBER` opens the data of one share agreement."""

BEFORE_SCOPES: Final = ("cases:read", "cases:write", "feedback:write")
"""What a key could do before keys had scopes."""

_SHARED: Final = re.compile(r"shared:[A-Za-z0-9-]{1,40}")


def is_scope(text: str) -> bool:
    return text in SCOPES or _SHARED.fullmatch(text) is not None


def list_unknown(scopes: Iterable[str]) -> list[str]:
    """Those that are no scopes, in the order given."""
    return [one for one in scopes if not is_scope(one)]
