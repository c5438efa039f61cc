"""The description of the API, completed: what every operation may answer, and which scope a key needs for it."""

import json
from collections.abc import Iterator
from typing import Any, Final

from linli.site.problems import PROBLEM
from linli.site.scopes import NEEDED

_EVERYWHERE: Final = {
    "400": "The call cannot be read",
    "401": "No key, or one that is unknown, revoked or past its day",
    "403": "The key has no scope for this call",
    "404": "Not there, or not for the holder of this key: the two look alike",
    "422": "The call does not fit its description, or a rule refuses it",
}
_WORDS: Final = {
    **_EVERYWHERE,
    "409": "Somebody was faster, or the step was taken already",
    "413": "The body is too large",
}
_PROBLEM: Final = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_HEADERS: Final = {"401": {"WWW-Authenticate": {"schema": {"type": "string"}}}}
_KEY: Final = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key of the API: docs/api.md tells how to get one, and what its scopes open.",
}


def complete(found: Any) -> Any:
    """The description that the library made, with refusals as problems, and the scope of each operation."""
    for operation in list_operations(found):
        _refusals(operation)
        _close_form(operation)
        scope = NEEDED.get(f"api:{operation['operationId']}", "")
        operation["security"] = [{"key": [scope]}]
        told = operation.get("description", "")
        operation["description"] = f"{told}\n\nScope: `{scope}`.".strip()
    found["components"]["responses"] = {status: _refusal(status) for status in sorted(_WORDS)}
    found["components"]["securitySchemes"] = {"key": _KEY}
    return found


def list_operations(found: Any) -> Iterator[dict[str, Any]]:
    for methods in found["paths"].values():
        yield from methods.values()


def write(found: Any) -> str:
    """The description as it is committed: the same code gives the same text."""
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _close_form(operation: dict[str, Any]) -> None:
    """A form has no other fields than those described: `Api.check_names` refuses them, so the description says so."""
    form = operation.get("requestBody", {}).get("content", {}).get("multipart/form-data")
    if form:
        form["schema"]["additionalProperties"] = False


def _refusals(operation: dict[str, Any]) -> None:
    answers = {str(status): answer for status, answer in operation["responses"].items()}
    wanted = {*_EVERYWHERE, *(status for status in answers if status >= "400")}
    if "requestBody" in operation:
        wanted.add("413")
    answers |= {status: {"$ref": f"#/components/responses/{status}"} for status in wanted}
    operation["responses"] = dict(sorted(answers.items()))


def _refusal(status: str) -> dict[str, Any]:
    headers = {"headers": _HEADERS[status]} if status in _HEADERS else {}
    return {"description": _WORDS[status], **headers, "content": _PROBLEM}
