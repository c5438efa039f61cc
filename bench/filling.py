"""Many cases in the community of the demo's clerk, written by SQL."""

from typing import Any
from urllib.parse import urlencode

import psycopg
from django.conf import settings
from django.db import connection, transaction

from bench.reference import Fixed
from bench.statements import read_statements
from bench.town import Town
from linli.kernel import clock
from linli.registers.people.models import Residence
from linli.registers.places.queries import get_version


def count_cases() -> int:
    with connection.cursor() as cursor:
        cursor.execute('SELECT count(*) FROM "case"')
        return int(cursor.fetchone()[0])


@transaction.atomic
def fill_to(town: Town, total: int) -> None:
    """Write cases until the table holds `total`."""
    first = count_cases() + 1
    values = _values(town) | {"first": first, "last": total, "above": _highest()}
    with connection.cursor() as cursor:
        for parts in read_statements("fill.sql").values():
            for statement in parts:
                cursor.execute(statement, values)


def copy_database(name: str) -> str:
    """A second database with all that is here now; returns its URL. Nobody else may be connected."""
    connection.ensure_connection()  # which says where the embedded server is
    values = settings.DATABASES["default"]
    connection.close()
    with psycopg.connect(
        host=values["HOST"], user=values["USER"], dbname="postgres", autocommit=True
    ) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{values["NAME"]}"')
    return f"postgresql://{values['USER']}@/{name}?{urlencode({'host': values['HOST']})}"


def analyze() -> None:
    """As autovacuum would after such a load, but now."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _highest() -> int:
    with connection.cursor() as cursor:
        cursor.execute('SELECT coalesce(max(id), 0) FROM "case"')
        return int(cursor.fetchone()[0])


def _values(town: Town) -> dict[str, Any]:
    version = get_version(town.home.place_id, clock.today())
    living = Residence.objects.filter(
        community=version.place_id, kind=Residence.Kind.REGISTERED, person__accounts=None
    )
    fixed = Fixed.load().values
    return {
        "county": version.county,
        "town": version.town,
        "community": version.place_id,
        "unit_code": version.code,
        "people": list(living.values_list("person_id", flat=True)),
        **{name: fixed[name] for name in ("matter", "procedure", "title", "now")},
    }
