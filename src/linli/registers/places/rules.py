"""Codes, positions and scopes of places. Pure."""

from dataclasses import dataclass

LEVEL_COLUMNS = ("county", "town", "community", "grid")

SCOPED_LEVELS = ("province", "city", "county", "town", "community", "grid")


@dataclass(frozen=True, slots=True)
class Position:
    """Where something stands: the place's id, its level and the ids of its ancestors (None above or below)."""

    place_id: int
    level: str
    province: int | None
    city: int | None
    county: int | None
    town: int | None
    community: int | None
    grid: int | None

    def columns(self) -> dict[str, int | None]:
        """Values for the columns of a `Placed` row."""
        return {name: getattr(self, name) for name in LEVEL_COLUMNS}

    def scope_at(self, level: str) -> str:
        """The scope of the ancestor (or self) at `level`, such as `town:17`. Raises LookupError if there is none."""
        found = getattr(self, level)
        if found is None:
            raise LookupError(f"place {self.place_id} ({self.level}) has no {level}")
        return scope(level, found)


def scope(level: str, place_id: int) -> str:
    """`community:812`: everything in that place."""
    if level not in SCOPED_LEVELS:
        raise ValueError(f"no such level: {level}")
    return f"{level}:{place_id}"


def parse_scope(text: str) -> tuple[str, int]:
    """The level and place id of a scope. Raises ValueError for anything else."""
    level, _, number = text.partition(":")
    if level not in SCOPED_LEVELS or not number.isdecimal():
        raise ValueError(f"not the scope of a place: {text}")
    return level, int(number)
