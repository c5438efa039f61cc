"""Domain errors: a stable code, a translated message, the field it belongs to. Doors translate them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.functional import Promise


class LinliError(Exception):
    """Root of every error that this project raises on purpose."""


class ConfigurationError(LinliError):
    """The installation cannot start as configured; the message names the setting and the mend."""


class DomainError(LinliError):
    """A request that the rules refuse.

    `code` is stable and for machines; `message` is for people, says the mend and carries no personal data;
    `field` names the form or JSON field the message belongs to, or is empty.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 422

    def __init__(self, message: "str | Promise", *, field: str = "", **facts: Any) -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field
        self.facts: Mapping[str, Any] = facts


class NotFound(DomainError):
    """Missing, or not visible to this actor: the two look alike on purpose."""

    code = "not_found"
    status = 404


class Conflict(DomainError):
    """Somebody else was faster, or the step was taken already."""

    code = "conflict"
    status = 409


class Faults(DomainError):
    """Several field errors at once: `faults` maps field to message. A field inside a list is a path, `members.0.name`;
    `within` is where in a JSON body the fields stand."""

    code = "invalid"

    def __init__(self, faults: "Mapping[str, str | Promise]", *, within: str = "") -> None:
        super().__init__("; ".join(str(message) for message in faults.values()))
        self.faults = dict(faults)
        self.within = within

    def pointer(self, field: str) -> str:
        """The field as a JSON pointer (RFC 6901) in a URI fragment."""
        return "/".join(("#", *filter(None, (self.within, *field.split(".")))))


def problem(error: DomainError) -> dict[str, Any]:
    """The error as an RFC 9457 problem object (`application/problem+json`)."""
    body: dict[str, Any] = {
        "type": f"urn:linli:problem:{error.code}",
        "title": str(error.message),
        "status": error.status,
        "code": error.code,
    }
    if error.field:
        body["field"] = error.field
    if isinstance(error, Faults):
        body["errors"] = [
            {"field": field, "pointer": error.pointer(field), "message": str(text)}
            for field, text in error.faults.items()
        ]
    return body
