"""Starting a change: the form for its kind, which keeps what was typed, and the request that comes of it."""

from collections.abc import Mapping
from datetime import date
from secrets import token_hex

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError, Faults, NotFound
from linli.kernel.ui import components as ui
from linli.registers.documents.actions import read_photo, store_photo
from linli.registers.people import actions, files, words
from linli.registers.people.details import KINDS, load_details
from linli.registers.people.files import WholeFile
from linli.registers.people.households import list_relations
from linli.registers.people.models import FileChange
from linli.rooms.files.display import changing, purposes
from linli.rooms.files.forms import deleting, homes, life, papers
from linli.rooms.files.forms.asking import ChangeForm, Subject, Typed, faults_of
from linli.rooms.files.pages.looks import actor_of, note_look

FORMS: Mapping[str, ChangeForm] = {**life.FORMS, **homes.FORMS, **papers.FORMS, **deleting.FORMS}
PROOF = "evidence"


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, person_id: int, kind: str) -> HttpResponse:
    """A change for a person whose file the actor keeps. A draft that is refused comes back with all that was typed."""
    actor, day = actor_of(request), clock.today()
    whole = files.read_whole(actor, person_id, day=day)
    if kind not in changing.startable(whole):
        raise Http404("no such change")
    wanted = (request.POST or request.GET).get("household", "") if kind in changing.OF_HOUSEHOLDS else ""
    return _handle(request, FORMS[kind], kind, _subject(actor, whole, wanted, day))


@require_http_methods(["GET", "HEAD", "POST"])
def arrive(request: HttpRequest) -> HttpResponse:
    """Somebody who has no file in the actor's places moves in."""
    return _handle(request, homes.ARRIVAL, "move-in", Subject(actor_of(request), clock.today()))


def _subject(actor: Actor, whole: WholeFile, wanted: str, day: date) -> Subject:
    """With the household that is named, else her first one."""
    chosen = next((row for row in whole.households if str(row[0].pk) == wanted), None)
    chosen = chosen or next(iter(whole.households), None)
    if chosen is None:
        return Subject(actor, day, whole)
    household, members = chosen
    relations = {person: code for (_of, person), code in list_relations([household.pk], day=day).items()}
    return Subject(actor, day, whole, household, members, relations)


def _handle(request: HttpRequest, form: ChangeForm, kind: str, subject: Subject) -> HttpResponse:
    if request.method != "POST":
        restored = held.restore(request)
        if restored is not None:
            messages.info(request, held.WORDS)
        return _show(request, form, kind, subject, restored[0] if restored else None)
    sent = request.POST.copy()
    try:
        _keep_proof(request, subject, sent)
        change = _draft(subject, form, kind, sent)
    except NotFound:
        raise
    except DomainError as refusal:
        return _show(request, form, kind, subject, sent, refusal)
    messages.success(request, _("Handed in: it is checked before it changes the file."))
    response = redirect("files:change", change_id=change.pk)
    held.let_go(request, response)
    return response


def _keep_proof(request: HttpRequest, subject: Subject, sent: QueryDict) -> None:
    """A photo is stored at once, so that a form that comes back still has it."""
    upload = request.FILES.get(PROOF)
    if upload is not None:
        photo = read_photo(upload, size=upload.size or 0, field=PROOF)
        sent["token"] = store_photo(actor=subject.actor, photo=photo, title=_("Proof")).token


def _draft(subject: Subject, form: ChangeForm, kind: str, sent: QueryDict) -> FileChange:
    try:
        details = load_details(kind, form.read(subject, Typed(sent)))
    except ValidationError as error:
        raise faults_of(error) from None
    return actions.draft_change(
        actor=subject.actor, now=clock.now(), details=details, key=sent.get("key", "")[:64]
    )


def _show(
    request: HttpRequest,
    form: ChangeForm,
    kind: str,
    subject: Subject,
    sent: QueryDict | None = None,
    error: DomainError | None = None,
) -> HttpResponse:
    named = _note(subject)
    faults = _faults(error)
    fields = form.ask(subject, Typed(sent, faults))
    shown = {field.name for field in fields}
    loose = [text for name, text in faults.items() if name not in shown]
    context = {
        "title": _(words.CHANGES[kind]),
        "name": named,
        "person_id": subject.whole.person.pk if subject.whole else None,
        "household": subject.household if kind in changing.OF_HOUSEHOLDS else None,
        "fields": fields,
        "faults": ui.FaultList.of(fields),
        "error": ui.Notice(loose[0], "overdue") if loose else None,
        "second": KINDS[kind].SECOND,
        "key": sent.get("key", "") if sent else token_hex(16),
        "multipart": any(field.kind == "file" for field in fields),
    }
    return render(request, "files/draft.html", context, status=error.status if error else 200)


def _note(subject: Subject) -> str:
    if subject.whole is None:
        return ""
    people = {subject.person, *(one.pk for one in subject.members), *(one.person for one in subject.file.kin)}
    note_look(
        subject.actor, "files.draft", persons=people, fields=("name", "sex", "birth_date", "address"),
        purpose=purposes.keeping(), about=f"person:{subject.person}",
    )  # fmt: skip
    return subject.file.person.name


def _faults(error: DomainError | None) -> dict[str, str]:
    if error is None:
        return {}
    if isinstance(error, Faults):
        return {name: str(text) for name, text in error.faults.items()}
    return {error.field: str(error.message)}
