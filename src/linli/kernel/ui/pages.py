"""The preferences page, and the gallery of components."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from linli.kernel.ui import navigation
from linli.kernel.ui.middleware import get_preferences
from linli.kernel.ui.preferences import CHOICES, COOKIE_AGE, cookie_name
from linli.kernel.ui.samples import SampleFrame, sample_context


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """GET shows the choices and changes nothing; POST sets those that are given and goes back to `next`."""
    if request.method != "POST":
        return render(
            request, "ui/preferences.html", {"next": _safe_next(request, request.GET.get("next", ""))}
        )
    response = redirect(_safe_next(request, request.POST.get("next", "")))
    for name, allowed in CHOICES.items():
        value = request.POST.get(name, "")
        if value in allowed:
            response.set_cookie(
                cookie_name(name),
                value,
                max_age=COOKIE_AGE,
                samesite="Lax",
                httponly=True,
                secure=request.is_secure(),
            )
    return response


def _safe_next(request: HttpRequest, target: str) -> str:
    fits = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if fits else navigation.find_url("home") or "/"


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for tests and pictures; takes `desk`, `size`, `theme`, `language`."""
    chosen = {name: request.GET[name] for name in CHOICES if request.GET.get(name) in CHOICES[name]}
    preferences = replace(get_preferences(request), **chosen)
    desk = request.GET.get("desk", "staff")
    template = {"resident": "ui/gallery_resident.html", "paper": "ui/gallery_paper.html"}.get(
        desk, "ui/gallery_staff.html"
    )
    with translation.override(preferences.language):
        context = {"frame": SampleFrame(request, preferences), **sample_context()}
        return render(request, template, context)
