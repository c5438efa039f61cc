"""The API: rooms bring routers, errors become problem+json (RFC 9457), keys say who acts and what for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from linli import __version__
from linli.kernel.errors import DomainError
from linli.rooms.feedback.api import router as feedback
from linli.rooms.files.api import router as files
from linli.rooms.matters.api import router as matters
from linli.rooms.sharing.api import router as sharing
from linli.site import problems
from linli.site.openapi import complete

ABOUT: Final = """Every call carries a key: `Authorization: Bearer <key>`. It acts as the account it was made for,
with its posts and nothing more, and only for the scopes that the key has. docs/api.md tells how to get one."""


class _Reader(Parser):
    """JSON as it is sent over the wire: no half characters, no NaN, and no zero byte, which no database keeps."""

    def parse_body(self, request: HttpRequest) -> Any:
        found = orjson.loads(request.body)
        if b"\\u0000" in request.body and _has_zero_byte(found):
            raise ValueError("a zero byte in the text")
        return found


def _has_zero_byte(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(map(_has_zero_byte, [*value, *value.values()]))
    return isinstance(value, list) and any(map(_has_zero_byte, value))


class _Writer(BaseRenderer):
    """Letters as they are, moments in UTC."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, option=orjson.OPT_UTC_Z)


class Api(NinjaAPI):
    """Operations are named as their routes, in the description as in the access matrix."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return str(operation.url_name)

    def get_openapi_schema(self, **options: Any) -> Any:
        return complete(super().get_openapi_schema(**options))

    def route_of(self, found: str, method: str) -> str:
        """Several operations share an address: Django finds the first, the method says which one is meant."""
        return self._routes.get((found, method), found)

    @property
    def _routes(self) -> Mapping[tuple[str, str], str]:
        if not self._named:
            self._named = dict(_list_routes(self))
        return self._named

    _named: dict[tuple[str, str], str] = {}


def _list_routes(api: NinjaAPI) -> Sequence[tuple[tuple[str, str], str]]:
    views = [view for router in api._get_bound_routers() for view in router.path_operations.values()]
    return [
        ((f"api:{view.operations[0].url_name}", method), f"api:{operation.url_name}")
        for view in views
        for operation in view.operations
        for method in operation.methods
    ]


api = Api(
    title="Linli 邻里", version=__version__, urls_namespace="api", docs_url=None, parser=_Reader(), renderer=_Writer(),
    description=ABOUT,
)  # fmt: skip
api.add_router("", matters)
api.add_router("", feedback)
api.add_router("", files)
api.add_router("", sharing)


@api.exception_handler(DomainError)
def refuse(request: HttpRequest, error: DomainError) -> HttpResponse:
    return problems.refuse(error)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Names each field by its path; values are not repeated, they may be personal."""
    sent = _read_again(request)
    return problems.refuse(problems.Unfit([_fault(item, sent) for item in error.errors[:_TOLD]]))


@api.exception_handler(HttpError)
def malformed(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The body is no JSON, or the like."""
    return HttpResponse(status=error.status_code)  # the middleware finds the words


_TOLD: Final = 50
"""So many faults are told at once."""
_SAID: Final = {"union_tag_invalid": "No such kind."}
"""Where the message of the library would repeat what was sent."""


def _read_again(request: HttpRequest) -> Any:
    return orjson.loads(request.body) if request.content_type == "application/json" and request.body else None


def _fault(item: Mapping[str, Any], sent: Any) -> dict[str, str]:
    """`loc` is where it was sent (body, query …), the name of the parameter, then the path within the body."""
    source, *path = item["loc"]
    inside = list(_without_tags(path[1:], sent)) if source == "body" else [str(part) for part in path]
    return {
        "field": ".".join(inside),
        "pointer": "/".join(("#", *map(_escape, inside))) if source == "body" else "",
        "message": _SAID.get(item["type"], item["msg"]),
    }


def _without_tags(path: Sequence[int | str], sent: Any) -> Iterator[str]:
    """The library names the kind that it read a body as among the fields: it stands nowhere in the body."""
    for place, part in enumerate(path):
        if isinstance(sent, dict) and part not in sent and place + 1 < len(path):
            continue
        yield str(part)[:64]
        inside = isinstance(sent, dict) or (isinstance(sent, list) and isinstance(part, int))
        sent = sent[part] if inside and place + 1 < len(path) else None


def _escape(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
