"""Whether the second lock (`kernel.guard`) is in force on this server, and the mend where it is not."""

from django.db import DatabaseError, connection

from linli.kernel import guard
from linli.kernel.actors import SYSTEM

_MEMBER = """
SELECT session_user, to_regrole(%s) IS NOT NULL,
    CASE WHEN to_regrole(%s) IS NOT NULL THEN pg_has_role(session_user, to_regrole(%s)::oid, 'SET') END
"""
# A table with its lock open has policies still: then somebody switched the lock off.
_TABLES = """
SELECT relname, row_security_active(pg_class.oid)
FROM pg_class WHERE EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid) ORDER BY 1
"""


def find_fault() -> str:
    """Why some guarded table is open, and what to do; empty if all are locked."""
    role = guard.ROLE
    with guard.acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(_MEMBER, [role, role, role])
        login, exists, member = cursor.fetchone()
    if not exists:
        return (
            f"the role {role} is missing on this server, so that nothing is locked: let its administrator run "
            f'`CREATE ROLE {role} NOLOGIN; GRANT {role} TO "{login}";`, then run `linli migrate`'
        )
    if not member:
        return f'"{login}" may not take on the role {role}: let an administrator run `GRANT {role} TO "{login}";`'
    return _find_open_table()


def _find_open_table() -> str:
    try:
        with guard.acting_as(None), connection.cursor() as cursor:
            cursor.execute(_TABLES)
            tables = dict(cursor.fetchall())
    except DatabaseError as error:
        return f"the role {guard.ROLE} cannot be asked ({type(error).__name__}): run `linli migrate`"
    open_ones = ", ".join(sorted(name for name, active in tables.items() if not active))
    if open_ones:
        return (
            f"row-level security is off for {open_ones}: `ALTER TABLE … ENABLE ROW LEVEL SECURITY` on each, and see "
            f"that {guard.ROLE} is neither their owner nor BYPASSRLS"
        )
    return "" if tables else "no table is guarded: run `linli migrate`"
