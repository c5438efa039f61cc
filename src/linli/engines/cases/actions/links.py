"""Saying that cases have to do with each other. Both tell it; nothing moves."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.engines.cases import links
from linli.engines.cases.actions import rows
from linli.engines.cases.models import Case, CaseLink
from linli.engines.cases.policies import office_of
from linli.engines.cases.published import CaseLinked
from linli.engines.cases.queries import lock_case, persons_of
from linli.engines.cases.refusals import LinkedAlready, MainBusy, NotYours
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

    Raises `NotFound`, as `links.find_other` for the other one, `NotYours` for who applied, `LinkedAlready`.
    """
    case = lock_case(actor, number)
    if actor.person_id in persons_of(case):
        raise NotYours(_("This is your own matter: a colleague handles it."))
    if kind not in RELATED:
        raise DomainError(_("Choose how the cases have to do with each other."), field="kind")
    found = links.find_other(actor, case, other)
    return link(case, found, kind, actor=actor, now=now, office=office_of(actor, _posts(actor)))


def lock_main(actor: Actor, case: Case, number: str) -> Case:
    """The case that `case` is merged into; nobody closes it until the transaction ends.

    It is not waited for, as two cases may be merged into each other at one moment. Raises `MainBusy`, and as
    `links.find_main`.
    """
    main = links.find_main(actor, case, number)
    free = Case.objects.filter(pk=main.pk, closed_at__isnull=True)
    if free.select_for_update(skip_locked=True).first() is None:
        raise MainBusy(_("Somebody is working on that case at this moment. Try again."), field="main")
    return main


def link(case: Case, other: Case, kind: str, *, actor: Actor, now: datetime, office: str) -> CaseLink:
    """Write the link with its event and audit entry. Raises `LinkedAlready`."""
    row = CaseLink(case=case, other=other, kind=kind, at=now, actor_user_id=actor.user_id, office=office)
    merged = kind == CaseLink.Kind.MERGED
    if not merged and CaseLink.objects.filter(case=case, other=other, kind=kind).exists():
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
