"""The units' own past: how long finished cases took, computed every night, and what it says about open ones."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import takewhile

import structlog
from django.db import transaction
from django.db.models import Q

from linli.engines.cases import deadline, rules
from linli.engines.cases.definitions import Holder, Outcome, Phase, State
from linli.engines.cases.models import Case, CasePace
from linli.engines.cases.pace import LEAST_CASES, PAST, Pace, pace_of
from linli.engines.cases.queries import calendar_of, entries_of, get_procedure, history_of, places_of
from linli.engines.cases.terms import Term
from linli.kernel.clock import local_day
from linli.kernel.errors import LinliError

log = structlog.get_logger(__name__)

Key = tuple[str, str, str, str]
"""Procedure, state, role, scope."""
_ANY = Term(workdays=1)


def rebuild_paces(now: datetime) -> int:
    """Compute the paces anew from the cases that were decided in the last 180 days; returns how many there are.

    Withdrawn cases say nothing about the office. A case whose history is broken is logged and left out.
    """
    durations: dict[Key, list[int]] = defaultdict(list)
    decided = Case.objects.filter(phase=Phase.CLOSED, closed_at__gte=now - PAST, closed_at__lte=now)
    decided = decided.exclude(outcome=Outcome.WITHDRAWN).prefetch_related("steps", "intervals").order_by("id")
    for case in decided.iterator(chunk_size=500):
        try:
            for key, days in _durations(case):
                durations[key].append(days)
        except (LinliError, KeyError) as fault:
            log.error("case.rebuild_paces", case=case.pk, fault=type(fault).__name__)
    rows = [_row(key, pace_of(found)) for key, found in sorted(durations.items())]
    with transaction.atomic():
        CasePace.objects.all().delete()
        CasePace.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def paces_for(cases: Sequence[Case]) -> dict[int, Pace]:
    """By the ids of open cases, the pace of the unit that has it, or of its county; nothing where the past of both is
    too short. One statement, none without cases."""
    wanted = {case.pk: list(_keys(case, get_procedure(case).state(case.state))) for case in cases}
    posts = {(key[2], key[3]) for keys in wanted.values() for key in keys}
    if not posts:
        return {}
    found = {
        (row.procedure, row.state, row.role, row.scope): Pace(row.count, row.median, row.eightieth)
        for row in CasePace.objects.filter(
            Q(role__in={role for role, _scope in posts}), scope__in={scope for _role, scope in posts},
            state__in={case.state for case in cases}, count__gte=LEAST_CASES,
        )
    }  # fmt: skip
    paces: dict[int, Pace] = {}
    for case_id, keys in wanted.items():
        known = [replace(found[key], county=number > 0) for number, key in enumerate(keys) if key in found]
        paces |= {case_id: known[0]} if known else {}
    return paces


def _durations(case: Case) -> Iterator[tuple[Key, int]]:
    """For each state the case was in: counted working days from when it last came there to the end of its term."""
    if case.closed_at is None:
        return
    pinned, ended = get_procedure(case), local_day(case.closed_at)
    running = _counted(case, ended)
    accepted = local_day(case.accepted_at) if case.accepted_at else ended
    calendar = calendar_of(case)
    for code, reached in _reached(case):
        state = pinned.state(code)
        if state.phase is Phase.RUNNING:
            days = sum(1 for day in running if day > reached)
        else:
            days = max(0, calendar.count_workdays(reached, accepted))
        for key in _keys(case, state):
            yield key, days


def _reached(case: Case) -> Iterable[tuple[str, date]]:
    """The states that the case was in, each with the day on which it last came there."""
    found: dict[str, date] = {}
    before = ""
    for past in history_of(case):
        if past.to != before:
            found[past.to] = past.at.date()
        before = past.to
    return found.items()


def _counted(case: Case, ended: date) -> list[date]:
    days = deadline.counted_days(entries_of(case), _ANY, calendar_of(case))
    return list(takewhile(lambda day: day <= ended, days))


def _keys(case: Case, state: State) -> Iterator[Key]:
    """Under which the state's past is kept: the post that has it, then the county."""
    if not isinstance(state.by, Holder):
        return
    role, scope = rules.post_of(state.by, places_of(case))
    code = get_procedure(case).code
    yield code, state.code, role, scope
    county = f"county:{case.county}"
    if case.county is not None and scope != county:
        yield code, state.code, role, county


def _row(key: Key, pace: Pace) -> CasePace:
    procedure, state, role, scope = key
    return CasePace(
        procedure=procedure, state=state, role=role, scope=scope, count=pace.count, median=pace.median,
        eightieth=pace.eightieth,
    )  # fmt: skip
