"""What stood in the files that a change touches when it was drafted, kept with the change: afterwards the file says
something else, and whoever reads the history wants to know from what to what. Numbers are kept masked only."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db.models import Q
from pydantic import BaseModel, ConfigDict, TypeAdapter

from linli.kernel.crypto import mask_id_number, mask_phone, seal, unseal_text
from linli.registers.people.models import FileChange, Label, LabelKind, Person, Residence
from linli.registers.people.sealing import CONTEXT_BEFORE, CONTEXT_ID_NUMBER, CONTEXT_PHONE


class Stood(BaseModel):
    """One file: values as the file held them, numbers masked, addresses of the two homes."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    sex: str
    birth_date: str
    ethnicity: str
    nationality: str
    marital: str
    id_number: str
    phone: str
    dwelling: str = ""
    registered: str = ""

    @property
    def address(self) -> str:
        """Where she lived, else was registered."""
        return self.dwelling or self.registered


_FILES = TypeAdapter(dict[int, Stood])


def keep_before(person_ids: Iterable[int], *, day: date) -> bytes | None:
    """Sealed, for the column of the change. None where the change touches no file that there was."""
    found = stands(person_ids, day=day)
    return seal(_FILES.dump_json(found).decode(), context=CONTEXT_BEFORE) if found else None


def read_before(change: FileChange) -> Mapping[int, Stood]:
    """Person → what her file said. Call after the look-up allowed the change, and record the look."""
    if change.before_sealed is None:
        return {}
    return _FILES.validate_json(unseal_text(change.before_sealed, context=CONTEXT_BEFORE))


def stands(person_ids: Iterable[int], *, day: date) -> dict[int, Stood]:
    """What these files say today; two statements."""
    wanted = list(person_ids)
    if not wanted:
        return {}
    homes: dict[int, dict[str, str]] = {}
    for row in Residence.objects.filter(Q(valid__contains=day), person__in=wanted):
        homes.setdefault(row.person_id, {})[row.kind] = row.address
    return {one.pk: _stood(one, homes.get(one.pk, {})) for one in Person.objects.filter(pk__in=wanted)}


def forget_before(person_id: int, fields: Collection[str]) -> None:
    """What was deleted from a file stands no longer in what its history remembers."""
    gone = dict.fromkeys(set(fields) & Stood.model_fields.keys(), "")
    kept = FileChange.objects.filter(persons__person=person_id, before_sealed__isnull=False)
    for change in kept if gone else ():
        found = dict(read_before(change))
        if person_id in found:
            found[person_id] = found[person_id].model_copy(update=gone)
            sealed = seal(_FILES.dump_json(found).decode(), context=CONTEXT_BEFORE)
            FileChange.objects.filter(pk=change.pk).update(before_sealed=sealed)


def _stood(person: Person, homes: Mapping[str, str]) -> Stood:
    return Stood(
        name=person.name,
        sex=person.sex,
        birth_date=person.birth_date.isoformat() if person.birth_date else "",
        ethnicity=person.ethnicity,
        nationality=person.nationality,
        marital=person.marital,
        id_number=mask_id_number(unseal_text(person.id_number_sealed, context=CONTEXT_ID_NUMBER)),
        phone=mask_phone(unseal_text(person.phone_sealed, context=CONTEXT_PHONE)),
        dwelling=homes.get(Residence.Kind.DWELLING, ""),
        registered=homes.get(Residence.Kind.REGISTERED, ""),
    )


def get_label_title(label_id: int) -> str:
    """The title of a clear label, over or not; empty for a sealed one."""
    code = Label.objects.filter(pk=label_id).values_list("code", flat=True).first()
    return LabelKind.objects.filter(code=code).values_list("title", flat=True).first() or "" if code else ""
