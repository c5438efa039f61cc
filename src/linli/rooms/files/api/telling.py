"""Changes as answers tell them, each with the look that it is; numbers masked."""

from collections.abc import Callable
from typing import Any, Final

from linli.kernel.actors import Actor
from linli.kernel.crypto import mask_id_number, mask_phone
from linli.registers.people import changes
from linli.registers.people.details import Details
from linli.registers.people.models import FileChange
from linli.rooms.files import queries
from linli.rooms.files.actions import note_look
from linli.rooms.files.display import changing, purposes
from linli.rooms.files.schemas.changes import ChangeBody, ChangeRow, PersonName, StepBody

_VERBS: Final = ("check", "apply", "refuse", "withdraw", "undo")


def change_rows(actor: Actor, found: list[FileChange]) -> list[ChangeRow]:
    persons = queries.list_persons_of([one.pk for one in found])
    named = [person.pk for several in persons.values() for person in several]
    note_look(actor, "files.changes", persons=named, fields=("name", "changes"), purpose=purposes.keeping())
    return [
        ChangeRow(**_row(one, {person.pk: person.name for person in persons.get(one.pk, ())}))
        for one in found
    ]


def _row(change: FileChange, names: dict[int, str]) -> dict[str, Any]:
    return {
        "change": change.pk,
        "revision": change.revision,
        "kind": change.kind,
        "state": change.state,
        "source": change.source,
        "reference": change.reference,
        "persons": [PersonName(person=person, name=name) for person, name in names.items()],
        "created_at": change.created_at,
        "updated_at": change.updated_at,
    }


def change_body(actor: Actor, change: FileChange) -> ChangeBody:
    """With the look that it is."""
    details = changes.read_details(change)
    names = queries.names_of({*details.touched(), *details.seen()})
    note_look(
        actor, "files.change", persons=names, fields=("name", "changes"), purpose=purposes.keeping(),
        about=f"change:{change.pk}",
    )  # fmt: skip
    steps = changes.list_steps(change)
    return ChangeBody(
        **_row(change, names),
        details=_masked(details.model_dump(mode="json")),
        needs_second=details.needs_second(),
        steps=[StepBody.model_validate(one) for one in steps],
        may=_may(change, details, actor),
    )


def _may(change: FileChange, details: Details, actor: Actor) -> list[Any]:
    turn = changing.verbs(change, details, actor)
    return [verb for verb in _VERBS if getattr(turn, verb)]


_MASKS: Final[dict[str, Callable[[str], str]]] = {"id_number": mask_id_number, "phone": mask_phone}


def _masked(said: Any) -> Any:
    """What a change says, its numbers masked: whoever needs them in full reads them on the page of the person."""
    if isinstance(said, dict):
        return {name: _mask(name, value) for name, value in said.items()}
    return [_masked(one) for one in said] if isinstance(said, list) else said


def _mask(name: str, value: Any) -> Any:
    if name in _MASKS and isinstance(value, str):
        return _MASKS[name](value)
    if name == "paper" and isinstance(value, dict):
        return {**value, "number": mask_id_number(value["number"])}
    return _masked(value)
