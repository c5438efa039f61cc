"""What every JSON door shares: who asks, how bodies are read, how lists are paged, how a refusal is described."""

from hashlib import sha256
from typing import Annotated, Any, Final, TypeVar

import orjson
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Body, Field, Header, Query, Schema
from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, TypeAdapter
from pydantic_core import CoreSchema, core_schema

from linli.kernel.actors import Actor
from linli.kernel.errors import Conflict

T = TypeVar("T")
LARGEST: Final = 2**63 - 1

Id = Annotated[int, Field(ge=1, le=LARGEST)]
"""The number of a row, within what the database counts to."""
Revision = Annotated[
    int, Field(ge=0, le=2**31 - 1, description="the one that was read; a stale one is refused")
]
Key = Annotated[
    str,
    Header(
        max_length=64,
        alias="Idempotency-Key",
        description="any text of one's own; the same again does nothing a second time",
    ),
]
After = Annotated[str, Query(max_length=100, description="`after` of the page before")]
Limit = Annotated[int, Query(ge=1, le=100, description="rows of a page at most")]


class Asked(BaseModel):
    """Base of what is sent: names that are not described are refused, not overlooked."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Strictly:
    """Reads a body as JSON means it: `"17"` is no number, `1` no yes, and a day is a text."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        adapter: TypeAdapter[Any] = TypeAdapter(source)

        def read(value: object, _handler: core_schema.ValidatorFunctionWrapHandler) -> object:
            return adapter.validate_json(orjson.dumps(value), strict=True)

        return core_schema.no_info_wrap_validator_function(read, handler(source))


Sent = Annotated[T, Body(...), _Strictly()]
"""The body of a call: `body: Sent[Step]`."""


class Fault(Schema):
    """One thing wrong: the field by its path, as a JSON pointer too. The value is not repeated."""

    field: str
    message: str
    pointer: str = ""


class Problem(Schema):
    """Why a call was refused (RFC 9457). `code` is stable and for programs, `title` for people."""

    type: str = Field(examples=["urn:linli:problem:not_found"])
    title: str
    status: int
    code: str = Field(examples=["not_found"])
    field: str | None = Field(default=None, description="the field that it is about")
    errors: list[Fault] | None = Field(default=None, description="one by one, where several fields are wrong")
    scope: str | None = Field(default=None, description="what the key lacks, with `key_scope`")


REFUSALS: Final = {404: Problem, 409: Problem, 422: Problem}
"""What an operation about one thing may answer; what any operation may answer is added where the API is assembled."""


class KeyUsed(Conflict):
    """The same `Idempotency-Key` came with another call before."""

    code = "key_used"

    def __init__(self) -> None:
        super().__init__(_("This key was used for another call already."), field="Idempotency-Key")


def actor_of(request: HttpRequest) -> Actor:
    """Who holds the key, with everything: posts, and her own file."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def staff_of(request: HttpRequest) -> Actor:
    """The posts of who holds the key: what is her own she asks for elsewhere."""
    return actor_of(request).as_staff()


def answers_file(*media_types: str) -> dict[str, Any]:
    """For the description of an operation whose answer is a file of one of these types."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}} for media_type in media_types}
    return {"responses": {200: {"description": "The file", "content": content}}}


def kept_key(call: str, key: str) -> str:
    """An `Idempotency-Key` as it is kept: the same text for another call, or from a page, is another key."""
    return sha256(f"{call}\n{key}".encode()).hexdigest() if key else ""


__all__ = [
    "LARGEST",
    "REFUSALS",
    "After",
    "Asked",
    "Fault",
    "Id",
    "Key",
    "KeyUsed",
    "Limit",
    "Problem",
    "Revision",
    "Sent",
    "actor_of",
    "answers_file",
    "kept_key",
    "staff_of",
]
