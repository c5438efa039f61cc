"""What all pages here share: who asks, keys in addresses, names of files, and the look that they leave."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.errors import DomainError, NotFound
from linli.registers.people.models import Person

PAGE: Final = 50
Verbs = Mapping[str, Callable[[Actor, QueryDict], object]]


def actor_of(request: HttpRequest) -> Actor:
    """The posts of who asks: her own file is for her desk at home."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor.as_staff()


def number_of(text: str) -> int | None:
    """A key of a row in an address or a form; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def needed(sent: QueryDict, name: str) -> int:
    """As `number_of`; raises `NotFound`."""
    found = number_of(sent.get(name, ""))
    if found is None:
        raise NotFound("no such row")
    return found


def attempt(request: HttpRequest, verbs: Verbs) -> DomainError | None:
    """Do what the button says; gives the refusal, for the page to show."""
    if request.method != "POST":
        if held.restore(request):
            messages.info(request, held.WORDS)
        return None
    verb = verbs.get(request.POST.get("verb", ""))
    try:
        if verb is None:
            raise DomainError(_("Look at this page again."))
        verb(actor_of(request), request.POST)
    except NotFound:
        raise
    except DomainError as refusal:
        return refusal
    messages.success(request, _("Done."))
    return None


def names_of(numbers: Iterable[int]) -> dict[int, str]:
    """Names of the files that the reader sees; who has no home here any more has none for her."""
    return dict(Person.objects.filter(pk__in=list(numbers)).values_list("pk", "name"))


def note_look(actor: Actor, act: str, persons: Iterable[int]) -> None:
    """Whose names stood there; nothing without names."""
    if named := sorted(set(persons)):
        record(actor=actor, now=clock.now(), kind="look", act=act, persons=named, fields=["name"])
