"""What this room writes itself: that somebody looked. Changes of files are verbs of `registers/people`."""

from collections.abc import Iterable

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record


def note_look(
    actor: Actor,
    act: str,
    *,
    persons: Iterable[int],
    fields: tuple[str, ...],
    purpose: str,
    about: str = "",
    withheld: bool = False,
) -> None:
    """Whose files stood in the answer, which fields of them, what for. An answer without names leaves nothing; a
    `withheld` look is told to auditors only."""
    if named := sorted(set(persons)):
        record(
            actor=actor, now=clock.now(), kind="look", act=act, object_ref=about, persons=named, fields=fields,
            purpose=purpose, withheld=withheld,
        )  # fmt: skip


def note_import(actor: Actor, act: str, import_id: int, *, persons: Iterable[int] = (), purpose: str) -> None:
    """A sheet was looked at; also where nobody in the answer has a file yet: the sheet has names."""
    record(
        actor=actor, now=clock.now(), kind="look", act=act, object_ref=f"import:{import_id}",
        persons=sorted(set(persons)), fields=("name", "id_number", "address"), purpose=purpose,
    )  # fmt: skip
