"""From what was typed into one field to its value. No database; who is meant by a reference, a `Register` says."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, Protocol

from django.utils.translation import gettext as _

from linli.engines.forms import points, texts
from linli.engines.forms.questions import DOCUMENTS, REFERENCES, Entry, FormField
from linli.engines.forms.texts import TextFault


class Register(Protocol):
    """Who and what a form may refer to, for one who fills it in."""

    def resolve(self, field: FormField, ref: str) -> str | None:
        """The name of what `ref` means; None if there is no such thing, or it is not for this one to name."""

    def offer(self, field: FormField, query: str) -> Sequence[Entry]:
        """What may be chosen, by the words typed to search it; without words what is offered at once."""

    def searches(self, field: FormField) -> bool:
        """Whether more can be found than is offered at once."""


class _Nobody:
    def resolve(self, field: FormField, ref: str) -> str | None:
        return None

    def offer(self, field: FormField, query: str) -> Sequence[Entry]:
        return ()

    def searches(self, field: FormField) -> bool:
        return False


class _Anybody(_Nobody):
    def resolve(self, field: FormField, ref: str) -> str | None:
        return ref


NOBODY: Final[Register] = _Nobody()
"""Knows nothing: every reference is refused."""

ANYBODY: Final[Register] = _Anybody()
"""Takes every reference for good: for worked examples, which know no town."""


def to_text(value: object) -> str:
    """The text of a raw value; JSON callers may send true and numbers."""
    if isinstance(value, bool):
        return "true" if value else ""
    return str(value) if isinstance(value, str | int | float | date) else ""


def to_list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [] if value in (None, "") else [value]


def to_map(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def ref_of(raw: object) -> str:
    """What a raw reference names: the text itself, or what stands under «ref»."""
    return texts.tidy(to_text(raw["ref"] if isinstance(raw, Mapping) and "ref" in raw else raw))


def read_field(field: FormField, raw: object, today: date, register: Register = NOBODY) -> Any | None:
    """The value of one field, None if it was left empty. Raises `TextFault`; tables are `read_table`'s."""
    if field.type == "checkbox":
        ticked = texts.read_yes(to_text(raw))
        if field.required and not ticked:
            raise TextFault(_("Please tick this."))
        return ticked
    value = _read(field, raw, today, register)
    if value is None and field.required is True:
        raise TextFault(missing(field))
    return value


def _read(field: FormField, raw: object, today: date, register: Register) -> Any | None:
    match field.type:
        case "point":
            return points.read(to_map(raw))
        case "signature":
            return _read_signature(field, to_map(raw), register)
        case "choice" if field.multiple:
            return _read_many(field, raw)
    if field.type in REFERENCES or field.type in DOCUMENTS:
        return _read_reference(field, ref_of(raw), register)
    return _read_one(field, to_text(raw), today)


def missing(field: FormField) -> str:
    """What is said about a field that was left empty."""
    if field.type == "choice":
        return _("Please choose at least one.") if field.multiple else _("Please choose one.")
    if field.type in REFERENCES:
        return _("Please choose one.")
    if field.type == "photo":
        return _("A photo is still missing.")
    if field.type == "file":
        return _("A file is still missing.")
    if field.type == "signature":
        return _("Please sign.")
    return _("Please fill in «%(label)s».") % {"label": field.label}


def _read_reference(field: FormField, ref: str, register: Register) -> dict[str, str] | None:
    """What was chosen, with its name of today: an answer still reads well when names have changed."""
    if not ref:
        return None
    name = register.resolve(field, ref)
    if name is not None:
        return {"document" if field.type in DOCUMENTS else "ref": ref, "name": name}
    if field.type in DOCUMENTS:
        raise TextFault(_("Take or choose it again."))
    raise TextFault(_("Please choose one of those that were found."))


def _read_signature(field: FormField, raw: Mapping[str, object], register: Register) -> dict[str, str] | None:
    """Drawn, or the name typed and confirmed to stand for a signature."""
    name, ref = texts.tidy(to_text(raw.get("name"))), ref_of(raw.get("ref"))
    if ref:
        if register.resolve(field, ref) is None:
            raise TextFault(_("Please sign again."))
        return {"document": ref, "name": name[:50]}
    if not name:
        return None
    if not texts.read_yes(to_text(raw.get("agreed"))):
        raise TextFault(_("Tick that your typed name stands for your signature."))
    return {"name": name[:50]}


def _read_one(field: FormField, text: str, today: date) -> Any | None:
    return _read_value(field, text, today) if texts.tidy(text) else None


def _read_value(field: FormField, text: str, today: date) -> Any:
    match field.type:
        case "date":
            return texts.read_date(text, today=today, past=field.past)
        case "number":
            return _read_number(field, text)
        case "money":
            return texts.read_money(text, lowest=0 if field.min is None else field.min, highest=field.max)
        case "id-number":
            return texts.read_id_number(text, today=today)
        case "phone":
            return texts.read_phone(text)
        case "bank-card":
            return texts.read_bank_card(text)
        case "choice":
            return _read_choice(field, text)
        case _:
            return _read_text(field, text)


def _read_number(field: FormField, text: str) -> float:
    if not field.decimals:
        return texts.read_whole(text, lowest=field.min, highest=field.max, unit=field.unit)
    return texts.read_decimal(
        text, decimals=field.decimals, lowest=field.min, highest=field.max, unit=field.unit
    )


def _read_choice(field: FormField, text: str) -> str:
    given = texts.tidy(text)
    for entry in field.choices:
        if given == entry.code:
            return entry.code
    raise TextFault(_("Please choose one of the entries of the list."))


def _read_many(field: FormField, raw: object) -> list[str] | None:
    """The chosen codes, each once, in the order of the list."""
    given = [text for item in to_list(raw) if (text := to_text(item)).strip()]
    chosen = {_read_choice(field, text) for text in given}
    return [entry.code for entry in field.choices if entry.code in chosen] or None


def _read_text(field: FormField, text: str) -> str:
    given = texts.tidy(text, lines=field.type == "textarea")
    if len(given) > field.longest:
        message = _("At most %(limit)d characters; there are %(found)d now.")
        raise TextFault(message % {"limit": field.longest, "found": len(given)})
    return given


def read_table(
    field: FormField, raw: object, today: date
) -> tuple[dict[str, dict[str, Any]] | None, dict[str, str]]:
    """The filled rows by code, and faults by «row.column»; a row in which something stands needs its required
    columns.
    """
    rows: dict[str, dict[str, Any]] = {}
    faults: dict[str, str] = {}
    for row in field.rows:
        typed = to_map(to_map(raw).get(row.code))
        if not any(is_filled(column, typed.get(column.code)) for column in field.columns):
            continue
        for column in field.columns:
            try:
                value = read_field(column, typed.get(column.code), today)
            except TextFault as fault:
                faults[f"{row.code}.{column.code}"] = str(fault)
            else:
                if value is not None:
                    rows.setdefault(row.code, {})[column.code] = value
    if not rows and not faults and field.required is True:
        raise TextFault(_("Please fill in at least one line of «%(label)s».") % {"label": field.label})
    return rows or None, faults


def is_filled(field: FormField, raw: object) -> bool:
    """Whether anything was typed or chosen at all."""
    if field.type == "checkbox":
        return texts.read_yes(to_text(raw))
    if field.type == "table":
        cells = [to_map(row) for row in to_map(raw).values()]
        return any(is_filled(column, cell.get(column.code)) for cell in cells for column in field.columns)
    if isinstance(raw, Mapping):
        return any(texts.tidy(to_text(raw.get(key))) for key in ("ref", "name", "lon", "lat"))
    return any(texts.tidy(to_text(item)) for item in to_list(raw))


def as_typed(field: FormField, value: object) -> object:
    """A value as it would be typed: reading it gives the same value again."""
    if field.type == "table":
        return {row: _cells(field, to_map(cells)) for row, cells in to_map(value).items()}
    if field.type == "point":
        return {key: to_text(inner) for key, inner in to_map(value).items()}
    if isinstance(value, Mapping):
        return _typed_reference(field, value)
    if field.type == "money" and isinstance(value, int):
        return texts.money_text(value)
    if field.type == "number" and field.decimals and isinstance(value, float):
        return texts.decimal_text(value, field.decimals)
    return [to_text(item) for item in to_list(value)] if field.multiple else to_text(value)


def _typed_reference(field: FormField, value: Mapping[str, object]) -> dict[str, object]:
    ref = to_text(value.get("document") or value.get("ref"))
    if field.type != "signature":
        return {"ref": ref}
    return {"name": to_text(value.get("name")), "agreed": "true", "ref": ref}


def plain_of(value: Any) -> Any:
    """As expressions take it: what was chosen from a register is its code."""
    return value.get("ref") if isinstance(value, Mapping) else value


def _cells(field: FormField, cells: Mapping[str, object]) -> dict[str, object]:
    return {
        column.code: as_typed(column, cells[column.code]) for column in field.columns if column.code in cells
    }
