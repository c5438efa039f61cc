"""The reader's preferences: language, size (长辈版), theme; kept in cookies, valid without JavaScript."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from linli.kernel.ui.preferences import Preferences, read_preferences


class PreferencesMiddleware:
    """Sets `request.preferences` and speaks the chosen language for the length of the request.

    The language of the browser is not asked: the same address answers the same to everyone who chose nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        preferences = read_preferences(request.COOKIES)
        request.preferences = preferences  # type: ignore[attr-defined]
        with translation.override(preferences.language):
            request.LANGUAGE_CODE = preferences.language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", preferences.html_language)
        patch_vary_headers(response, ("Cookie",))
        return response


def get_preferences(request: HttpRequest) -> Preferences:
    """The preferences of this request, or the defaults where the middleware did not run."""
    found = getattr(request, "preferences", None)
    return found if isinstance(found, Preferences) else Preferences()
