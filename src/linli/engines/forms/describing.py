"""Forms and code lists for the handbook."""

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.engines.forms.definitions import CodeList, FormDefinition, Part
from linli.engines.forms.questions import FormField
from linli.engines.packs.blocks import Block, Facts, Table, Text
from linli.engines.packs.sections import Library

_KINDS: Final = {
    "text": gettext_noop("text"),
    "textarea": gettext_noop("longer text"),
    "number": gettext_noop("number"),
    "money": gettext_noop("amount of money"),
    "date": gettext_noop("date"),
    "choice": gettext_noop("choice"),
    "id-number": gettext_noop("identity number"),
    "phone": gettext_noop("phone number"),
    "bank-card": gettext_noop("bank account"),
    "checkbox": gettext_noop("tick"),
    "table": gettext_noop("table"),
    "photo": gettext_noop("photo"),
    "file": gettext_noop("file"),
    "signature": gettext_noop("signature"),
    "point": gettext_noop("point on the map"),
    "person": gettext_noop("person"),
    "household": gettext_noop("household"),
    "place": gettext_noop("place"),
    "organisation": gettext_noop("organisation"),
}


def describe_form(form: Any, library: Library) -> Iterator[Block]:
    if not isinstance(form, FormDefinition):
        return
    if form.intro:
        yield Text(form.intro)
    head = (_("Question"), _("Kind"), _("Needed"), _("Asked when"), _("Hint"))
    for part in form.parts:
        yield Table(_heading(part), head, tuple(_question(field, library) for field in part.fields))
    if form.declaration:
        yield Text(form.declaration)


def _heading(part: Part) -> str:
    if part.repeat is None:
        return part.title
    facts = {"title": part.title, "least": part.repeat.min, "most": part.repeat.max}
    return _("%(title)s (%(least)d to %(most)d times)") % facts


def _question(field: FormField, library: Library) -> tuple[str, ...]:
    needed = (
        _("yes") if field.required is True else _("asked once more") if field.required == "soft" else _("no")
    )
    return field.label, _kind(field, library), needed, field.show_if or "", _hint(field)


def _kind(field: FormField, library: Library) -> str:
    kind = _(_KINDS.get(field.type, field.type))
    entries = field.choices
    if field.code_list is not None:
        listed = library.get("code-list", field.code_list)
        entries = listed.entries if listed is not None else ()
    words = "、".join(entry.label for entry in entries)
    return f"{kind}（{words}）" if words else kind


def _hint(field: FormField) -> str:
    filled = (
        _("filled in from: %(source)s") % {"source": field.source} if field.prefill and field.source else ""
    )
    return "；".join(part for part in (field.hint, filled) if part)


def describe_code_list(code_list: Any, library: Library) -> Iterator[Block]:
    if not isinstance(code_list, CodeList):
        return
    yield Facts(((_("Source"), code_list.source),))
    if code_list.source and not code_list.verified:
        yield Text(_("Not compared with the text of its source."), mark=True)
    rows = tuple((entry.code, entry.label, entry.note) for entry in code_list.entries)
    yield Table(_("Codes"), (_("Code"), _("Meaning"), _("Note")), rows)
