"""The persons and households of my places, by pages."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.kernel import clock
from linli.kernel.ui import components as ui
from linli.registers.people.labels import list_givable, list_labels
from linli.registers.people.policies import CHECKERS
from linli.rooms.files import queries
from linli.rooms.files.display import lists, purposes
from linli.rooms.files.pages.looks import actor_of, note_look

PAGE = 50
OLDEST = 150


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Persons whose files the actor keeps; narrowed by label, age, and whether registered elsewhere."""
    actor, day = actor_of(request), clock.today()
    asked = request.GET
    found, following = queries.page_of_people(
        actor, _wanted(asked), day=day, after=_number(asked, "after", 2**62) or 0, limit=PAGE
    )
    keys = [one.pk for one in found]
    note_look(
        actor, "files.people", persons=keys, fields=("name", "birth_date", "address", "labels"),
        purpose=purposes.keeping(),
    )  # fmt: skip
    context = {
        "rows": lists.person_rows(
            found, queries.list_homes_of(keys, day=day), list_labels(keys, day=day), day=day
        ),
        "arrive": reverse("files:arrive"),
        "imports": reverse("files:imports") if actor.scopes(*CHECKERS) else "",
        "fields": _fields(asked),
        "narrowed": any(asked.get(name) for name in ("label", "apart", "from", "to")),
        "following": _following(asked, str(following)) if following is not None else "",
    }
    return render(request, "files/people.html", context)


@require_safe
def households(request: HttpRequest) -> HttpResponse:
    """Households that stand in the actor's places."""
    actor, day = actor_of(request), clock.today()
    found = queries.list_households_here(actor, after=request.GET.get("after", ""), limit=PAGE)
    heads = queries.list_heads([one.pk for one in found], day=day)
    named = [person.pk for leading, _count in heads.values() for person in leading]
    note_look(
        actor, "files.households", persons=named, fields=("name", "address"), purpose=purposes.keeping()
    )
    context = {
        "rows": lists.household_rows(found, heads),
        "following": _following(request.GET, found[-1].number) if len(found) == PAGE else "",
    }
    return render(request, "files/households.html", context)


def _wanted(asked: QueryDict) -> queries.Filter:
    return queries.Filter(
        label=asked.get("label", "")[:32],
        apart=bool(asked.get("apart")),
        youngest=_number(asked, "from", OLDEST),
        oldest=_number(asked, "to", OLDEST),
    )


def _number(asked: QueryDict, name: str, most: int) -> int | None:
    text = asked.get(name, "").strip()
    return min(int(text), most) if text.isascii() and text.isdecimal() and len(text) < 20 else None


def _following(asked: QueryDict, after: str) -> str:
    rest = asked.copy()
    rest["after"] = after
    return f"?{rest.urlencode()}"


def _fields(asked: QueryDict) -> list[ui.Field]:
    chosen = asked.get("label", "")
    labels = [ui.Choice("", _("Any"))]
    labels += [
        ui.Choice(kind.code, kind.title, kind.code == chosen)
        for kind in list_givable()
        if not _sealed(kind.tier)
    ]
    ages = ("from", _("From what age")), ("to", _("Up to what age"))
    apart = ui.Choice("yes", _("Registered in one community, living in another"), bool(asked.get("apart")))
    return [
        ui.Field("label", _("Label"), "select", choices=labels, required=False),
        *(
            ui.Field(name, label, "number", value=asked.get(name, ""), required=False, maxlength=3)
            for name, label in ages
        ),
        ui.Field("apart", apart.label, "checkbox", choices=[apart], required=False),
    ]


def _sealed(tier: str) -> bool:
    """Who bears a sealed label is asked on her own page, for a purpose."""
    return tier != "clear"
