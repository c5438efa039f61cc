"""What the night finds due. It writes a list and deletes nothing."""

from datetime import datetime

from django.db import connection, transaction

from linli.kernel.actors import SYSTEM
from linli.kernel.clock import local_day
from linli.kernel.guard import acting_as
from linli.registers.retention.models import Due
from linli.registers.retention.queries import counting

# The dead keep their last home, which tells whose list it is.
_FIND = """
INSERT INTO retention_due (person_id, due_on, basis, found_at, county, town, community, grid)
SELECT DISTINCT ON (person.id) person.id, (deceased_on + make_interval(months => %(months)s))::date, %(basis)s, %(now)s,
    county, town, community, grid
FROM person JOIN residence ON residence.person_id = person.id
WHERE merged_into_id IS NULL AND deceased_on + make_interval(months => %(months)s) <= %(day)s
ORDER BY person.id, upper_inf(valid) DESC, residence.kind, residence.id DESC
ON CONFLICT (person_id) DO NOTHING
"""
_FORGET = """
DELETE FROM retention_due USING person WHERE person.id = person_id AND (basis <> %(basis)s
    OR (deceased_on + make_interval(months => %(months)s) <= %(day)s) IS NOT TRUE)
"""


def find_due(*, now: datetime) -> int:
    """List every file whose term is over, and take off the list what is so no longer; returns how many there are."""
    with acting_as(SYSTEM), transaction.atomic(), connection.cursor() as cursor:
        term = counting("person-file")
        if term is None:
            Due.objects.all().delete()
            return 0
        asked = {"months": term.months, "basis": term.basis, "now": now, "day": local_day(now)}
        cursor.execute(_FORGET, asked)
        cursor.execute(_FIND, asked)
        return Due.objects.count()
