"""Bindings and mandates as lines of lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from linli.kernel.clock import local_day
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_date, format_full_date, join_clauses, join_words
from linli.registers.mandates.models import MandateBlock
from linli.registers.mandates.queries import ActingFor, MandateView, Scope
from linli.registers.mandates.words import ENDED, GIVEN, WHY
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
            ui.Badge("done", _("valid now")) if one.open else ui.Badge("paused", _("over")),
            one.open,
        )
        for one in found
    ]


def _note(one: BindingView, today: date, *, told: bool) -> str:
    since = _("since %(day)s") % {"day": format_date(local_day(one.since), today=today)}
    parts = [_(BOUND_BY[one.how]), one.office, since]
    if one.until is not None:
        ended = _(REVOKED_BY[one.ended_by]) if one.ended_by else _("revoked")
        parts += [f"{format_date(local_day(one.until), today=today)} {ended}", one.reason if told else ""]
    return join_clauses(filter(None, parts))


@dataclass(frozen=True, slots=True)
class ActingRow:
    """One for whom the reader may act; `chosen`: she does so now."""

    person: int
    name: str
    note: str
    guardian: bool
    consented: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class MandateRow:
    """One mandate, told from the side of one of its two."""

    mandate: int
    title: str
    note: str
    badge: ui.Badge
    open: bool


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One protective mark, and what this reader may do about it."""

    mark: int
    title: str
    note: str
    confirms: bool


def acting_rows(found: Iterable[ActingFor], titles: Mapping[str, str], *, now: int | None) -> list[ActingRow]:
    return [
        ActingRow(
            one.person_id,
            one.name,
            join_clauses([_(WHY[one.why]), _until(one.until), scope_words(one.scope, titles)]),
            one.why == "guardian",
            one.consented,
            one.person_id == now,
        )
        for one in found
    ]


def mandate_rows(
    found: Iterable[MandateView], person_id: int, titles: Mapping[str, str], *, day: date
) -> list[MandateRow]:
    """Those that hold first."""
    rows = []
    for one in sorted(found, key=lambda one: not one.holds(day)):
        hers = one.principal == person_id
        words = _("%(name)s acts for her") if hers else _("acts for %(name)s")
        ended = _(ENDED[one.revoked_by]) if one.revoked_by else ""
        note = [_(GIVEN[one.how]), _until(one.ends_on), scope_words(one.scope, titles), ended, one.reason]
        rows.append(
            MandateRow(
                one.mandate,
                words % {"name": one.agent_name if hers else one.principal_name},
                join_clauses(filter(None, note)),
                ui.Badge("done", _("valid now")) if one.holds(day) else ui.Badge("paused", _("over")),
                one.holds(day),
            )
        )
    return rows


def mark_rows(
    known: Iterable[MandateBlock], pairs: Mapping[int, tuple[int, int]], names: Mapping[int, str], me: int, *,
    today: date,
) -> list[MarkRow]:  # fmt: skip
    return [
        MarkRow(
            one.pk,
            _("%(other)s has no access to %(name)s")
            % {"name": names.get(pairs[one.pk][0], ""), "other": names.get(pairs[one.pk][1], "")},
            join_clauses(
                filter(
                    None,
                    (
                        _("since %(day)s") % {"day": format_date(local_day(one.given_at), today=today)},
                        "" if one.confirmed_by else _("not confirmed yet"),
                        _("lifting was asked for") if one.lift_asked_by else "",
                    ),
                )
            ),
            one.confirmed_by is None and one.given_by != me,
        )
        for one in known
    ]


def scope_words(scope: Scope, titles: Mapping[str, str]) -> str:
    """高龄津贴、困难救助；可以看档案."""
    if scope.services is None:
        about = _("all services")
    else:
        about = join_words(titles.get(code, code) for code in scope.services)
    return join_clauses([about, _("may read the file")]) if scope.file else about


def _until(day: date) -> str:
    return _("valid until %(day)s") % {"day": format_full_date(day - timedelta(days=1))}
