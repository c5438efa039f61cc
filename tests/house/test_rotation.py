"""`linli keys rotate` is killed again and again while others write: everything opens, and nothing stays behind."""

import base64
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from click.testing import CliRunner
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from psycopg.types.json import Jsonb
from pytest_django import Settings

from linli.engines.cases.models import Case, CaseStep
from linli.engines.forms.models import FormAnswer
from linli.engines.forms.queries import get_answers
from linli.kernel.actors import SYSTEM
from linli.kernel.audit import actions as audit
from linli.kernel.audit import queries as audit_queries
from linli.kernel.crypto import current_head, seal, unseal, unseal_text
from linli.kernel.errors import ConfigurationError
from linli.kernel.guard import acting_as
from linli.kernel.installation.models import SealingKey
from linli.kernel.keys import KeyRing
from linli.kernel.resealing import retiring, rotating
from linli.kernel.resealing.tables import SealedTable
from linli.registers.people.models import Person
from linli.registers.people.sealing import CONTEXT_PHONE, seal_person_numbers
from linli.site.accounts.adapters import CONTEXT_FACTOR
from linli.site.cli import cli
from linli.site.sealed import TABLES
from tests.support.world import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 120
PERSONS = 1_200
NOW = timedelta(0)


@pytest.fixture
def ring(settings: Settings, tmp_path: Path) -> KeyRing:
    """The keys of the tests, in a file that this test may change."""
    shutil.copy(settings.KEYS.path, tmp_path / "keys.json")
    settings.KEYS = KeyRing(tmp_path / "keys.json")
    return settings.KEYS  # type: ignore[no-any-return]


@pytest.fixture
def world(transactional_db: None, ring: KeyRing) -> World:
    found = make_world(packs=("national",))
    Person.objects.bulk_create(
        Person(name="某人", sex="1", phone_sealed=seal_person_numbers(phone=f"1380000{n:04}").phone_sealed)
        for n in range(PERSONS)
    )
    user = found.cast.users["clerk"]
    secret = base64.b64encode(seal("JBSWY3DP", context=CONTEXT_FACTOR)).decode()
    Authenticator.objects.create(user=user, type="totp", data={"secret": secret, "other": 1})
    return found


@pytest.fixture
def programs(ring: KeyRing) -> Iterator["Programs"]:
    found = Programs(ring)
    yield found
    found.end()


class Programs:
    """Processes of `tests.support.rotating` on the database and the key file of this test."""

    def __init__(self, ring: KeyRing) -> None:
        database = connection.settings_dict
        server = f"{database['USER']}@{quote(str(database['HOST']), safe='')}:{database['PORT']}"
        self.environment = {
            key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"
        }
        self.environment |= {
            "DATABASE_URL": f"postgresql://{server}/{database['NAME']}",
            "LINLI_KEY_FILE": str(ring.path),
        }
        self.started: list[subprocess.Popen[str]] = []

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tests.support.rotating", *arguments]
        process = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True)
        self.started.append(process)
        return process

    def end(self) -> None:
        for process in self.started:
            process.kill()
            process.communicate()


def opened() -> dict[tuple[str, str, int], bytes]:
    """Everything that is sealed in tables, as it opens."""
    found = {}
    with connection.cursor() as cursor:
        for table in (one for one in TABLES if isinstance(one, SealedTable)):
            for column, context in table.columns.items():
                bound = f'"{table.bound_to}"' if table.bound_to else "NULL"
                cursor.execute(
                    f'SELECT "{table.key}", {bound}, "{column}" FROM "{table.name}" WHERE octet_length("{column}") > 0'  # noqa: S608
                )
                for key, name, value in cursor.fetchall():
                    whole = f"{context}:{name}" if name else context
                    found[table.name, column, key] = unseal(value, context=whole)
    return found


def count_left() -> int:
    return sum(rotating.count_older(table, current_head()) for table in TABLES)


def test_a_rotation_killed_between_any_two_steps_loses_nothing_and_is_taken_up(
    world: World, ring: KeyRing, programs: Programs
) -> None:
    before = opened()
    for table, column in (
        ("case_step", "note_sealed"),
        ("form_answer", "answers_sealed"),
        ("document_content", "sealed"),
    ):
        assert any(key[:2] == (table, column) for key in before), f"nothing in {table} to be sealed anew"
    writer = programs.start("write")
    assert writer.stdout
    assert writer.stdout.readline().strip() == "ready"
    steps = [1, 2, *sorted(random.sample(range(3, 110), 12)), 100_000]
    killed = programs.start("kill", *map(str, steps))
    ends = killed.communicate(timeout=PATIENCE)[0].split()
    assert ends.count("-9") >= 5, ends
    assert ends[-1] == "0", f"killed at {steps}: {ends}"
    writer.send_signal(signal.SIGTERM)
    said: dict[str, Any] = json.loads(writer.communicate(timeout=PATIENCE)[0])
    assert said["faults"] == []
    assert len(said["known"]) > 20

    ring.look()
    assert ring.current >= 2
    rotating.reseal_all(TABLES, tell=lambda *_: None)
    assert count_left() == 0
    phones = {("person", "phone_sealed", int(key)): value.encode() for key, value in said["known"].items()}
    after = opened()
    assert after.keys() == before.keys()
    assert {key: value for key, value in after.items() if value != (phones.get(key) or before[key])} == {}
    kept = Authenticator.objects.get().data
    assert unseal_text(base64.b64decode(kept["secret"]), context=CONTEXT_FACTOR) == "JBSWY3DP"
    assert kept["other"] == 1

    for number in sorted(set(ring.content.sealing) - {ring.current}):
        retiring.retire(TABLES, number=number, grace=NOW).unlink()
    assert opened() == after
    audit.seal_batch()
    assert audit_queries.verify().whole


def test_what_is_not_sealed_anew_keeps_its_key_from_being_retired(world: World, ring: KeyRing) -> None:
    person = Person.objects.order_by("pk")[3]
    late = bytes(person.phone_sealed or b"")
    rotating.rotate(TABLES, tell=lambda *_: None, wait=0)
    with pytest.raises(ConfigurationError, match="closed less than 10 minutes ago"):
        retiring.retire(TABLES, number=1)
    Person.objects.filter(pk=person.pk).update(phone_sealed=late)
    with pytest.raises(ConfigurationError, match="key 1 still seals person: 1;"):
        retiring.retire(TABLES, number=1, grace=NOW)
    result = CliRunner().invoke(cli, ["keys", "status"])
    assert "person: 1 by key 1, " in result.output
    assert CliRunner().invoke(cli, ["keys", "reseal"]).exit_code == 0
    retiring.retire(TABLES, number=1, grace=NOW)
    assert SealingKey.objects.get(pk=1).retired_at is not None
    with pytest.raises(ConfigurationError, match="there is no key 1"):
        retiring.retire(TABLES, number=1, grace=NOW)


def test_rows_that_somebody_holds_are_sealed_anew_when_they_are_free(world: World, ring: KeyRing) -> None:
    head = current_head()
    with transaction.atomic():
        held = Person.objects.select_for_update().order_by("pk")[0]
        code = (
            "import django; django.setup()\n"
            "from linli.kernel.actors import SYSTEM\nfrom linli.kernel.guard import acting_as\n"
            "from linli.kernel.resealing.tables import SealedTable\n"
            "with acting_as(SYSTEM):\n"
            "    batch = SealedTable('person', {'phone_sealed': 'person.phone'}).reseal(after=0, head=b'??')\n"
            "print(batch.done)\n"
        )
        programs = Programs(ring)
        programs.environment["DJANGO_SETTINGS_MODULE"] = "linli.site.settings"
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=programs.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert (done.returncode, done.stdout.strip()) == (0, "500"), done.stderr
        assert bytes(Person.objects.get(pk=held.pk).phone_sealed or b"") == bytes(held.phone_sealed or b"")
    assert current_head() == head


def test_another_cipher_is_put_into_force_by_sealing_anew(
    world: World, ring: KeyRing, settings: Settings
) -> None:
    before = opened()
    settings.CONFIG = settings.CONFIG.model_copy(update={"cipher": "aes-256-gcm"})
    assert current_head()[0] == 1
    rotating.reseal_all(TABLES, tell=lambda *_: None)
    assert count_left() == 0
    assert opened() == before


def test_a_value_that_does_not_open_stays_and_is_named(world: World, ring: KeyRing) -> None:
    person = Person.objects.order_by("pk")[5]
    broken = bytes(person.phone_sealed or b"")[:-1] + b"?"
    Person.objects.filter(pk=person.pk).update(phone_sealed=broken)
    outcome = rotating.rotate(TABLES, tell=lambda *_: None, wait=0)
    assert outcome.broken == {"person": {person.pk}}
    assert bytes(Person.objects.get(pk=person.pk).phone_sealed or b"") == broken
    assert ring.content.rotating is False


def test_history_lets_nothing_but_resealing_pass(world: World) -> None:
    """By the owner of the tables, with the setting: another note, a shorter one, another column are refused."""
    step = CaseStep.objects.exclude(note_sealed=None).first()
    answer = FormAnswer.objects.first()
    assert step
    assert answer
    sealed = bytes(step.note_sealed or b"")
    other_key = sealed[:1] + bytes([sealed[1] + 1]) + sealed[2:]
    steps = CaseStep.objects.filter(pk=step.pk)
    for changed in (
        {"note_sealed": sealed[:-1] + b"?"},
        {"note_sealed": other_key + b"?"},
        {"note_sealed": None},
        {"note_sealed": other_key, "action": "x"},
    ):
        with pytest.raises(ProgrammingError, match="append-only"), resealing():
            steps.update(**changed)
    with pytest.raises(ProgrammingError, match="never changed"), resealing():
        FormAnswer.objects.filter(pk=answer.pk).update(answers_sealed=b"")
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        steps.update(note_sealed=other_key)  # without the setting
    with resealing():
        assert steps.update(note_sealed=other_key) == 1


def test_readers_of_pages_do_not_reseal(world: World) -> None:
    was, becomes = ({"s": f"\\x{head}aa"} for head in ("0101", "0102"))
    for actor, may in ((SYSTEM, True), (None, False)):
        with acting_as(actor), resealing(), connection.cursor() as cursor:
            cursor.execute("SELECT is_resealing(%s, %s, 's')", [Jsonb(was), Jsonb(becomes)])
            assert cursor.fetchone()[0] is may


@contextmanager
def resealing() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL linli.resealing = 'on'")
        yield


def test_a_key_file_of_another_database_is_refused(world: World, ring: KeyRing) -> None:
    rotating.meet_keys(ring)
    SealingKey.objects.update(fingerprint=b"another.")
    with pytest.raises(ConfigurationError, match="is not the one that this database was sealed with"):
        rotating.rotate(TABLES, tell=lambda *_: None, wait=0)
    assert ring.current == 1


def test_pages_go_on_with_what_was_sealed_anew(world: World, ring: KeyRing) -> None:
    case = Case.objects.get(number=world.cases["decided"])
    with acting_as(SYSTEM):
        before = get_answers(f"case:{case.pk}").values
    rotating.rotate(TABLES, tell=lambda *_: None, wait=0)
    assert get_answers(f"case:{case.pk}").values == before
    assert Person.objects.exclude(phone_sealed=None).count() >= PERSONS
    assert world.client("wang").get(reverse("mine:file")).status_code == 200
    person = Person.objects.exclude(phone_sealed=None).latest("pk")
    assert unseal_text(person.phone_sealed, context=CONTEXT_PHONE) == f"1380000{PERSONS - 1:04}"
