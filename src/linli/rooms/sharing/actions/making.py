"""Making the files of approved exports: read as who asked for them, marked, digested, sealed."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from linli.kernel import clock
from linli.kernel.accounts.models import User
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.crypto import seal
from linli.kernel.errors import DomainError
from linli.kernel.ui.format import format_full_date, format_time
from linli.registers.organisations.queries import get_actor
from linli.rooms.sharing.actions.exporting import CONTEXT
from linli.rooms.sharing.actions.reading import count_use
from linli.rooms.sharing.models import Export, ExportFile
from linli.rooms.sharing.queries import exports
from linli.rooms.sharing.queries.opening import NotInForce, open_agreement
from linli.rooms.sharing.queries.rows import Row
from linli.rooms.sharing.queries.words import Telling, titles_of
from linli.rooms.sharing.rules import KEPT, LABEL
from linli.rooms.sharing.rules.sheets import WRITERS, Mark

log = structlog.get_logger(__name__)
NAMED_AT_ONCE: Final = 5_000
"""Persons of one audit entry at most."""


@transaction.atomic
def make_next(*, now: datetime) -> bool:
    """Make the file of one export that waits for it; false where none does. Safe at the same time."""
    waiting = Export.objects.filter(state=Export.State.APPROVED).order_by("pk")
    export = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("agreement").first()
    if export is None:
        return False
    make(export, now=now)
    return True


def make(export: Export, *, now: datetime) -> None:
    """Who has lost the post since, or whose agreement has ended, gets nothing. Within a transaction."""
    reader = get_actor(export.asked_by, day=clock.local_day(now))
    try:
        with transaction.atomic():
            batches = list(exports.read_export(export, reader, day=clock.local_day(now)))
            _check_post(export, reader)
    except DomainError as refusal:
        export.state, export.fault = Export.State.FAILED, refusal.code
        export.save(update_fields=["state", "fault"])
        return
    rows = [row for batch in batches for row in batch]
    data = _write(export, reader, rows, now)
    export.state, export.made_at, export.rows = Export.State.MADE, now, len(rows)
    export.digest = sha256(data).hexdigest()
    export.save(update_fields=["state", "made_at", "rows", "digest"])
    ExportFile.objects.create(export=export, sealed=seal(data, context=CONTEXT))
    _note(export, reader, rows, now)


def drop_old(*, now: datetime) -> int:
    """Files that nobody fetched in time; returns how many."""
    with transaction.atomic():
        old = Export.objects.filter(state=Export.State.MADE, made_at__lt=now - KEPT)
        ids = list(old.select_for_update(skip_locked=True).values_list("pk", flat=True))
        ExportFile.objects.filter(export__in=ids).delete()
        return Export.objects.filter(pk__in=ids).update(state=Export.State.DROPPED)


def _check_post(export: Export, reader: Actor) -> None:
    if export.post not in {f"{one.role} {one.scope}" for one in reader.grants}:
        raise NotInForce("the post by which it was asked is no longer held")


def _write(export: Export, reader: Actor, rows: Sequence[Row], now: datetime) -> bytes:
    with override(settings.LANGUAGE_CODE):
        telling, mark = Telling(export.fields), _mark(export, reader, now)
        texts = (telling.row(row.values) for row in rows)
        return WRITERS[export.format](titles_of(export.fields), texts, mark)


def _mark(export: Export, reader: Actor, now: datetime) -> Mark:
    """Who, when, under which agreement: on each page; the short form in each row."""
    code = exports.mark_for(export.pk)
    number = export.agreement.number if export.agreement else _("Files of people")
    name = User.objects.values_list("name", flat=True).get(pk=export.asked_by)
    at = clock.local(now)
    moment = f"{format_full_date(at.date())} {format_time(now)}"
    who = f"{export.asked_office} {name}"
    return Mark(
        line=_("%(number)s · %(who)s · %(moment)s · %(code)s · Not to be passed on")
        % {"number": number, "who": who, "moment": moment, "code": code},
        short=f"{number} {name} {at.date().isoformat()} {code}",
        title=_("Where from"),
    )


def _note(export: Export, reader: Actor, rows: Sequence[Row], now: datetime) -> None:
    """The look of who asked: number, digest of the file, fields, and every person in it."""
    number, known = "", [*export.fields, *([LABEL + export.label] if export.label else [])]
    if export.agreement is not None:
        number = export.agreement.number
        opening = open_agreement(reader, number, way="export", day=clock.local_day(now))
        known += opening.known
        count_use(now, opening, rows, way="export")
    purpose = " ".join(filter(None, (number, export.reason[:100], f"SHA-256 {export.digest}")))
    for part in _parts([row.person for row in rows]) or [[]]:
        record(
            actor=reader, now=now, kind="look", act="share.export_made", object_ref=f"export:{export.pk}",
            persons=part, fields=list(dict.fromkeys(known)), purpose=purpose, office=export.asked_office,
        )  # fmt: skip


def _parts(persons: Sequence[int]) -> list[Sequence[int]]:
    return [persons[at : at + NAMED_AT_ONCE] for at in range(0, len(persons), NAMED_AT_ONCE)]


@transaction.atomic
def make_at_once(export: Export, *, now: datetime) -> None:
    """A short list that needs nobody else is there when the page comes back."""
    waiting = Export.objects.filter(pk=export.pk, state=Export.State.APPROVED)
    found = waiting.select_for_update(of=("self",)).select_related("agreement").first()
    if found is not None:
        make(found, now=now)
