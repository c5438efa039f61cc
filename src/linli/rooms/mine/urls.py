from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from linli.rooms.mine.pages import asking, consents, counter, file, looks

app_name = "mine"


def mine(route: str, view: Callable[..., HttpResponse], name: str) -> list[URLPattern]:
    """One page at two addresses: of one's own file, and of that of somebody for whom one acts."""
    options: dict[str, Any] = {"name": name}
    return [
        path(f"my/file/of/<int:person_id>/{route}", view, **options),
        path(f"my/file/{route}", view, **options),
    ]


urlpatterns = [
    path("my/looks/", looks.looks, name="looks"),  # where it was at first
    *mine("", file.file, "file"),
    *mine("looks/", looks.looks, "looks"),
    *mine("requests/", asking.requests, "requests"),
    *mine("requests/withdraw/", asking.withdraw, "withdraw"),
    *mine("consents/", consents.standings, "consents"),
    path("privacy/<slug:code>/", consents.notice, name="notice"),
    path("desk/consents/<int:person_id>/", counter.counter, name="counter"),
    *mine("correct/<slug:field>/", asking.correct, "correct"),
]
