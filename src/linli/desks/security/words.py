"""What was done with an account, as its owner and the next security administrator read it."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEPS: Final[dict[str, Promise]] = {
    "account.create": _("made the account"),
    "account.disable": _("closed the account"),
    "account.enable": _("opened the account again"),
    "account.reset_factors": _("took all second factors away"),
    "account.password": _("gave a new first password"),
    "account.unlock": _("unlocked the log-in"),
    "account.sign_out": _("signed out everywhere"),
    "post.ask": _("asked for a post"),
    "post.appoint": _("gave a post"),
    "post.refuse": _("refused a post"),
    "post.end": _("ended a post"),
    "key.create": _("made an API key"),
    "key.revoke": _("made an API key useless"),
}

FACTORS: Final[dict[str, Promise]] = {
    "totp": _("app with codes"),
    "webauthn": _("security key"),
    "recovery_codes": _("recovery codes"),
}
