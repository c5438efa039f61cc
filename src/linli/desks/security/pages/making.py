"""Forms: a new account, a post, a key of a program. What is secret is shown on the page that answers, then never."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.desks.security import actions, policies, queries
from linli.desks.security.pages.accounts import actor_of, read_day
from linli.desks.security.pages.again import ask_again
from linli.kernel import clock, held
from linli.kernel.accounts.making import LoginUnfit
from linli.kernel.errors import DomainError, Faults, NotFound
from linli.kernel.roles import ROLES, WEIGHTY
from linli.kernel.scopes import SCOPES
from linli.kernel.ui import components as ui
from linli.registers.organisations.models import Appointment

PLACES: Final = 800
"""With more places than these one writes the code."""
KEY_DAYS: Final = 180
_INDENT: Final = {"town": "　", "community": "　　"}


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    policies.account_of(actor_of(request))
    typed, faults = _typed(request), {}
    if request.method == "POST":
        ask_again(request)
        try:
            user, password = actions.create_account(
                actor=actor_of(request),
                now=clock.now(),
                login=typed.get("login", ""),
                name=typed.get("name", ""),
            )
        except (Faults, LoginUnfit) as refusal:
            faults = _faults_of(refusal)
        else:
            response = render(
                request, "security/password.html", {"password": password, "account": user, "new": True}
            )
            held.let_go(request, response)
            return response
    fields = [
        ui.Field(
            "login", _("Log-in name"), value=typed.get("login", ""), error=faults.get("login", ""), maxlength=32,
            hint=_(
                "Four to 32 small letters and digits, also . _ and - within, such as wang-1942; no phone or other long "
                "number."
            ),
            autocomplete="off",
        ),
        ui.Field(
            "name", _("Full name"), value=typed.get("name", ""), error=faults.get("name", ""), maxlength=64,
            autocomplete="off",
        ),
    ]  # fmt: skip
    return _form(request, "security/create.html", fields, {})


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, user_id: int) -> HttpResponse:
    """A post; a weighty one is asked for."""
    actor, today = actor_of(request), clock.today()
    policies.account_of(actor)
    user = queries.find_account(actor, user_id, day=today)
    typed, faults, refusal = _typed(request), {}, None
    if request.method == "POST":
        ask_again(request)
        try:
            given = _give(request, user_id, typed)
        except NotFound as missing:
            faults = {"place": str(missing)}
        except DomainError as refused:
            faults = _faults_of(refused)
            refusal = None if faults else refused
        else:
            told = (
                _("The post is given.")
                if isinstance(given, Appointment)
                else _("The post is asked for: another security administrator gives it.")
            )
            messages.success(request, told)
            response = redirect("security:account", user_id=user_id)
            held.let_go(request, response)
            return response
    context = {"account": user, "refused": ui.Notice(str(refusal), "overdue") if refusal else None}
    return _form(request, "security/give.html", _post_fields(request, typed, faults), context)


@require_http_methods(["GET", "HEAD", "POST"])
def key(request: HttpRequest, user_id: int) -> HttpResponse:
    actor, today = actor_of(request), clock.today()
    policies.account_of(actor)
    user = queries.find_account(actor, user_id, day=today)
    typed, faults, refusal = _typed(request), {}, None
    if request.method == "POST":
        ask_again(request)
        try:
            secret = actions.make_key(
                actor=actor, now=clock.now(), user_id=user_id, label=typed.get("label", ""),
                scopes=typed.getlist("scopes"), last_day=read_day(typed.get("last_day", "")),
            )  # fmt: skip
        except NotFound:
            raise
        except DomainError as refused:
            faults = _faults_of(refused)
            refusal = None if faults else refused
        else:
            response = render(request, "security/secret.html", {"secret": secret, "account": user})
            held.let_go(request, response)
            return response
    context = {"account": user, "refused": ui.Notice(str(refusal), "overdue") if refusal else None}
    return _form(request, "security/key.html", _key_fields(typed, faults), context)


def _give(request: HttpRequest, user_id: int, typed: QueryDict) -> object:
    since, until = read_day(typed.get("since", "")), typed.get("until", "").strip()
    if since is None or (until and read_day(until) is None):
        raise Faults({"since" if since is None else "until": _("Choose a day.")})
    if typed.get("role", "") not in ROLES:
        raise Faults({"role": _("Choose what the post does.")})
    return actions.give_post(
        actor=actor_of(request), now=clock.now(), user_id=user_id, role=typed.get("role", ""),
        place=typed.get("place", "").strip(), unit=typed.get("unit", ""), title=typed.get("title", ""), since=since,
        until=read_day(until), reason=typed.get("reason", ""),
    )  # fmt: skip


def _post_fields(
    request: HttpRequest, typed: Mapping[str, Any], faults: Mapping[str, str]
) -> Sequence[ui.Field]:
    def field(name: str, label: str, **more: Any) -> ui.Field:
        value = typed.get(name, more.pop("value", ""))
        return ui.Field(name, label, value=value, error=faults.get(name, ""), **more)

    chosen = typed.get("role", "")
    roles = [
        ui.Choice(
            code, title if code not in WEIGHTY else _("%(role)s (a second person gives it)") % {"role": title},
            checked=code == chosen,
        )
        for code, title in ROLES.items()
    ]  # fmt: skip
    today = clock.today()
    return [
        field("role", _("What the post does"), kind="select", choices=[ui.Choice("", _("Choose")), *roles]),
        _place_field(request, typed, faults),
        field("unit", _("Unit"), maxlength=128, hint=_("As it is on its door; new ones are made.")),
        field("title", _("What the post is called there"), maxlength=64),
        field("since", _("First day"), kind="date", value=today.isoformat(), earliest=today.isoformat()),
        field("until", _("Last day"), kind="date", required=False, hint=_("Empty: until it is ended.")),
        field(
            "reason", _("Why"), maxlength=actions.REASON_LENGTH, wide=True, hint=_("The auditor reads it.")
        ),
    ]


def _place_field(request: HttpRequest, typed: Mapping[str, Any], faults: Mapping[str, str]) -> ui.Field:
    chosen, fault, label = typed.get("place", ""), faults.get("place", ""), _("For which place")
    places = queries.list_places(actor_of(request), limit=PLACES + 1)
    if len(places) > PLACES:
        hint = _("The division code: 6 digits for a county, 9 for a town, 12 for a community.")
        return ui.Field(
            "place", label, value=chosen, error=fault, hint=hint, maxlength=12, inputmode="numeric"
        )
    choices = [
        ui.Choice(row.code, f"{_INDENT.get(row.level, '')}{row.name}", checked=row.code == chosen)
        for row in places
    ]
    return ui.Field(
        "place", label, kind="select", error=fault, choices=[ui.Choice("", _("Choose")), *choices]
    )


def _key_fields(typed: QueryDict, faults: Mapping[str, str]) -> Sequence[ui.Field]:
    last = clock.today() + timedelta(days=KEY_DAYS)
    chosen = typed.getlist("scopes")
    scopes = [ui.Choice(code, _(words), checked=code in chosen, hint=code) for code, words in SCOPES.items()]
    return [
        ui.Field(
            "label", _("What the key is for"), value=typed.get("label", ""), error=faults.get("label", ""),
            maxlength=64, hint=_("Which program, run by whom."),
        ),
        ui.Field(
            "last_day", _("Last day"), kind="date", value=typed.get("last_day", last.isoformat()),
            error=faults.get("last_day", "") or faults.get("expires_at", ""), hint=_("A year at most."),
        ),
        ui.Field(
            "scopes", _("What it opens"), kind="checkboxes", choices=scopes, error=faults.get("scopes", ""), wide=True,
            hint=_("Never more than the posts of the account open."),
        ),
    ]  # fmt: skip


def _typed(request: HttpRequest) -> QueryDict:
    """What was sent, or what a session that ended had held."""
    if request.method == "POST":
        return request.POST
    restored = held.restore(request)
    if restored:
        messages.info(request, str(held.WORDS))
    return restored[0] if restored else QueryDict()


def _faults_of(refusal: DomainError) -> dict[str, str]:
    if isinstance(refusal, Faults):
        return {name: str(text) for name, text in refusal.faults.items()}
    return {refusal.field: str(refusal)} if refusal.field else {}


def _form(
    request: HttpRequest, template: str, fields: Sequence[ui.Field], context: Mapping[str, object]
) -> HttpResponse:
    faults = ui.FaultList.of(fields)
    refused = faults is not None or context.get("refused") is not None
    return render(
        request, template, {"fields": fields, "faults": faults, **context}, status=422 if refused else 200
    )
