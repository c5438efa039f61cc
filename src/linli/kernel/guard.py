"""The second lock: whose rows the database lets through, whatever a query forgets to ask.

Tables of cases and persons have row-level security; its policies ask the reader that stands here. Nobody is the
default: a guarded table is empty for reading then, and refuses writes. `SYSTEM` is bound by no policy.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.migrations import RunSQL

from linli.kernel.actors import SYSTEM, Actor

ROLE: Final = "linli_app"
"""The role of PostgreSQL that is bound by the policies; whoever owns the tables is not."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, as policies ask for it by `guard_person()`, `guard_user()`, `guard_posts()` …; by default nobody."""

    system: bool = False
    user: str = ""
    person: str = ""
    posts: str = ""
    day: str = ""


NOBODY: Final = Reader()
UNBOUND: Final = Reader(system=True)
_reader: ContextVar[Reader] = ContextVar("linli_reader", default=NOBODY)


def current() -> Reader:
    """Who reads now, in this thread of work."""
    return _reader.get()


@contextmanager
def acting_as(actor: Actor | None, *, day: date | None = None) -> Iterator[None]:
    """Meanwhile the database shows what `actor` may see, None being nobody.

    `day` narrows files to where people live on that day; without it, to where they ever lived.
    """
    token = _reader.set(reader_of(actor, day=day))
    try:
        yield
    finally:
        _reader.reset(token)


def reader_of(actor: Actor | None, *, day: date | None = None) -> Reader:
    """The actor as the policies know it: posts are texts such as `clerk community:5`."""
    if actor is None:
        return NOBODY
    if actor == SYSTEM:
        return UNBOUND
    posts = sorted({f"{grant.role} {grant.scope}" for grant in actor.grants})
    return Reader(
        user=_text(actor.user_id),
        person=_text(actor.person_id),
        posts="{" + ",".join(map(_quote, posts)) + "}" if posts else "",
        day=_text(day),
    )


def protect(table: str, using: str, *, check: str = "") -> list[RunSQL]:
    """Operations of a migration: from now on rows of `table` are seen and written only where `using` (SQL) holds;
    `check`, if it differs, is asked of rows that are written.

    The migration depends on `("installation", "0003_add_second_lock")`. For what hangs on a case, `using` is
    `guard_case(case_id)` (needs `("cases", "0007_guard_rows")`), or `guard_case_of(subject)` for `case:17`.
    """
    switch = RunSQL(
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
    )
    return [switch, admit(table, "guard", using, check=check)]


def admit(table: str, name: str, using: str, *, check: str = "", verb: str = "ALL") -> RunSQL:
    """One policy more for a protected table: what either admits is admitted. For apps that give a table of a
    lower floor its meaning."""
    checked = f" WITH CHECK ({check})" if check else ""
    return RunSQL(
        f'CREATE POLICY {name} ON "{table}" FOR {verb} USING ({using}){checked}',
        f'DROP POLICY {name} ON "{table}"',
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
