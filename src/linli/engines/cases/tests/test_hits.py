"""Counting what tables decided: few steps among all that cases have taken."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.engines.cases.assignment import AssignmentTable
from linli.engines.cases.assignment.hits import count_hits
from tests.support.cast import NOW

TABLE = {
    "code": "first-hand", "title": "先到谁手里", "rows": [{"role": "clerk", "at": "community"}],
}  # fmt: skip


@pytest.mark.django_db
def test_decisions_are_found_by_their_own_index() -> None:
    with CaptureQueriesContext(connection) as context:
        assert count_hits(AssignmentTable.model_validate(TABLE), now=NOW).total == (0, 0)
    [statement] = [one["sql"] for one in context.captured_queries]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + statement)
        assert "case_step_assigned" in "\n".join(row[0] for row in cursor.fetchall())
