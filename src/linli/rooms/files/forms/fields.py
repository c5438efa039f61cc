"""Questions that several forms ask: codes of standards, somebody without a file, a place, a household."""

from typing import Any

from django.utils.translation import gettext as _

from linli.kernel.errors import Faults
from linli.kernel.ui import components as ui
from linli.registers.people import words
from linli.rooms.files import queries
from linli.rooms.files.forms.asking import Options, Subject, Typed, or_none
from linli.rooms.files.forms.words import field_word, list_words


def code_options(field: str, *, empty: bool = True) -> Options:
    """The codes of a standard with their words; with `empty`, not stated too."""
    first = [("", _("Not stated"))] if empty else []
    return [*first, *list_words(field).items()]


def relation_options(first: str) -> Options:
    return [("", first), *list_words("relation").items()]


def newcomer(typed: Typed, prefix: str) -> list[ui.Field]:
    """Somebody without a file, as the paper at the counter says."""
    return [
        typed.text(f"{prefix}.name", field_word("name"), maxlength=64),
        typed.select(f"{prefix}.sex", field_word("sex"), code_options("sex", empty=False), kind="radio"),
        typed.date(f"{prefix}.birth_date", field_word("birth_date")),
        typed.text(f"{prefix}.id_number", field_word("id_number"), maxlength=18, required=False),
        typed.text(f"{prefix}.phone", field_word("phone"), kind="tel", maxlength=20, required=False),
        typed.select(
            f"{prefix}.ethnicity", field_word("ethnicity"), code_options("ethnicity"), required=False
        ),
        typed.select(
            f"{prefix}.nationality",
            field_word("nationality"),
            code_options("nationality", empty=False),
            "CHN",
        ),
        typed.select(
            f"{prefix}.paper.kind", _("Document without such a number"), document_options(), required=False,
            hint=_("Passport, permit: for who has no identity number."),
        ),
        typed.text(f"{prefix}.paper.number", _("Number of the document"), maxlength=40, required=False),
    ]  # fmt: skip


def document_options() -> Options:
    return [("", _("None")), *((code, _(word)) for code, word in words.DOCUMENTS.items())]


def read_newcomer(typed: Typed, prefix: str) -> dict[str, Any]:
    names = ("name", "sex", "id_number", "phone", "ethnicity", "nationality")
    said: dict[str, Any] = {name: typed.get(f"{prefix}.{name}") for name in names}
    nationality = said["nationality"] or "CHN"
    return said | {
        "nationality": nationality,
        "birth_date": or_none(typed.get(f"{prefix}.birth_date")),
        "paper": _read_paper(typed, f"{prefix}.paper", issuer=nationality),
    }


def _read_paper(typed: Typed, prefix: str, *, issuer: str) -> dict[str, str] | None:
    """What was shown; issued by the country that she is of, unless somebody adds another one later."""
    kind, number = typed.get(f"{prefix}.kind"), typed.get(f"{prefix}.number")
    return {"kind": kind, "number": number, "issuer": issuer} if kind or number else None


def home_kinds() -> Options:
    return [(code, _(words.HOMES[code])) for code in ("dwelling", "registered")]


def arriving(subject: Subject, typed: Typed) -> list[ui.Field]:
    """Where somebody moves to, from when on, and into which household."""
    places = queries.list_places(subject.actor, day=subject.day)
    return [
        typed.select("home", _("What changes"), home_kinds(), "dwelling", kind="radio", wide=True),
        typed.select("place", _("Community"), places, places[0][0] if len(places) == 1 else ""),
        typed.text("address", field_word("address"), maxlength=200),
        typed.date("day", _("From what day"), subject.day),
        typed.text("household", _("Household number"), maxlength=32, required=False),
        typed.select(
            "relation", _("Relation to the head"), relation_options(_("No household")), required=False
        ),
    ]


def read_arriving(subject: Subject, typed: Typed) -> dict[str, Any]:
    number = typed.get("household")
    found = queries.find_household(subject.actor, number, day=subject.day) if number else None
    if number and found is None:
        raise Faults({"household": _("No household in your places has this number.")})
    return {
        "home": typed.get("home"),
        "place": or_none(typed.get("place")),
        "address": typed.get("address"),
        "day": or_none(typed.get("day")),
        "household": found.pk if found else None,
        "relation": typed.get("relation") if found else "",
    }
