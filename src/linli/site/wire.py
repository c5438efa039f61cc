"""JSON as it goes over the wire, and what is told of a call that does not fit its description."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import orjson
from django.http import HttpRequest
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from linli.site.problems import Contradiction, Unfit

_TOLD: Final = 50
"""So many faults are told at once."""
_SAID: Final = {"union_tag_invalid": "No such kind."}
"""Where the message of the library would repeat what was sent."""
_EXACT: Final = 2**53
"""Up to here a number with a point says exactly which whole number is meant."""


class Reader(Parser):
    """No half characters, no NaN, and no zero byte, which no database keeps. `4.0` is `4`: JSON knows numbers only."""

    def parse_body(self, request: HttpRequest) -> Any:
        return _plain(orjson.loads(request.body))


class Writer(BaseRenderer):
    """Letters as they are, moments in UTC."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, option=orjson.OPT_UTC_Z)


def _plain(value: Any) -> Any:
    if isinstance(value, str) and "\0" in value:
        raise ValueError("a zero byte in the text")
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    if isinstance(value, dict):
        return {_plain(name): _plain(inside) for name, inside in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def faults_of(errors: Sequence[Mapping[str, Any]], request: HttpRequest) -> Unfit | Contradiction:
    """Names each field by its path; values are not repeated, they may be personal."""
    sent = _read_again(request)
    first = [one for one in errors if not _follows(one, errors)]
    told = [_fault(one, sent) for one in first[:_TOLD]]
    return Contradiction(told) if all(one["type"] == _RULE for one in first) else Unfit(told)


def strange_name(name: str) -> Unfit:
    """A question that is misspelt narrows nothing: it is refused, not overlooked."""
    return Unfit([{"field": name[:64], "pointer": "", "message": "There is no such question."}])


_RULE: Final = "value_error"
"""The description could not say it: a day before another, a code that no list has."""


def _follows(fault: Mapping[str, Any], errors: Sequence[Mapping[str, Any]]) -> bool:
    """A list whose rows are wrong is not too short: the library counts right ones only."""
    path = fault["loc"]
    inside = any(one is not fault and one["loc"][: len(path)] == path for one in errors)
    return fault["type"] == "too_short" and inside


def _read_again(request: HttpRequest) -> Any:
    return orjson.loads(request.body) if request.content_type == "application/json" and request.body else None


def _fault(item: Mapping[str, Any], sent: Any) -> dict[str, str]:
    """`loc` is where it was sent (body, query …), the name of the parameter, then the path within the body."""
    source, *path = item["loc"]
    message = _SAID.get(item["type"], item["msg"])
    inside = list(_without_tags(path[1:], sent)) if source == "body" else [str(part) for part in path]
    if item["type"] == _RULE:
        name, colon, words = message.removeprefix("Value error, ").rpartition(": ")
        inside, message = [*inside, *([name] if colon else [])], words
    return {
        "field": ".".join(inside),
        "pointer": "/".join(("#", *map(_escape, inside))) if source == "body" else "",
        "message": message,
    }


def _without_tags(path: Sequence[int | str], sent: Any) -> Iterator[str]:
    """The library names the kind that it read a body as among the fields: it stands nowhere in the body."""
    for place, part in enumerate(path):
        if (
            isinstance(sent, dict)
            and part not in sent
            and (place + 1 < len(path) or part == sent.get("kind"))
        ):
            continue
        yield str(part)[:64]
        inside = isinstance(sent, dict) or (isinstance(sent, list) and isinstance(part, int))
        sent = sent[part] if inside and place + 1 < len(path) else None


def _escape(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
