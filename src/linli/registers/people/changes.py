"""Questions about changes of files, and what a change may name."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.crypto import unseal_text
from linli.kernel.errors import NotFound
from linli.registers.people.details import Details, MoveIn, load_details
from linli.registers.people.models import (
    FileChange,
    FileChangePerson,
    FileChangeStep,
    Household,
    Membership,
    Person,
    PersonAccount,
    Residence,
)
from linli.registers.people.policies import FILE_ROLES
from linli.registers.people.queries import visible_to
from linli.registers.people.sealing import CONTEXT_DETAILS
from linli.registers.places.queries import get_position, within
from linli.registers.places.rules import LEVEL_COLUMNS, SCOPED_LEVELS

OPEN = (FileChange.State.DRAFT, FileChange.State.CHECKED)


def visible_changes(actor: Actor, *, day: date) -> QuerySet[FileChange]:
    """Changes handled where the actor keeps the files, those of files she sees now, and those she drafted herself."""
    seen = visible_to(actor.as_staff(), day=day).filter(pk=OuterRef("person"))
    named = FileChangePerson.objects.filter(Exists(seen), change=OuterRef("pk"))
    own = Q(drafted_by=actor.user_id) if actor.user_id is not None else Q(pk__in=())
    return FileChange.objects.filter(within(actor.scopes(*FILE_ROLES)) | Exists(named) | own)


def list_open(actor: Actor, *, limit: int, before: int | None = None) -> list[FileChange]:
    """What waits to be checked or applied where the actor keeps the files, the newest first, older than the change
    `before`; one statement."""
    here = FileChange.objects.filter(within(actor.scopes(*FILE_ROLES)), state__in=OPEN)
    if before is not None:
        here = here.filter(pk__lt=before)
    return list(here.order_by("-id")[:limit])


def list_of_person(actor: Actor, person_id: int, *, day: date) -> list[FileChange]:
    """The history of a file as changes, the newest first."""
    return list(visible_changes(actor, day=day).filter(persons__person=person_id).order_by("-id"))


def find_change(actor: Actor, change_id: int, *, day: date) -> FileChange:
    """The change if visible; raises `NotFound` otherwise."""
    found = visible_changes(actor, day=day).filter(pk=change_id).first()
    if found is None:
        raise NotFound(_("There is no such change."))
    return found


def is_handled_by(actor: Actor, change: FileChange) -> bool:
    """Whether the change is handled in a place whose files the actor keeps."""
    around = {f"{level}:{getattr(change, level)}" for level in LEVEL_COLUMNS}
    return not around.isdisjoint(actor.scopes(*FILE_ROLES))


def read_details(change: FileChange) -> Details:
    """Open what the change says: names and numbers in clear, so record the look. Call after the lookup allowed it."""
    return load_details(change.kind, unseal_text(change.details_sealed, context=CONTEXT_DETAILS))


def list_steps(change: FileChange) -> list[FileChangeStep]:
    """The history of the change, oldest first."""
    return list(FileChangeStep.objects.filter(change=change).order_by("id"))


def list_own_files(actor: Actor) -> set[int]:
    """The files that are about the actor herself, however she acts now."""
    if actor.user_id is None:
        return set()
    bound = PersonAccount.objects.filter(user_id=actor.user_id, revoked_at__isnull=True)
    return {*bound.values_list("person_id", flat=True), *filter(None, [actor.person_id])}


def find_place(actor: Actor, details: Details, *, day: date, own: bool) -> dict[str, int | None]:
    """Place columns of where a change is handled. Raises `NotFound` unless the actor sees every file, household and
    place that it names; `own`: she asks about her own file.
    """
    scopes = actor.scopes(*FILE_ROLES)
    seen = visible_to(actor.as_resident() if own else actor.as_staff(), day=day)
    people = set(details.seen())
    if seen.filter(pk__in=people).count() != len(people):
        raise NotFound(_("There is no such file."))
    for household_id in details.households():
        _check_household(scopes, seen, household_id)
    if isinstance(details, MoveIn):
        return _there(scopes, details.place, day)
    homes = Residence.objects.filter(person__in=people, valid__contains=day)
    rows: QuerySet[Residence] | QuerySet[Household] = homes if own else homes.filter(within(scopes))
    if not people:
        rows = Household.objects.filter(pk__in=details.households(), county__isnull=False)
    found = rows.order_by("id").values_list(*LEVEL_COLUMNS).first()
    if found is None:
        raise NotFound(_("There is no such file."))
    return dict(zip(LEVEL_COLUMNS, found, strict=True))


def _check_household(scopes: Iterable[str], seen: QuerySet[Person], household_id: int) -> None:
    here = Household.objects.filter(within(scopes), pk=household_id)
    members = Membership.objects.filter(household=household_id, valid__upper_inf=True)
    if not here.exists() and not seen.filter(pk__in=members.values("person")).exists():
        raise NotFound(_("There is no such household."))


def _there(scopes: Iterable[str], place: int, day: date) -> dict[str, int | None]:
    """A community or grid in the actor's own places."""
    position = get_position(place, day=day)
    around = {f"{level}:{getattr(position, level)}" for level in SCOPED_LEVELS}
    if position.community is None or not around.intersection(scopes):
        raise NotFound(_("There is no such place."))
    return position.columns()
