"""The description of the API, completed: what every operation may answer, and what a key needs for it."""

from collections.abc import Iterator
from typing import Any, Final

from linli.site.problems import PROBLEM

_EVERYWHERE: Final = {
    "400": "The call cannot be read",
    "401": "No key, or one that is unknown, revoked or past its day",
    "404": "Not there, or not for the holder of this key: the two look alike",
    "422": "The call does not fit its description, or a rule refuses it",
}
_WORDS: Final = {
    **_EVERYWHERE,
    "403": "The key has no scope for this call",
    "409": "Somebody was faster, or the step was taken already",
    "413": "The body is too large",
}
_PROBLEM: Final = {"schema": {"$ref": "#/components/schemas/Problem"}}


def complete(found: Any) -> Any:
    """The description that the library made, with refusals as problems, the key, and its scopes."""
    for operation in list_operations(found):
        _refusals(operation)
    found["components"]["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "A key of the API, see docs/api.md"}
    }
    found["security"] = [{"key": []}]
    return found


def list_operations(found: Any) -> Iterator[dict[str, Any]]:
    for methods in found["paths"].values():
        yield from methods.values()


def _refusals(operation: dict[str, Any]) -> None:
    answers = {str(status): answer for status, answer in operation["responses"].items()}
    wanted = {*_EVERYWHERE, *(status for status in answers if status >= "400"), "403"}
    if "requestBody" in operation:
        wanted.add("413")
    for status in wanted:
        answers[status] = {"description": _WORDS[status], "content": {PROBLEM: _PROBLEM}}
    answers["401"]["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    operation["responses"] = dict(sorted(answers.items()))
