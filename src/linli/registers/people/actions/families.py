"""Marriage and divorce."""

from django.utils.translation import gettext as _

from linli.registers.people.actions import homes
from linli.registers.people.actions.applying import Applying
from linli.registers.people.details import Divorce, Marriage
from linli.registers.people.models import Person, Relationship
from linli.registers.people.refusals import Married, NotMarried

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


def _spouses(couple: tuple[int, ...]) -> set[tuple[int, int]]:
    rows = Relationship.objects.filter(person_id__in=couple, kind="spouse", valid__upper_inf=True)
    return set(rows.values_list("person_id", "other_id"))


def _set(work: Applying, couple: tuple[int, ...], marital: str) -> None:
    Person.objects.filter(pk__in=couple).update(marital=marital)
    for person_id in couple:
        work.note(person_id, "marital")
