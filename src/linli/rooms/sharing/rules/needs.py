"""Why each group of fields is needed, and on which basis: what is not needed is not given (PIPL, articles 6 and 19).
Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "person": (
        "name", "former_names", "sex", "birth_date", "age", "ethnicity", "nationality", "marital", "deceased_on",
    ),
    "apart": ("id_number_masked", "phone_masked"),
    "home": ("registered_address", "dwelling_address", "registered_place", "dwelling_place"),
    "household": ("household_number", "household_relation", "household_size"),
    "id_number": ("id_number",),
    "phone": ("phone",),
    "labels": (),
}  # fmt: skip
"""Fields that are needed for one reason; whoever wants a sealed number says for each why. Labels by their code."""
LENGTHS: Final = (4, 120)
GROUND: Final = 200


@dataclass(frozen=True, slots=True)
class Need:
    """For one group: what for, on which basis (`rules.BASES`), by which provision."""

    group: str
    purpose: str
    basis: str
    ground: str


def group_of(field: str) -> str:
    """The group of a field; everything that is no field of the catalogue is a label."""
    return next((code for code, fields in GROUPS.items() if field in fields), "labels")


def groups_of(fields: Iterable[str]) -> list[str]:
    """The groups that these fields belong to, in the order of the catalogue."""
    found = {group_of(field) for field in fields}
    return [code for code in GROUPS if code in found]


def need_faults(
    needs: Iterable[Need], fields: Iterable[str], *, basis: str, bases: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """Each group that is asked for says why, no other one does. A group rests on consent only where all of it does:
    whether somebody consents is asked for the whole agreement."""
    by_group = {one.group: one for one in needs}
    wanted = groups_of(fields)
    for code in wanted:
        one = by_group.get(code)
        if one is None or len(one.purpose.strip()) < LENGTHS[0]:
            yield f"need-{code}", "needed"
        elif len(one.purpose.strip()) > LENGTHS[1] or len(one.ground.strip()) > GROUND:
            yield f"need-{code}", "bounds"
        elif one.basis not in bases or (one.basis == "consent" and basis != "consent"):
            yield f"basis-{code}", "bounds"
    for code in by_group.keys() - set(wanted):
        yield f"need-{code}", "bounds"
