"""Flagging files that may be about one person, and dismissing what turned out not to be. Nothing is merged here."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.errors import NotFound
from linli.registers.people.duplicates import find_pair
from linli.registers.people.models import DuplicatePair
from linli.registers.people.policies import CHECKERS
from linli.registers.people.refusals import StepTaken

# Each rule compares the given files with all others; the strongest one that holds is kept. What is kept is not touched:
# a pair that was dismissed or merged is not flagged again. A name differs in one character at most.
_FLAG = """
WITH given AS (SELECT * FROM person WHERE id = ANY(%(ids)s) AND merged_into_id IS NULL),
found (one, two, rule, strength) AS (
    SELECT hers.person_id, other.person_id, 'document', 1
    FROM identity_document AS hers JOIN identity_document AS other USING (number_digest)
    WHERE hers.person_id = ANY(%(ids)s) AND hers.person_id <> other.person_id
  UNION ALL
    SELECT given.id, other.id,
        CASE WHEN given.name <> other.name THEN 'similar'
             WHEN given.phone_digest = other.phone_digest THEN 'name-birth-phone' ELSE 'name-birth' END,
        CASE WHEN given.name <> other.name THEN 4 WHEN given.phone_digest = other.phone_digest THEN 2 ELSE 3 END
    FROM given JOIN person AS other USING (birth_date)
    WHERE other.id <> given.id AND other.merged_into_id IS NULL
      AND NOT (given.sex IN ('1', '2') AND other.sex IN ('1', '2') AND given.sex <> other.sex)
      AND (given.id_number_digest IS NULL OR other.id_number_digest IS NULL)
      AND (given.name = other.name OR (
        given.phone_digest = other.phone_digest AND char_length(given.name) = char_length(other.name)
        AND (SELECT count(*) FROM generate_series(1, char_length(given.name)) AS at
             WHERE substr(given.name, at, 1) <> substr(other.name, at, 1)) = 1))
)
INSERT INTO duplicate_pair (first_id, second_id, rule, state)
SELECT DISTINCT ON (least(one, two), greatest(one, two)) least(one, two), greatest(one, two), rule, 'flagged'
FROM found JOIN person AS a ON a.id = one AND a.merged_into_id IS NULL
    JOIN person AS b ON b.id = two AND b.merged_into_id IS NULL
ORDER BY least(one, two), greatest(one, two), strength
ON CONFLICT (first_id, second_id) DO NOTHING
"""


def flag_duplicates(*, person_ids: Sequence[int]) -> int:
    """Compare these files with all others; returns how many pairs are new. For the system: an import, a nightly job.

    Rules, the strongest first: the same document; same name, birth date and phone; same name and birth date; one
    character of the name differs, birth date and phone are the same. Two files with identity numbers, which differ, are
    two persons. One statement, by the index on birth dates.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FLAG, {"ids": list(person_ids)})
        return int(cursor.rowcount)


def dismiss_duplicate(*, actor: Actor, now: datetime, pair_id: int, day: date) -> DuplicatePair:
    """These are two persons: the pair is not flagged again. The actor has to see both files."""
    if not actor.scopes(*CHECKERS):
        raise NotFound(_("There is no such pair."))
    with transaction.atomic():
        pair = find_pair(actor, pair_id, day=day, locked=True)
        if pair.state != DuplicatePair.State.FLAGGED:
            raise StepTaken(_("Somebody was faster: look at the change again."))
        pair.state, pair.decided_by, pair.decided_at = DuplicatePair.State.DISMISSED, actor.user_id, now
        pair.save(update_fields=["state", "decided_by", "decided_at"])
        record(
            actor=actor, now=now, kind="change", act="people.duplicate_dismissed", object_ref=f"pair:{pair.pk}",
            persons=[pair.first_id, pair.second_id],
        )  # fmt: skip
    return pair
