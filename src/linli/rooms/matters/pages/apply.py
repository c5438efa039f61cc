"""Applying for a matter: the form, filled with what her file knows; what was typed is kept until it is sent."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.engines.forms import actions as form_actions
from linli.engines.forms import posting
from linli.engines.forms import queries as forms
from linli.engines.forms.definitions import FormDefinition
from linli.engines.forms.fields import FormView, fields_for
from linli.engines.forms.references import References
from linli.engines.forms.uploads import take_uploads
from linli.engines.packs.models import PackItem
from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError, Faults, NotFound
from linli.kernel.throttle import count_try
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_date
from linli.registers.people import queries as people
from linli.rooms.matters import actions, display, queries
from linli.rooms.matters.definitions import Matter
from linli.rooms.matters.pages.photos import HasPapers, PhotoInputs, take_photos

KEPT_A_MINUTE = 30
"""Times a minute that one account may have its draft kept; the script asks for it at most 40 times in 60 s."""
AGAIN = "again"
"""The button by which a second application is sent on purpose."""
_NOT_TYPED = frozenset({"csrfmiddlewaretoken", posting.DO})


@dataclass(frozen=True, slots=True)
class Addresses:
    """Of what is applied for: its guide, its form, and where what is typed is kept."""

    guide: str
    form: str
    draft: str


class Sheet:
    """A form in front of one applicant: what it asks, and what she typed so far."""

    def __init__(
        self,
        request: HttpRequest,
        *,
        item: PackItem,
        definition: FormDefinition,
        subject: str,
        title: str,
        papers: HasPapers,
        addresses: Addresses,
    ) -> None:
        self.request, self.actor = request, actor_of(request)
        self.item, self.definition, self.subject = item, definition, subject
        self.title, self.papers, self.addresses = title, papers, addresses
        self.values: dict[str, Any] | None = None
        self.photos = PhotoInputs.fresh(papers)
        self.restored: ui.Notice | None = None
        self.sample: ui.Notice | None = None
        self.verb = _("Apply")
        self.refused: dict[str, str] = {}
        self.register = References(self.actor.as_resident(), now=clock.now())
        day = clock.today()
        file = people.read_file(people.get_person(self.actor, self.actor.person_id or 0, day=day), day=day)
        self.known = actions.prefill_of(file)

    def check(self, raw: Mapping[str, object]) -> None:
        """Raises what sending would be refused for."""
        raise NotImplementedError

    def send(self, raw: Mapping[str, object]) -> str:
        """Apply; the address of the receipt."""
        raise NotImplementedError

    def running(self) -> ui.Notice | None:
        """That she has applied for this already."""
        return None

    def take(self, fields: QueryDict, files: "Mapping[str, UploadedFile[Any]]") -> None:
        """What was sent, with the photos among it stored."""
        sent = {name: values for name, values in fields.lists() if name not in _NOT_TYPED}
        typed = posting.nest(self.definition, sent)
        self.values, self.refused = take_uploads(self.definition, typed, files, actor=self.actor)
        self._take_papers(files)

    def _take_papers(self, files: "Mapping[str, UploadedFile[Any]]") -> None:
        typed = self.values or {}
        self.photos = take_photos(self.actor, self.papers, typed, files)
        kept = {f"paper-{code}-token": paper.token for code, paper in self.photos.documents.items()}
        self.values = typed | kept

    def _is_filled_in(self) -> bool:
        typed = self.values or {}
        return bool(self.photos.documents) or posting.is_filled_in(self.definition, typed, self.known)

    def keep(self) -> bool:
        """Whether what was typed is kept as her draft. Where nothing is, there is none to keep."""
        if not self._is_filled_in():
            self.drop()
            return True
        draft = form_actions.save_draft(
            form_item=self.item,
            subject=self.subject,
            values=self.values or {},
            actor=self.actor,
            now=clock.now(),
            uploads=[document.token for document in self.photos.documents.values()],
        )
        return draft is not None

    def drop(self) -> None:
        form_actions.drop_draft(form=self.definition.code, subject=self.subject, actor=self.actor)

    def restore(self) -> None:
        """Take up what was kept, and say so."""
        draft = forms.get_draft(form=self.definition.code, subject=self.subject, actor=self.actor)
        if draft is None:
            return
        self.values = dict(draft.values)
        self._take_papers({})
        if not self._is_filled_in():
            return
        local = timezone.localtime(draft.kept_at)
        day = format_date(local.date(), today=clock.today())
        words = _("You wrote this until %(day)s %(time)s. It is all here; go on where you stopped.")
        self.restored = ui.Notice(words % {"day": day, "time": f"{local:%H:%M}"}, "running")

    def view(self, day: date, faults: Mapping[str, Any] | None = None) -> FormView:
        return fields_for(self.definition, self.values, faults, self.known, today=day, register=self.register)

    def show(self, faults: Mapping[str, Any] | None = None, error: DomainError | None = None) -> HttpResponse:
        view = self.view(clock.today(), {**(faults or {}), **self.refused})
        lines = [*view.lines, *self.photos.fault_lines()]
        second = isinstance(error, actions.AlreadyOpen)
        context = {
            "title": self.title,
            "verb": self.verb,
            "sample": self.sample,
            "addresses": self.addresses,
            "running": self.running(),
            "form": self.definition,
            "view": view,
            "photos": self.photos.rows(),
            "limit": settings.CONFIG.upload_limit_mb,
            "faults": ui.FaultList(lines) if lines else None,
            "error": ui.Notice(str(error.message), "overdue") if error and not second else None,
            "second": second,
            "restored": self.restored,
            "kept_days": form_actions.DRAFT_DAYS,
            "key": (self.values or {}).get("key") or secrets.token_urlsafe(16),
        }
        status = error.status if error else 422 if lines else 200
        return render(self.request, "matters/apply.html", context, status=status)


class MatterSheet(Sheet):
    """The form of one matter. Raises `NotOnline`."""

    def __init__(self, request: HttpRequest, code: str) -> None:
        entry, self.matter = queries.get_matter(code)
        item, definition = _form_of(self.matter)
        addresses = Addresses(
            *(reverse(f"matters:{name}", args=[code]) for name in ("guide", "apply", "draft"))
        )
        super().__init__(
            request, item=item, definition=definition, subject=queries.draft_subject(code, actor_of(request)),
            title=self.matter.title, papers=self.matter, addresses=addresses,
        )  # fmt: skip
        self.sample, self.verb = display.sample_notice(entry.item), display.verb_of(self.matter)

    def check(self, raw: Mapping[str, object]) -> None:
        actions.check_form(actor=self.actor, now=clock.now(), code=self.matter.code, raw=raw)

    def send(self, raw: Mapping[str, object]) -> str:
        case = actions.apply(
            actor=self.actor,
            now=clock.now(),
            code=self.matter.code,
            raw=raw,
            photos=self.photos.documents,
            key=str(raw.get("key", "")),
            again=bool(raw.get(AGAIN)),
        )
        return reverse("matters:receipt", args=[case.number])

    def running(self) -> ui.Notice | None:
        return display.running_notice(self.actor.person_id, self.matter.code)


def _form_of(matter: Matter) -> tuple[PackItem, FormDefinition]:
    if not matter.online or matter.form is None:
        raise actions.NotOnline(
            _("This matter is handled at the counter: %(where)s") % {"where": matter.where}
        )
    return forms.get_form(matter.form)


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a matter. What was typed stays, whatever is refused, and is there again another day."""
    try:
        sheet = MatterSheet(request, code)
    except actions.NotOnline:
        return redirect("matters:guide", code=code)
    return answer(sheet)


@held.asked_on("matters:apply")
@require_POST
def keep_draft(request: HttpRequest, code: str) -> HttpResponse:
    """What the page's script sends every few seconds; no files, no answer but whether it is kept."""
    return keep(MatterSheet(request, code))


def answer(sheet: Sheet) -> HttpResponse:
    """Show the form, change it, or send it."""
    request = sheet.request
    if request.method == "POST":
        sheet.take(request.POST, request.FILES)
        return _change(sheet) if posting.DO in request.POST else _submit(sheet)
    held_back = held.restore(request, request.path, sheet.addresses.draft)
    if held_back is None:
        sheet.restore()
    else:
        sheet.take(*held_back)
        messages.info(request, held.WORDS)
    return sheet.show()


def keep(sheet: Sheet) -> HttpResponse:
    """Keep what was typed, so often a minute."""
    now = clock.now()
    if count_try(what="draft", source=str(sheet.actor.user_id), seconds=60, now=now) > KEPT_A_MINUTE:
        return HttpResponse(status=429)
    sheet.take(sheet.request.POST, {})
    return HttpResponse(status=204 if sheet.keep() else 413)


def _change(sheet: Sheet) -> HttpResponse:
    """A button that changes the form and does not send it."""
    do = sheet.request.POST[posting.DO]
    if do == "discard":
        sheet.drop()
        messages.success(sheet.request, _("The form is empty again, but for what your file knows."))
        return redirect(sheet.addresses.form)
    sheet.values, _part = posting.act(sheet.definition, sheet.values or {}, do)
    kept = sheet.keep()
    if do == "keep" and kept:
        return redirect(sheet.addresses.form)
    return sheet.show()


def _submit(sheet: Sheet) -> HttpResponse:
    raw = sheet.values or {}
    try:
        if sheet.photos.faults or sheet.refused:  # those of the form are told in the same round
            sheet.check(raw)
            sheet.keep()
            return sheet.show()
        receipt = sheet.send(raw)
    except Faults as refusal:
        sheet.keep()
        return sheet.show(refusal.faults)
    except NotFound:
        raise
    except DomainError as refusal:
        sheet.keep()
        return sheet.show(error=refusal)
    sheet.drop()
    response = redirect(receipt)
    held.let_go(sheet.request, response)
    return response


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
