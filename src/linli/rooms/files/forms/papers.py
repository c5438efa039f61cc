"""Corrections, documents, labels."""

from typing import Any

from django.utils.translation import gettext as _

from linli.kernel.crypto import mask_id_number, mask_phone
from linli.kernel.errors import Faults
from linli.kernel.ui import components as ui
from linli.registers.documents.queries import get_own
from linli.registers.people import words
from linli.registers.people.labels import list_givable
from linli.registers.people.standards import LISTS
from linli.rooms.files.forms.asking import ChangeForm, Subject, Typed, numbers, or_none
from linli.rooms.files.forms.fields import code_options
from linli.rooms.files.forms.words import field_word

PLAIN = ("name", "sex", "birth_date", "ethnicity", "nationality", "marital", "address")
SEALED = ("id_number", "phone")
NEEDED = ("name", "sex", "nationality")


def _kept(subject: Subject) -> dict[str, str]:
    """What the file says now."""
    person = subject.file.person
    return {
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "address": subject.file.file.address,
        **{name: getattr(person, name) for name in PLAIN if name not in ("birth_date", "address")},
    }


def _ask_correction(subject: Subject, typed: Typed) -> list[ui.Field]:
    """Numbers are not filled in: that would show them."""
    kept, file = _kept(subject), subject.file.file
    keep = _("Now %(number)s. Leave it empty to keep it.")
    masked = {"id_number": mask_id_number(file.id_number), "phone": mask_phone(file.phone)}
    return [
        *(_ask_field(typed, name, kept[name]) for name in PLAIN),
        *(
            typed.text(
                name, field_word(name), required=False, maxlength=20,
                hint=keep % {"number": masked[name]} if masked[name] else "",
            )
            for name in SEALED
        ),
    ]  # fmt: skip


def _ask_field(typed: Typed, name: str, kept: str) -> ui.Field:
    needed = name in NEEDED
    if name in LISTS:
        return typed.select(
            name, field_word(name), code_options(name, empty=not needed), kept, required=needed
        )
    kind = "date" if name == "birth_date" else "text"
    return typed.text(name, field_word(name), kept, kind=kind, required=needed, maxlength=200)


def _read_correction(subject: Subject, typed: Typed) -> dict[str, Any]:
    fields = {name: typed.get(name) for name, kept in _kept(subject).items() if typed.get(name) != kept}
    fields |= {name: typed.get(name) for name in SEALED if typed.get(name)}
    if not fields:
        raise Faults({"": _("Nothing was changed.")})
    return {"person": subject.person, "fields": fields}


def _ask_document(subject: Subject, typed: Typed) -> list[ui.Field]:
    kinds = [(code, _(word)) for code, word in words.DOCUMENTS.items()]
    return [
        typed.select("paper.kind", _("Kind of document"), kinds),
        typed.select(
            "paper.issuer", _("Country that issued it"), code_options("nationality", empty=False), "CHN"
        ),
        typed.text("paper.number", _("Number of the document"), maxlength=40),
        typed.date("paper.since", _("Issued on"), required=False),
        typed.date("paper.until", _("Valid until"), required=False),
    ]


def _read_document(subject: Subject, typed: Typed) -> dict[str, Any]:
    paper: dict[str, Any] = {name: typed.get(f"paper.{name}") for name in ("kind", "issuer", "number")}
    paper |= {name: or_none(typed.get(f"paper.{name}")) for name in ("since", "until")}
    return {"person": subject.person, "paper": paper}


def _ask_label(subject: Subject, typed: Typed) -> list[ui.Field]:
    kinds = [(kind.code, kind.title) for kind in list_givable()]
    hint = _("Photo of the paper that proves it, where the label needs one.")
    return [
        typed.select("code", _("Label"), [("", _("Choose")), *kinds]),
        typed.date("day", _("From what day"), subject.day),
        typed.date(
            "until", _("Until what day"), required=False, hint=_("Otherwise as long as such a label holds.")
        ),
        typed.text(
            "evidence", _("Proof"), kind="file", accept="image/*", required=False, wide=True,
            hint=_("A photo is kept already; choose another to replace it.") if typed.get("token") else hint,
        ),
        typed.text("token", "", kind="hidden"),
    ]  # fmt: skip


def _read_label(subject: Subject, typed: Typed) -> dict[str, Any]:
    kept = get_own(subject.actor, typed.get("token")) if typed.get("token") else None
    return {
        "person": subject.person,
        "code": typed.get("code"),
        "day": or_none(typed.get("day")),
        "until": or_none(typed.get("until")),
        "evidence": kept.pk if kept else None,
    }


def _ask_label_end(subject: Subject, typed: Typed) -> list[ui.Field]:
    held = [(str(one.label), one.title or _("Sealed label")) for one in subject.file.labels]
    return [
        typed.select("label", _("Label"), held),
        typed.date("day", _("From what day not any more"), subject.day),
    ]


def _read_label_end(subject: Subject, typed: Typed) -> dict[str, Any]:
    chosen = numbers([typed.get("label")])
    return {
        "person": subject.person,
        "label": chosen[0] if chosen else None,
        "day": or_none(typed.get("day")),
    }


FORMS = {
    "correction": ChangeForm(_ask_correction, _read_correction),
    "document-added": ChangeForm(_ask_document, _read_document),
    "label-given": ChangeForm(_ask_label, _read_label),
    "label-ended": ChangeForm(_ask_label_end, _read_label_end),
}
