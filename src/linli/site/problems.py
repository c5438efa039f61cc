"""Refusals of the API: whatever goes wrong under `/api/`, the answer is a problem (RFC 9457), never a page."""

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from linli.kernel.errors import DomainError, problem

API_PREFIX = "/api/"
PROBLEM = "application/problem+json"
GetResponse = Callable[[HttpRequest], HttpResponse]


class NoKey(DomainError):
    """The call carries no valid key."""

    code = "no_key"
    status = 401

    def __init__(self) -> None:
        super().__init__(_("This call needs a valid key: Authorization: Bearer <key>."))


class KeyScope(DomainError):
    """The key may not be used for this; `facts` name the scope that it lacks."""

    code = "key_scope"
    status = 403

    def __init__(self, scope: str) -> None:
        super().__init__(_("This key has no scope for this call."), scope=scope)


class Unfit(DomainError):
    """The call does not fit its description: `facts["errors"]` tells where."""

    code = "not_as_described"

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__(_("The call does not fit its description."), errors=errors)


class Contradiction(Unfit):
    """The call fits its description, and still cannot be: a day before another, a code that no list has."""

    code = "contradiction"


def is_call(request: HttpRequest) -> bool:
    """Whether a program asks, not a browser."""
    return request.path.startswith(API_PREFIX)


def refuse(error: DomainError) -> HttpResponse:
    """The error as an answer; a key that does not do hears what would (RFC 6750)."""
    body = problem(error)
    body |= error.facts if isinstance(error, KeyScope | Unfit) else {}
    response = _answer(body)
    if isinstance(error, NoKey):
        response.headers["WWW-Authenticate"] = "Bearer"
    elif isinstance(error, KeyScope):
        response.headers["WWW-Authenticate"] = f'Bearer error="insufficient_scope", scope="{body["scope"]}"'
    return response


def _answer(body: dict[str, object]) -> HttpResponse:
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text, status=int(str(body["status"])), content_type=PROBLEM)


def _words(status: int) -> tuple[str, str]:
    """Code and title of a refusal that no rule of ours spoke."""
    known = {
        400: ("malformed", _("The call cannot be read.")),
        404: ("not_found", _("There is nothing here.")),
        405: ("method", _("This address does not answer to this method.")),
        413: ("too_large", _("The body is too large.")),
    }
    return known.get(status, ("failed", _("Something went wrong here. Try again later.")))


class ProblemMiddleware:
    """Stands before everything that may refuse a call: what comes back as a page leaves as a problem."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code < 400 or not is_call(request) or _is_problem(response):
            return response
        code, title = _words(response.status_code)
        body = {
            "type": f"urn:linli:problem:{code}",
            "title": title,
            "status": response.status_code,
            "code": code,
        }
        response.cookies.clear()  # the page that it was would have had a form
        response.content = json.dumps(body, ensure_ascii=False).encode()
        response.headers["Content-Type"] = PROBLEM
        return response


def _is_problem(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith(PROBLEM)
