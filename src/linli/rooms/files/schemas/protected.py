"""Protected labels: for whom they name."""

from datetime import date
from typing import Annotated, Self

from ninja import Field, Schema
from pydantic import StringConstraints, model_validator

from linli.kernel.door import Asked, Id
from linli.kernel.roles import ROLES
from linli.registers.people.details import Day
from linli.registers.places.rules import parse_scope
from linli.rooms.files.schemas.people import Purpose


def _check_scope(scope: str) -> None:
    """Raises `ValueError`, which does not repeat what was sent."""
    try:
        if scope:
            parse_scope(scope)
    except ValueError:
        raise ValueError("scope: not that of a place") from None


class NeedBody(Asked):
    """Who may know: an account, or whoever holds a post."""

    user: Id | None = None
    role: str = Field(default="", max_length=32, examples=["clerk"])
    scope: str = Field(default="", max_length=32, examples=["community:812"])
    until: Day | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.user is None) == (not self.role):
            raise ValueError("an account, or a post")
        if self.role and self.role not in ROLES:
            raise ValueError("role: no such role")
        if bool(self.role) != bool(self.scope):
            raise ValueError("scope: needed with a role, and with nothing else")
        _check_scope(self.scope)
        return self


Needs = Annotated[tuple[NeedBody, ...], Field(max_length=20)]


class Protect(Purpose):
    """A protected label for a person; who gives it may know of it, too."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=32)]
    day: Day
    until: Day | None = None
    needs: Needs = ()


class Tell(Purpose):
    """Let others know."""

    needs: Annotated[Needs, Field(min_length=1)]


class Forget(Purpose):
    """Somebody may know no longer."""

    need: NeedBody


class End(Purpose):
    """The label holds no more from the day on."""

    day: Day


class ProtectedBody(Schema):
    label: int
    code: str
    title: str
    since: date | None
    until: date | None


class Given(Schema):
    label: int
