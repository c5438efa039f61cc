"""A pydantic fault in plain words, with a mend, at its place in the document."""

from collections.abc import Iterator
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from linli.engines.packs.documents import Document
from linli.engines.packs.faults import Fault
from linli.engines.packs.findings import suggest
from linli.engines.packs.repairing import choices_of
from linli.engines.packs.sections import DocPath
from linli.engines.packs.slips import colon_words, split_key

_CONTAINER_TYPES = ("model", "dict", "list", "tuple", "set", "mapping", "dataclass")


def validate(
    model: type[BaseModel], data: Any, document: Document, prefix: DocPath = ()
) -> tuple[Any | None, list[Fault]]:
    """The model of `data`, or None and every fault of its shape, unknown keys included."""
    try:
        return model.model_validate(data, extra="forbid"), []
    except ValidationError as error:
        details = _without_noise(error.errors(include_url=False), data)
        return None, [_fault(model, detail, document, prefix) for detail in details]


def _without_noise(details: list[ErrorDetails], data: Any) -> list[ErrorDetails]:
    """Where several shapes are allowed, pydantic reports each; keep what fits how the thing is written."""
    places = [_existing(data, detail["loc"], missing=detail["type"] == "missing") for detail in details]
    kept = []
    for detail, (path, value) in zip(details, places, strict=True):
        wanted_container = detail["type"].startswith(_CONTAINER_TYPES)
        if isinstance(value, dict | list):
            deeper = any(other[: len(path)] == path and other != path for other, _value in places)
            noise = deeper and not wanted_container and detail["type"] not in ("missing", "extra_forbidden")
        else:
            same = [other for other, place in zip(details, places, strict=True) if place[0] == path]
            noise = wanted_container and any(not o["type"].startswith(_CONTAINER_TYPES) for o in same)
        if not noise:
            kept.append(detail)
    return kept or details


def _existing(data: Any, loc: DocPath, *, missing: bool) -> tuple[DocPath, Any]:
    """The steps of `loc` that the document has, and what stands there; a missing key counts as a step."""
    path: DocPath = ()
    for index, step in enumerate(loc):
        if isinstance(data, dict) and (step in data or (missing and index == len(loc) - 1)):
            path, data = (*path, step), data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            path, data = (*path, step), data[step]
    return path, data


def _fault(model: type[BaseModel], detail: ErrorDetails, document: Document, prefix: DocPath) -> Fault:
    path: DocPath = (*prefix, *detail["loc"])
    if detail["type"] == "missing":
        spot = document.locate(path[:-1])
        message = _("The key «%(key)s» is missing.") % {"key": path[-1]}
        return Fault(document.file, spot.line, spot.column, "", message, _("Add it here."))
    if detail["type"] == "extra_forbidden":
        spot = document.locate(path, key=True)
        known = list(_fields_at(model, detail["loc"][:-1]))
        message, mend = _unknown_key(str(path[-1]), known)
        return Fault(document.file, spot.line, spot.column, str(path[-1]), message, mend)
    spot = document.locate(path)
    message, mend = _slipped(detail, spot.value) or _words(detail, spot.value)
    return Fault(document.file, spot.line, spot.column, spot.value, message, mend)


def _unknown_key(key: str, known: list[str]) -> tuple[str, str]:
    if key.startswith(("\u3000", "\u00a0")):
        return _("The line is indented with full-width spaces."), _("Indent with half-width spaces.")
    if split_key(key) is not None:
        return colon_words(key)
    return _("This key is unknown."), suggest(key, known) if known else _("Remove it.")


def _slipped(detail: ErrorDetails, written: str) -> tuple[str, str] | None:
    """What is wrong with a value that was to be something else: «code：a» for a key with its value, wide quotes."""
    if detail["type"].startswith(("model", "dict", "mapping")) and split_key(written) is not None:
        return colon_words(written)
    if detail["type"] == "string_pattern" and written[:1] in "“‘＂「":
        return _("The quotes around this value are full-width ones."), _('Type half-width quotes: "…".')
    return None


def _words(detail: ErrorDetails, written: str) -> tuple[str, str]:
    """What is wrong, and the mend. Types that are not listed keep pydantic's own sentence."""
    kind, facts = detail["type"], detail.get("ctx", {})
    if kind in ("literal_error", "enum"):
        return _one_of(choices_of(detail), written)
    if kind in ("value_error", "assertion_error"):
        return str(facts.get("error", detail["msg"])), ""
    if kind == "string_type" and written:
        return _("A text is expected."), _('Put it in quotes: "%(value)s".') % {"value": written}
    facts = {key: str(value) for key, value in facts.items()}
    for prefixes, message, mend in _table():
        if kind.startswith(prefixes):
            return message % facts if facts else message, mend % facts if facts else mend
    return detail["msg"], ""


def _table() -> list[tuple[tuple[str, ...], str, str]]:
    return [
        (
            ("string_pattern",),
            _("The text does not have the expected form."),
            _("It must match %(pattern)s."),
        ),
        (("string_too_long", "too_long"), _("Too long."), _("At most %(max_length)s.")),
        (("string_too_short", "too_short"), _("Too short or empty."), _("At least %(min_length)s.")),
        (("string",), _("A text is expected."), ""),
        (("int",), _("A whole number is expected."), _("Write it without quotes and without a point.")),
        (("float", "decimal"), _("A number is expected."), ""),
        (("bool",), _("true or false is expected."), ""),
        (("date",), _("A date is expected."), _("Write it as 2026-11-23.")),
        (("list", "tuple", "set"), _("A list is expected."), _("Begin each entry with «- ».")),
        (
            ("dict", "model", "mapping"),
            _("Keys with values are expected."),
            _("Write «key: value», indented."),
        ),
        (("greater_than_equal",), _("The number is too small."), _("At least %(ge)s.")),
        (("greater_than",), _("The number is too small."), _("It must be greater than %(gt)s.")),
        (("less_than_equal",), _("The number is too large."), _("At most %(le)s.")),
        (("less_than",), _("The number is too large."), _("It must be less than %(lt)s.")),
        (("union_tag",), _("The kind is unknown or missing."), ""),
    ]


def _one_of(choices: list[str], written: str) -> tuple[str, str]:
    close = get_close_matches(written.lower(), choices, n=1, cutoff=0.6)
    message = _("This value is not one of those that are known.")
    if close:
        return message, _("Did you mean «%(name)s»?") % {"name": close[0]}
    return message, _("There are: %(names)s.") % {"names": ", ".join(choices)}


def _fields_at(model: type[BaseModel], loc: DocPath) -> Iterator[str]:
    """The keys that the model at `loc` knows, whatever unions and lists lie between."""
    kinds: list[Any] = [model]
    for step in loc:
        kinds = [found for kind in kinds for found in _descend(kind, step)]
    for kind in kinds:
        for inner in _flatten(kind):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from (field.alias or name for name, field in inner.model_fields.items())


def _descend(kind: Any, step: str | int) -> Iterator[Any]:
    for inner in _flatten(kind):
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            for name, field in inner.model_fields.items():
                if step in (name, field.alias):
                    yield field.annotation
            if inner.__name__ == step:
                yield inner
        elif get_origin(inner) in (list, tuple, set, frozenset) and isinstance(step, int):
            yield get_args(inner)[0]
        elif get_origin(inner) is dict:
            yield get_args(inner)[1]
        else:
            yield inner


def _flatten(kind: Any) -> Iterator[Any]:
    if get_origin(kind) is Annotated:
        yield from _flatten(get_args(kind)[0])
    elif get_origin(kind) in (Union, UnionType):
        for member in get_args(kind):
            yield from _flatten(member)
    else:
        yield kind
