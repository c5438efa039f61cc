"""Marriage and divorce, and guardians."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from linli.registers.people.actions import homes
from linli.registers.people.actions.applying import Applying
from linli.registers.people.details import Divorce, GuardianEnded, GuardianNamed, Marriage
from linli.registers.people.models import Person, Relationship
from linli.registers.people.refusals import Married, NotMarried, NotRelated

MARRIED, DIVORCED = "20", "40"
_MARRIED = ("20", "21", "22", "23")


def apply_marriage(work: Applying, details: Marriage) -> None:
    """Both are married from the day on."""
    work.not_ahead(details.day)
    couple = details.touched()
    for person_id in couple:
        work.living(person_id, on=details.day)
    if _spouses(couple):
        raise Married(_("Somebody here is married already."), field="first")
    if details.second is not None:
        homes.relate(work, details.first, details.second, "spouse", day=details.day)
    _set(work, couple, MARRIED)


def apply_divorce(work: Applying, details: Divorce) -> None:
    """A marriage known here, or only by the marital status, ends with the day."""
    work.not_ahead(details.day)
    couple = details.touched()
    known = _spouses(couple)
    if details.second is None:
        if known or work.persons[details.first].marital not in _MARRIED:
            raise NotMarried(_("These two are not married to each other."), field="first")
    elif known != {(details.first, details.second), (details.second, details.first)}:
        raise NotMarried(_("These two are not married to each other."), field="second")
    homes.end_all(work, Relationship.objects.filter(person_id__in=couple, kind="spouse"), details.day)
    _set(work, couple, DIVORCED)


def apply_guardian(work: Applying, details: GuardianNamed) -> None:
    """She has a guardian from the day on, perhaps beside another one."""
    work.not_ahead(details.day)
    for person_id in details.touched():
        work.living(person_id)
    if _guardianship(details).exists():
        raise NotRelated(_("This person is the guardian already."), field="guardian")
    homes.relate(work, details.person, details.guardian, "guardian", day=details.day)


def end_guardian(work: Applying, details: GuardianEnded) -> None:
    """The guardian acts for her no longer."""
    work.not_ahead(details.day)
    if not _guardianship(details).exists():
        raise NotRelated(_("This person is not the guardian."), field="guardian")
    mirrored = Relationship.objects.filter(person=details.guardian, other=details.person, kind="ward")
    for rows in (_guardianship(details), mirrored):
        homes.end_all(work, rows, details.day)
    for person_id in details.touched():
        work.note(person_id, "relationships")


def _guardianship(details: GuardianNamed) -> QuerySet[Relationship]:
    return Relationship.objects.filter(
        person=details.person, other=details.guardian, kind="guardian", valid__upper_inf=True
    )


def _spouses(couple: tuple[int, ...]) -> set[tuple[int, int]]:
    rows = Relationship.objects.filter(person_id__in=couple, kind="spouse", valid__upper_inf=True)
    return set(rows.values_list("person_id", "other_id"))


def _set(work: Applying, couple: tuple[int, ...], marital: str) -> None:
    Person.objects.filter(pk__in=couple).update(marital=marital)
    for person_id in couple:
        work.note(person_id, "marital")
