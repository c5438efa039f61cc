"""Which files may be about one person, as far as the actor sees both."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.registers.people.models import DuplicatePair
from linli.registers.people.queries import visible_to


def visible_pairs(actor: Actor, *, day: date) -> QuerySet[DuplicatePair]:
    """Pairs of files both of which the actor keeps; her own file makes no difference."""
    seen = visible_to(actor.as_staff(), day=day)
    return DuplicatePair.objects.filter(
        Exists(seen.filter(pk=OuterRef("first"))), Exists(seen.filter(pk=OuterRef("second")))
    )


def list_flagged(actor: Actor, *, day: date, limit: int) -> list[DuplicatePair]:
    """What waits for somebody to decide, the strongest rule first, with both persons; one statement."""
    order = {rule: place for place, rule in enumerate(DuplicatePair.Rule.values)}
    flagged = visible_pairs(actor, day=day).filter(state=DuplicatePair.State.FLAGGED)
    found = list(flagged.select_related("first", "second").order_by("-id")[:limit])
    return sorted(found, key=lambda pair: order[pair.rule])


def list_before(actor: Actor, *, day: date, limit: int, before: int | None) -> list[DuplicatePair]:
    """What waits for somebody to decide, the newest first, older than the pair `before`, with both persons."""
    flagged = visible_pairs(actor, day=day).filter(state=DuplicatePair.State.FLAGGED)
    if before is not None:
        flagged = flagged.filter(pk__lt=before)
    return list(flagged.select_related("first", "second").order_by("-id")[:limit])


def find_pair(actor: Actor, pair_id: int, *, day: date, locked: bool = False) -> DuplicatePair:
    """The pair if visible; raises `NotFound` otherwise."""
    pairs = visible_pairs(actor, day=day)
    found = (pairs.select_for_update(of=("self",)) if locked else pairs).filter(pk=pair_id).first()
    if found is None:
        raise NotFound(_("There is no such pair."))
    return found
