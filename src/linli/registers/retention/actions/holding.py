"""Holds: a letter asks that a file stays."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.audit.actions import record
from linli.kernel.clock import local_day
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.registers.people.models import Residence
from linli.registers.retention.models import Hold
from linli.registers.retention.policies import check_keeps
from linli.registers.retention.queries import find_kept, visible_holds
from linli.registers.retention.refusals import BadHold


def place_hold(
    *, actor: Actor, now: datetime, person_id: int, reason: str, reference: str, until: date | None = None
) -> Hold:
    """Keep a file from being deleted. `reference` is the number of the letter that asks for it, and names nobody."""
    check_keeps(actor)
    day = local_day(now)
    person = find_kept(actor, person_id, day=day)
    if reason not in Hold.Reason.values or not reference.strip():
        raise BadHold(_("Name the letter that asks for it."), field="reference")
    if until is not None and until < day:
        raise BadHold(_("Name a later day."), field="until")
    with acting_as(SYSTEM), transaction.atomic():
        hold = Hold.objects.create(
            person=person, reason=reason, reference=reference.strip()[:64], until=until, placed_by=actor.user_id,
            office=actor.office, placed_at=now, **place_of(person.pk),
        )  # fmt: skip
        record(actor=actor, now=now, kind="change", act="retention.hold", object_ref=f"hold:{hold.pk}",
               persons=[person.pk])  # fmt: skip
    return hold


def lift_hold(*, actor: Actor, now: datetime, hold_id: int) -> None:
    """The file may end again, where nothing else keeps it."""
    check_keeps(actor)
    with acting_as(SYSTEM), transaction.atomic():
        hold = visible_holds(actor).select_for_update().filter(pk=hold_id, lifted_at__isnull=True).first()
        if hold is None:
            raise NotFound(_("There is no such hold."))
        hold.lifted_at, hold.lifted_by, hold.lifted_office = now, actor.user_id, actor.office
        hold.save(update_fields=["lifted_at", "lifted_by", "lifted_office"])
        record(actor=actor, now=now, kind="change", act="retention.lift", object_ref=f"hold:{hold.pk}",
               persons=[hold.person_id])  # fmt: skip


def place_of(person_id: int) -> dict[str, int | None]:
    """Columns of the place that keeps the file: of the home that she has, or had last."""
    home = Residence.objects.filter(person=person_id).order_by("-valid", "kind").first()
    if home is None:
        raise NotFound(_("There is no such file."))
    return {level: getattr(home, level) for level in ("county", "town", "community", "grid")}
