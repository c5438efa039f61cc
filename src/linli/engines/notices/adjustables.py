"""What a city may change of notices: the words, and how long to wait."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.engines.overlays.adjustable import Adjustable, Adjustables, Locked, Rows

NOTICE: Final = Adjustables(
    "notice",
    _("Words of notices"),
    (
        Adjustable("title", _("Title")),
        Adjustable("expires_days", _("Not sent any more after, in days")),
        Adjustable("in_person_workdays", _("Told in person within, in working days")),
        Adjustable(
            "tell.*.text",
            _("The words"),
            long=True,
            hint=_("What stands in {braces} is filled in by itself."),
        ),
        Adjustable("tell.*.sms", _("Shorter words for text messages"), long=True),
    ),
    rows=(Rows("tell", _("Words")),),
    locked=(
        Locked("code", _("Code"), _("It names the occasion: it never changes.")),
        Locked("tell.to", _("Whom the words are for, and when"), _("It changes in the pack.")),
        Locked(
            "sms_may_name", _("Personal facts that a text message may name"), _("It changes in the pack.")
        ),
    ),
)
