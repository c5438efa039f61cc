"""The auditor's list of who looked; the administrator's view of the installation, without anybody's file."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from linli.desks.workbench.acts import words_of
from linli.desks.workbench.messages_pages import list_heard
from linli.engines.cases import queries as cases
from linli.engines.cases.models import Case
from linli.engines.packs.queries import list_packs
from linli.kernel import clock, codes, held
from linli.kernel.accounts.models import User
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.audit.models import AuditEntry, AuditSeal
from linli.kernel.audit.queries import count_unsealed, list_looks_at, list_withheld
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_moment, join_words
from linli.registers.people.models import Person
from linli.registers.people.queries import find_in_places, in_places
from linli.rooms.matters.display import tell_entries

PAGE = 50
HEARD = 5


@require_http_methods(["GET", "HEAD", "POST"])
def looks(request: HttpRequest) -> HttpResponse:
    """Who looked at or changed a person's data, when and why: by identity number or case number, within the
    auditor's places. The file itself stays closed. Asked by POST: numbers of people do not belong into addresses."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    restored = held.restore(request) if request.method != "POST" else None
    query, after = request.POST.get("q", "").strip(), request.POST.get("after", "")
    shown = restored[0].get("q", "") if restored else query
    case, person = _find(actor, query)
    rows: list[AuditEntry] = []
    if person is not None:
        rows = list_looks_at(
            person.pk,
            about=f"case:{case.pk}" if case is not None else "",
            withheld=True,
            after=int(after) if after.isdecimal() else None,
            limit=PAGE,
        )
        record(
            actor=actor, now=clock.now(), kind="look", act="audit.search", persons=[person.pk],
            object_ref=f"case:{case.pk}" if case is not None else "",
        )  # fmt: skip
    names = dict(User.objects.filter(id__in={row.actor_user_id for row in rows}).values_list("id", "name"))
    today = clock.today()
    table = [
        {
            "when": format_moment(row.at, today=today),
            "who": names.get(row.actor_user_id or 0, ""),
            "office": row.office,
            "kind": KINDS[row.kind],
            "act": row.act,
            "words": words_of(row, told.words),
            "number": told.number,
            "fields": join_words(_field(name) for name in row.fields),
            "purpose": row.purpose,
            "sealed": row.seal_id is not None,
            "withheld": row.withheld,
        }
        for row, told in zip(rows, tell_entries(rows), strict=True)
    ]
    context = {
        "query": query,
        "field": ui.Field(
            "q",
            _("Identity number, or case number"),
            kind="search",
            value=shown,
        ),
        "person": person,
        "table": table,
        "after": rows[-1].pk if len(rows) == PAGE else None,
        "unknown": _unknown(query) if query and person is None else "",
    }
    return render(request, "workbench/looks.html", context)


@require_safe
def withheld(request: HttpRequest) -> HttpResponse:
    """Looks that protect somebody, newest first: who said so, why, how many persons. Without names of those: whoever
    audits checks the reason, not the person."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    after = request.GET.get("after", "")
    rows = list_withheld(
        after=int(after) if after.isdecimal() and after.isascii() and len(after) < 19 else None, limit=PAGE
    )
    named = {one for row in rows for one in row.persons}
    here = in_places(actor.scopes("auditor"), named, day=clock.today())
    seen = [row for row in rows if not row.persons or here.intersection(row.persons)]
    names = dict(User.objects.filter(id__in={row.actor_user_id for row in seen}).values_list("id", "name"))
    table = [
        {
            "when": format_moment(row.at, today=clock.today()),
            "who": names.get(row.actor_user_id or 0, ""),
            "office": row.office,
            "words": words_of(row, row.act),
            "fields": join_words(_field(name) for name in row.fields),
            "purpose": row.purpose,
            "persons": len(row.persons),
        }
        for row in seen
    ]
    context = {"table": table, "after": rows[-1].pk if len(rows) == PAGE else None}
    return render(request, "workbench/withheld.html", context)


FIELDS = {
    "name": gettext_lazy("name"),
    "birth_date": gettext_lazy("date of birth"),
    "address": gettext_lazy("address"),
    "id_number": gettext_lazy("identity number"),
    "answers": gettext_lazy("answers in the form"),
}


def _field(name: str) -> str:
    """What was looked at, in words; a paper by its code."""
    kind, _colon, code = name.partition(":")
    return _("photo of «%(paper)s»") % {"paper": code} if kind == "paper" else str(FIELDS.get(name, name))


KINDS = {"look": gettext_lazy("look"), "change": gettext_lazy("change"), "sign_in": gettext_lazy("sign-in")}


def _find(actor: Actor, query: str) -> tuple[Case | None, Person | None]:
    """By the number of a case: that case and its applicant; by an identity number: its holder."""
    scopes = actor.scopes("auditor")
    if not query:
        return None, None
    case = cases.find_in_places(scopes, number=query)
    if case is not None:
        return case, case.applicant
    try:
        number = codes.check_id_number(query, today=clock.today())
    except codes.CodeFault:
        return None, None
    return None, find_in_places(scopes, id_number=number, day=clock.today())


_CASE = re.compile(r"[\d-]{20,}")


def _unknown(query: str) -> str:
    """That nothing was found, said of what was asked for: a person by an identity number, or a case."""
    if _CASE.fullmatch(query.replace(" ", "")):
        return _("No case with this number in your places.")
    return _("Nobody with this number in your places.")


@require_safe
def installation(request: HttpRequest) -> HttpResponse:
    """Which packs in which versions, and whether everything flows. No file of anybody."""
    packs = [
        {
            "title": pack.title,
            "id": pack.pack_id,
            "version": pack.version,
            "region": pack.region_code or _("everywhere"),
            "sample": pack.sample,
            "installed": format_moment(pack.installed_at, today=clock.today()),
        }
        for pack in list_packs()
    ]
    actor: Actor = request.actor  # type: ignore[attr-defined]
    context = {
        "heard": list_heard(actor.as_staff(), limit=HEARD),
        "packs": packs,
        "seals": AuditSeal.objects.order_by("-id").first(),
        "unsealed": count_unsealed(),
    }
    return render(request, "workbench/installation.html", context)
