"""Logging in and out; in a demo, entering a demo account in one tap and setting the demo clock."""

from datetime import datetime, timedelta

from allauth.account import views as account
from allauth.account.signals import user_logged_in
from allauth.mfa.base import views as second_factor
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from linli.desks.security.display import step_lines
from linli.engines.cases.jobs import accept_overdue, call_overdue_tasks, escalate_due, escalate_tasks
from linli.kernel import clock, held
from linli.kernel.accounts.models import User
from linli.kernel.accounts.steps import list_steps
from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.guard import acting_as
from linli.kernel.installation.models import Installation
from linli.kernel.installation.queries import get_installation
from linli.registers.calendar.queries import get_calendar_of_region
from linli.site.accounts import city
from linli.site.accounts.adapters import note_sign_in

SHIFTS = {"day": 0, "week": 5}
"""One calendar day, or so many working days of the demo's own county."""
FURTHEST = timedelta(days=3660)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    response = redirect("home")
    held.drop(request, response)
    return response


def verify_phone(request: HttpRequest) -> HttpResponse:
    """The code to the phone of who signs up; there is none to type for who is in already."""
    if request.user.is_authenticated:
        return redirect("home")
    response: HttpResponse = account.verify_phone(request)
    return response


@require_POST
def enter_demo(request: HttpRequest) -> HttpResponse:
    """Become a demo account without a password; exists only where the database carries the demo mark."""
    _require_demo()
    user = get_object_or_404(User, username=request.POST.get("username", ""), demo=True, is_active=True)
    login(request, user, backend="linli.site.backends.AccountBackend")
    user_logged_in.send(sender=User, request=request, user=user)  # so that the list of devices knows it
    note_sign_in(user.pk)
    response = redirect(_safe_next(request))
    held.remember_who(response, user.pk)
    return response


@require_POST
def shift_clock(request: HttpRequest) -> HttpResponse:
    """Set the demo clock forward by a day or five working days, or back to now: deadlines can be seen to pass."""
    installation = _require_demo()
    by = request.POST.get("by", "")
    offset = timedelta(0) if by == "reset" else installation.clock_offset + _shift(installation, by)
    offset = min(offset, FURTHEST)
    Installation.objects.filter(id=1, demo=True).update(clock_offset=offset)
    if (
        offset > installation.clock_offset
    ):  # what time alone does to cases is seen at once, not at the worker's next round
        _pass_time(clock.now() + offset - installation.clock_offset)
    return redirect(_safe_next(request))


def _pass_time(now: datetime) -> None:
    """To all cases, also those that whoever sets the clock does not see."""
    with acting_as(SYSTEM):
        accept_overdue(now)
        escalate_due(now)
        escalate_tasks(now)
        call_overdue_tasks(now)


def home(request: HttpRequest) -> HttpResponse:
    """Everyone's own desk; without one, the resident's."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    for role, desk in HOMES:
        if role in actor.roles:
            return redirect(desk)
    return redirect("resident:home")


def own_security(request: HttpRequest) -> HttpResponse:
    """allauth's page, with what security administrators did with the account."""
    response: HttpResponse = second_factor.index(request)
    if isinstance(response, TemplateResponse) and response.context_data is not None and request.user.pk:
        done = list_steps(request.user.pk, limit=STEPS)
        response.context_data["city"] = city.standing_of(request.user.pk)
        response.context_data["done"] = step_lines(done, today=clock.today()) if done else None
    return response


STEPS = 10
HOMES = (
    ("clerk", "workbench:today"),
    ("inspector", "workbench:today"),
    ("reviewer", "workbench:today"),
    ("decider", "workbench:today"),
    ("recipient", "sharing:agreements"),
    ("planner", "planning:cockpit"),
    ("auditor", "workbench:looks"),
    ("administrator", "workbench:installation"),
    ("security", "security:accounts"),
    ("public", "resident:home"),
)


def _shift(installation: Installation, by: str) -> timedelta:
    workdays = SHIFTS.get(by)
    if workdays is None:
        return timedelta(0)
    if not workdays:
        return timedelta(days=1)
    today = clock.today()
    return get_calendar_of_region(installation.home_place_code).add_workdays(today, workdays) - today


def _require_demo() -> Installation:
    installation = get_installation()
    if not installation.demo:
        raise Http404("not a demo")
    return installation


def _safe_next(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    fits = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if fits else "/"
