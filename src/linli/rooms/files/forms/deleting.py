"""What is to be taken out of a file for good, as somebody asks for it at the counter."""

from typing import Any

from django.utils.translation import gettext as _

from linli.kernel.ui import components as ui
from linli.registers.people import words
from linli.registers.people.details import DELETABLE
from linli.registers.people.words import field_word
from linli.rooms.files.forms.asking import ChangeForm, Subject, Typed, numbers


def _ask(subject: Subject, typed: Typed) -> list[ui.Field]:
    file = subject.file
    held = {
        name for name in DELETABLE if getattr(file.person, name, "") or (name == "phone" and file.file.phone)
    }
    fields = [(name, field_word(name)) for name in DELETABLE if name in held]
    documents = [(str(one.document), one.masked) for one in file.documents]
    labels = [(str(one.label), one.title or _("Sealed label")) for one in file.labels]
    grounds = [(code, _(word)) for code, word in words.GROUNDS.items()]
    asked = [typed.picks("fields", _("Fields"), fields, required=False)] if fields else []
    asked += (
        [typed.picks("documents", field_word("documents"), documents, required=False)] if documents else []
    )
    asked += [typed.picks("labels", field_word("labels"), labels, required=False)] if labels else []
    return [*asked, typed.select("ground", _("Why"), grounds, "not-needed")]


def _read(subject: Subject, typed: Typed) -> dict[str, Any]:
    return {
        "person": subject.person,
        "fields": typed.many("fields"),
        "documents": numbers(typed.many("documents")),
        "labels": numbers(typed.many("labels")),
        "ground": typed.get("ground"),
    }


FORMS = {"deletion": ChangeForm(_ask, _read)}
