"""What the files of people count: how many live here by their file, and how many of these files are complete."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.kernel.measures import PERSONS, Absent, DayRule, Measure, counted, first_day, in_force, table
from linli.registers.people.published import FilesImported

_REGISTER = _("files of people")


def _living_here() -> Any:
    """Homes in force on the reference day of persons who live, by the file that is left of merged ones."""
    home = table(
        "residence",
        {
            "community": "int64",
            "person_id": "int64",
            "kind": "string",
            "address": "string",
            "valid": "daterange",
        },
    )
    person = table(
        "person",
        {
            "id": "int64",
            "sex": "string",
            "birth_date": "date",
            "id_number_kind": "string",
            "deceased_on": "date",
            "merged_into_id": "int64",
        },
    )
    lived_in = home.filter(home.kind == "dwelling", in_force(home.valid))
    kept = person.filter(person.merged_into_id.isnull(), person.deceased_on.isnull())
    return lived_in.inner_join(kept, lived_in.person_id == kept.id)


def _rows(found: Any) -> Any:
    # Numbers of files, not names: a planner checks that a person was counted, not who.
    return counted(
        found,
        community=found.community,
        row=found.person_id,
        label=found.person_id.cast("string"),
        quantity=1,
        since=first_day(found.valid),
    )


def _with_file() -> Any:
    return _rows(_living_here())


def _complete() -> Any:
    document = table("identity_document", {"person_id": "int64"})
    holders = document.group_by(holder=document.person_id).agg(documents=document.count())
    living = _living_here()
    found = living.left_join(holders, living.person_id == holders.holder)
    numbered = (found.id_number_kind != "") | found.holder.notnull()
    return _rows(
        found.filter(found.sex.isin(["1", "2"]), found.birth_date.notnull(), found.address != "", numbered)
    )


MEASURES = (
    Measure(
        code="persons_with_file",
        title=_("residents with a file"),
        unit=PERSONS,
        register=_REGISTER,
        day_rule=DayRule.IN_FORCE,
        relation=_with_file,
        absent=Absent.ZERO,
        touched_by=(FilesImported,),
    ),
    Measure(
        code="complete_files",
        title=_("residents whose file is complete"),
        unit=PERSONS,
        register=_REGISTER,
        day_rule=DayRule.IN_FORCE,
        relation=_complete,
        absent=Absent.ZERO,
        touched_by=(FilesImported,),
    ),
)
