"""The review as tables: the same on the page and in the workbook."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import xlsxwriter
from django.utils.translation import gettext as _

from linli.desks.security import display
from linli.desks.security.queries import Review
from linli.kernel import clock
from linli.kernel.accounts.models import ApiKey, User
from linli.registers.organisations.models import Appointment

OPTIONS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    none: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


def parts_of(review: Review, *, today: date) -> list[Part]:
    held = (
        _("Log-in name"),
        _("Full name"),
        _("What the post does"),
        _("Unit and post"),
        _("First day"),
        _("Last day"),
    )
    return [
        Part(
            _("Administrators"), _("Nobody is an administrator."), held,
            [_post(one) for one in review.administrators],
        ),
        Part(
            _("Posts that ended in the last quarter"), _("No post ended."), held, [_post(one) for one in review.ended],
        ),
        Part(
            _("Posts in communities whose holder is not among the workers on record there"),
            _("All of them are on record."), held, [_post(one) for one in review.unknown],
        ),
        Part(
            _("Accounts with a post that nobody used for 90 days"), _("All of them are used."),
            (_("Log-in name"), _("Full name"), _("Last log-in"), _("Made on")), [_user(one) for one in review.unused],
        ),
        Part(
            _("Keys that no program used for 90 days"), _("All of them are used."),
            (_("Log-in name"), _("What the key is for"), _("Last used"), _("Last day")),
            [_key(one) for one in review.keys],
        ),
    ]  # fmt: skip


def write_workbook(parts: Sequence[Part]) -> bytes:
    """One sheet for each part."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
    for number, part in enumerate(parts, start=1):
        sheet = book.add_worksheet(f"{number} {part.title}"[:31])
        sheet.set_column(0, len(part.heads) - 1, 24)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, part.heads, bold)
        for line, row in enumerate(part.rows or [[part.none]], start=1):
            sheet.write_row(line, 0, row)
    book.close()
    return out.getvalue()


def _post(one: Appointment) -> list[str]:
    last = (one.valid.upper - timedelta(days=1)).isoformat() if one.valid.upper else ""
    user, post = one.user, one.post
    return [
        user.username, user.name, display.role_of(post), display.office_of(post), one.valid.lower.isoformat(), last,
    ]  # fmt: skip


def _user(one: User) -> list[str]:
    return [one.username, one.name, _day(one.last_login) or _("never"), _day(one.created_at)]


def _key(key: ApiKey) -> list[str]:
    used = key.last_used_on.isoformat() if key.last_used_on else _("never")
    return [key.user.username, key.label, used, _day(key.expires_at) or _("without end")]


def _day(moment: datetime | None) -> str:
    return clock.local_day(moment).isoformat() if moment else ""
