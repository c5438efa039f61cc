"""What is refused at the gate, before anything reads it: bodies past all bounds, and texts that no database keeps."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.kernel.errors import DomainError
from linli.site.problems import is_call

GetResponse = Callable[[HttpRequest], HttpResponse]
UPLOADS = 8
"""So many uploads of the largest size fit into one body. One that is a little too large is still read, so that the
form comes back with a message and everything else in it."""
CALL = 1
"""Megabytes of a call by a program."""
UPLOADED = ("/api/v1/imports", "/api/v1/documents")
"""The calls that bring a spreadsheet or a paper."""


class TooLarge(DomainError):
    """The body is far larger than any form of ours."""

    code = "too_large"
    status = 413


class IntakeMiddleware:
    """Stands before everything that reads a body; the size is taken from its head, so nothing is stored first."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        limit = _most(request)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > limit * 1024 * 1024:
            message = _("This is more than %(limit)d MB. Send fewer or smaller photos at a time.")
            error = TooLarge(message % {"limit": limit})
            return render(request, "refused.html", {"error": error}, status=error.status)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> None:
        """PostgreSQL keeps no zero byte, and nobody types one: such a request is damaged, or made to harm."""
        if (
            "\0" in request.path
            or _has_zero_byte(request.GET.lists())
            or _has_zero_byte(request.POST.lists())
        ):
            raise BadRequest("a zero byte in the text")


def _most(request: HttpRequest) -> int:
    """Megabytes of a body: a call carries no more than a form's text, but where a file is uploaded."""
    if is_call(request) and request.path not in UPLOADED:
        return CALL
    return UPLOADS * int(settings.CONFIG.upload_limit_mb)


def _has_zero_byte(fields: Iterable[tuple[str, list[str]]]) -> bool:
    return any("\0" in text for name, values in fields for text in (name, *values))
