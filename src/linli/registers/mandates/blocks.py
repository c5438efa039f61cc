"""«No access» between two persons: given by a clerk at once, confirmed by a second, lifted by two.

Entries of the audit log name the mark, not the persons, so that neither reads there that it is.
"""

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.audit.actions import record
from linli.kernel.clock import local_day
from linli.kernel.crypto import seal, unseal_text
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.registers.mandates import queries
from linli.registers.mandates.actions import end_mandate
from linli.registers.mandates.models import Mandate, MandateBlock
from linli.registers.mandates.refusals import MandateUnfit, NeedsSecond
from linli.registers.people.models import PersonAccount
from linli.registers.people.policies import CHECKERS
from linli.registers.people.queries import get_person
from linli.registers.people.refusals import PurposeMissing

CONTEXT_PAIR: Final = "mandate_block.pair"


def bar(
    *, actor: Actor, now: datetime, person_id: int, other_id: int, second_id: int, purpose: str
) -> MandateBlock:
    """Keep `other` from acting for the person and from seeing her, from now on. `second_id` is the account of a
    colleague who is to confirm it. Mandates between the two end. Raises `NotFound`, `MandateUnfit`, `NeedsSecond`."""
    grants = tuple(grant for grant in actor.grants if grant.role in CHECKERS)
    get_person(replace(actor, person_id=None, grants=grants), person_id, day=local_day(now))
    _check_purpose(purpose)
    if other_id == person_id or queries.barred_among(person_id, [other_id]):
        raise MandateUnfit(_("That cannot be marked, or is already."), field="other")
    with _writing(), transaction.atomic():
        named = {actor.user_id, second_id}
        own = PersonAccount.objects.filter(
            user__in=named, person__in=(person_id, other_id), revoked_at__isnull=True
        )
        if len(named) < 2 or own.exists():
            raise NeedsSecond(_("Name a colleague who has nothing to do with the two."), field="second")
        mark = MandateBlock.objects.create(
            pair_digest=queries.pair_digest(person_id, other_id), known_to=sorted(filter(None, named)),
            pair_sealed=seal(f"{person_id}:{other_id}", context=CONTEXT_PAIR), given_by=actor.user_id or 0,
            given_at=now,
        )  # fmt: skip
        _note(actor, now, "bar", mark, purpose)
        for mandate in Mandate.objects.filter(revoked_at__isnull=True, principal__in=(person_id, other_id),
                                              agent__in=(person_id, other_id)):  # fmt: skip
            end_mandate(mandate.pk, Mandate.RevokedBy.MARK, actor=SYSTEM, now=now)
    return mark


def confirm_bar(*, actor: Actor, now: datetime, mark_id: int, purpose: str) -> None:
    """The second says that it is right."""
    with transaction.atomic():
        mark = _take(actor, mark_id)
        _check_purpose(purpose)
        if mark.given_by == actor.user_id or mark.confirmed_by is not None:
            raise NeedsSecond(_("The other of you two confirms it."))
        with _writing():
            MandateBlock.objects.filter(pk=mark.pk).update(confirmed_by=actor.user_id, confirmed_at=now)
        _note(actor, now, "bar_confirm", mark, purpose)


def lift_bar(*, actor: Actor, now: datetime, mark_id: int, purpose: str) -> bool:
    """The first of two asks that it is lifted, the other lifts it; returns whether it is."""
    with transaction.atomic():
        mark = _take(actor, mark_id)
        _check_purpose(purpose)
        done = mark.lift_asked_by is not None and mark.lift_asked_by != actor.user_id
        values = {"lifted_at": now, "lifted_by": actor.user_id} if done else {"lift_asked_by": actor.user_id}
        with _writing():
            MandateBlock.objects.filter(pk=mark.pk).update(**values)
        _note(actor, now, "bar_lift" if done else "bar_lift_ask", mark, purpose)
    return done


def read_pair(*, actor: Actor, now: datetime, mark: MandateBlock) -> tuple[int, int]:
    """Whom the mark keeps apart: the protected one first. The look is an entry of its own."""
    _take(actor, mark.pk)
    first, second = unseal_text(mark.pair_sealed, context=CONTEXT_PAIR).split(":")
    _note(actor, now, "bar_look", mark, "", kind="look")
    return int(first), int(second)


def _take(actor: Actor, mark_id: int) -> MandateBlock:
    known = [mark for mark in queries.list_known_blocks(actor) if mark.pk == mark_id]
    if not known:
        raise NotFound(_("There is no such mark, or it is over."))
    with _writing():
        return MandateBlock.objects.select_for_update().get(pk=mark_id)


def _check_purpose(purpose: str) -> None:
    if not 4 <= len(purpose.strip()) <= 200:
        raise PurposeMissing(_("Say what for."), field="purpose")


def _writing() -> AbstractContextManager[None]:
    """Nobody writes marks but these verbs."""
    return acting_as(SYSTEM)


def _note(
    actor: Actor, now: datetime, act: str, mark: MandateBlock, purpose: str, *, kind: str = "change"
) -> None:
    record(
        actor=actor,
        now=now,
        kind=kind,
        act=f"mandates.{act}",
        object_ref=f"bar:{mark.pk}",
        purpose=purpose.strip(),
    )
