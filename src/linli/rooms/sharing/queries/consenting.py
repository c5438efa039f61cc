"""Agreements that rest on consent: which purposes there are, and who consents today."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.registers.consents.models import Consent
from linli.registers.consents.queries import consenting, list_notices
from linli.registers.people.models import Person


def list_purposes() -> dict[str, str]:
    """Code → title of each purpose that notices in force ask consent for."""
    return {
        purpose.code: purpose.title
        for notice in list_notices()
        for purpose in notice.said.purposes
        if purpose.basis == "consent"
    }


def only_consenting(persons: QuerySet[Person], purpose: str, *, day: date) -> QuerySet[Person]:
    """Those who consent on `day`: of whoever once did, the register decides whether it still holds."""
    hers = Q(person=OuterRef("pk")) | Q(person__merged_into=OuterRef("pk"))
    said = Consent.objects.filter(hers, purpose=purpose, said=Consent.Said.GIVEN)
    once = list(persons.filter(Exists(said)).values_list("pk", flat=True))
    return persons.filter(pk__in=consenting(once, purpose=purpose, day=day))
