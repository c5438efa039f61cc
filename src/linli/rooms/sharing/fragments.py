"""What sharing says on the pages of others: which agreements give the data of a person away, and a way to an export."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from linli.kernel import clock
from linli.kernel.fragments import fill
from linli.registers.people.models import Person
from linli.rooms.sharing.display.reuse import fields_of
from linli.rooms.sharing.queries.reuse import agreements_reusing


def register_all() -> None:
    fill("person.agreements", "sharing.reuse", show_reuse)
    fill("my.agreements", "sharing.reuse", show_own)
    fill("people.list", "sharing.export", show_export)


def show_reuse(request: HttpRequest, person: Person) -> SafeString:
    """For staff who keep the file; the page has checked that."""
    return _show(request, person, "sharing/_reuse.html")


def show_own(request: HttpRequest, person: Person) -> SafeString:
    """For herself; the page has checked that it is her file."""
    return _show(request, person, "sharing/_own_reuse.html")


def show_export(request: HttpRequest, subject: object) -> SafeString:
    """A way from the list of files to a file of it, narrowed likewise."""
    return render_to_string("sharing/_export_link.html", {"query": _narrowed(request)}, request=request)


def _show(request: HttpRequest, person: Person, template: str) -> SafeString:
    found = agreements_reusing(person.pk, day=clock.today())
    if not found:
        return mark_safe("")
    return render_to_string(template, {"fields": fields_of(found)}, request=request)


def _narrowed(request: HttpRequest) -> str:
    """The filter of that list in words of ours."""
    names = {"label": "label", "from": "youngest", "to": "oldest"}
    return urlencode({ours: request.GET[name] for name, ours in names.items() if request.GET.get(name)})
