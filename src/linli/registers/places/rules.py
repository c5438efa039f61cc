"""Codes, positions and scopes of places. Pure."""

from dataclasses import dataclass

LEVEL_COLUMNS = ("county", "town", "community", "grid")

SCOPED_LEVELS = ("province", "city", "county", "town", "community", "grid")


@dataclass(frozen=True, slots=True)
class Position:
    """Where something stands: the place's id, its level and the ids of its ancestors (None above or
    below). `code` is the place's statutory code, empty if it was not asked for.
    """

    place_id: int
    level: str
    province: int | None
    city: int | None
    county: int | None
    town: int | None
    community: int | None
    grid: int | None
    code: str = ""

    def columns(self) -> dict[str, int | None]:
        """Values for the columns of a `Placed` row."""
        return {name: getattr(self, name) for name in LEVEL_COLUMNS}

    def scope_at(self, level: str) -> str:
        """The scope of the ancestor (or self) at `level`, such as `town:17`. Raises LookupError if there is
        none.
        """
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


CODE_LENGTHS = {2: "province", 4: "city", 6: "county", 9: "town", 12: "community", 15: "grid"}

# Not places but drawers of the code: the districts of a municipality, the counties that a province governs
# itself.
DRAWERS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


def level_of_code(code: str) -> str:
    """The level that a statutory code belongs to: 2, 4, 6, 9, 12 or 15 digits. Raises ValueError for
    others.
    """
    if not code.isdecimal() or len(code) not in CODE_LENGTHS:
        raise ValueError(f"not a division code: {code}")
    return CODE_LENGTHS[len(code)]


def parent_code(code: str) -> str:
    """The code one level up, empty for a province."""
    lengths = [0, *CODE_LENGTHS]
    return code[: lengths[lengths.index(len(code)) - 1]]


def is_drawer(level: str, name: str) -> bool:
    """Whether this «city» is only a drawer of the code (市辖区 of Tianjin) that no address names."""
    return level == "city" and name in DRAWERS


def is_stand_in(code: str) -> bool:
    """Whether a row only stands in for the county above it, which has no towns or villages of its own.

    In the edition of 2023 only 金门县: town 350527000 and village 350527000000.
    """
    return len(code) in (9, 12) and code.endswith("000")


def join_name(above: str, level: str, name: str, name_above: str = "") -> str:
    """The full name of a place under one called `above`, such as 云南省楚雄彝族自治州楚雄市.

    Drawers are left out, and so is a level that only repeats the one above it (东莞市 has no counties, the
    source puts a county 东莞市 in between; 金门县 stands in for its own town and village).
    """
    return above if is_drawer(level, name) or name == name_above else above + name
