"""Birth and death."""

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from linli.registers.people.actions import homes
from linli.registers.people.actions.applying import Applying
from linli.registers.people.actions.papers import found_file
from linli.registers.people.details import Birth, Death
from linli.registers.people.models import Household, Label, Person, Relationship
from linli.registers.people.refusals import BadDay


def apply_birth(work: Applying, details: Birth) -> None:
    """A file for the child, in the household, at its place, with her parents."""
    household = homes.get_open(details.household)
    born = details.child.birth_date
    if born is None or born > work.day:
        raise BadDay(_("This day lies in the future."), field="child.birth_date")
    person = found_file(work, details.child, field="child")
    kinds = ("registered", "dwelling") if household.kind == Household.Kind.REGISTERED else ("dwelling",)
    for home in kinds:
        homes.settle(
            work,
            person.pk,
            home=home,
            address=household.address,
            columns=homes.columns_of(household),
            day=born,
        )
    homes.join(work, household, person.pk, details.relation, day=born)
    for parent in details.parents:
        homes.relate(work, person.pk, parent, "parent", day=born)


def apply_death(work: Applying, details: Death) -> None:
    """Memberships, relationships and labels end; the home stays, so that the post of the place still keeps the file."""
    person = work.living(details.person)
    work.not_ahead(details.day)
    if person.birth_date is not None and details.day < person.birth_date:
        raise BadDay(_("She was born on %(day)s.") % {"day": person.birth_date}, field="day")
    Person.objects.filter(pk=person.pk).update(deceased_on=details.day)
    work.note(person.pk, "deceased_on")
    _widow(work, person.pk, details)
    homes.leave(work, person.pk, day=details.day)
    mine = Relationship.objects.filter(person=person)
    hers = Relationship.objects.filter(other=person)
    for rows in (mine, hers):
        homes.end_all(work, rows, details.day)
    for label in Label.objects.filter(person=person, valid__contains=details.day):
        work.after(label.valid.lower, details.day)
        label.valid = DateRange(label.valid.lower, details.day)
        label.save(update_fields=["valid"])


def _widow(work: Applying, person_id: int, details: Death) -> None:
    spouse = Relationship.objects.filter(person_id=person_id, kind="spouse", valid__upper_inf=True).first()
    if spouse is not None:
        work.lock([spouse.other_id])
        Person.objects.filter(pk=spouse.other_id).update(marital="30")
        work.note(spouse.other_id, "marital", "relationships")
