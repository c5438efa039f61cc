"""The API: rooms bring routers, errors become problem+json (RFC 9457), keys say who acts and what for."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation

from linli import __version__
from linli.kernel.errors import DomainError
from linli.rooms.bindings.api import router as bindings
from linli.rooms.feedback.api import router as feedback
from linli.rooms.files.api import router as files
from linli.rooms.matters.api import router as matters
from linli.rooms.mine.api import router as mine
from linli.rooms.sharing.api import router as sharing
from linli.site import problems
from linli.site.openapi import complete
from linli.site.wire import Reader, Writer, faults_of, strange_name

ABOUT: Final = """Every call carries a key: `Authorization: Bearer <key>`. It acts as the account it was made for,
with its posts and nothing more, and only for the scopes that the key has. docs/api.md tells how to get one."""


class Api(NinjaAPI):
    """Operations are named as their routes, in the description as in the access matrix."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return str(operation.url_name)

    def get_openapi_schema(self, **options: Any) -> Any:
        return complete(super().get_openapi_schema(**options))

    def route_of(self, found: str, method: str) -> str:
        """Several operations share an address: Django finds the first, the method says which one is meant."""
        return next(
            (name for name in self._sharing.get(found, ()) if method in self._named[name].methods), found
        )

    def check_names(self, route: str, request: HttpRequest) -> None:
        """Raises `Unfit` for a name in the query, or in a form, that the operation does not describe."""
        operation = self._named.get(route)
        if operation is None:
            return
        sent: dict[str, Iterable[str]] = {"query": request.GET}
        if request.content_type != "application/json":
            sent |= {"form": request.POST, "file": request.FILES}
        for source, names in sent.items():
            known = _names(operation, source)
            for name in names:
                if name not in known:
                    raise strange_name(name)

    @cached_property
    def _named(self) -> Mapping[str, Operation]:
        return {f"api:{one.url_name}": one for several in self._addresses() for one in several}

    @cached_property
    def _sharing(self) -> Mapping[str, list[str]]:
        return {
            f"api:{several[0].url_name}": [f"api:{one.url_name}" for one in several]
            for several in self._addresses()
        }

    def _addresses(self) -> list[list[Operation]]:
        return [
            view.operations
            for router in self._get_bound_routers()
            for view in router.path_operations.values()
        ]


def _names(operation: Operation, source: str) -> set[str]:
    """What the operation reads from there."""
    models = (model for model in operation.models if model.__ninja_param_source__ == source)
    return {name for model in models for name in getattr(model, "__ninja_flatten_map__", model.model_fields)}


api = Api(
    title="Linli 邻里", version=__version__, urls_namespace="api", docs_url=None, parser=Reader(), renderer=Writer(),
    description=ABOUT,
)  # fmt: skip
api.add_router("", matters)
api.add_router("", feedback)
api.add_router("", files)
api.add_router("", sharing)
api.add_router("", mine)
api.add_router("", bindings)


@api.exception_handler(DomainError)
def refuse(request: HttpRequest, error: DomainError) -> HttpResponse:
    return problems.refuse(error)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problems.refuse(faults_of(error.errors, request))


@api.exception_handler(HttpError)
def malformed(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The body is no JSON, or the like."""
    return HttpResponse(status=error.status_code)  # the middleware finds the words
