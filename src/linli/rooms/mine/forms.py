"""Forms: one field to be corrected, what is to be deleted, what somebody says at the counter."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import ValidationError

from linli.engines.forms.standards import list_words
from linli.kernel.crypto import mask_id_number, mask_phone
from linli.kernel.errors import DomainError, Faults
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import join_words
from linli.registers.consents.queries import NoticeStanding, Standing
from linli.registers.consents.rules import State
from linli.registers.people.details import DELETABLE, Correction, Deletion
from linli.registers.people.files import WholeFile
from linli.registers.people.labels import LabelView
from linli.registers.people.standards import LISTS
from linli.registers.people.words import GROUNDS, field_word
from linli.rooms.mine.queries import is_id

NEEDED: Final = ("name", "sex", "nationality")
KINDS: Final[Mapping[str, Any]] = {
    "birth_date": {"kind": "date"},
    "phone": {"kind": "tel", "autocomplete": "tel", "maxlength": 20},
    "id_number": {"maxlength": 18, "autocomplete": "off"},
    "name": {"autocomplete": "name", "maxlength": 64},
    "address": {"autocomplete": "street-address", "maxlength": 200},
}


def kept(whole: WholeFile, field: str) -> str:
    """What the file says now, as it would be typed."""
    if field in ("id_number", "phone", "address"):
        return str(getattr(whole.file, field))
    if field == "former_names":
        return join_words(whole.person.former_names)
    value = getattr(whole.person, field)
    return value.isoformat() if field == "birth_date" and value else value or ""


def now_told(whole: WholeFile, field: str) -> str:
    """What the file says now, as it is shown: numbers masked, codes in words."""
    value = kept(whole, field)
    if field in LISTS:
        return list_words(field).get(value, value)
    return {"id_number": mask_id_number, "phone": mask_phone}.get(field, str)(value)


def ask_correction(whole: WholeFile, field: str, typed: str | None, fault: str = "") -> ui.Field:
    """A number is not filled in: that would show it."""
    hidden = field in ("id_number", "phone")
    value = typed if typed is not None else "" if hidden else kept(whole, field)
    label = _("%(field)s, as it should be") % {"field": field_word(field)}
    needed = field in NEEDED
    if field not in LISTS:
        more = KINDS.get(field, {})
        hint = "" if needed else _("Leave it empty to have it taken away.")
        return ui.Field(field, label, value=value, error=fault, required=needed, hint=hint, **more)
    options = list_words(field).items() if needed else [("", _("Not stated")), *list_words(field).items()]
    choices = [ui.Choice(code, text, code == value) for code, text in options]
    return ui.Field(field, label, "select", choices=choices, error=fault, required=needed)


def read_correction(whole: WholeFile, field: str, typed: str) -> Correction:
    """Raises `Faults` where nothing was changed or it is not in form."""
    value = typed.strip()
    if value == kept(whole, field):
        raise Faults({field: _("That is what the file says already.")})
    try:
        return Correction(person=whole.person.pk, fields={field: value})
    except ValidationError:
        empty = not value
        words = _("Please fill this in.") if empty else _("This does not fit: please look at it again.")
        raise Faults({field: words}) from None


def ask_deletion(
    whole: WholeFile, labels: Iterable[LabelView], sent: QueryDict | None, faults: Mapping[str, str]
) -> list[ui.Field]:
    """What the file holds and can be without, as boxes; and why."""
    given = sent or QueryDict()
    file, groups = whole.file, list[tuple[str, list[tuple[str, str]]]]()
    held = [name for name in DELETABLE if getattr(whole.person, name, "") or (name == "phone" and file.phone)]
    groups.append(("fields", [(name, f"{field_word(name)} {now_told(whole, name)}") for name in held]))
    groups.append(("documents", [(str(one.document), one.masked) for one in whole.documents]))
    groups.append(("labels", [(str(one.label), one.title) for one in labels]))
    titles = {
        "fields": _("Particulars"),
        "documents": field_word("documents"),
        "labels": field_word("labels"),
    }
    fields = [
        ui.Field(
            name, titles[name], "checkboxes", required=False, error=faults.get(name, ""),
            choices=[ui.Choice(code, text, code in given.getlist(name)) for code, text in several],
        )
        for name, several in groups if several
    ]  # fmt: skip
    grounds = [
        ui.Choice(code, _(text), code == given.get("ground", "not-needed")) for code, text in GROUNDS.items()
    ]
    return [*fields, ui.Field("ground", _("Why"), "radio", choices=grounds, error=faults.get("ground", ""))]


def read_deletion(person_id: int, sent: QueryDict) -> Deletion:
    """Raises `Faults` where nothing was chosen."""
    said = {
        "person": person_id,
        "fields": sent.getlist("fields"),
        "documents": [one for one in sent.getlist("documents") if is_id(one)],
        "labels": [one for one in sent.getlist("labels") if is_id(one)],
        "ground": sent.get("ground", ""),
    }
    try:
        return Deletion.model_validate(said)
    except ValidationError as error:
        field = "ground" if any("ground" in one["loc"] for one in error.errors()) else "fields"
        raise Faults({field: _("Choose what is to be deleted, and why.")}) from None


def ask_counter(
    standing: NoticeStanding, sent: QueryDict | None, error: DomainError | None, *, kin: list[tuple[str, str]]
) -> list[ui.Field]:
    """One question for each purpose that rests on consent, the paper, and who speaks for her."""
    given = sent or QueryDict()
    faults = {error.field: str(error.message)} if error else {}
    fields = [_ask_purpose(one, given, faults) for one in standing.purposes if one.state != State.DUTY]
    hint = _("A photo is kept already; choose another to replace it.") if given.get("token") else ""
    fields.append(
        ui.Field(
            "paper", _("Photo of the signed paper"), "file", accept="image/*", required=False, wide=True,
            hint=hint or _("Needed where she agrees; not for withdrawing."), error=faults.get("paper", ""),
        )
    )  # fmt: skip
    fields.append(ui.Field("token", "", "hidden", value=given.get("token", "")))
    if kin:
        speakers = [("", _("She herself")), *kin]
        choices = [ui.Choice(code, name, code == given.get("by_person", "")) for code, name in speakers]
        label = _("Who says it")
        fields.append(
            ui.Field("by_person", label, "select", choices=choices, error=faults.get("by_person", ""))
        )
    return fields


def _ask_purpose(one: Standing, given: QueryDict, faults: Mapping[str, str]) -> ui.Field:
    name = f"say-{one.purpose.code}"
    words = {
        "": _("says nothing"),
        "given": _("agrees"),
        "declined": _("does not agree"),
        "withdrawn": _("withdraws"),
    }
    open_to = {"", "withdrawn"} if one.state == State.GIVEN else {"", "given", "declined"}
    choices = [
        ui.Choice(code, word, code == given.get(name, "")) for code, word in words.items() if code in open_to
    ]
    return ui.Field(
        name, one.purpose.title, "radio", choices=choices, error=faults.get(one.purpose.code, ""), wide=True
    )


def read_counter(standing: NoticeStanding | None, sent: QueryDict) -> dict[str, str]:
    """Purpose → what she said about it. Raises `DomainError` where nothing was said."""
    asked = standing.purposes if standing else []
    said = {one.purpose.code: sent.get(f"say-{one.purpose.code}", "") for one in asked}
    found = {code: word for code, word in said.items() if word in ("given", "declined", "withdrawn")}
    if standing is not None and not found:
        raise DomainError(_("Choose what she says to at least one purpose."))
    return found
