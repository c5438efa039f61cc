"""Forms and code lists for the handbook."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.forms.definitions import CodeList, FormDefinition, Part, lists_of, resolve
from linli.engines.forms.describing.examples import describe_examples
from linli.engines.forms.describing.kinds import kind_words
from linli.engines.forms.describing.reading import Reading
from linli.engines.forms.questions import FormField
from linli.engines.packs.blocks import Block, Facts, Table, Text
from linli.engines.packs.sections import Library


def describe_form(form: Any, library: Library) -> Iterator[Block]:
    if not isinstance(form, FormDefinition):
        return
    form = _resolved(form, library)
    reading = Reading(form)
    if form.intro:
        yield Text(form.intro)
    head = (_("Question"), _("Kind"), _("Needed"), _("Asked when"), _("Hint"))
    for part in form.parts:
        yield Table(_heading(part), head, tuple(_question(field, part, reading) for field in part.fields))
    checks = tuple(_checks(form, reading))
    if checks:
        yield Table(
            _("What is checked"), (_("Checked at"), _("It must be so that"), _("Otherwise it says")), checks
        )
    if form.declaration:
        yield Text(_("Declaration: %(text)s") % {"text": form.declaration})
    yield from describe_examples(form)


def _resolved(form: FormDefinition, library: Library) -> FormDefinition:
    lists = {code: library.get("code-list", code) for code in lists_of(form)}
    return resolve(form, {code: found for code, found in lists.items() if found is not None})


def _heading(part: Part) -> str:
    if part.repeat is None:
        return part.title
    facts = {"title": part.title, "least": part.repeat.min, "most": part.repeat.max}
    return _("%(title)s (%(least)d to %(most)d times)") % facts


def _question(field: FormField, part: Part, reading: Reading) -> tuple[str, ...]:
    if field.compute:
        needed = _("worked out")
    elif field.required == "soft":
        needed = _("asked once more")
    else:
        needed = _("yes") if field.required else _("no")
    asked = reading.say(field.show_if, part) if field.show_if else _("of everybody")
    return field.label, kind_words(field), needed, asked, "；".join(_hints(field, part, reading))


def _hints(field: FormField, part: Part, reading: Reading) -> Iterator[str]:
    if field.hint:
        yield field.hint
    if field.example:
        yield _("for example: %(example)s") % {"example": field.example}
    if field.compute:
        yield _("= %(formula)s") % {"formula": reading.say(field.compute, part)}
    if field.prefill and field.source:
        filled = (
            _("filled in from: %(source)s, not to be changed")
            if field.locked
            else _("filled in from: %(source)s")
        )
        yield filled % {"source": field.source}
    if field.is_sealed:
        yield _("kept sealed, shown masked")


def _checks(form: FormDefinition, reading: Reading) -> Iterator[tuple[str, ...]]:
    for part in form.parts:
        for field in part.fields:
            for check in field.check:
                yield field.label, reading.say(check.expression, part), check.message
    for whole in form.checks:
        named = (form.field(code) for code in whole.fields)
        labels = "、".join(field.label for field in named if field)
        yield labels, reading.say(whole.expression), whole.message


def describe_code_list(code_list: Any, library: Library) -> Iterator[Block]:
    if not isinstance(code_list, CodeList):
        return
    yield Facts(((_("Source"), code_list.source),))
    if code_list.source and not code_list.verified:
        yield Text(_("Not compared with the text of its source."), mark=True)
    rows = tuple((entry.code, entry.label, entry.note) for entry in code_list.entries)
    yield Table(_("Codes"), (_("Code"), _("Meaning"), _("Note")), rows)
