"""Making two files one, and two again.

A merge moves rows and fills empty fields, and deletes nothing: what would clash stays with the merged file, out of
sight. It keeps what it did, so that the undoing puts back exactly that, and leaves alone what came later. Accounts do
not move: whoever is bound to the merged file proves anew at the counter who she is. Cases stay with the file they were
opened for; `files.ids_of` names both.
"""

import json
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from linli.kernel.crypto import seal, unseal_text
from linli.registers.people.actions.applying import Applying
from linli.registers.people.details import PersonMerge, UndoMerge
from linli.registers.people.models import DuplicatePair, FileChange, Person
from linli.registers.people.refusals import ChangedSince, MergeUnfit
from linli.registers.people.sealing import CONTEXT_ID_NUMBER, CONTEXT_PHONE, CONTEXT_UNDO

_MOVE = (
    "UPDATE {table} AS hers SET {column} = %(into)s WHERE {column} = %(other)s AND NOT ({clash}) RETURNING id"
)
_BACK = "UPDATE {table} SET {column} = %(other)s WHERE id = ANY(%(ids)s) AND {column} = %(into)s RETURNING id"
_HELD = "EXISTS (SELECT FROM {table} AS mine WHERE mine.{column} = %(into)s AND {same})"
_SPOUSE = (
    "hers.kind = 'spouse' AND EXISTS (SELECT FROM person_relationship AS mine"
    " WHERE mine.person_id = %(into)s AND mine.kind = 'spouse' AND mine.valid && hers.valid)"
)
_SAME_KIND = "mine.kind = hers.kind AND mine.valid && hers.valid"
MOVED: dict[tuple[str, str], str] = {
    ("person", "merged_into_id"): "false",
    ("residence", "person_id"): _HELD.format(table="residence", column="person_id", same=_SAME_KIND),
    ("household_membership", "person_id"): _HELD.format(
        table="household_membership", column="person_id", same=_SAME_KIND
    ),
    ("person_label", "person_id"): _HELD.format(
        table="person_label",
        column="person_id",
        same="mine.code = hers.code AND mine.code_digest IS NOT DISTINCT FROM hers.code_digest"
        " AND mine.valid && hers.valid",
    ),
    ("identity_document", "person_id"): _HELD.format(
        table="identity_document", column="person_id", same="mine.number_digest = hers.number_digest"
    ),
    ("person_relationship", "person_id"): f"hers.other_id = %(into)s OR {_SPOUSE} OR "
    + _HELD.format(
        table="person_relationship",
        column="person_id",
        same="mine.other_id = hers.other_id AND mine.kind = hers.kind AND mine.valid && hers.valid",
    ),
    ("person_relationship", "other_id"): f"hers.person_id = %(into)s OR {_SPOUSE} OR "
    + _HELD.format(
        table="person_relationship",
        column="other_id",
        same="mine.person_id = hers.person_id AND mine.kind = hers.kind AND mine.valid && hers.valid",
    ),
}
"""(table, column) that leads to the person → when a row of the other file stays where it is. What was merged into the
other one before follows, so that every merged file names the one that is left."""

_FIELDS = {
    "residence": "addresses",
    "household_membership": "households",
    "person_label": "labels",
    "identity_document": "documents",
    "person_relationship": "relationships",
}

_FILLED = ("birth_date", "ethnicity", "marital", "phone_sealed", "phone_digest", "deceased_on")
_NUMBER = ("id_number_kind", "id_number_sealed", "id_number_digest")
_SEALED = {"id_number_sealed": CONTEXT_ID_NUMBER, "phone_sealed": CONTEXT_PHONE}


def apply_merge(work: Applying, details: PersonMerge) -> None:
    """Rows of `other` move to `survivor`, empty fields are filled from it; its file is out of sight from now on."""
    survivor, other = work.persons[details.survivor], work.persons[details.other]
    _check_alike(survivor, other)
    gained, lost = _fill(survivor, other)
    rows = _move(survivor.pk, other.pk)
    kept = {
        "rows": rows,
        "survivor": _write(survivor, gained, after=(other, lost)),
        "other": {"merged_into_id": [None, survivor.pk]} | _was(other, lost),
        "pair": _close_pair(work, survivor.pk, other.pk),
    }
    sealed = seal(json.dumps(kept), context=CONTEXT_UNDO)
    FileChange.objects.filter(pk=work.change.pk).update(undo_sealed=sealed)
    work.note(survivor.pk, *gained, *_fields(rows))
    work.note(other.pk, "merged_into")


def apply_undo(work: Applying, details: UndoMerge) -> None:
    """Both files as they were, and what came since stays with the survivor. Raises `ChangedSince` where something that
    the merge wrote was changed after it."""
    merge = FileChange.objects.select_for_update().filter(pk=details.merge, kind=PersonMerge.KIND).first()
    survivor, other = work.persons[details.survivor], work.persons[details.other]
    if merge is None or merge.undo_sealed is None or other.merged_into_id != survivor.pk:
        raise MergeUnfit(_("There is no such merge, or it is undone already."), field="merge")
    kept = json.loads(unseal_text(merge.undo_sealed, context=CONTEXT_UNDO))
    if FileChange.objects.filter(undoes=merge).exclude(pk=work.change.pk).exists():
        raise MergeUnfit(_("There is no such merge, or it is undone already."), field="merge")
    _put_back(survivor, kept["survivor"])
    _put_back(other, kept["other"])
    for table, column, ids in kept["rows"]:
        _move_back(table, column, ids, survivor.pk, other.pk)
    if kept["pair"]:
        was = {field: _read(value) for field, value in kept["pair"]["was"].items()}
        DuplicatePair.objects.filter(pk=kept["pair"]["id"]).update(**was)
    FileChange.objects.filter(pk=work.change.pk).update(undoes=merge)
    work.note(survivor.pk, *kept["survivor"], *_fields(kept["rows"]))
    work.note(other.pk, "merged_into")


def _fields(rows: list[tuple[str, str, list[int]]]) -> set[str]:
    return {_FIELDS[table] for table, _column, _ids in rows if table in _FIELDS}


def _check_alike(survivor: Person, other: Person) -> None:
    if survivor.merged_into_id is not None or other.merged_into_id is not None:
        raise MergeUnfit(_("One of these files is merged already."))
    if {survivor.sex, other.sex} == {"1", "2"}:
        raise MergeUnfit(_("Sex differs: correct the file that is wrong first."), field="other")
    if None not in (survivor.birth_date, other.birth_date) and survivor.birth_date != other.birth_date:
        raise MergeUnfit(_("Birth date differs: correct the file that is wrong first."), field="other")


def _fill(survivor: Person, other: Person) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the survivor gains; what the other loses, as an identity number is held once."""
    gained = {
        field: getattr(other, field)
        for field in _FILLED
        if not getattr(survivor, field) and getattr(other, field)
    }
    if survivor.sex not in ("1", "2") and other.sex in ("1", "2"):
        gained["sex"] = other.sex
    names = [
        name
        for name in (other.name, *other.former_names)
        if name not in (survivor.name, *survivor.former_names)
    ]
    if names:
        gained["former_names"] = [*survivor.former_names, *dict.fromkeys(names)]
    lost: dict[str, Any] = {}
    if survivor.id_number_digest is None and other.id_number_digest is not None:
        gained |= {field: getattr(other, field) for field in _NUMBER}
        lost = {"id_number_kind": "", "id_number_sealed": None, "id_number_digest": None}
    return gained, lost


def _write(
    survivor: Person, gained: dict[str, Any], *, after: tuple[Person, dict[str, Any]]
) -> dict[str, Any]:
    """Write both files, the other one first; returns what the survivor had and has."""
    other, lost = after
    was = _was(survivor, gained)
    Person.objects.filter(pk=other.pk).update(merged_into=survivor, **lost)
    if gained:
        Person.objects.filter(pk=survivor.pk).update(**gained)
    return was


def _was(person: Person, values: dict[str, Any]) -> dict[str, Any]:
    return {
        field: [_keep_field(field, getattr(person, field)), _keep_field(field, value)]
        for field, value in values.items()
    }


def _put_back(person: Person, kept: dict[str, Any]) -> None:
    for field, (_before, after) in kept.items():
        if _keep_field(field, getattr(person, field)) != after:
            raise ChangedSince(
                _("The file was changed after the merge: take that change back first."), fields=field
            )
    values = {field: _read_field(field, before) for field, (before, _after) in kept.items()}
    if values:
        Person.objects.filter(pk=person.pk).update(**values)


def _move(into: int, other: int) -> list[tuple[str, str, list[int]]]:
    moved = []
    for (table, column), clash in MOVED.items():
        with connection.cursor() as cursor:
            statement = _MOVE.format(table=table, column=column, clash=clash)
            cursor.execute(statement, {"into": into, "other": other})
            ids = [int(row[0]) for row in cursor.fetchall()]
        if ids:
            moved.append((table, column, ids))
    return moved


def _move_back(table: str, column: str, ids: list[int], into: int, other: int) -> None:
    if (table, column) not in MOVED:
        raise ValueError(f"no rows of {table} are moved by {column}")
    with connection.cursor() as cursor:
        statement = _BACK.format(table=table, column=column)
        cursor.execute(statement, {"into": into, "other": other, "ids": ids})
        back = len(cursor.fetchall())
    if back != len(ids):
        raise ChangedSince(
            _("The file was changed after the merge: take that change back first."), fields=table
        )


def _close_pair(work: Applying, one: int, two: int) -> dict[str, Any] | None:
    pair = DuplicatePair.objects.filter(first_id=min(one, two), second_id=max(one, two)).first()
    if pair is None:
        return None
    was = {field: _keep(getattr(pair, field)) for field in ("state", "decided_by", "decided_at")}
    pair.state, pair.decided_by, pair.decided_at = DuplicatePair.State.MERGED, work.actor.user_id, work.now
    pair.save(update_fields=["state", "decided_by", "decided_at"])
    return {"id": pair.pk, "was": was}


def _keep_field(field: str, value: Any) -> Any:
    """Sealed values opened, as all of it is sealed together: their bytes change when keys are rotated."""
    return unseal_text(value, context=_SEALED[field]) if field in _SEALED else _keep(value)


def _read_field(field: str, kept: Any) -> Any:
    if field not in _SEALED:
        return _read(kept)
    return seal(kept, context=_SEALED[field]) if kept else None


def _keep(value: Any) -> Any:
    """A value of a column as JSON."""
    if isinstance(value, bytes | bytearray | memoryview):
        return {"bytes": bytes(value).hex()}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value


def _read(kept: Any) -> Any:
    if not isinstance(kept, dict):
        return kept
    if "bytes" in kept:
        return bytes.fromhex(kept["bytes"])
    return datetime.fromisoformat(kept["moment"]) if "moment" in kept else date.fromisoformat(kept["day"])
