"""Every URL of the platform. Who may enter which is in `access.csv`."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from linli.site import account_pages
from linli.site.api import api


def health(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers. Says nothing about data."""
    return HttpResponse("ok", content_type="text/plain")


accounts = [
    path("login/", account_pages.SignIn.as_view(), name="login"),
    path("logout/", account_pages.sign_out, name="logout"),
    path("demo/enter/", account_pages.enter_demo, name="enter_demo"),
    path("demo/clock/", account_pages.shift_clock, name="shift_clock"),
]

urlpatterns = [
    path("", account_pages.home, name="home"),
    path("health/", health, name="health"),
    path("accounts/", include((accounts, "accounts"))),
    path("ui/", include("linli.kernel.ui.urls")),
    path("", include("linli.desks.resident.urls")),
    path("desk/", include("linli.desks.workbench.urls")),
    path("desk/settings/", include("linli.desks.administrator.urls")),
    path("", include("linli.rooms.matters.urls")),
    path("", include("linli.rooms.feedback.urls")),
    path("", include("linli.rooms.planning.urls")),
    path("", include("linli.rooms.files.urls")),
    path("api/v1/", api.urls),
]
