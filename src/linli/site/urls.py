"""Every URL of the platform. Who may enter which is in `access.csv`."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from linli.site.accounts import pages
from linli.site.api import api


def health(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers. Says nothing about data."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("", pages.home, name="home"),
    path("health/", health, name="health"),
    path("accounts/", include("linli.site.accounts.urls")),
    path("ui/", include("linli.kernel.ui.urls")),
    path("", include("linli.desks.resident.urls")),
    path("desk/", include("linli.desks.workbench.urls")),
    path("desk/security/", include("linli.desks.security.urls")),
    path("desk/settings/", include("linli.desks.administrator.urls")),
    path("", include("linli.rooms.matters.urls")),
    path("", include("linli.rooms.feedback.urls")),
    path("", include("linli.rooms.planning.urls")),
    path("", include("linli.rooms.sharing.urls")),
    path("", include("linli.rooms.files.urls")),
    path("", include("linli.rooms.bindings.urls")),
    path("", include("linli.rooms.mine.urls")),
    path("", include("linli.rooms.keeping.urls")),
    path("api/v1/", api.urls),
]
