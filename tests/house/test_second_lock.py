"""The second lock as a whole: every table of cases and persons has a policy, and who goes around it is listed."""

import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import ProgrammingError, connection, models
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from linli.engines.cases.models import Case
from linli.kernel.accounts.models import User
from linli.kernel.guard import acting_as
from linli.kernel.postgresql.lock import find_fault
from linli.registers.people.models import Person
from linli.site.middleware import ActorMiddleware, NobodyMiddleware

if TYPE_CHECKING:
    from tests.support.world import World

SOURCE = Path(__file__).resolve().parents[2] / "src" / "linli"

OPEN = {
    "event_log": "ids and codes, no personal text; written by everybody, read by the worker",
    "delivery": "which subscriber has an event still to hear; no more",
}
"""Tables that lead to a case or a person and have no policy, with the reason."""

RAISED = {
    "desks/administrator/display/assignments.py": 2,  # how often a table decided, and would have: numbers only
    "desks/administrator/display/kept.py": 1,  # how many open cases pin what is changed
    "engines/cases/queries.py": 3,  # by number and query code; by number for who audits; numbers for a list of looks
    "engines/cases/links.py": 1,  # cases of a bundle by its number and query code
    "engines/notices/actions/following.py": 2,  # addresses, for a message that leaves; news that is none any more
    "engines/notices/actions/telling.py": 1,  # the same
    "insight/queries.py": 1,  # rows behind a number, in the words of its measure
    "kernel/accounts/phones.py": 1,  # a code to a phone, before anybody has logged in
    "kernel/audit/queries.py": 3,  # looks at one person, acts on accounts; how many wait to be sealed
    "kernel/postgresql/lock.py": 1,  # whether the lock is in force
    "registers/mandates/actions.py": 1,  # rows that name two persons, after the actor's own look-up
    "registers/mandates/blocks.py": 1,  # marks, which nobody writes but these verbs
    "registers/mandates/queries.py": 5,  # for whom one may act; names on a mandate; whom a mark keeps apart
    "registers/people/actions/binding.py": 1,  # binding an account to a file, after the actor's own look-up
    "registers/people/actions/restricted.py": 1,  # labels that nobody is named for yet; counting from five upward
    "registers/people/actions/steps.py": 1,  # writing a change of files, after the actor's own look-up
    "registers/people/bindings.py": 4,  # whom the city proved, whose account is in; former phones; too old ones
    "registers/people/files.py": 2,  # names of relatives, and offices that looked, of a person that the actor sees
    "registers/people/households.py": 3,  # names and relations of who lives with a person that the actor sees
    "registers/people/queries.py": 2,  # by identity number for who audits; which of several live in his places
    "registers/people/search/table.py": 2,  # keys of whole files, after a change and to compare
    "registers/retention/actions/clearing.py": 3,  # records over their term, of a place whose files the clerk keeps
    "registers/retention/actions/wanting.py": 3,  # her own wish, and its refusal, after the look-up as the actor
    "registers/retention/actions/deleting.py": 3,  # a file's end, which touches every table, after the actor's look-up
    "registers/retention/actions/finding.py": 1,  # files whose term is over, by night
    "registers/retention/actions/holding.py": 2,  # a hold and its place, after the actor's own look-up
    "registers/retention/queries.py": 3,  # what stops the end of a file that the caller sees; movers; own wishes
    "rooms/matters/pages/sheets.py": 1,  # a file that an answer of the case names
    "rooms/bindings/queries.py": 1,  # names on a protective mark, for the accounts that it names
    "rooms/matters/queries.py": 1,  # public notices (公示), whose names the page masks
    "rooms/sharing/queries/opening.py": 3,  # opened fields of covered persons, once the actor found the agreement
    "rooms/sharing/queries/reuse.py": 1,  # agreements that give the data of one person away, whom the caller sees
    "site/accounts/pages.py": 1,  # what passing time does to all cases of a demo
    "site/start.py": 1,  # the command line, the worker among it
}
"""Where the code acts as the system, and how often: to be argued for in docs/decisions/0007-second-lock.md."""

DEFINERS = {"guard_bound_person", "guard_case", "guard_case_person", "guard_file", "keep_former_phone"}
"""Functions of the database that look behind the lock: each answers yes, no, or with one id."""


def leads_to(field: models.Field) -> bool:  # type: ignore[type-arg]
    """To a case or a person: by a foreign key, or by a column that is called like one."""
    if field.remote_field is not None:
        return field.remote_field.model in (Case, Person)
    return field.name in ("subject", "person_id", "case_id")


def tables() -> set[str]:
    """Every table of ours about a case or a person."""
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model in (Case, Person) or any(leads_to(field) for field in model._meta.local_fields)
    }


@pytest.mark.django_db
def test_every_table_of_cases_and_persons_has_a_policy() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity "
            "AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid)"
        )
        guarded = {row[0] for row in cursor.fetchall()}
    assert {"case", "person", "case_step", "form_answer", "residence"} <= guarded
    missing = tables() - guarded - OPEN.keys()
    assert not missing, f"add kernel.guard.protect(…) to the migrations of {sorted(missing)}"
    assert not OPEN.keys() & guarded


def test_only_listed_places_act_as_the_system() -> None:
    found: dict[str, int] = {}
    for file in SOURCE.rglob("*.py"):
        if "tests" in file.parts or "cli" in file.parts:
            continue
        count = len(re.findall(r"acting_as\(SYSTEM|as_owner\(\)", file.read_text(encoding="utf-8")))
        if count and file.name != "base.py":
            found[file.relative_to(SOURCE).as_posix()] = count
    assert found == RAISED


@pytest.mark.django_db
def test_only_listed_functions_look_behind_the_lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        )
        assert {row[0] for row in cursor.fetchall()} == DEFINERS


def seen_by(request: HttpRequest) -> list[int]:
    """A view with a planted query, behind the middleware that knows who asks."""
    found: list[int] = []

    def view(_request: HttpRequest) -> HttpResponse:
        found.append(Case.objects.count())
        return HttpResponse()

    NobodyMiddleware(ActorMiddleware(view))(request)
    return found


def request_of(user: User | AnonymousUser, headers: dict[str, str] | None = None) -> HttpRequest:
    request = RequestFactory(headers=headers).get("/api/" if headers else "/")
    request.user = user
    return request


def test_a_request_leaves_nothing_to_the_next_one_on_the_same_connection(world: "World") -> None:
    total, users = Case.objects.count(), world.cast.users
    key = {"Authorization": f"Bearer {world.keys['clerk']}"}
    expected = [total, 0, 0, total, 0, total]
    asked = [
        request_of(users["clerk"]),
        request_of(AnonymousUser()),
        request_of(users["stranger"]),
        request_of(users["wang"]),
        request_of(AnonymousUser(), {"Authorization": "Bearer wrong"}),
        request_of(AnonymousUser(), key),
    ]
    assert [seen_by(request)[0] for request in asked] == expected


def test_a_request_that_fails_leaves_nothing_either(world: "World") -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        assert Case.objects.exists()
        raise ZeroDivisionError

    with acting_as(None):
        with pytest.raises(ZeroDivisionError):
            NobodyMiddleware(ActorMiddleware(view))(request_of(world.cast.users["clerk"]))
        assert not Case.objects.exists()


@pytest.mark.django_db
def test_the_doctor_finds_the_lock_in_force() -> None:
    assert find_fault() == ""


@pytest.mark.django_db
def test_the_doctor_names_a_table_that_somebody_opened() -> None:
    with connection.schema_editor() as editor:
        editor.execute("ALTER TABLE case_step DISABLE ROW LEVEL SECURITY")
    assert "off for case_step:" in find_fault()


@pytest.mark.django_db
def test_the_doctor_names_a_role_that_policies_do_not_bind() -> None:
    with connection.schema_editor() as editor:
        editor.execute("ALTER ROLE linli_app BYPASSRLS")
    assert "person" in find_fault()


@pytest.mark.django_db
def test_the_doctor_says_how_to_make_a_role_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.kernel.guard.ROLE", "linli_app_elsewhere")
    assert "CREATE ROLE linli_app_elsewhere NOLOGIN; GRANT" in find_fault()


@pytest.mark.django_db
def test_a_login_that_may_not_make_the_role_is_told_what_to_ask_for() -> None:
    """As where a city's database is one of many on somebody's server: the login owns it, and no more."""
    statement = import_module("linli.kernel.installation.migrations.0003_add_second_lock").ROLE
    with connection.schema_editor() as editor:
        editor.execute("CREATE ROLE guard_try_login")
        editor.execute("SET LOCAL SESSION AUTHORIZATION guard_try_login")
    with pytest.raises(ProgrammingError) as refusal, connection.schema_editor() as editor:
        editor.execute(statement.replace("linli_app", "guard_try_app"), None)
    assert "guard_try_login may not make it" in str(refusal.value)
    cause = refusal.value.__cause__
    assert isinstance(cause, psycopg.Error)
    assert "GRANT guard_try_app TO guard_try_login;" in str(cause.diag.message_hint)
