"""The audit chain: proven whole, tampering found, late commits not skipped."""

import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from linli.kernel.actors import SYSTEM, Actor, Grant
from linli.kernel.audit import anchor
from linli.kernel.audit.actions import record, seal_batch
from linli.kernel.audit.models import AuditEntry
from linli.kernel.audit.queries import list_looks_at, list_withheld, verify
from linli.kernel.guard import acting_as

pytestmark = pytest.mark.alone
NOW = datetime(2026, 3, 2, 1, 2, 3, 456789, tzinfo=UTC)
CLERK = Actor(user_id=7, name="李芳", grants=(Grant("clerk", "community:1", "南山社区服务站 · 综合窗口"),))


def force(guard: str, statement: str) -> None:
    """What a superuser could do."""
    table = guard.removesuffix("_guard")
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {guard}")
        cursor.execute(statement)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {guard}")


def look(person: int = 1, *, withheld: bool = False) -> None:
    record(
        actor=CLERK,
        now=NOW,
        kind="look",
        act="case.page",
        object_ref="case:1",
        persons=[person],
        purpose="办件",
        withheld=withheld,
    )


def seal(wanted: int = 1) -> int:
    """Seal until `wanted` entries are; transactions of other tests on the same server may hold it back."""
    sealed, deadline = 0, time.monotonic() + 60
    while sealed < wanted and time.monotonic() < deadline:
        sealed += seal_batch()
        time.sleep(0.05)
    return sealed


@pytest.mark.django_db(transaction=True)
def test_sealed_entries_are_proven_and_unsealed_ones_counted() -> None:
    look()
    look(2)
    assert verify().unsealed == 2
    assert seal(2) == 2
    look()
    proof = verify()
    assert (proof.whole, proof.sealed, proof.seals, proof.unsealed) == (True, 2, 1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_entry SET office = 'x' WHERE id = (SELECT min(id) FROM audit_entry)",
        "DELETE FROM audit_entry WHERE id = (SELECT min(id) FROM audit_entry)",
        "UPDATE audit_entry SET seal_id = NULL WHERE id = (SELECT min(id) FROM audit_entry)",
    ],
)
def test_tampering_is_refused_and_found_when_forced(tampering: str) -> None:
    look()
    look(2)
    seal(2)
    with pytest.raises(ProgrammingError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(tampering)
    force("audit_entry_guard", tampering)
    assert not verify().whole


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_commits_late_is_sealed_later_not_skipped() -> None:
    written, may_commit = threading.Event(), threading.Event()

    def slow_writer() -> None:
        with transaction.atomic():
            look(99)
            written.set()
            may_commit.wait(10)
        connection.close()

    thread = threading.Thread(target=slow_writer)
    thread.start()
    written.wait(10)
    look(1)  # a higher id than the slow one's, committed earlier
    early = seal_batch()
    may_commit.set()
    thread.join()
    assert early + seal(2 - early) == 2
    proof = verify()
    assert proof.whole
    assert proof.unsealed == 0


@pytest.mark.django_db(transaction=True)
def test_looks_at_a_person_are_listed_newest_first() -> None:
    look(1)
    look(2)
    record(actor=CLERK, now=NOW, kind="change", act="case.accept", persons=[1])
    assert [entry.act for entry in list_looks_at(1)] == ["case.accept", "case.page"]
    assert AuditEntry.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_is_changed_before_it_is_sealed_is_found() -> None:
    look()
    force("audit_entry_guard", "UPDATE audit_entry SET office = 'x'")
    proof = verify()
    assert (proof.whole, proof.broken_seal, proof.unsealed) == (False, None, 1)
    assert "was changed" in proof.reason


@pytest.mark.django_db(transaction=True)
def test_an_end_that_was_cut_off_is_missed_and_stays_missed_when_sealing_goes_on() -> None:
    for person in (1, 2):
        look(person)
        seal()
    assert verify().anchored
    force("audit_entry_guard", "DELETE FROM audit_entry WHERE seal_id = (SELECT max(id) FROM audit_seal)")
    force("audit_seal_guard", "DELETE FROM audit_seal WHERE id = (SELECT max(id) FROM audit_seal)")
    assert verify().reason == "the log is shorter than its anchor"
    look(3)
    seal()
    assert verify().reason == "the log is shorter than its anchor"


@pytest.mark.django_db(transaction=True)
def test_the_anchor_follows_the_chain_and_a_damaged_one_is_named() -> None:
    for person in (1, 2, 3):
        look(person)
        seal()
    kept = anchor.read()
    assert kept is not None
    assert kept.seals == 3
    assert verify().whole
    anchor.get_path().write_text("{}")
    assert "damaged" in verify().reason


@pytest.mark.django_db
def test_a_withheld_look_is_told_to_who_asks_for_all_and_to_nobody_else() -> None:
    look(5)
    look(5, withheld=True)
    told, everything = list_looks_at(5), list_looks_at(5, withheld=True)
    assert [entry.withheld for entry in told] == [False]
    assert [entry.withheld for entry in everything] == [True, False]
    assert list_withheld() == everything[:1]
    with acting_as(Actor(user_id=9, person_id=5)):
        assert [entry.withheld for entry in AuditEntry.objects.all()] == [False]
    with acting_as(Actor(user_id=8, grants=(Grant("auditor", "county:1"),))):
        assert AuditEntry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_mark_of_a_withheld_look_is_part_of_the_digest() -> None:
    look(5, withheld=True)
    assert seal() == 1
    assert verify().whole
    force("audit_entry_guard", "UPDATE audit_entry SET withheld = false")
    assert "was changed" in verify().reason


@pytest.mark.django_db
def test_the_post_that_gave_the_right_is_named_else_the_first_one() -> None:
    two = Actor(
        user_id=7,
        grants=(Grant("clerk", "community:1", "甲 · 窗口"), Grant("security", "county:1", "乙 · 安全")),
    )
    for office in ("乙 · 安全", ""):
        record(actor=two, now=datetime(2026, 3, 2, tzinfo=UTC), kind="change", act="test", office=office)
    with acting_as(SYSTEM):
        assert list(AuditEntry.objects.order_by("id").values_list("office", flat=True)) == [
            "乙 · 安全",
            "甲 · 窗口",
        ]
        assert verify().whole


@pytest.mark.django_db(transaction=True)
def test_what_came_since_the_last_verification_is_proven_by_itself() -> None:
    for person in (1, 2):
        look(person)
        assert seal() == 1
    assert verify().sealed == 2
    look(3)
    assert seal() == 1
    look(4)
    recent = verify(since_last=True)
    assert (recent.whole, recent.sealed, recent.seals, recent.unsealed) == (True, 1, 3, 1)
    assert verify(since_last=True).sealed == 0
    assert seal() == 1
    force(
        "audit_entry_guard",
        "UPDATE audit_entry SET purpose = 'x' WHERE id = (SELECT max(id) FROM audit_entry)",
    )
    assert "was changed" in verify(since_last=True).reason
    force(
        "audit_entry_guard",
        "UPDATE audit_entry SET purpose = '办件' WHERE id = (SELECT max(id) FROM audit_entry)",
    )
    force(
        "audit_entry_guard",
        "UPDATE audit_entry SET purpose = 'x' WHERE id = (SELECT min(id) FROM audit_entry)",
    )
    assert verify(since_last=True).whole, "what was verified before is not looked at again"
    assert not verify().whole


@pytest.mark.django_db(transaction=True)
def test_a_chain_that_was_rewritten_after_it_was_verified_is_noticed() -> None:
    look()
    assert seal() == 1
    assert verify().whole
    force("audit_seal_guard", "UPDATE audit_seal SET digest = sha256(digest)")
    proof = verify(since_last=True)
    assert "not there as it was" in proof.reason


@pytest.mark.django_db(transaction=True)
def test_since_the_last_time_is_everything_where_nothing_was_verified() -> None:
    look()
    assert seal() == 1
    assert verify(since_last=True).sealed == 1
