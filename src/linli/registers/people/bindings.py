"""Which accounts open a file, and which did; whose phones are told of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.crypto import unseal_text
from linli.kernel.guard import acting_as
from linli.registers.people.models import BindingSlip, FormerPhone, Person, PersonAccount
from linli.registers.people.queries import find_in_places, get_bound_user_id
from linli.registers.people.sealing import CONTEXT_PHONE

OLD_PHONE: Final = timedelta(days=90)
"""So long a phone that a file had before is told too: whoever wants a file changes its phone first."""


@dataclass(frozen=True, slots=True)
class BindingView:
    """One binding; `login` is masked."""

    binding: int
    login: str
    how: str
    since: datetime
    office: str
    until: datetime | None = None
    ended_by: str = ""
    reason: str = ""

    @property
    def open(self) -> bool:
        return self.until is None


def list_bindings(person_ids: list[int]) -> list[BindingView]:
    """All there were as far as the reader may see them, the latest first; one statement."""
    rows = PersonAccount.objects.filter(person__in=person_ids).select_related("user").order_by("-id")
    return [
        BindingView(
            binding=row.pk,
            login=mask_login(row.user.username),
            how=row.how,
            since=row.bound_at,
            office=row.bound_by,
            until=row.revoked_at,
            ended_by=row.revoked_by,
            reason=row.reason,
        )
        for row in rows
    ]


def open_slip_of(person_id: int, *, now: datetime) -> BindingSlip | None:
    """The slip that still binds an account to the file."""
    open_ = BindingSlip.objects.filter(person=person_id, used_at__isnull=True, cancelled_at__isnull=True)
    return open_.filter(expires_at__gt=now).first()


def find_claimed(*, scope: str, name: str, id_number: str, day: date) -> tuple[Person | None, int | None]:
    """Whose name and number these are among the living of one place, and the account that opens her file."""
    found = find_in_places([scope], id_number=id_number, day=day)
    if found is None or found.name != name or found.deceased_on is not None:
        return None, None
    with acting_as(SYSTEM):
        return found, get_bound_user_id(found.pk)


def find_binding(user_id: int) -> PersonAccount | None:
    """The open binding of an account, for those who act for its owner before her file is hers to read."""
    with acting_as(SYSTEM):
        return PersonAccount.objects.filter(user_id=user_id, revoked_at__isnull=True).first()


def get_own_binding(actor: Actor) -> PersonAccount | None:
    return PersonAccount.objects.filter(user_id=actor.user_id or 0, revoked_at__isnull=True).first()


def list_phones(person_id: int, *, now: datetime) -> list[str]:
    """In clear, for those who send: the phone of the file (empty if it has none), then those that it had in the last 90
    days."""
    with acting_as(SYSTEM):
        sealed = Person.objects.values_list("phone_sealed", flat=True).get(pk=person_id)
        rows = FormerPhone.objects.filter(person=person_id, until__gt=now - OLD_PHONE).order_by("-until")
        every = [sealed, *rows.values_list("sealed", flat=True)]
    return list(dict.fromkeys(unseal_text(one, context=CONTEXT_PHONE) for one in every))


def forget_former_phones(*, now: datetime) -> int:
    """Drop those that are told no more; returns how many. Nightly."""
    with acting_as(SYSTEM):
        return FormerPhone.objects.filter(until__lte=now - OLD_PHONE).delete()[0]


def mask_login(login: str) -> str:
    """wa*****2."""
    return login[:2] + "*" * (len(login) - 3) + login[-1] if len(login) > 4 else login[:1] + "***"
