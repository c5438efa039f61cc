"""The checklist and the official notices of a case."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from linli.engines.cases import story
from linli.engines.cases.models import Case
from linli.engines.packs.models import PackItem
from linli.kernel.clock import local_day
from linli.kernel.errors import NotFound
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_date, format_full_date
from linli.rooms.matters import queries
from linli.rooms.matters.display.chips import outcome_word
from linli.rooms.matters.models import OfficialNotice
from linli.rooms.matters.queries import ChecklistRow


def checklist(rows: Sequence[ChecklistRow], hrefs: dict[str, str]) -> ui.Checklist:
    notes = {
        "verified": _("checked by data, nothing to bring"),
        "given": _("photo given"),
        "sighted": _("original seen at the counter"),
        "insufficient": _("given, but does not do"),
    }
    items = []
    for row in rows:
        state = (
            "got"
            if row.state in ("verified", "given", "sighted")
            else "need"
            if row.paper.required
            else "may"
        )
        href = hrefs.get(row.paper.code, "") if row.document else ""
        note = notes.get(row.state) or (
            row.paper.hint if row.paper.required else _("not given; it is not required")
        )
        items.append(
            ui.CheckItem(row.paper.title, state, note, href, _("view") if href else "")  # type: ignore[arg-type]
        )
    return ui.Checklist(items)


NOTICE_TITLES = {
    OfficialNotice.Kind.SUPPLEMENT: "一次性告知书",
    OfficialNotice.Kind.ACCEPTANCE: "受理通知书",
    OfficialNotice.Kind.PUBLICITY: "公示",
    OfficialNotice.Kind.DECISION: "办理结果告知书",
    OfficialNotice.Kind.DECLINE: "不予受理通知书",
}
"""Official documents stay Chinese, dates and outcome included, in every language of the interface."""

OFFICIAL_LANGUAGE = "zh-hans"


def notice_links(case: Case, url_name: str) -> ui.LinkList | None:
    """The official notices of a case, newest last."""
    rows = [
        ui.LinkRow(
            NOTICE_TITLES[OfficialNotice.Kind(notice.kind)],
            reverse(url_name, args=[case.number, notice.pk]),
            format_date(local_day(notice.issued_at)),
        )
        for notice in queries.list_notices(case)
    ]
    return ui.LinkList(rows) if rows else None


def notice_page(case: Case, notice_id: int) -> dict[str, object]:
    """Everything a printed notice says. Raises `NotFound` for a notice of another case."""
    notice = next((found for found in queries.list_notices(case) if found.pk == notice_id), None)
    if notice is None:
        raise NotFound(_("There is no such notice."))
    matter = queries.pinned_matter(case)
    missing, due = notice.facts.get("papers", []), notice.facts.get("due", "")
    step = next((step for step in story.list_steps(case) if step.seq == notice.step_seq), None)
    with translation.override(OFFICIAL_LANGUAGE):
        return {
            "case": case,
            "kind": notice.kind,
            "title": NOTICE_TITLES[OfficialNotice.Kind(notice.kind)],
            "office": notice.office.split(" · ")[0],
            "issued": format_full_date(local_day(notice.issued_at)),
            "papers": [paper for paper in matter.papers if paper.code in missing],
            "outcome": outcome_word(case) if notice.kind == OfficialNotice.Kind.DECISION else "",
            "note": step.note if step else "",
            "due": format_full_date(date.fromisoformat(due)) if due else "",
            "applicant": case.applicant.name,
            "verb": matter.verb,
        }


def sample_notice(item: PackItem) -> ui.Notice | None:
    """That a matter comes from a sample pack and binds nobody."""
    return ui.Notice(_("Sample: this is nobody’s rule."), "risk") if queries.is_sample(item) else None


def running_notice(person_id: int | None, code: str) -> ui.Notice | None:
    """That this person has applied for the matter already, before a second application is sent by mistake."""
    running = queries.get_open_number(person_id, code) if person_id is not None else ""
    if not running:
        return None
    return ui.Notice(
        _("You have one that is being handled."),
        "risk",
        reverse("matters:my_case", args=[running]),
        _("See how far it is"),
    )
