"""What people call acting for another; shown with `_()`."""

from typing import Final

from django.utils.translation import gettext_noop

WHY: Final = {
    "guardian": gettext_noop("as guardian"),
    "mandate": gettext_noop("by mandate"),
}
STANDING: Final = {"guardian": "监护人代办", "mandate": "受托代办"}
"""What traces show as office of who acts for another: content, as offices are."""

GIVEN: Final = {
    "counter": gettext_noop("signed at the counter"),
    "code": gettext_noop("confirmed by her code"),
}
ENDED: Final = {
    "principal": gettext_noop("revoked by the represented person"),
    "agent": gettext_noop("given up by the agent"),
    "clerk": gettext_noop("revoked at the counter"),
    "mark": gettext_noop("ended"),
}
