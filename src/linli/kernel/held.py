"""Nothing typed is lost when a session ends in the middle of a form, or when one goes back to what was found.

The form is sealed, kept for a day, and given back on the same page to the same account in the same browser.
It is never submitted by itself: the person looks at it and sends it again. What is searched for by POST, so that no
name stands in an address, is kept in the same way and answered under an address of its own.
"""

import base64
import json
import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.signing import BadSignature
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy

from linli.kernel import crypto
from linli.kernel.installation.models import HeldForm

COOKIE = "held"
WHO_COOKIE = "who"
ASKED = "asked"
CONTEXT = "held_form.sealed"
_KEPT = timedelta(days=1)
_SECURE: Final[bool] = settings.SESSION_COOKIE_SECURE
_LARGEST = 12 * 1024 * 1024
"""All files of a form together, bytes; with larger ones the words alone are kept."""

View = Callable[..., HttpResponse]


def remember_who(response: HttpResponse, user_id: int) -> None:
    """At log-in: the browser remembers (signed) whose forms to hold if the session ends."""
    response.set_signed_cookie(
        WHO_COOKIE, str(user_id), max_age=30 * 86_400, httponly=True, samesite="Lax", secure=_SECURE
    )


def hold(request: HttpRequest, response: HttpResponse) -> bool:
    """Keep the posted form for the account that used this browser last; false if there is none."""
    try:
        user_id = int(request.get_signed_cookie(WHO_COOKIE) or "")
    except (KeyError, BadSignature, ValueError):
        return False
    response.set_cookie(
        COOKIE,
        _keep(request, user_id),
        max_age=int(_KEPT.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=_SECURE,
    )
    return True


def _keep(request: HttpRequest, user_id: int) -> str:
    fields = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    token = secrets.token_urlsafe(24)
    HeldForm.objects.create(
        token_digest=crypto.digest("held", token),
        user_id=user_id,
        path=request.path[:300],
        sealed=crypto.seal(json.dumps({"fields": fields, "files": _read_files(request)}), context=CONTEXT),
    )
    return token


def _read_files(request: HttpRequest) -> list[dict[str, str | None]]:
    """All files, or none: half of them would look like all."""
    files = [(field, file) for field, several in request.FILES.lists() for file in several]
    if sum(file.size or 0 for _field, file in files if isinstance(file, UploadedFile)) > _LARGEST:
        return []
    return [
        {
            "field": field,
            "name": file.name,
            "type": file.content_type,
            "data": base64.b64encode(file.read()).decode(),
        }
        for field, file in files
        if isinstance(file, UploadedFile)
    ]


def asked_on(url_name: str) -> Callable[[View], View]:
    """For a view that takes posts only: the page (with the same arguments) that carries its form.

    Whoever had to log in again comes back to that page, and it restores what was typed. Whoever only opens the address
    (typed, reloaded, gone back to) is sent there too.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def posted(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if request.method in ("GET", "HEAD"):
                return HttpResponseRedirect(reverse(url_name, kwargs=kwargs))
            return view(request, **kwargs)

        posted.form_page = url_name  # type: ignore[attr-defined]
        return posted

    return mark


def found_again(url_name: str) -> Callable[[View], View]:
    """For a search, which changes nothing: sent by POST, answered under an address with a token, for a day.

    So back and reload show the same search anew instead of the browser's question whether to send a form twice. The
    view reads `request.POST`. `url_name` as in `asked_on`; whoever has no token goes there.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def search(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and request.user.is_authenticated:
                token = _keep(request, request.user.pk or 0)  # 0: nobody, whom no page opens for
                return HttpResponseRedirect(f"{request.path}?{urlencode({ASKED: token})}")
            kept = _open(request, request.GET.get(ASKED, ""), (request.path,))
            if kept is None:
                return HttpResponseRedirect(reverse(url_name, kwargs=kwargs))
            request.POST = kept[0]  # type: ignore[assignment]  # mutable, which no view minds
            return view(request, **kwargs)

        search.form_page = url_name  # type: ignore[attr-defined]
        return search

    return mark


def form_page(view: object, request: HttpRequest, kwargs: dict[str, object]) -> str:
    """Where to go after a log-in: the page itself, or for a post the page that carries its form."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    url_name = getattr(view, "form_page", None)
    return reverse(url_name, kwargs=kwargs) if url_name else request.path


WORDS = gettext_lazy("You had to log in again. What you wrote is all here: look at it and send it once more.")
"""Said on a page that gives back what was held."""


def restore(
    request: HttpRequest, *paths: str
) -> "tuple[QueryDict, MultiValueDict[str, UploadedFile[Any]]] | None":
    """What this account typed before the session ended, or None: on this page, or for a post to one of `paths`."""
    return _open(request, request.COOKIES.get(COOKIE, ""), paths or (request.path,))


def _open(
    request: HttpRequest, token: str, paths: tuple[str, ...]
) -> "tuple[QueryDict, MultiValueDict[str, UploadedFile[Any]]] | None":
    if not token or not request.user.is_authenticated:
        return None
    held = HeldForm.objects.filter(
        token_digest=crypto.digest("held", token),
        user_id=request.user.pk,
        created_at__gte=Now() - _KEPT,
        path__in=[path[:300] for path in paths],
    ).first()
    if held is None:
        return None
    content = json.loads(crypto.unseal(held.sealed, context=CONTEXT))
    fields = QueryDict(mutable=True)
    for name, values in content["fields"].items():
        fields.setlist(name, values)
    files: MultiValueDict[str, UploadedFile[Any]] = MultiValueDict()
    for file in content["files"]:
        data = base64.b64decode(file["data"])
        files.appendlist(file["field"], SimpleUploadedFile(file["name"], data, file["type"]))
    return fields, files


def let_go(request: HttpRequest, response: HttpResponse) -> None:
    """The form was sent and accepted: what was held of it is not needed any more."""
    token = request.COOKIES.get(COOKIE)
    if token:
        HeldForm.objects.filter(token_digest=crypto.digest("held", token), path=request.path[:300]).delete()
        response.delete_cookie(COOKIE)


def drop(request: HttpRequest, response: HttpResponse) -> None:
    """At log-out: whoever leaves leaves nothing behind in this browser."""
    token = request.COOKIES.get(COOKIE)
    if token:
        HeldForm.objects.filter(token_digest=crypto.digest("held", token)).delete()
    response.delete_cookie(COOKIE)
    response.delete_cookie(WHO_COOKIE)
