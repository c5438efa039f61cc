"""Saying that cases have to do with each other. Both tell it; nothing moves."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.engines.cases.actions import rows
from linli.engines.cases.models import Case, CaseLink
from linli.engines.cases.policies import office_of
from linli.engines.cases.published import CaseLinked
from linli.engines.cases.queries import lock_case, persons_of, visible_to
from linli.engines.cases.refusals import LinkedAlready, MainMissing, MainUnlike, NotYours
from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError
from linli.kernel.events.actions import publish

LINKED = "link"
"""What the act is called in the audit log, and by doors that name it."""

RELATED = (CaseLink.Kind.RELATED, CaseLink.Kind.FOLLOW_UP)


@transaction.atomic
def relate(
    *, actor: Actor, now: datetime, number: str, other: str, kind: str = CaseLink.Kind.RELATED
) -> CaseLink:
    """Link a case to another one that the actor sees too: `related`, or `follow_up` of the other.

    Raises `NotFound`, `MainMissing` for the other, `NotYours` for who applied, `LinkedAlready`.
    """
    case = lock_case(actor, number)
    if actor.person_id in persons_of(case):
        raise NotYours(_("This is your own matter: a colleague handles it."))
    if kind not in RELATED:
        raise DomainError(_("Choose how the cases have to do with each other."), field="kind")
    found = visible_to(actor.as_staff()).filter(number=other.strip()).exclude(pk=case.pk).first()
    if found is None:
        raise MainMissing(_("There is no other case with this number that you can see."), field="other")
    return link(case, found, kind, actor=actor, now=now, office=office_of(actor, _posts(actor)))


def find_main(actor: Actor, case: Case, number: str) -> Case | None:
    """The open case that `case` can be merged into; nobody closes it until the transaction ends.

    None where the actor sees no such case, and where somebody works on it at this moment. Raises `MainUnlike` for a
    case of another matter.
    """
    if not number.strip():
        return None
    found = visible_to(actor).filter(number=number.strip(), closed_at__isnull=True).exclude(pk=case.pk)
    main = found.select_for_update(skip_locked=True).first()
    if main is not None and main.matter_item.code != case.matter_item.code:
        raise MainUnlike(
            _("That case is about another matter, «%(title)s»: it cannot be the same. Link the two instead.")
            % {"title": main.title},
            field="main",
        )
    return main


def link(case: Case, other: Case, kind: str, *, actor: Actor, now: datetime, office: str) -> CaseLink:
    """Write the link with its event and audit entry. Raises `LinkedAlready`."""
    row = CaseLink(case=case, other=other, kind=kind, at=now, actor_user_id=actor.user_id, office=office)
    if CaseLink.objects.filter(case=case, other=other, kind=kind).exists():
        raise LinkedAlready(_("These cases are linked already."))
    row.save(force_insert=True)
    told = CaseLinked(
        subject=f"case:{case.pk}", case_id=case.pk, other_id=other.pk, room=case.room, kind=str(kind),
        county=case.county, town=case.town, community=case.community, synthetic=case.synthetic,
    )  # fmt: skip
    publish(told, actor=actor, now=now, place_id=case.place_id)
    rows.record_change(case, LINKED, actor=actor, office=office, now=now)
    return row


def _posts(actor: Actor) -> list[tuple[str, str]]:
    return [(grant.role, grant.scope) for grant in actor.grants]
