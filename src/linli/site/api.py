"""The API: rooms bring routers, errors become problem+json (RFC 9457), keys say who acts."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from linli import __version__
from linli.kernel.errors import DomainError, problem
from linli.rooms.feedback.api import router as feedback
from linli.rooms.matters.api import router as matters

PROBLEM = "application/problem+json"

api = NinjaAPI(
    title="Linli 邻里", version=__version__, urls_namespace="api", docs_url=None,
    description="Every call carries a key: `Authorization: Bearer <key>`. It acts as the account it was made for.",
)  # fmt: skip
api.add_router("", matters)
api.add_router("", feedback)


@api.exception_handler(DomainError)
def refuse(request: HttpRequest, error: DomainError) -> HttpResponse:
    return _problem(request, problem(error))


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Names each field by its path; values are not repeated, they may be personal."""
    errors = [
        {"field": ".".join(str(p) for p in item["loc"][1:]), "message": item["msg"]} for item in error.errors
    ]
    body = {
        "type": "urn:linli:problem:invalid",
        "title": "The call does not fit its description.",
        "status": 422,
        "code": "invalid",
        "errors": errors,
    }
    return _problem(request, body)


@api.exception_handler(HttpError)
def malformed(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The body is no JSON, or the like."""
    body = {
        "type": "urn:linli:problem:malformed",
        "title": str(error),
        "status": error.status_code,
        "code": "malformed",
    }
    return _problem(request, body)


def _problem(request: HttpRequest, body: dict[str, object]) -> HttpResponse:
    response = api.create_response(request, body, status=int(str(body["status"])))
    response["Content-Type"] = PROBLEM
    return response
