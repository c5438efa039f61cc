"""When a file ends, nothing of the person is left in any table: open, sealed, or as a digest of her numbers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from linli.engines.cases.models import Case, CaseStep
from linli.kernel import crypto
from linli.kernel.accounts.models import User
from linli.kernel.actors import SYSTEM
from linli.kernel.audit import actions as audit
from linli.kernel.audit import queries as audit_queries
from linli.kernel.audit.models import AuditEntry
from linli.kernel.clock import local_day
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.kernel.resealing.tables import SealedTable
from linli.registers.people.actions import apply_change, check_change, draft_change, give_restricted_label
from linli.registers.people.actions.restricted import Need
from linli.registers.people.details import Correction
from linli.registers.people.models import (
    IdentityDocument,
    LabelKind,
    Person,
    PersonKey,
    Relationship,
    Residence,
)
from linli.registers.people.rules import months_after
from linli.registers.people.sealing import (
    CONTEXT_DOCUMENT,
    digest_document,
    digest_id_number,
    digest_phone,
    seal_person_numbers,
)
from linli.registers.people.search import refresh_keys
from linli.registers.retention import actions, queries
from linli.registers.retention.models import Deletion, Due, Hold, Term
from linli.registers.retention.plan import get_plan
from linli.registers.retention.refusals import AskedAlready, BadHold, Held, NeedsAnother, NotDue, StillNeeded
from linli.registers.retention.schemas import TermRow
from linli.site.sealed import TABLES
from tests.support.cast import make_staff
from tests.support.world import World, make_world

pytestmark = pytest.mark.django_db

NAME, FORMER, NUMBER, PASSPORT = "尉迟蕙兰", "尉迟小蕙", "532301194201050028", "E44221199"
PHONE, FORMER_PHONE, ADDRESS = "13877665544", "13812121212", "杏花巷七十七号后院"
SAID = (NAME, FORMER, NUMBER, PASSPORT, PHONE, FORMER_PHONE, ADDRESS)


def test_every_column_that_leads_to_a_person_is_in_the_list() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, attname FROM pg_constraint"
            " JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]"
            " WHERE contype = 'f' AND confrelid = 'person'::regclass"
            " UNION SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' "
            " AND (column_name = 'person_id' OR column_name = 'persons' AND data_type = 'ARRAY')"
        )
        there = {(table.strip('"'), column) for table, column in cursor.fetchall()}
    assert there - set(get_plan().named()) == set()


def test_what_is_kept_is_kept_for_a_reason() -> None:
    assert [trace for trace in get_plan().traces if trace.then == "keep" and not trace.why] == []


@pytest.fixture
def world() -> World:
    """王桂兰 under another name, with everything that may lead to her; her cases are over."""
    found = make_world(packs=("national",))
    wang, chen = found.cast.people["wang"], found.cast.people["chen"]
    numbers = seal_person_numbers(id_number=NUMBER, phone=FORMER_PHONE)
    Person.objects.filter(pk=wang.pk).update(
        name=NAME, former_names=[FORMER], id_number_kind=numbers.id_number_kind,
        id_number_sealed=numbers.id_number_sealed, id_number_digest=numbers.id_number_digest,
        phone_sealed=numbers.phone_sealed, phone_digest=numbers.phone_digest,
    )  # fmt: skip
    Residence.objects.filter(person=wang).update(address=ADDRESS)
    found.cast.users["wang"].name = NAME
    found.cast.users["wang"].save()
    found.open_case("wang", "decided")
    clerk, day = found.cast.actor("clerk"), local_day(found.now)
    with acting_as(clerk, day=day):
        change = draft_change(
            actor=clerk, now=found.now, details=Correction(person=wang.pk, fields={"phone": PHONE})
        )
        check_change(actor=clerk, now=found.now, change_id=change.pk, revision=change.revision)
        apply_change(actor=clerk, now=found.now, change_id=change.pk, revision=change.revision + 1)
    IdentityDocument.objects.create(
        person=wang, kind="passport", issuer="CHN", number_sealed=crypto.seal(PASSPORT, context=CONTEXT_DOCUMENT),
        number_digest=digest_document("passport", "CHN", PASSPORT), valid=DateRange(day, None),
    )  # fmt: skip
    for one, other, kind in ((wang, chen, "spouse"), (chen, wang, "spouse")):
        Relationship.objects.create(person=one, other=other, kind=kind, valid=DateRange(day, None))
    kind = LabelKind.objects.filter(tier="restricted").first()
    assert kind
    with acting_as(clerk, day=day):
        give_restricted_label(
            actor=clerk, now=found.now, person_id=wang.pk, code=kind.code, day=day,
            needs=[Need(role="clerk", scope="x")], purpose="保护",
        )  # fmt: skip
    Case.objects.filter(applicant=wang).exclude(phase="closed").update(
        phase="closed", closed_at=found.now, queue_role="", queue_scope=""
    )
    refresh_keys([wang.pk], day=day)
    return found


def lines() -> Iterator[tuple[str, str]]:
    """Every row of every table as text, and every sealed value as it opens."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" AS t')  # noqa: S608
            yield from ((table, row[0]) for row in cursor.fetchall())
        for sealed in (one for one in TABLES if isinstance(one, SealedTable)):
            bound = f'"{sealed.bound_to}"' if sealed.bound_to else "NULL"
            for column, context in sealed.columns.items():
                found = f'SELECT {bound}, "{column}" FROM "{sealed.name}" WHERE octet_length("{column}") > 0'  # noqa: S608
                cursor.execute(found)
                for name, value in cursor.fetchall():
                    whole = f"{context}:{name}" if name else context
                    plain = crypto.unseal(value, context=whole)
                    yield f"{sealed.name}.{column}", plain.decode("utf-8", "replace")


def wanted(person_id: int) -> set[str]:
    digests = (
        digest_id_number(NUMBER), digest_phone(PHONE), digest_phone(FORMER_PHONE),
        digest_document("passport", "CHN", PASSPORT), crypto.digest("restricted_holder", str(person_id)),
    )  # fmt: skip
    keys = {f'"digest": {key.digest},' for key in PersonKey.objects.filter(person=person_id)}
    others = {f'"digest": {key.digest},' for key in PersonKey.objects.exclude(person=person_id)}
    return {*SAID, *(digest.hex() for digest in digests), *(keys - others)}


def find(words: set[str]) -> set[tuple[str, str]]:
    return {(table, word) for table, line in lines() for word in words if word in line}


def delete(world: World, **asked: Any) -> Deletion:
    first, second = world.cast.actor("clerk"), second_clerk(world)
    found = actions.ask_deletion(
        actor=first, now=world.now, person_id=world.cast.people["wang"].pk,
        **({"basis": "request", "law": "个人信息保护法第四十七条"} | asked),
    )  # fmt: skip
    return actions.delete_person(actor=second, now=world.now, deletion_id=found.pk)


def second_clerk(world: World) -> Any:
    if "clerk-two" not in world.cast.users:
        make_staff(world.cast, "clerk-two", "古月", "clerk", "532301100001", "南山社区服务站", "经办")
    return world.cast.actor("clerk-two")


def test_nothing_of_her_is_left_in_any_table(world: World) -> None:
    person = world.cast.people["wang"].pk
    words = wanted(person)
    before = find(words)
    found_in = {"person", "residence", "identity_document", "user", "person.phone_sealed"}
    assert found_in <= {table for table, _word in before}
    assert {word for _table, word in before} == words - {digest_phone(FORMER_PHONE).hex()}
    steps = CaseStep.objects.filter(case__applicant=person).count()
    notes = CaseStep.objects.filter(note_sealed__isnull=False).count()
    assert notes
    tombstone = delete(world)
    assert find(words) == set()
    assert CaseStep.objects.filter(case__applicant=person).count() == steps
    assert CaseStep.objects.filter(case__applicant=person, note_sealed__isnull=False).count() == 0
    assert tombstone.state == "done"
    assert tombstone.removed["residence"] == 2
    assert "restricted_label" not in tombstone.removed
    audit.seal_batch()
    assert audit_queries.verify().whole
    assert AuditEntry.objects.filter(act="retention.delete", persons=[person]).count() == 1


def test_the_desk_goes_on_showing_what_is_kept_of_a_case(world: World) -> None:
    delete(world)
    for name in ("decided", "asked"):
        page = world.client("decider" if name == "decided" else "clerk").get(
            reverse("matters:case", args=[world.cases[name]])
        )
        assert page.status_code == 200
        assert "已删除" in page.content.decode()


def test_who_had_an_account_for_her_own_file_only_has_none_any_more(world: World) -> None:
    delete(world)
    user = User.objects.get(pk=world.cast.users["wang"].pk)
    assert (user.name, user.is_active) == ("", False)
    assert not world.client("wang").get("/").wsgi_request.user.is_authenticated


def test_one_person_alone_deletes_nothing_and_nobody_her_own_file(world: World) -> None:
    clerk, person = world.cast.actor("clerk"), world.cast.people["wang"].pk
    asked = actions.ask_deletion(actor=clerk, now=world.now, person_id=person, basis="request")
    with pytest.raises(NeedsAnother):
        actions.delete_person(actor=clerk, now=world.now, deletion_id=asked.pk)
    with pytest.raises(AskedAlready):
        actions.ask_deletion(actor=second_clerk(world), now=world.now, person_id=person, basis="request")
    herself = replace(second_clerk(world), person_id=person)
    with pytest.raises(NeedsAnother):
        actions.delete_person(actor=herself, now=world.now, deletion_id=asked.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deletion.objects.filter(pk=asked.pk).update(state="done", decided_by=clerk.user_id)
    actions.withdraw_deletion(actor=clerk, now=world.now, deletion_id=asked.pk)
    with pytest.raises(AskedAlready):
        actions.delete_person(actor=second_clerk(world), now=world.now, deletion_id=asked.pk)
    assert Person.objects.get(pk=person).name == NAME


@pytest.mark.parametrize("who", ["stranger", "inspector", "reviewer", "administrator", "auditor", "wang"])
def test_only_clerks_of_the_place_ask_decide_and_hold(world: World, who: str) -> None:
    person, actor = world.cast.people["wang"].pk, world.cast.actor(who)
    asked = actions.ask_deletion(
        actor=world.cast.actor("clerk"), now=world.now, person_id=person, basis="request"
    )
    for attempt in (
        lambda: actions.ask_deletion(actor=actor, now=world.now, person_id=person, basis="request"),
        lambda: actions.delete_person(actor=actor, now=world.now, deletion_id=asked.pk),
        lambda: actions.withdraw_deletion(actor=actor, now=world.now, deletion_id=asked.pk),
        lambda: actions.place_hold(
            actor=actor, now=world.now, person_id=person, reason="audit", reference="审字1号"
        ),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_a_hold_stops_the_end_until_it_is_over_or_lifted(world: World) -> None:
    clerk, person, day = world.cast.actor("clerk"), world.cast.people["wang"].pk, local_day(world.now)

    def hold(until: date | None) -> Hold:
        return actions.place_hold(
            actor=clerk,
            now=world.now,
            person_id=person,
            reason="lawsuit",
            reference="（2026）民初17号",
            until=until,
        )

    asked = actions.ask_deletion(actor=clerk, now=world.now, person_id=person, basis="request")
    first = hold(None)
    with pytest.raises(Held, match="民初17号"):
        actions.delete_person(actor=second_clerk(world), now=world.now, deletion_id=asked.pk)
    actions.lift_hold(actor=second_clerk(world), now=world.now, hold_id=first.pk)
    assert queries.read_standing(person, day=day).is_free
    hold(day)
    assert not queries.read_standing(person, day=day).is_free
    assert queries.read_standing(person, day=day + timedelta(days=1)).is_free
    with pytest.raises(BadHold):
        hold(day - timedelta(days=1))


def test_an_open_case_keeps_the_file(world: World) -> None:
    Case.objects.filter(number=world.cases["fresh"]).update(
        phase="arrived", closed_at=None, queue_role="clerk", queue_scope="x"
    )
    with pytest.raises(StillNeeded):
        delete(world)


def set_term(months: int | None, standing: str) -> None:
    row = TermRow(kind="person-file", event="death", months=months, standing=standing, basis="某办法第三条")
    actions.replace_terms(rows=[row], source="pack:x/terms", actor=SYSTEM, now=datetime.now(UTC))


def test_a_term_of_the_law_makes_due_what_a_proposal_does_not(world: World) -> None:
    person, clerk = world.cast.people["wang"], world.cast.actor("clerk")
    day = local_day(world.now)
    Person.objects.filter(pk=person.pk).update(deceased_on=months_after(day, -36))
    set_term(36, "proposal")
    assert actions.find_due(now=world.now) == 0
    with pytest.raises(NotFound):
        actions.ask_deletion(actor=clerk, now=world.now, person_id=person.pk, basis="term")
    set_term(36, "adopted")
    assert actions.find_due(now=world.now) == actions.find_due(now=world.now) == 1
    assert [row.person_id for row in queries.visible_due(clerk)] == [person.pk]
    assert list(queries.visible_due(world.cast.actor("stranger"))) == []
    assert queries.is_due(person.pk, day=day)
    assert not queries.is_due(person.pk, day=day - timedelta(days=1))
    done = delete(world, basis="term", law="")
    assert done.law == "某办法第三条"
    assert not Due.objects.exists()


def test_a_term_that_got_longer_takes_the_file_off_the_list(world: World) -> None:
    person, clerk = world.cast.people["wang"], world.cast.actor("clerk")
    Person.objects.filter(pk=person.pk).update(deceased_on=months_after(local_day(world.now), -36))
    set_term(36, "law")
    actions.find_due(now=world.now)
    set_term(120, "law")
    with pytest.raises(NotDue):
        actions.ask_deletion(actor=clerk, now=world.now, person_id=person.pk, basis="term")
    assert actions.find_due(now=world.now) == 0
    set_term(None, "law")
    assert queries.read_standing(person.pk, day=local_day(world.now)).due_on is None
    assert Term.objects.filter(kind="person-file", event="death").count() == 1


def test_history_is_erased_by_nobody_else(world: World) -> None:
    """Neither without the setting, nor by the role that pages read in, nor more than the note."""
    steps = CaseStep.objects.filter(note_sealed__isnull=False)
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        steps.update(note_sealed=None)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL linli.erasing = 'on'")
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        steps.update(note_sealed=None, action="x")
