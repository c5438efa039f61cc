"""Several small questions to the database in one statement."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def which_exist(*questions: QuerySet[Any]) -> list[bool]:
    """For each question whether it finds a row; one statement for all of them, none where they cannot find any."""
    parts, values = [], list[Any]()
    for question in questions:
        try:
            sql, params = question.query.exists().get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            parts.append("false")
            continue
        parts.append(f"EXISTS({sql})")
        values.extend(params)
    if not any(part != "false" for part in parts):
        return [False] * len(parts)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return [bool(found) for found in cursor.fetchone()]
