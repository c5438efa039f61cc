"""The backend that `kernel.database` names; Django looks for this module."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from select import POLLIN, poll
from types import TracebackType
from typing import Any, Final

from django.db.backends.postgresql import base, operations, schema

from linli.kernel import guard
from linli.kernel.database import start_embedded

_SAVEPOINTS: Final = ("SAVEPOINT ", "RELEASE SAVEPOINT ", "ROLLBACK TO SAVEPOINT ")
# Before the role is made (an empty database), nothing is there to be guarded.
_PUT: Final = f"""
SELECT set_config('role', CASE WHEN %s THEN 'none' ELSE coalesce(to_regrole('{guard.ROLE}')::text, 'none') END, false),
    set_config('linli.user', %s, false), set_config('linli.person', %s, false), set_config('linli.posts', %s, false),
    set_config('linli.day', %s, false)
"""


class SchemaEditor(schema.DatabaseSchemaEditor):
    """Tables are changed, and migrations write, as their owner."""

    connection: "DatabaseWrapper"

    def __enter__(self) -> "SchemaEditor":
        self.connection.unbound += 1
        super().__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            super().__exit__(kind, error, trace)
        finally:
            self.connection.unbound -= 1


class Operations(operations.DatabaseOperations):
    """Tests are cleaned up (TRUNCATE) as the owner."""

    connection: "DatabaseWrapper"

    def execute_sql_flush(self, sql_list: Any) -> None:
        with self.connection.as_owner():
            super().execute_sql_flush(sql_list)


class DatabaseWrapper(base.DatabaseWrapper):
    """Tells the database who reads (`kernel.guard`), and asks the socket whether a kept connection still is one."""

    SchemaEditorClass = SchemaEditor
    ops_class = Operations
    unbound = 0
    """How many schema editors and flushes are at work: meanwhile the login itself reads."""
    _known: guard.Reader | None = None
    """Who reads, as far as this session of the server was told; None if it has to be told anew."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.execute_wrappers.append(self._execute_as_reader)

    def get_connection_params(self) -> dict[str, Any]:
        start_embedded(self.settings_dict)
        return super().get_connection_params()

    def init_connection_state(self) -> None:
        super().init_connection_state()
        self._known = None
        self._tell()

    @contextmanager
    def as_owner(self) -> Iterator[None]:
        """Meanwhile statements are the login's own."""
        self.unbound += 1
        try:
            yield
        finally:
            self.unbound -= 1

    def _execute_as_reader(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        """Before each statement; those on savepoints must pass where a transaction has failed, and read nothing."""
        if self._known != self._wanted() and not (isinstance(sql, str) and sql.startswith(_SAVEPOINTS)):
            self._tell()
        return execute(sql, params, many, context)

    def _wanted(self) -> guard.Reader:
        return guard.UNBOUND if self.unbound else guard.current()

    def _tell(self) -> None:
        if self.settings_dict["NAME"] is None:  # the server's own database, where others are made and dropped
            self._known = self._wanted()
            return
        reader = self._wanted()
        self._known = None
        with self.wrap_database_errors:
            self.connection.execute(
                _PUT, [reader.system, reader.user, reader.person, reader.posts, reader.day]
            )
        self._known = reader

    def _rollback(self) -> None:
        """What was told within the transaction is taken back with it."""
        self._known = None
        super()._rollback()  # type: ignore[misc]  # not in the stubs

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]  # not in the stubs
        self._known = None

    def is_usable(self) -> bool:
        """Asks the socket, not the server.

        A server that has ended or dropped the connection left a message or an end of file behind; an idle one that
        is well has nothing to say. That saves a statement in each request (Django's own check is `SELECT 1`).
        """
        if self.connection is None or self.connection.closed:
            return False
        waiting = poll()
        waiting.register(self.connection.fileno(), POLLIN)
        return not waiting.poll(0)
