"""Bindings as lines of a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from linli.kernel.clock import local_day
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_date, join_clauses
from linli.registers.people.bindings import BindingView
from linli.registers.people.words import BOUND_BY, REVOKED_BY


@dataclass(frozen=True, slots=True)
class Line:
    """One binding: masked log-in name, how and since when, and how it ended."""

    binding: int
    title: str
    note: str
    badge: ui.Badge | None
    open: bool


def lines_of(found: Iterable[BindingView], *, today: date, own: int | None = None) -> list[Line]:
    """`own`: told to whose file it is, without the words of the office."""
    return [
        Line(
            one.binding,
            one.login,
            _note(one, today, told=own is None),
            ui.Badge("done", _("open")) if one.open else ui.Badge("paused", _("over")),
            one.open,
        )
        for one in found
    ]


def _note(one: BindingView, today: date, *, told: bool) -> str:
    since = _("since %(day)s") % {"day": format_date(local_day(one.since), today=today)}
    parts = [_(BOUND_BY[one.how]), one.office, since]
    if one.until is not None:
        ended = _(REVOKED_BY[one.ended_by]) if one.ended_by else _("taken back")
        parts += [f"{format_date(local_day(one.until), today=today)} {ended}", one.reason if told else ""]
    return join_clauses(filter(None, parts))
