"""Who asks, whether they may come in, and how a refusal looks."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from linli.kernel import clock, guard
from linli.kernel.accounts.keys import mark_used
from linli.kernel.accounts.models import User
from linli.kernel.actors import ANONYMOUS, Actor
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.held import form_page, hold
from linli.kernel.installation.queries import get_installation
from linli.kernel.ui.components import Station
from linli.registers.organisations.queries import NO_HOLDER, KeyHolder, get_actor, get_key_holder, get_station
from linli.site import acting
from linli.site.access import MATRIX, Rule
from linli.site.acting import choose_actor
from linli.site.api import api
from linli.site.problems import KeyScope, NoKey, Unfit, is_call, refuse
from linli.site.scopes import scope_for

GetResponse = Callable[[HttpRequest], HttpResponse]


class NobodyMiddleware:
    """Each request starts as nobody's: the outermost one, so that what a thread did before leaves nothing behind."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with guard.acting_as(None):
            return self.get_response(request)


class ActorMiddleware:
    """Sets `request.actor`, opens the second lock for what that actor may see, and in a demo knows the banner."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.installation = get_installation()  # type: ignore[attr-defined]
        request.actor = self._actor(request)  # type: ignore[attr-defined]
        request.station = SimpleLazyObject(lambda: _station(request))  # type: ignore[attr-defined]
        request.demo_accounts = SimpleLazyObject(lambda: _demo_accounts(request))  # type: ignore[attr-defined]
        with guard.acting_as(request.actor, day=clock.today()):  # type: ignore[attr-defined]
            return self.get_response(request)

    @staticmethod
    def _actor(request: HttpRequest) -> Actor:
        """Programs act by key and never by cookie, so that no page can make a browser call the API."""
        if is_call(request):
            holder = _read_key(request)
            request.key_scopes = holder.scopes  # type: ignore[attr-defined]
            return holder.actor
        user = request.user
        if not isinstance(user, User) or not user.is_authenticated:
            return ANONYMOUS
        return choose_actor(request, user.actor or get_actor(user.pk, day=clock.today()))


def _read_key(request: HttpRequest) -> KeyHolder:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        return NO_HOLDER
    holder, today = get_key_holder(secret.strip(), now=clock.now()), clock.today()
    if holder.key and holder.used_on != today:
        mark_used(key_id=holder.key, day=today)
    return holder


def _station(request: HttpRequest) -> Station | None:
    return get_station(request.actor, installation=request.installation, day=clock.today())  # type: ignore[attr-defined]


def _demo_accounts(request: HttpRequest) -> list[dict[str, object]]:
    if not request.installation.demo:  # type: ignore[attr-defined]
        return []
    current = request.user.pk if request.user.is_authenticated else None
    accounts = User.objects.filter(demo=True, is_active=True).order_by("id")
    return [
        {"username": username, "name": name, "office": note, "current": pk == current}
        for pk, username, name, note in accounts.values_list("pk", "username", "name", "note")
    ]


class PrivateMiddleware:
    """What somebody saw who was logged in stays in no cache: counters are shared, and so are village computers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        actor: Actor | None = getattr(request, "actor", None)
        if actor is not None and actor.user_id is not None:
            response.headers["Cache-Control"] = "private, no-store"
        return response


class AccessMiddleware:
    """Deny by default: a route is entered only by a role that its row of the access matrix admits.

    Which rows of data are visible there is decided by the lookup in the view.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        rule = MATRIX.get(_route(request))
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if rule is not None and actor.agent_id is not None:
            return self._in_another_s_name(request, rule)
        if rule is not None and rule.admits(actor):
            return self._check_key(request, rule, kwargs) if rule.for_programs else None
        if actor.user_id is None and rule is not None and not rule.for_programs:
            return self._ask_to_log_in(request, form_page(view, request, kwargs), keep=not rule.about_secrets)
        if rule is not None and rule.for_programs:
            nothing = NotFound(gettext("There is nothing here for you."))
            return refuse(NoKey() if actor.user_id is None else nothing)
        raise Http404("not for this role")

    @staticmethod
    def _in_another_s_name(request: HttpRequest, rule: Rule) -> HttpResponse | None:
        """What is one's own waits until one is oneself again."""
        if acting.admits(request, rule.route, public=bool(rule.cells["public"])):
            return None
        return redirect("bindings:acting")

    @staticmethod
    def _check_key(request: HttpRequest, rule: Rule, kwargs: dict[str, object]) -> HttpResponse | None:
        """What is open to everybody needs no key; everything else a key with the scope of the route."""
        if rule.cells["public"]:
            return None
        scope = scope_for(rule.route, kwargs)
        if not scope or scope not in request.key_scopes:  # type: ignore[attr-defined]
            return refuse(KeyScope(scope))
        try:
            api.check_names(rule.route, request)
        except Unfit as error:
            return refuse(error)
        return None

    @staticmethod
    def _ask_to_log_in(request: HttpRequest, page: str, *, keep: bool) -> HttpResponse:
        """A form sent after the session ended is held, and given back filled in after the log-in."""
        response = redirect_to_login(page)
        if keep and request.method == "POST":
            hold(request, response)
        return response


def _route(request: HttpRequest) -> str:
    """Operations of the API that share an address have rows of their own."""
    found = request.resolver_match.view_name if request.resolver_match else ""
    return api.route_of(found, request.method or "") if is_call(request) else found


class RefusalMiddleware:
    """A domain error that no page handled becomes a plain page with its message and status."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotFound):
            raise Http404(str(error)) from error
        if isinstance(error, DomainError):
            return render(request, "refused.html", {"error": error}, status=error.status)
        return None


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Shown when a form's proof of origin does not fit: usually an old page, sent after a new log-in."""
    response = render(request, "csrf.html", status=403)
    return response if response else HttpResponseForbidden()
