"""The second lock as a whole: every table of cases and persons has a policy, and who goes around it is listed."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models

from linli.engines.cases.models import Case
from linli.kernel.postgresql.lock import find_fault
from linli.registers.people.models import Person

SOURCE = Path(__file__).resolve().parents[2] / "src" / "linli"

OPEN = {
    "event_log": "ids and codes, no personal text; written by everybody, read by the worker",
    "delivery": "which subscriber has an event still to hear; no more",
}
"""Tables that lead to a case or a person and have no policy, with the reason."""

RAISED = {
    "desks/administrator/previews.py": 1,  # how many open cases pin what is changed
    "engines/cases/queries.py": 3,  # by number and query code; by number for who audits; numbers for a list of looks
    "engines/notices/actions/following.py": 1,  # addresses, for a message that leaves
    "engines/notices/actions/telling.py": 1,  # the same
    "kernel/postgresql/lock.py": 1,  # whether the lock is in force
    "registers/people/households.py": 2,  # names of who lives with a person that the actor sees
    "registers/people/queries.py": 1,  # by identity number for who audits
    "rooms/matters/queries.py": 1,  # public notices (公示), whose names the page masks
    "site/cli/packs.py": 2,  # the command line, where it asks by itself
    "site/start.py": 1,  # the command line, the worker among it
}
"""Where the code acts as the system, and how often: to be argued for in docs/decisions/0007-second-lock.md."""

DEFINERS = {"guard_bound_person", "guard_case", "guard_case_person", "guard_file"}
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
        if "tests" in file.parts:
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
