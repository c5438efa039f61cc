"""The city's real-name log-in (OpenID Connect): its token is verified, its claims open one file of this place, or none.

Machinery: allauth. Claims (name, identity number) are looked at and forgotten: of the city's account only a digest is
kept.
"""

from datetime import datetime
from typing import Any, Final

from allauth.account.internal.decorators import login_not_required
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.kernel import clock
from linli.kernel.accounts.models import User
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.crypto import digest
from linli.kernel.errors import DomainError
from linli.registers.people.refusals import BoundAlready
from linli.registers.places.queries import get_by_code
from linli.rooms.bindings.actions import CityClaim, add_city, enter_by_city, tell_city_removed
from linli.site.accounts.tokens import TokenRefused, read_token

PROVIDER: Final = "city"


class CityAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """Takes an answer only with an identity token that the city signed; what it lacks, the user info adds."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        sent = kwargs["response"].get("id_token") or ""
        said = read_token(sent, keys=self._keys(), issuer=self.openid_config["issuer"], client=app.client_id)
        names = {settings.CONFIG.city_name_claim, settings.CONFIG.city_number_claim}
        if names - said.keys():
            more = self._fetch_user_info(token.token)
            if more.get("sub") != said["sub"]:
                raise TokenRefused(_("The city's log-in sent no valid answer. Nothing was opened."))
            said = more | said
        uid = digest("city_account", f"{said.get('iss')}\0{said['sub']}").hex()
        login = self.get_provider().sociallogin_from_response(request, {"id_token": {"sub": uid}})
        login.claim = CityClaim(
            name=str(said.get(settings.CONFIG.city_name_claim, "")).strip(),
            id_number=str(said.get(settings.CONFIG.city_number_claim, "")).strip().upper(),
        )
        return login

    def _keys(self) -> dict[str, Any]:
        with get_social_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            found: dict[str, Any] = answer.json()
        return found


class CityLoginAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up by the city's log-in: it enters the account that is bound to her file, or binds a new one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        known = sociallogin.user if sociallogin.is_existing else None
        scope = _scope()
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            raise ImmediateHttpResponse(_add(request, sociallogin, known, scope))
        try:
            with transaction.atomic():
                user = enter_by_city(claim=sociallogin.claim, scope=scope, known=known, now=clock.now())
                if known is None:
                    account = sociallogin.account
                    sociallogin.account = SocialAccount.objects.create(
                        user=user, provider=account.provider, uid=account.uid, extra_data={}
                    )
                sociallogin.user = user
        except DomainError as refusal:
            raise ImmediateHttpResponse(refuse(request, refusal)) from refusal

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        refusal = TokenRefused(_("The city's log-in sent no valid answer. Nothing was opened."))
        raise ImmediateHttpResponse(refuse(request, refusal))


@login_not_required  # type: ignore[untyped-decorator]
def login(request: HttpRequest) -> HttpResponse:
    """Off to the city. With `process=connect`, to add it to the account that is in; by POST, to take it off that."""
    if request.method == "POST" or request.GET.get("process") == AuthProcess.CONNECT:
        if not request.user.is_authenticated:
            return redirect("account_login")
        raise_if_reauthentication_required(request, app="")
    return _take_off(request) if request.method == "POST" else _view(OAuth2LoginView, request)


@login_not_required  # type: ignore[untyped-decorator]
def callback(request: HttpRequest, provider_id: str = PROVIDER) -> HttpResponse:
    """Back from it."""
    try:
        return _view(OAuth2CallbackView, request)
    except TokenRefused as refusal:
        return refuse(request, refusal)
    except OAuth2Error:
        return refuse(request, TokenRefused(_("The city's log-in sent no valid answer. Nothing was opened.")))


def _add(request: HttpRequest, sociallogin: SocialLogin, known: Any, scope: str) -> HttpResponse:
    """One city identity to one account, one account to one city identity; whoever is in showed lately who she is."""
    user, now = request.user, clock.now()
    if not isinstance(user, User):
        return redirect("account_login")
    raise_if_reauthentication_required(request, app="")
    if known is not None and known.pk == user.pk:
        return redirect("mfa_index")
    try:
        if known is not None or SocialAccount.objects.filter(user=user).exists():
            raise BoundAlready(
                _(
                    "This log-in of the city belongs to another account, or yours has another one. Nothing was changed."
                )
            )
        with transaction.atomic():
            add_city(claim=sociallogin.claim, scope=scope, user=user, now=now)
            account = sociallogin.account
            SocialAccount.objects.create(user=user, provider=account.provider, uid=account.uid, extra_data={})
            _note(user, "account.city_added", now)
    except DomainError as refusal:
        return refuse(request, refusal)
    messages.success(request, _("From now on you can also sign in by the city's log-in. Your phone is told."))
    return redirect("mfa_index")


def _take_off(request: HttpRequest) -> HttpResponse:
    """Not the only way in."""
    user, now = request.user, clock.now()
    if not isinstance(user, User) or not user.has_usable_password():
        messages.warning(request, _("Set a password first: else you could not come in any more."))
        return redirect("account_set_password")
    with transaction.atomic():
        if SocialAccount.objects.filter(user=user, provider=PROVIDER).delete()[0]:
            tell_city_removed(user=user, now=now)
            _note(user, "account.city_removed", now)
            messages.success(request, _("The city's log-in opens your account no more. Your phone is told."))
    return redirect("mfa_index")


def _note(user: User, act: str, now: datetime) -> None:
    actor = Actor(user_id=user.pk, name=user.name)
    record(actor=actor, now=now, kind="change", act=act, object_ref=f"user:{user.pk}", fields=["account"])


def refuse(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """Plainly, with the way on; nothing was created."""
    return render(request, "account/city_refused.html", {"error": refusal}, status=refusal.status)


def _view(kind: Any, request: HttpRequest) -> HttpResponse:
    if not settings.CONFIG.city_login_url:
        return redirect("account_login")
    response: HttpResponse = kind.adapter_view(CityAdapter(request, PROVIDER))(request)
    return response


def _scope() -> str:
    """The place whose files it opens."""
    position = get_by_code(settings.CONFIG.city_login_place)
    return f"{position.level}:{position.place_id}"


def standing_of(user_id: int) -> dict[str, Any] | None:
    """What the page of one's own account says of the city's log-in; None where there is none in this place."""
    if not settings.CONFIG.city_login_url:
        return None
    added = SocialAccount.objects.filter(user=user_id, provider=PROVIDER).exists()
    return {"name": settings.CONFIG.city_login_name, "added": added}
