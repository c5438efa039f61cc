"""What every kind of change works with while it is applied: locked files, and notes of what it changed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.registers.people.details import Details
from linli.registers.people.models import FileChange, FileChangePerson, Person, Provision
from linli.registers.people.refusals import BadDay, Deceased
from linli.registers.people.search import refresh_keys


@dataclass(slots=True)
class Applying:
    """One change while it is applied, as the system, in its transaction. `noted` collects fields by person."""

    change: FileChange
    details: Details
    actor: Actor
    now: datetime
    day: date
    persons: dict[int, Person] = field(default_factory=dict)
    noted: dict[int, set[str]] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        """Where the data come from: what the draft named, else the change itself."""
        return self.change.reference or f"change:{self.change.pk}"

    def lock(self, ids: Iterable[int]) -> None:
        """Take files into the change, in order of ids so that no two changes wait for each other."""
        wanted = sorted(set(ids) - self.persons.keys())
        rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
        self.persons |= {row.pk: row for row in rows}
        if any(person not in self.persons for person in wanted):
            raise NotFound(_("There is no such file."))

    def living(self, person_id: int, *, on: date | None = None) -> Person:
        """The person, who has to be alive (or to have been, on that day)."""
        person = self.persons[person_id]
        if person.deceased_on is not None and (on is None or on > person.deceased_on):
            raise Deceased(_("%(name)s is no longer alive.") % {"name": person.name})
        return person

    def note(self, person_id: int, *fields: str) -> None:
        """These fields of the person's file are changed."""
        self.noted.setdefault(person_id, set()).update(fields)

    def not_ahead(self, day: date, *, field: str = "day") -> None:
        """What is recorded has happened."""
        if day > self.day:
            raise BadDay(_("This day lies in the future."), field=field)

    def after(self, begun: date | None, day: date) -> None:
        """Something that began may end on a later day only."""
        if begun is not None and day <= begun:
            raise BadDay(_("It began on %(day)s: name a later day.") % {"day": begun}, field="day")

    def finish(self) -> None:
        """Count the files up; write whose history this is, who provided what, and by what the files are found."""
        Person.objects.filter(pk__in=self.noted).update(revision=F("revision") + 1, updated_at=self.now)
        Provision.objects.bulk_create(
            Provision(
                person_id=person, fields=sorted(fields), source=self.change.source, reference=self.reference,
                office=self.actor.office, at=self.now,
            )
            for person, fields in sorted(self.noted.items()) if fields
        )  # fmt: skip
        FileChangePerson.objects.bulk_create(
            (FileChangePerson(change=self.change, person_id=one, revision=0) for one in sorted(self.noted)),
            ignore_conflicts=True,  # whom the draft named has a row already; who arrived, or was widowed, has none
        )
        refresh_keys(self.noted, day=self.day)
