"""What allauth asks of us: how accounts are called, where secrets are sealed, how a code reaches a phone."""

import base64
from typing import Any, ClassVar, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import clock, crypto, held
from linli.kernel.accounts import phones
from linli.kernel.accounts.devices import remember_device
from linli.kernel.accounts.making import LoginUnfit, check_login
from linli.kernel.accounts.models import User
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.client import client_address
from linli.registers.organisations.queries import get_actor
from linli.site.accounts.forms import PhoneField
from linli.site.backends import AccountBackend

CONTEXT_FACTOR: Final = "mfa_authenticator.secret"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Anybody signs up: an account alone opens nothing. Posts are given by an office, files are bound."""

    def clean_username(self, username: str, shallow: bool = False) -> str:
        try:
            check_login(username)
        except LoginUnfit as refusal:
            raise ValidationError(str(refusal.message)) from None
        if not shallow and User.objects.filter(username=username).exists():
            raise ValidationError(_("This log-in name is taken: choose another one."))
        return username

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Until a file is bound, who signed up is called as she calls herself."""
        user.name = form.cleaned_data["username"]
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("bindings:bind")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Not to the same form once more, as if nothing had happened."""
        messages.success(request, _("Your password is changed. Everywhere else you are signed out."))
        return reverse("mfa_index")

    def phone_form_field(self, **options: Any) -> PhoneField:
        return PhoneField(**options)

    def send_account_already_exists_sms(self, phone: str) -> None:
        text = _(
            "Somebody wanted to sign up at Linli with this phone, which has an account already. If it was you: "
            "sign in by a code to your phone."
        )
        now = clock.now()
        phones.send_text(
            key=f"account.exists:{now.timestamp():.6f}", subject="", template="account.exists", phone=phone, text=text,
            now=now, valid=phones.VALID,
        )  # fmt: skip

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by account and place (`guesses`), so that nobody can lock out somebody else."""

    def pre_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse | None:
        """Whose printed password was not changed in time is told as whose account is closed."""
        if not AccountBackend().user_can_authenticate(user):
            return redirect("account_inactive")
        response: HttpResponse | None = super().pre_login(request, user, **how)
        return response

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **how: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **how)
        note_sign_in(user.pk)
        held.remember_who(response, user.pk)
        remember_device(request, response, user.pk)
        return response

    def add_message(self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any,
                    **options: Any) -> None:  # fmt: skip
        """The page that follows shows what happened; texts of allauth's own would stand in between."""

    def send_verification_code_sms(
        self, user: AbstractBaseUser, phone: str, code: str, **_options: Any
    ) -> None:
        text = _("Your code for Linli is %(code)s. It is valid for three minutes. Tell it to nobody.")
        phones.send_code(user_id=user.pk, phone=phone, text=text % {"code": code}, now=clock.now())

    def set_phone(self, user: AbstractBaseUser, phone: str, verified: bool) -> None:
        phones.set_phone(user_id=user.pk, phone=phone, now=clock.now() if verified else None)

    def get_phone(self, user: AbstractBaseUser) -> tuple[str, bool] | None:
        return phones.get_phone(user_id=user.pk)

    def set_phone_verified(self, user: AbstractBaseUser, phone: str) -> None:
        phones.set_phone(user_id=user.pk, phone=phone, now=clock.now())

    def get_user_by_phone(self, phone: str) -> AbstractBaseUser | None:
        return phones.find_user(phone)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets of second factors are sealed like all others."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is not right. Type the one that is shown now.")
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(crypto.seal(text, context=CONTEXT_FACTOR)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.unseal_text(base64.b64decode(encrypted_text), context=CONTEXT_FACTOR)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        return _("My key")


def note_sign_in(user_id: int) -> None:
    now = clock.now()
    actor: Actor = get_actor(user_id, day=clock.local_day(now))
    record(actor=actor, now=now, kind="sign_in", act="sign_in")
