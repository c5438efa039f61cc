"""At the counter: what somebody says on paper about her consents is noted by who keeps her file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.ui import components as ui
from linli.registers.consents import actions
from linli.registers.consents import queries as consents
from linli.registers.consents.queries import NoticeStanding
from linli.registers.documents.actions import read_photo, store_photo
from linli.registers.documents.queries import get_own
from linli.registers.people.models import Person
from linli.registers.people.queries import get_person
from linli.rooms.mine import forms, queries
from linli.rooms.mine.actions import note_counter
from linli.rooms.mine.display import consents as shown

PAPER = "paper"


@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest, person_id: int) -> HttpResponse:
    """How she stands to each purpose, and a form for what she says now. What was typed stays on a refusal."""
    asking: Actor = request.actor  # type: ignore[attr-defined]
    actor, day = asking.as_staff(), clock.today()
    person = get_person(actor, person_id, day=day)
    sent, error = None, None
    if request.method == "POST":
        sent = request.POST.copy()
        try:
            _keep_paper(request, actor, sent)
            _note(actor, person, sent)
        except NotFound:
            raise
        except DomainError as refusal:
            error = refusal
        else:
            messages.success(request, _("Noted."))
            response = redirect("mine:counter", person_id=person.pk)
            held.let_go(request, response)
            return response
    elif restored := held.restore(request):
        messages.info(request, held.WORDS)
        sent = restored[0]
    found = consents.list_standings(person, day=day)
    note_counter(actor, person.pk, kin=(int(one) for one, _name in _kin(person)))
    groups = [
        (card, forms.ask_counter(one, sent, error, kin=_kin(person)))
        for card, one in zip(shown.cards(found), found, strict=True)
    ]
    context = {
        "person": person,
        "groups": groups,
        "error": ui.Notice(str(error.message), "overdue") if error else None,
    }
    return render(request, "mine/counter.html", context, status=error.status if error else 200)


def _kin(person: Person) -> list[tuple[str, str]]:
    """Who may speak for her: parents and guardians on file."""
    return [(str(one.person), one.name) for one in queries.list_speakers(person.pk, day=clock.today())]


def _keep_paper(request: HttpRequest, actor: Actor, sent: QueryDict) -> None:
    """A photo is stored at once, so that a form that comes back still has it."""
    upload = request.FILES.get(PAPER)
    if upload is not None:
        photo = read_photo(upload, size=upload.size or 0, field=PAPER)
        sent["token"] = store_photo(actor=actor, photo=photo, title=_("Signed consent")).token


def _note(actor: Actor, person: Person, sent: QueryDict) -> None:
    notice, by = sent.get("notice", ""), sent.get("by_person", "")
    if not queries.is_id(notice) or (by and by not in dict(_kin(person))):
        raise NotFound(_("There is no such purpose."))
    token = sent.get("token", "")
    actions.note_at_counter(
        actor=actor,
        now=clock.now(),
        person_id=person.pk,
        notice_id=int(notice),
        said=forms.read_counter(_standing(person, int(notice)), sent),
        paper=get_own(actor, token) if token else None,
        by_person=int(by) if by else None,
    )


def _standing(person: Person, notice_id: int) -> NoticeStanding | None:
    found = consents.list_standings(person, day=clock.today())
    return next((one for one in found if one.notice.row.pk == notice_id), None)
