"""Persons as rows of chosen fields: each field is read only where it is chosen."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from linli.kernel.crypto import mask_id_number, mask_phone, unseal_text
from linli.registers.people.models import Label, LabelKind, Membership, Person, Residence
from linli.registers.people.queries import age_on
from linli.registers.people.sealing import CONTEXT_ID_NUMBER, CONTEXT_PHONE, digest_label
from linli.registers.places.queries import get_names
from linli.rooms.sharing.rules import LABEL

Value = str | int | bool | date | None


@dataclass(frozen=True, slots=True)
class Row:
    """One person: `values` holds the chosen fields in their order and nothing else. `person` and `community` (0: none)
    are for traces and figures and never leave."""

    person: int
    community: int
    values: Mapping[str, Value]


_COLUMNS: Final[Mapping[str, str]] = {
    "name": "name",
    "former_names": "former_names",
    "sex": "sex",
    "birth_date": "birth_date",
    "age": "birth_date",
    "ethnicity": "ethnicity",
    "nationality": "nationality",
    "marital": "marital",
    "deceased_on": "deceased_on",
    "id_number_masked": "id_number_sealed",
    "phone_masked": "phone_sealed",
    "id_number": "id_number_sealed",
    "phone": "phone_sealed",
}
"""Field → the column of a person that it is read from."""
_HOMES: Final = frozenset({"registered_address", "dwelling_address", "registered_place", "dwelling_place"})
_HOUSEHOLDS: Final = frozenset({"household_number", "household_relation", "household_size"})


def read_rows(persons: QuerySet[Person], fields: Sequence[str], *, day: date) -> list[Row]:
    """These persons, whom the caller may read, in their order; at most six statements."""
    columns = {_COLUMNS[field] for field in fields if field in _COLUMNS}
    found: list[dict[str, Any]] = list(persons.values("pk", *sorted(columns)))
    ids = [one["pk"] for one in found]
    homes, communities = _homes(ids, fields, day)
    beside = [homes, _households(ids, fields, day), _labels(ids, fields, day)]
    rows = []
    for one in found:
        values = {field: _PERSONAL[field](one, day) for field in fields if field in _PERSONAL}
        for more in beside:
            values |= more.get(one["pk"], {})
        # Whatever was read for several fields at once, only the chosen ones leave.
        chosen = {field: values.get(field) for field in fields}
        rows.append(Row(one["pk"], communities.get(one["pk"], 0), chosen))
    return rows


def _plain(field: str) -> "Callable[[Mapping[str, Any], date], Value]":
    return lambda one, _day: one[field]


def _masked(
    column: str, context: str, mask: Callable[[str], str]
) -> "Callable[[Mapping[str, Any], date], Value]":
    return lambda one, _day: mask(unseal_text(one[column], context=context))


_PERSONAL: Final[Mapping[str, "Callable[[Mapping[str, Any], date], Value]"]] = {
    **{
        field: _plain(field) for field in ("name", "sex", "birth_date", "ethnicity", "nationality", "marital")
    },
    "deceased_on": _plain("deceased_on"),
    "former_names": lambda one, _day: "、".join(one["former_names"]),
    "age": lambda one, day: age_on(one["birth_date"], day) if one["birth_date"] else None,
    "id_number_masked": _masked("id_number_sealed", CONTEXT_ID_NUMBER, mask_id_number),
    "phone_masked": _masked("phone_sealed", CONTEXT_PHONE, mask_phone),
    "id_number": _masked("id_number_sealed", CONTEXT_ID_NUMBER, str),
    "phone": _masked("phone_sealed", CONTEXT_PHONE, str),
}


def _homes(
    ids: Collection[int], fields: Collection[str], day: date
) -> tuple[dict[int, dict[str, Value]], dict[int, int]]:
    """Addresses and places by person, and the community that counts her: where she lives, else is registered."""
    rows = Residence.objects.filter(person__in=ids, valid__contains=day).order_by("-kind")
    wanted = _HOMES.intersection(fields)
    columns = ("person_id", "kind", "community", *(("address",) if wanted else ()))
    values: dict[int, dict[str, Value]] = {}
    communities: dict[int, int] = {}
    read = list(rows.values(*columns))
    names = get_names(row["community"] for row in read if row["community"]) if wanted else {}
    for row in read:  # the dwelling comes last and counts
        communities[row["person_id"]] = row["community"] or communities.get(row["person_id"], 0)
        if wanted:
            home = values.setdefault(row["person_id"], {})
            home[f"{row['kind']}_address"] = row["address"]
            home[f"{row['kind']}_place"] = names.get(row["community"] or 0, "")
    return values, communities


def _households(ids: Collection[int], fields: Collection[str], day: date) -> dict[int, dict[str, Value]]:
    """Of the registered household, else of the one she lives in."""
    if not _HOUSEHOLDS.intersection(fields):
        return {}
    rows = Membership.objects.filter(person__in=ids, valid__contains=day).order_by("kind")
    read = list(rows.values_list("person_id", "household_id", "household__number", "relation"))
    sizes = _sizes({row[1] for row in read}, day) if "household_size" in fields else {}
    return {
        person: {
            "household_number": number,
            "household_relation": relation,
            "household_size": sizes.get(household),
        }
        for person, household, number, relation in read  # «registered» comes last and counts
    }


def _sizes(households: Collection[int], day: date) -> dict[int, int]:
    rows = Membership.objects.filter(household__in=households, valid__contains=day).values_list(
        "household_id"
    )
    return dict(rows.annotate(Count("person", distinct=True)).order_by())


def _labels(ids: Collection[int], fields: Iterable[str], day: date) -> dict[int, dict[str, Value]]:
    """Whether she bears each chosen label; labels of the restricted tier stand in a table that is not read here."""
    codes = [field.removeprefix(LABEL) for field in fields if field.startswith(LABEL)]
    if not codes:
        return {}
    kinds = LabelKind.objects.filter(code__in=codes).exclude(tier=LabelKind.Tier.RESTRICTED)
    shared = [kind.code for kind in kinds]
    digests = {digest_label(code): code for code in shared}
    held = Label.objects.filter(Q(code__in=shared) | Q(code_digest__in=list(digests)), person__in=ids)
    found = {person: {LABEL + code: False for code in shared} for person in ids}
    for person, code, digest in held.filter(valid__contains=day).values_list(
        "person_id", "code", "code_digest"
    ):
        found[person][LABEL + (code or digests[bytes(digest or b"")])] = True
    return {person: dict(values) for person, values in found.items()}
