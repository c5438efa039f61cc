"""Forms of logging in, where ours differ from allauth's. The code that lets in who waits is read by `guesses`."""

import re
from typing import Any, Final

from allauth.account.forms import LoginForm, SignupForm
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.accounts.models import User

_MOBILE: Final = re.compile(r"1[3-9]\d{9}|\+(?!86)[1-9]\d{5,14}")


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """A name that no account can have is refused before it is looked up and counted."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].validators.append(
            MaxLengthValidator(User._meta.get_field("username").max_length)
        )


class SignUpForm(SignupForm):  # type: ignore[misc]  # allauth has no types
    """A log-in name, a password, and if she likes a phone, which is asked for its code."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in _LABELS.items():
            self.fields[name].label = label
        self.fields["password1"].help_text = ""


_LABELS: Final = {
    "username": gettext_lazy("Log-in name"),
    "phone": gettext_lazy("Your phone"),
    "password1": gettext_lazy("Password"),
}


class PhoneField(forms.CharField):
    """A mobile number as people write it; +86 goes, so that the register and the account know one form."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Your phone"))
        options.setdefault("max_length", 24)
        super().__init__(widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}), **options)

    def clean(self, value: Any) -> str:
        typed: str = re.sub(r"[\s-]", "", super().clean(value)).removeprefix("+86")
        if typed and not _MOBILE.fullmatch(typed):
            raise ValidationError(
                _("A mobile number has eleven digits; from abroad begin with + and the country.")
            )
        return typed
