"""One item with its fields, and giving it back to its pack."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.desks.administrator.display import assignments, fields, lists, parts
from linli.engines.overlays import actions, adjustable, policies, queries
from linli.engines.overlays.adjustable import Adjustables
from linli.engines.overlays.editing import Edited, edit
from linli.engines.overlays.files import digest_of
from linli.engines.overlays.models import Change
from linli.engines.overlays.queries import Standing
from linli.engines.overlays.refusals import ContentRefused, PageStale
from linli.engines.packs import queries as packs
from linli.engines.packs import sections
from linli.engines.packs.differences import Json
from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.ui import components as ui


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, section: str, code: str) -> HttpResponse:
    """One item: everything that may be changed of it. What is saved goes into the actor's draft."""
    actor = actor_of(request)
    policies.check_may_change(actor)
    declared, standing = find_item(section, code)
    if request.method == "POST":
        return _save(request, declared, standing)
    restored = held.restore(request)
    typed = fields.join_terms({name: str(text) for name, text in restored[0].items()}) if restored else None
    if typed is not None:
        messages.info(request, str(held.WORDS))
    return _show(request, declared, standing, typed=typed)


def find_item(section: str, code: str) -> tuple[Adjustables, Standing]:
    try:
        declared = adjustable.get(section)
    except KeyError:
        raise NotFound(_("Nothing of this kind can be changed here.")) from None
    return declared, queries.get_standing(section, code)


def _written(actor: Actor, standing: Standing) -> tuple[Change | None, Json]:
    """What the actor's draft says about the item, else what is in force; and the change of the draft."""
    draft, effective = queries.get_draft(actor), standing.effective
    changes = draft.changes.filter(section=effective.section, code=effective.code) if draft else None
    change = changes.select_related("replaces").first() if changes is not None else None
    return change, queries.content_in(change, standing)


def _save(request: HttpRequest, declared: Adjustables, standing: Standing) -> HttpResponse:
    _change, content = _written(actor_of(request), standing)
    typed = fields.join_terms({name: str(text) for name, text in request.POST.items()})
    edited = edit(declared, sections.get(declared.section).model, content, typed, units_apart=True)
    if edited.faults:
        return _show(request, declared, standing, typed=typed, faults=edited.faults)
    code = standing.effective.code
    try:
        proposal = actions.change_item(
            actor=actor_of(request),
            now=clock.now(),
            section=declared.section,
            code=code,
            content=edited.content,
            seen=request.POST.get("seen", ""),
        )
    except PageStale as refusal:
        meanwhile = fields.list_differing(declared, content, typed)
        return _show(request, declared, standing, typed=typed, faults=meanwhile, refusal=refusal)
    except ContentRefused as refusal:
        faults = _faults(declared.section, code, edited, refusal)
        return _show(request, declared, standing, typed=typed, faults=faults)
    response = redirect("administrator:proposal", proposal_id=proposal.pk)
    messages.success(
        request, _("Kept in your draft. It is not in force yet: submit it when everything is there.")
    )
    held.let_go(request, response)
    return response


def _faults(section: str, code: str, edited: Edited, refusal: ContentRefused) -> dict[str, str]:
    """Each finding at its field; those about other items stand under their name."""
    faults: dict[str, str] = {}
    for found in refusal.findings:
        about_this = (found.section, found.code) == (section, code)
        name = edited.name_at(found.finding.path) if about_this else f"{found.section}:{found.code}"
        text = " ".join(part for part in (found.finding.message, found.finding.mend) if part)
        faults[name] = f"{faults[name]} {text}" if name in faults else text
    return faults


def _show(
    request: HttpRequest,
    declared: Adjustables,
    standing: Standing,
    *,
    typed: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
    refusal: DomainError | None = None,
) -> HttpResponse:
    change, content = _written(actor_of(request), standing)
    address = (declared.section, standing.effective.code)
    base = (standing.base or standing.pinned).content
    shown = fields.list_fields(declared, declared.section, content, base, typed=typed, faults=faults)
    added = fields.list_new(declared, declared.section, typed=typed, faults=faults)
    shown_parts = parts.Parts(shown) if added else parts.list_parts(shown, request.GET.get("at", ""))
    if "open" not in request.GET:
        fields.fold(shown_parts.groups)
    inputs = [field for group in [*shown_parts.groups, *added] for row in group.rows for field in row.inputs]
    known = {field.name for field in inputs}
    context = {
        "title": lists.title_of(content, address[1]),
        "declared": declared,
        "standing": standing,
        "code": address[1],
        "parts": shown_parts,
        "locked": parts.list_locked(declared, content),
        "added": added,
        "added_open": any(row.faulty or row.typed for group in added for row in group.rows),
        "seen": digest_of(content),
        "foldable": any(group.folded for group in shown_parts.groups),
        "opened": "open" in request.GET,
        "refused": ui.Notice(str(refusal), "overdue") if refusal else None,
        "overtaken": change is not None and bool(queries.overtaken([change])),
        "drafted": change,
        "waiting": queries.list_waiting(actor_of(request), *address),
        "source": (standing.base or standing.pinned).pack,
        "use": _use(standing),
        "faults": ui.FaultList.of([field for field in inputs if field.error]),
        "others": [
            f"{parts.name_in_words(name)} {text}"
            for name, text in (faults or {}).items()
            if name not in known
        ],
        "upgrade": reverse("administrator:upgrade", args=address) if standing.moved and standing.base else "",
        "gone": standing.changed and standing.base is None,
        "give_back": reverse("administrator:give_back", args=address) if standing.changed else "",
    }
    status = refusal.status if refusal else 422 if faults else 200
    return render(request, "administrator/item.html", context, status=status)


def _use(standing: Standing) -> assignments.Use | None:
    """How often each rule of an assignment table decided, as it is in force."""
    if standing.effective.section != "assignment":
        return None
    return assignments.show_use(packs.load(standing.effective), now=clock.now())


@held.asked_on("administrator:item")
@require_POST
def give_back(request: HttpRequest, section: str, code: str) -> HttpResponse:
    """Propose that the item says again what its pack says."""
    proposal = actions.change_item(
        actor=actor_of(request), now=clock.now(), section=section, code=code, content=None
    )
    return redirect("administrator:proposal", proposal_id=proposal.pk)
