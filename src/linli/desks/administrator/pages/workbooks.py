"""Everything that may be changed as an Excel workbook: downloaded, changed, sent back as a draft."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.desks.administrator.pages.items import actor_of
from linli.engines.overlays import actions, policies
from linli.engines.overlays.models import Proposal
from linli.engines.overlays.refusals import ContentRefused
from linli.engines.overlays.workbooks.cells import CellFault, WorkbookRefused
from linli.engines.overlays.workbooks.opening import LARGEST
from linli.engines.overlays.workbooks.reading import read_workbook
from linli.engines.overlays.workbooks.writing import write_workbook
from linli.kernel import clock
from linli.kernel.audit.actions import record
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.ui import components as ui

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


SHOWN = 200
"""Faults on the page; whoever has more mends these first."""


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """What is in force now, as .xlsx."""
    actor, now = actor_of(request), clock.now()
    policies.check_may_change(actor)
    record(actor=actor, now=now, kind="look", act="overlay.workbook", office=policies.office_of(actor))
    name = f"linli-settings-{clock.local_day(now):%Y%m%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write_workbook(), content_type=SHEET, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def workbook(request: HttpRequest) -> HttpResponse:
    """Download and send back; a workbook with a bad cell is not taken at all, and every bad cell is named."""
    policies.check_may_change(actor_of(request))
    if request.method != "POST":
        return _show(request)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _show(request, error=_("Choose the workbook first."))
    try:
        proposal = _take(request, file)
    except WorkbookRefused as refusal:
        return _show(request, faults=refusal.faults)
    except ContentRefused as refusal:
        lines = [
            CellFault("", "", f"{f.section} {f.code}", f.finding.message, f.finding.mend)
            for f in refusal.findings
        ]
        return _show(request, faults=tuple(lines))
    except NotFound:
        raise
    except DomainError as refusal:
        return _show(request, error=str(refusal))
    messages.success(request, _("The workbook is read: look at the differences, and submit."))
    return redirect("administrator:proposal", proposal_id=proposal.pk)


def _take(request: HttpRequest, file: "UploadedFile[bytes]") -> Proposal:
    data = file.read(LARGEST + 1)
    contents = read_workbook(data)
    origin = Proposal.Origin.WORKBOOK
    return actions.propose(actor=actor_of(request), now=clock.now(), origin=origin, contents=contents)


def _show(request: HttpRequest, *, error: str = "", faults: tuple[CellFault, ...] = ()) -> HttpResponse:
    field = ui.Field("file", _("The changed workbook"), "file", "", "", error, accept=".xlsx")
    context = {"field": field, "faults": faults[:SHOWN], "count": len(faults), "more": len(faults) > SHOWN}
    return render(request, "administrator/workbook.html", context, status=422 if error or faults else 200)
