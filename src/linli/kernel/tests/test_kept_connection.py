"""A kept connection is used again without asking the server, and replaced when the server has dropped it."""

import psycopg
import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db(transaction=True)


def drop_connection() -> None:
    """As a restart of the server does to it."""
    connection.ensure_connection()
    info = connection.connection.info
    other = psycopg.connect(
        host=info.host, port=info.port, user=info.user, dbname=info.dbname, autocommit=True
    )
    with other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [info.backend_pid])


def one() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return int(cursor.fetchone()[0])


def test_an_idle_connection_is_usable_without_a_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    assert one() == 1
    with django_assert_num_queries(0):
        assert connection.is_usable()


def test_a_dropped_connection_is_replaced_before_the_next_request() -> None:
    assert one() == 1
    drop_connection()
    assert not connection.is_usable()
    connection.health_check_enabled, connection.health_check_done = True, False
    assert one() == 1


def test_a_closed_connection_is_not_usable() -> None:
    assert one() == 1
    connection.connection.close()
    assert not connection.is_usable()
    connection.close()
