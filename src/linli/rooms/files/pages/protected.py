"""Labels that only those may know of whom they name: read for a purpose, given, shared, taken back, ended.

Whoever keeps the file may record such a label, for she who learns of it is often the only one; what others gave she
does not see, is not told of, and cannot find out by giving it again. The page looks the same for everybody.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from secrets import token_hex

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.idempotency import once
from linli.kernel.ui import components as ui
from linli.registers.organisations.queries import list_holders
from linli.registers.people import actions
from linli.registers.people.actions import Need
from linli.registers.people.labels import list_restricted_kinds
from linli.registers.people.models import Person
from linli.registers.people.policies import FILE_ROLES
from linli.registers.people.queries import get_person
from linli.registers.people.refusals import BadDay, BadDetails, StepTaken
from linli.rooms.files import queries
from linli.rooms.files.display import protected as shown
from linli.rooms.files.display import purposes
from linli.rooms.files.pages.looks import actor_of, key_of, note_look

Named = Mapping[str, tuple[Need, str]]


@require_http_methods(["GET", "HEAD", "POST"])
def protected(request: HttpRequest, person_id: int) -> HttpResponse:
    """Asks for a purpose first, and again each time: every look is written down."""
    actor = actor_of(request)
    person = get_person(actor, person_id, day=clock.today())
    if request.method != "POST":
        restored = held.restore(request)
        if restored is not None:
            messages.info(request, held.WORDS)
        return _show(request, person, typed=restored[0] if restored else None)
    try:
        return _answer(request, actor, person, request.POST.get("verb", ""))
    except NotFound:
        raise
    except DomainError as error:
        return _show(request, person, typed=request.POST, error=error, purpose=_said(request.POST))


def _answer(request: HttpRequest, actor: Actor, person: Person, verb: str) -> HttpResponse:
    if verb == "look":
        response = _show(request, person, purpose=purposes.read(request.POST))
        held.let_go(request, response)
        return response
    if verb not in _VERBS:
        raise StepTaken(_("Look at the page again."))
    one = _Step(actor, person, request.POST)
    about = f"{verb}-{one.typed.get('label', '')}-{one.typed.get('need', '')}"
    once(actor=actor, key=key_of(request, about), work=lambda: _VERBS[verb](one))
    messages.success(request, _("Done."))
    response = redirect("files:protected", person_id=person.pk)
    held.let_go(request, response)
    return response


@dataclass(frozen=True, slots=True)
class _Step:
    actor: Actor
    person: Person
    typed: QueryDict

    @property
    def label(self) -> int:
        text = self.typed.get("label", "")
        if not (text.isascii() and text.isdecimal() and len(text) < 19):
            raise NotFound(_("There is no such label, or it is over."))
        return int(text)

    def day(self, name: str) -> date | None:
        text = self.typed.get(name, "").strip()
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise BadDay(_("This is no day."), field=name.removeprefix(shown.GIVE)) from None


def _give(one: _Step) -> str:
    named, now = _named(one.person), clock.now()
    day = one.day(f"{shown.GIVE}day")
    if day is None:
        raise BadDay(_("Please fill this in."), field="day")
    purpose = purposes.read(one.typed, prefix=shown.GIVE)
    needs = [named[value][0] for value in one.typed.getlist(f"{shown.GIVE}needs") if value in named]
    return str(actions.give_restricted_label(
        actor=one.actor, now=now, person_id=one.person.pk, code=one.typed.get(f"{shown.GIVE}code", ""), day=day,
        needs=needs, purpose=purpose, until=one.day(f"{shown.GIVE}until"),
    ))  # fmt: skip


def _grant(one: _Step) -> str:
    chosen, until, now = _named(one.person).get(one.typed.get("need", "")), one.day("until"), clock.now()
    if chosen is None:
        raise BadDetails(_("Choose who shall know."), field="need")
    if until is not None and until <= clock.today():
        raise BadDay(_("Name a later day."), field="until")
    need = Need(chosen[0].user_id, chosen[0].role, chosen[0].scope, until)
    actions.grant_need(
        actor=one.actor, now=now, label_id=one.label, needs=[need], purpose=purposes.read(one.typed)
    )
    return ""


def _revoke(one: _Step) -> str:
    now = clock.now()
    needs = actions.list_needs(actor=one.actor, now=now, label_id=one.label)
    need = next((each for each in needs if shown.value_of(each) == one.typed.get("need")), None)
    if need is None:
        raise StepTaken(_("Look at the page again."))
    purpose = purposes.read(one.typed)
    actions.revoke_need(actor=one.actor, now=now, label_id=one.label, need=need, purpose=purpose)
    return ""


def _end(one: _Step) -> str:
    day = one.day("day")
    if day is None:
        raise BadDay(_("Please fill this in."), field="day")
    purpose = purposes.read(one.typed)
    actions.end_restricted_label(
        actor=one.actor, now=clock.now(), label_id=one.label, day=day, purpose=purpose
    )
    return ""


_VERBS: dict[str, Callable[[_Step], str]] = {"give": _give, "grant": _grant, "revoke": _revoke, "end": _end}


def _said(typed: QueryDict) -> str:
    """The purpose that came along with a form about a label, if it is one."""
    try:
        return purposes.read(typed) if typed.get("label") else ""
    except DomainError:
        return ""


def _named(person: Person) -> Named:
    """Accounts and posts that keep the file now."""
    return shown.options(
        list_holders(FILE_ROLES, queries.scopes_of(person, day=clock.today()), day=clock.today())
    )


def _show(
    request: HttpRequest,
    person: Person,
    *,
    purpose: str = "",
    typed: QueryDict | None = None,
    error: DomainError | None = None,
) -> HttpResponse:
    """The look at the name is one like any other at the file: only the register's own entry says what was read."""
    actor, day, now = actor_of(request), clock.today(), clock.now()
    note_look(
        actor,
        "files.person",
        persons=[person.pk],
        fields=("name",),
        purpose=purposes.keeping(),
        about=f"person:{person.pk}",
    )
    verb, named = (typed or QueryDict()).get("verb", ""), _named(person)
    cards: list[shown.ProtectedCard] | None = None
    if purpose:
        found = actions.read_restricted(actor=actor, now=now, person_id=person.pk, purpose=purpose)
        cards = [
            shown.card(
                view, actions.list_needs(actor=actor, now=now, label_id=view.label), named, day=day,
                typed=typed if typed and typed.get("label") == str(view.label) else None, error=error,
            )
            for view in found
        ]  # fmt: skip
    others = {key: one for key, one in named.items() if key != f"u{actor.user_id}"}
    given = typed if verb == "give" else None
    context = {
        "person": person,
        "cards": cards,
        "looking": purposes.fields(typed if verb in ("", "look") else None, error),
        "giving": shown.giving(list_restricted_kinds(), others, day=day, typed=given, error=error),
        "give_open": given is not None,
        "why": request.POST.get("why", ""),
        "words": request.POST.get("words", ""),
        "key": token_hex(8),
        "error": ui.Notice(str(error.message), "overdue") if error else None,
    }
    return render(request, "files/protected.html", context, status=error.status if error else 200)
