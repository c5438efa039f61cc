"""Rating a service: voluntary, once a case, only by whose matter it was, only when it has ended."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.engines.cases import queries as cases
from linli.engines.packs import queries as packs
from linli.kernel import clock, crypto
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.errors import Conflict, DomainError, Faults
from linli.kernel.events.actions import publish
from linli.kernel.ui.format import join_words
from linli.rooms.feedback.models import Rating
from linli.rooms.feedback.published import RatingGiven
from linli.rooms.feedback.rules import COMMENT_LENGTH

COMMENT_CONTEXT = "rating.comment"
OPTIONS = "rating-options"
"""The code list of a pack that says what can be chosen beside the level."""


class NotEnded(DomainError):
    """Only a service that has ended can be rated."""

    code = "not_ended"
    status = 409


def _list_options() -> set[str]:
    """Codes of the installed list of options; without one, there is nothing to choose."""
    item = packs.list_items("code-list").filter(code=OPTIONS).first()
    return {entry.code for entry in packs.load(item).entries} if item is not None else set()


def rate(
    *, actor: Actor, now: datetime, number: str, level: int, options: Sequence[str] = (), comment: str = ""
) -> Rating:
    """Rate the case; raises NotFound, NotEnded, Faults or Conflict (it has a rating already)."""
    case = cases.get_case(actor.as_resident(), number)
    if level not in Rating.Level.values:
        raise Faults({"level": _("Choose one of the five levels.")})
    if strange := sorted(set(options) - _list_options()):
        raise Faults(
            {"options": _("Not on the list of options: %(codes)s") % {"codes": join_words(strange)[:200]}}
        )
    comment = comment.strip()
    if len(comment) > COMMENT_LENGTH:
        raise Faults({"comment": _("At most %(limit)s characters.") % {"limit": COMMENT_LENGTH}})
    if case.closed_at is None:
        raise NotEnded(_("This matter is still being handled. You can rate it when it has ended."))
    try:
        with transaction.atomic():
            rating = Rating.objects.create(
                case=case,
                level=level,
                options=list(dict.fromkeys(options)),
                comment_sealed=crypto.seal(comment, context=COMMENT_CONTEXT) if comment else None,
                source=Rating.Source.ACTIVE,
                given_at=now,
                day=clock.local_day(now),
                county=case.county,
                town=case.town,
                community=case.community,
                grid=case.grid,
                synthetic=case.synthetic,
            )
            event = RatingGiven(
                subject=f"case:{case.pk}", community=case.community, level=level, source=Rating.Source.ACTIVE
            )
            publish(event, actor=actor, now=now, place_id=case.community)
            record(
                actor=actor, now=now, kind="change", act="feedback.rate", object_ref=f"case:{case.pk}",
                persons=[case.applicant_id],
            )  # fmt: skip
    except IntegrityError:
        raise Conflict(_("You have rated this service already. Thank you.")) from None
    return rating
