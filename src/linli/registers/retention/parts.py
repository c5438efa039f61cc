"""Records that end by themselves, without the file they belong to: where they are, and how they go.

`found` gives `id, over, county, town, community, held` of every record whose event has come: `over` is its day, `held`
whether somebody whom it is about is under a hold on `%(day)s`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection

from linli.registers.people.actions import forget_labels
from linli.registers.retention.plan import get_plan

Removed = dict[str, int]

_HELD: Final = (
    "EXISTS (SELECT FROM retention_hold AS hold WHERE hold.person_id = {person} AND hold.lifted_at IS NULL"
    " AND (hold.until IS NULL OR hold.until >= %(day)s)) AS held"
)
_HOME: Final = """
CROSS JOIN LATERAL (SELECT county, town, community FROM residence WHERE residence.person_id = {person}
    ORDER BY upper_inf(valid) DESC, upper(valid) DESC, kind, id DESC LIMIT 1) AS home
"""
_LABELS: Final = f"""
SELECT person_label.id, upper(person_label.valid) AS over, home.county, home.town, home.community,
    {_HELD.format(person="person_label.person_id")}
FROM person_label {_HOME.format(person="person_label.person_id")} WHERE upper(person_label.valid) <= %(day)s
"""  # noqa: S608  texts of this module
# The last word to a purpose says how she stands to it: it is no record of the past.
_CONSENTS: Final = f"""
SELECT said.id, (later.at AT TIME ZONE 'Asia/Shanghai')::date AS over, home.county, home.town, home.community,
    {_HELD.format(person="said.person_id")}
FROM person_consent AS said CROSS JOIN LATERAL (SELECT min(at) AS at FROM person_consent AS word
    WHERE word.person_id = said.person_id AND word.purpose = said.purpose AND word.id > said.id) AS later
{_HOME.format(person="said.person_id")} WHERE later.at IS NOT NULL
"""  # noqa: S608
_CHANGES: Final = """
SELECT change.id, (change.updated_at AT TIME ZONE 'Asia/Shanghai')::date AS over, change.county, change.town,
    change.community, EXISTS (SELECT FROM file_change_person AS about JOIN retention_hold AS hold
        ON hold.person_id = about.person_id AND hold.lifted_at IS NULL
        AND (hold.until IS NULL OR hold.until >= %(day)s) WHERE about.change_id = change.id) AS held
FROM file_change AS change WHERE change.state IN ('refused', 'withdrawn')
"""
_IMPORTS: Final = """
SELECT id, (coalesce(undone_at, written_at, created_at) AT TIME ZONE 'Asia/Shanghai')::date AS over, county, town,
    community, false AS held
FROM person_import WHERE state IN ('done', 'undone', 'dropped', 'failed')
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One kind; `remove` takes ids and tells how many rows of which table went or were cleared."""

    kind: str
    found: str
    remove: Callable[[Sequence[int]], Removed]


def _labels(ids: Sequence[int]) -> Removed:
    gone = forget_labels(ids)
    return _some(
        person_label=gone.labels, file_change=gone.changes, document_content=_forget_papers(gone.papers)
    )


def _consents(ids: Sequence[int]) -> Removed:
    papers = _run(
        "SELECT evidence_id FROM person_consent WHERE id = ANY(%s) AND evidence_id IS NOT NULL", ids
    )
    gone = _delete("person_consent", "id", ids)
    return _some(person_consent=gone, document_content=_forget_papers([row[0] for row in papers]))


def _changes(ids: Sequence[int]) -> Removed:
    _delete("file_change_step", "change_id", ids)
    _delete("file_change_person", "change_id", ids)
    return _some(file_change=_delete("file_change", "id", ids))


def _imports(ids: Sequence[int]) -> Removed:
    rows = _delete("person_import_row", "batch_id", ids)
    _delete("person_import_part", "batch_id", ids)
    return _some(person_import_row=rows, person_import=_delete("person_import", "id", ids))


PARTS: Final[Mapping[str, Part]] = {
    "label": Part("label", _LABELS, _labels),
    "consent": Part("consent", _CONSENTS, _consents),
    "change": Part("change", _CHANGES, _changes),
    "import-file": Part("import-file", _IMPORTS, _imports),
}


def _forget_papers(papers: Sequence[int]) -> int:
    """What proved a record goes with it, unless something else names it; returns how many."""
    if not papers:
        return 0
    wanted = {"documents": list(papers)}
    with connection.cursor() as cursor:
        used = get_plan().papers_used
        cursor.execute(used, wanted)
        free = [paper for paper in papers if paper not in {row[0] for row in cursor.fetchall()}]
        cursor.execute("DELETE FROM document_content WHERE document_id = ANY(%s)", [free])
        gone = int(cursor.rowcount)
        cursor.execute(
            "UPDATE document SET title = '', digest = '', token = md5(random()::text) WHERE id = ANY(%s)",
            [free],
        )
    return gone


def _delete(table: str, column: str, ids: Sequence[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{table}" WHERE "{column}" = ANY(%s)', [list(ids)])  # noqa: S608
        return int(cursor.rowcount)


def _run(statement: str, ids: Sequence[int]) -> list[tuple[int]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(ids)])
        return list(cursor.fetchall())


def _some(**counted: int) -> Removed:
    return {table: count for table, count in counted.items() if count}
