"""Forms of logging in, where ours differ from allauth's. The code that lets in who waits is read by `guesses`."""

from typing import Any

from allauth.account.forms import LoginForm
from django.core.validators import MaxLengthValidator

from linli.kernel.accounts.models import User


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """A name that no account can have is refused before it is looked up and counted."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].validators.append(
            MaxLengthValidator(User._meta.get_field("username").max_length)
        )
