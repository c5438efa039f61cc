"""What can be said about rows without asking the register: each by itself, then all together. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from linli.kernel.codes import CodeFault
from linli.registers.people.importing.given import Given
from linli.registers.people.numbers import check_document_number, check_phone, read_id_number
from linli.registers.people.standards import HEAD

SYNTHETIC_REGION: Final = "999999"
_OLDEST_WITHOUT: Final = 16
"""From this age on everybody has an identity card."""
_OTHER_RELATION: Final = "80"


def check_row(row: Given, *, today: date, phones: Sequence[str] = ()) -> None:
    """Whether the row can be about somebody; numbers get their normal form, and say birth date and sex.

    What is essential refuses the row, what can be left out makes it doubtful.
    """
    if not row.name and "name" not in _faulty(row):
        row.fault("name", "missing")
    _check_numbers(row, today)
    _check_phones(row, phones)
    if not row.sex and not {"sex", "id_number"} & _faulty(row):
        row.fault("sex", "missing")
    if not row.household and row.relation and "household" not in _faulty(row):
        row.fault("household", "missing")
    if row.household and not row.relation and "relation" not in _faulty(row):
        row.doubt("relation", "missing")
        row.relation = _OTHER_RELATION
    if row.community is None and "community" not in _faulty(row):
        row.fault("community", "missing")
    if len(row.household) > 32:
        row.fault("household", "long")


def _faulty(row: Given) -> set[str]:
    return {fault.partition(":")[0] for fault in row.faults}


def _check_numbers(row: Given, today: date) -> None:
    if row.document_number:
        _check_document(row)
    elif row.id_number:
        _check_id_number(row, today)
    elif "id_number" not in _faulty(row):
        _check_without(row, today)
    if row.birth_date is None and not row.id_number and not {"birth_date", "id_number"} & _faulty(row):
        row.fault("birth_date", "missing")


def _check_document(row: Given) -> None:
    try:
        row.document_number = check_document_number(row.document_kind, row.document_number)
    except CodeFault:
        row.fault("id_number", "document")


def _check_id_number(row: Given, today: date) -> None:
    try:
        found = read_id_number(row.id_number, today=today, birth_date=row.birth_date, sex=row.sex)
    except CodeFault as fault:
        row.fault("id_number", fault.reason)
        return
    for doubt in found.doubts:
        if doubt in ("birth-date", "sex"):
            row.doubt("birth_date" if doubt == "birth-date" else "sex", "differs")
        elif doubt == "widened" or not found.number.startswith(SYNTHETIC_REGION):
            row.doubt("id_number", doubt)
    row.id_number, row.birth_date, row.sex = found.number, found.birth_date, found.sex


def _check_without(row: Given, today: date) -> None:
    """Somebody without a number is known by birth date and household, or home."""
    if not (row.household or row.registered_address or row.dwelling_address):
        row.fault("id_number", "homeless")
    elif row.birth_date and (today - row.birth_date).days >= _OLDEST_WITHOUT * 365.25:
        row.doubt("id_number", "adult")


def _check_phones(row: Given, phones: Sequence[str]) -> None:
    """The first that is one; further ones are not kept, and one that is none is left out."""
    good = [number for number in map(_phone, phones) if number]
    row.phone = good[0] if good else ""
    if phones and not good:
        row.doubt("phone", "form")
    elif len(good) > 1:
        row.doubt("phone", "several")


def _phone(text: str) -> str:
    try:
        return check_phone(text)
    except CodeFault:
        return ""


def check_together(rows: Sequence[Given]) -> None:
    """Rows about one person, heads of households, addresses that one of a household tells for all."""
    _find_repeated(rows)
    for members in group(rows).values():
        _check_household(members)


def group(rows: Iterable[Given]) -> Mapping[str, list[Given]]:
    """Household number → its rows, those that are refused left out."""
    found: dict[str, list[Given]] = {}
    for row in rows:
        if row.household and not row.faults:
            found.setdefault(row.household, []).append(row)
    return found


def _find_repeated(rows: Sequence[Given]) -> None:
    first: dict[tuple[object, ...], Given] = {}
    joined: set[tuple[object, ...]] = set()
    for row in rows:
        if row.faults:
            continue
        before = first.setdefault(row.who, row)
        if before is row:
            continue
        apart = row.household and before.household and row.household != before.household
        if apart and row.kind != before.kind and row.who not in joined and row.name == before.name:
            row.joins = before.position
            joined.add(row.who)
        elif apart and row.kind == before.kind and row.id_number:
            row.fault("household", f"second:{before.line}")
        else:
            row.fault("id_number" if row.id_number else "name", f"repeated:{before.line}")


def _check_household(members: Sequence[Given]) -> None:
    head: Given | None = None
    for row in members:
        if row.kind != members[0].kind:
            row.fault("household_kind", "mixed")
        elif row.relation == HEAD and head is not None:
            row.fault("relation", f"second-head:{head.line}")
        elif row.relation == HEAD:
            head = row
    known = [row for row in members if row is head] + [row for row in members if row is not head]
    for name in ("registered_address", "dwelling_address"):
        told = next((getattr(row, name) for row in known if getattr(row, name)), "")
        if told and not any(getattr(row, _other(name)) for row in known if not getattr(row, name)):
            for row in members:
                setattr(row, name, getattr(row, name) or told)


def _other(name: str) -> str:
    return "dwelling_address" if name == "registered_address" else "registered_address"
