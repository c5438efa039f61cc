"""Which agreements give the data of one person away."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date

from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as
from linli.registers.people.models import Residence
from linli.rooms.sharing.models import Agreement, Version
from linli.rooms.sharing.queries.agreements import Standing
from linli.rooms.sharing.queries.covered import covered
from linli.rooms.sharing.queries.places import paths_of
from linli.rooms.sharing.rules.needs import group_of


@dataclass(frozen=True, slots=True)
class Reusing:
    """One agreement in force: who gets which of her fields for what, until which day (its last)."""

    number: str
    unit: str
    purpose: str
    fields: tuple[str, ...]
    until: date
    needs: Mapping[str, str] = dataclass_field(default_factory=dict)

    def purpose_of(self, field: str) -> str:
        """What this field is given for: the reason of its group, that of the whole where none is stated."""
        return self.needs.get(group_of(field), self.purpose)


def agreements_reusing(person_id: int, *, day: date) -> list[Reusing]:
    """Agreements in force that open fields of this person, whom the caller may see; the oldest first."""
    with acting_as(SYSTEM):
        homes = Residence.objects.filter(person=person_id, valid__contains=day)
        places = {one for row in homes for one in (row.county, row.town, row.community, row.grid) if one}
        found = Version.objects.filter(
            places__overlap=sorted({*places, *_above(places)}),
            state=Version.State.APPROVED,
            valid__contains=day,
        )
        agreements = Agreement.objects.filter(pk__in=found.values("agreement"), halt="")
        standings = [
            Standing(one, sorted(one.versions.all(), key=lambda version: -version.seq), day)
            for one in agreements.select_related("organisation").prefetch_related("versions").order_by("pk")
        ]
        return [
            _reusing(one, one.force)
            for one in standings
            if one.force and covered(one.force, day=day).filter(pk=person_id).exists()
        ]


def _above(places: set[int]) -> set[int]:
    return {one for path in paths_of(places).values() for one in path}


def _reusing(standing: Standing, version: Version) -> Reusing:
    terms = version.terms
    return Reusing(
        standing.agreement.number,
        standing.agreement.organisation.name,
        terms.purpose,
        terms.fields,
        terms.until,
        {one.group: one.purpose for one in terms.needs},
    )
