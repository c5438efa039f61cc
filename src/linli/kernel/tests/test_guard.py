"""Who reads reaches the database before the next statement, whatever happens to transactions in between."""

import threading
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from linli.kernel import guard
from linli.kernel.actors import ANONYMOUS, SYSTEM, Actor, Grant
from linli.kernel.guard import acting_as

pytestmark = pytest.mark.django_db(transaction=True)

CLERK = Actor(user_id=3, person_id=7, grants=(Grant("clerk", "community:5"), Grant("reviewer", "town:2")))
ODD = Actor(user_id=4, grants=(Grant('a"b', "c\\d"), Grant("e,f", "{g}")))


@pytest.fixture(autouse=True)
def _as_nobody() -> Iterator[None]:
    with acting_as(None):
        yield


def ask() -> tuple[object, ...]:
    """Role, account, person and posts, as a policy sees them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, guard_user(), guard_person(), guard_posts()")
        return tuple(cursor.fetchone())


NOBODY = (guard.ROLE, None, None, [])
AS_CLERK = (guard.ROLE, 3, 7, ["clerk community:5", "reviewer town:2"])


def owner() -> str:
    return str(connection.settings_dict["USER"])


def test_without_a_reader_it_is_nobody() -> None:
    assert ask() == NOBODY
    with acting_as(ANONYMOUS):
        assert ask() == NOBODY


def test_a_new_connection_is_nobody_s_before_its_first_statement() -> None:
    connection.close()
    connection.ensure_connection()
    assert connection.connection.execute("SELECT current_user").fetchone() == (guard.ROLE,)


def test_posts_arrive_as_they_are_whatever_their_letters() -> None:
    with acting_as(ODD):
        assert ask()[3] == ['a"b c\\d', "e,f {g}"]


def test_readers_nest_and_end() -> None:
    with acting_as(CLERK):
        assert ask() == AS_CLERK
        with acting_as(SYSTEM):
            assert ask()[0] == owner()
        assert ask() == AS_CLERK
        with acting_as(None):
            assert ask() == NOBODY
    assert ask() == NOBODY


def test_a_reader_ends_with_an_exception_too() -> None:
    with pytest.raises(ZeroDivisionError), acting_as(SYSTEM):
        assert 1 / (len(ask()) - 4)
    assert ask() == NOBODY


def test_a_rollback_takes_nothing_back_that_still_holds() -> None:
    ask()
    with acting_as(CLERK):
        with transaction.atomic():
            assert ask() == AS_CLERK
            transaction.set_rollback(True)
        assert ask() == AS_CLERK
    with transaction.atomic(), acting_as(SYSTEM):
        ask()
        transaction.set_rollback(True)
    assert ask() == NOBODY


def test_a_rollback_to_a_savepoint_does_neither() -> None:
    with transaction.atomic():
        assert ask() == NOBODY
        with acting_as(CLERK):
            with transaction.atomic():
                assert ask() == AS_CLERK
                transaction.set_rollback(True)
            assert ask() == AS_CLERK
        with acting_as(SYSTEM), transaction.atomic():
            ask()
            transaction.set_rollback(True)
        assert ask() == NOBODY


def test_a_reader_that_was_undone_by_a_rollback_does_not_come_back() -> None:
    """The session held the clerk before; within the savepoint nobody was told; the rollback restores the clerk."""
    with transaction.atomic():
        with acting_as(CLERK):
            ask()
        with transaction.atomic():
            assert ask() == NOBODY
            transaction.set_rollback(True)
        assert ask() == NOBODY


def test_a_failed_statement_is_rolled_back_to_its_savepoint_under_another_reader() -> None:
    with transaction.atomic():
        with (
            pytest.raises(IntegrityError),
            acting_as(SYSTEM),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("INSERT INTO installation (id, demo, clock_offset) VALUES (2, false, '0')")
        assert ask() == NOBODY


def test_a_commit_keeps_what_was_told_and_no_more() -> None:
    with transaction.atomic(), acting_as(CLERK):
        ask()
    assert ask() == NOBODY


def test_another_thread_starts_as_nobody() -> None:
    found: list[tuple[object, ...]] = []

    def work() -> None:
        try:
            found.append(ask())
        finally:
            connection.close()

    with acting_as(CLERK):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        assert ask() == AS_CLERK
    assert found == [NOBODY]


def test_a_reader_is_told_once_and_is_no_query_of_the_page() -> None:
    with acting_as(CLERK), CaptureQueriesContext(connection) as asked:
        ask()
        ask()
    assert len(asked) == 2


def test_tables_are_changed_as_their_owner_and_the_reader_stays() -> None:
    with acting_as(CLERK):
        with connection.schema_editor() as editor:
            assert ask()[0] == owner()
            editor.execute("CREATE TABLE guard_try (id int)")
        assert ask() == AS_CLERK
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO guard_try VALUES (1)")  # the role has its rights on later tables
        with connection.schema_editor() as editor:
            editor.execute("DROP TABLE guard_try")


def test_a_table_protected_in_a_migration_is_deny_by_default() -> None:
    with connection.schema_editor() as editor:
        editor.execute("CREATE TABLE guard_try (person_id bigint)")
        editor.execute("INSERT INTO guard_try VALUES (7), (8)")
        for operation in guard.protect("guard_try", "person_id = (SELECT guard_person())"):
            editor.execute(operation.sql)
    try:
        with connection.cursor() as cursor:
            for actor, rows in ((None, []), (CLERK, [(7,)]), (SYSTEM, [(7,), (8,)])):
                with acting_as(actor):
                    cursor.execute("SELECT person_id FROM guard_try ORDER BY 1")
                    assert cursor.fetchall() == rows
    finally:
        with connection.schema_editor() as editor:
            editor.execute("DROP TABLE guard_try")


def test_what_migrations_write_by_it_does_not_change() -> None:
    """Migrations that have run somewhere must mean the same elsewhere."""
    operations = guard.protect("a", "b = 1", check="c")
    assert [(operation.sql, operation.reverse_sql) for operation in operations] == [
        ('ALTER TABLE "a" ENABLE ROW LEVEL SECURITY', 'ALTER TABLE "a" DISABLE ROW LEVEL SECURITY'),
        ('CREATE POLICY guard ON "a" FOR ALL USING (b = 1) WITH CHECK (c)', 'DROP POLICY guard ON "a"'),
    ]
    more = guard.admit("a", "by_d", "d", verb="SELECT")
    assert more.sql == 'CREATE POLICY by_d ON "a" FOR SELECT USING (d)'
