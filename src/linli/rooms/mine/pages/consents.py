"""Privacy notices: reading them, agreeing, withdrawing; each as easy as the other."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.kernel import clock, held
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.ui import components as ui
from linli.registers.consents import actions
from linli.registers.consents import queries as consents
from linli.registers.people.queries import get_person
from linli.rooms.mine.display import consents as shown
from linli.rooms.mine.pages.knocking import note_look, opens
from linli.rooms.mine.queries import Whose, is_id


@require_http_methods(["GET", "HEAD", "POST"])
@opens
def standings(request: HttpRequest, whose: Whose) -> HttpResponse:
    """What the data are used for; what rests on consent is asked one by one, never ticked beforehand."""
    error: DomainError | None = None
    if request.method == "POST":
        try:
            said = _say(request, whose)
        except NotFound:
            raise
        except DomainError as refusal:
            error = refusal
        else:
            messages.success(request, said)
            return redirect("mine:consents")
    elif held.restore(request):
        messages.info(request, held.WORDS)
    person = get_person(whose.actor, whose.person_id, day=clock.today())
    note_look(whose, "mine.consents", fields=["consents"])
    context = {
        "whose": whose,
        "cards": shown.cards(consents.list_standings(person, day=clock.today())),
        "error": ui.Notice(str(error.message), "overdue") if error else None,
    }
    return render(request, "mine/consents.html", context, status=error.status if error else 200)


def _say(request: HttpRequest, whose: Whose) -> str:
    """Do what the button said; returns what to tell. Raises `NotFound` for anything else."""
    sent, now = request.POST, clock.now()
    for verb, act, told in (
        ("withdraw", actions.withdraw, _("Withdrawn. From now on your data are not used for this.")),
        ("give", actions.give, _("Noted. You can withdraw it here at any time.")),
    ):
        if purpose := sent.get(verb):
            act(actor=whose.actor, now=now, person_id=whose.person_id, purpose=purpose)
            return told
    if not is_id(sent.get("notice", "")):
        raise NotFound(_("There is no such purpose."))
    _answer(request, whose, int(sent["notice"]))
    return _("Thank you. You can change your answers here at any time.")


def _answer(request: HttpRequest, whose: Whose, notice_id: int) -> None:
    """Whatever was open and is not ticked is declined."""
    person = get_person(whose.actor, whose.person_id, day=clock.today())
    found = consents.list_standings(person, day=clock.today())
    asked = [
        one.purpose.code
        for each in found
        if each.notice.row.pk == notice_id
        for one in each.purposes
        if one.asked
    ]
    given = [code for code in asked if request.POST.get(f"give-{code}")]
    actions.answer(
        actor=whose.actor, now=clock.now(), person_id=whose.person_id, notice_id=notice_id, given=given, asked=asked
    )  # fmt: skip


@require_safe
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """A notice to read and to print, for everybody; at the counter it is signed."""
    found = next((one for one in consents.list_notices() if one.said.code == code), None)
    if found is None:
        raise NotFound("no such notice")
    purposes = [(one, shown.facts(one)) for one in found.said.purposes]
    return render(request, "mine/notice.html", {"said": found.said, "purposes": purposes})
