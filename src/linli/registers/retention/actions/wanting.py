"""A resident asks for the end of her whole file: work for a clerk, who asks for it too, or says why not."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.clock import local_day
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.registers.people.files import ids_of
from linli.registers.people.models import Person
from linli.registers.people.queries import get_person
from linli.registers.retention.actions.holding import place_of
from linli.registers.retention.actions.traces import check_not_own, note
from linli.registers.retention.models import Deletion
from linli.registers.retention.policies import check_keeps
from linli.registers.retention.queries import OPEN, list_needed, visible_deletions
from linli.registers.retention.refusals import (
    AskedAlready,
    BadReason,
    SomebodyElse,
    StillNeeded,
)
from linli.registers.retention.words import REASONS


def want_deletion(*, actor: Actor, now: datetime) -> Deletion:
    """Her own wish, by PIPL 47. Raises `StillNeeded` for what she can settle first (an open case), `AskedAlready`;
    a hold is not told here: it is for the clerk to say no."""
    person_id = _own(actor)
    with acting_as(SYSTEM), transaction.atomic():
        person = get_person(actor, person_id, day=local_day(now))
        if person.merged_into_id is not None:
            raise NotFound(_("There is no such file."))
        if needed := list_needed(sorted(ids_of(person.pk))):
            raise StillNeeded(" ".join(needed))
        Person.objects.select_for_update().get(pk=person.pk)
        if Deletion.objects.filter(person_number=person.pk, state__in=OPEN).exists():
            raise AskedAlready(_("You have asked for this already. It stands under «What I asked for»."))
        with override(settings.LANGUAGE_CODE):
            law = _("Personal Information Protection Law, article 47")
        wanted = Deletion.objects.create(
            person_number=person.pk, basis=Deletion.Basis.REQUEST, law=law,
            state=Deletion.State.WANTED, wanted_by=actor.user_id, wanted_at=now, **place_of(person.pk),
        )  # fmt: skip
        note(actor, now, "retention.want", wanted)
    return wanted


def keep_own(*, actor: Actor, now: datetime, deletion_id: int) -> None:
    """She wants her file to stay after all: as long as it is there. Raises `NotFound` for anybody else's."""
    person_id = _own(actor)
    with acting_as(SYSTEM), transaction.atomic():
        mine = Deletion.objects.select_for_update().filter(person_number=person_id, wanted_by__isnull=False)
        found = mine.filter(pk=deletion_id, state__in=OPEN).first()
        if found is None:
            raise NotFound(_("There is no such deletion."))
        found.state = Deletion.State.WITHDRAWN
        found.save(update_fields=["state"])
        note(actor, now, "retention.keep_own", found)


def refuse_deletion(*, actor: Actor, now: datetime, deletion_id: int, reason: str) -> Deletion:
    """Say no, for a reason of `words.REASONS`, which she reads. Raises `BadReason`, `NeedsAnother` for her own file."""
    check_keeps(actor)
    with acting_as(SYSTEM), transaction.atomic():
        found = visible_deletions(actor).select_for_update().filter(pk=deletion_id).first()
        if found is None:
            raise NotFound(_("There is no such deletion."))
        if found.state not in OPEN:
            raise AskedAlready(_("This deletion is decided already."))
        check_not_own(actor, found.person_number)
        if reason not in REASONS:
            raise BadReason(_("Choose why it is turned down."), field="reason")
        found.state, found.reason = Deletion.State.REFUSED, reason
        found.decided_by, found.decided_office, found.decided_at = actor.user_id, actor.office, now
        found.save()
        note(actor, now, "retention.refuse", found)
    return found


def _own(actor: Actor) -> int:
    if actor.person_id is None or actor.user_id is None:
        raise NotFound(_("There is no such file."))
    if actor.agent_id is not None:
        raise SomebodyElse(
            _("Only who it is about asks for the end of a whole file; or you ask at the counter.")
        )
    return actor.person_id
