"""Telling: once, by every way that reaches, all or nothing; and who has no way becomes a task."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.engines.notices import queries
from linli.engines.notices.actions import To
from linli.engines.notices.actions import telling as telling_module
from linli.engines.notices.models import Recipient, Telling
from linli.engines.notices.rules import Standing
from linli.engines.notices.tests.conftest import (
    FACTS,
    SUBJECT,
    only_recipient,
    tell,
    ways_out,
    without_login,
    without_phone,
)
from linli.kernel import crypto
from linli.kernel.actors import SYSTEM
from linli.kernel.dispatch.actions import CONTEXT_TO, read_text
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.registers.people.models import Residence
from tests.support.cast import NOW, Cast, make_cast
from tests.support.drawing import examples

SMS = "json://127.0.0.1:1/?:to={to}"


def sent() -> list[tuple[str, str]]:
    return sorted(Dispatch.objects.values_list("channel", "state"))


@pytest.mark.django_db
def test_by_default_it_stands_in_the_app_and_the_log_hears_of_it(town: Cast) -> None:
    assert tell(town)
    assert sent() == [("console", "queued"), ("inapp", "sent")]
    assert only_recipient().ways == ["inapp"]
    (told,) = queries.list_told(SUBJECT)
    assert told.text == "您申请的“高龄津贴”已批准。可以在这件事的页面上评价这次服务。"
    assert told.standing is Standing.STORED


@pytest.mark.django_db
def test_with_a_gateway_the_phone_of_the_register_gets_it_too(
    town: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ways_out(monkeypatch, sms=SMS):
        tell(town, "applicant", "agent")
    rows = Dispatch.objects.filter(channel="sms").order_by("id")
    assert [crypto.unseal_text(row.to_sealed, context=CONTEXT_TO) for row in rows] == [
        "13800001111",
        "13800002222",
    ]
    assert read_text(rows[1]) == "您代办的“高龄津贴”已批准。", "the short words, without the name"
    in_app = Dispatch.objects.get(channel="inapp", person_id=town.people["chen"].pk)
    assert read_text(in_app) == "您代王桂兰申请的“高龄津贴”已批准。"
    assert not Dispatch.objects.filter(channel="console").exists()
    assert {(row.quiet_from, row.quiet_until) for row in rows} == {(rows[0].quiet_from, rows[0].quiet_until)}
    assert str(rows[0].quiet_from) == "22:00:00"


@pytest.mark.django_db
def test_who_has_neither_login_nor_phone_is_somebodys_task(town: Cast) -> None:
    without_login(town.people["wang"])
    without_phone(town.people["wang"])
    tell(town)
    found = only_recipient()
    assert found.ways == ["person"]
    assert found.tell_by == date(2026, 3, 5), "three working days after Monday"
    assert found.community == town.places["532301100001"].place_id
    assert [one.pk for one in queries.list_to_tell(town.actor("clerk"))] == [found.pk]
    assert queries.list_to_tell(town.actor("stranger")) == []
    assert queries.list_to_tell(town.actor("reviewer")) == []
    assert queries.list_told(SUBJECT)[0].standing is Standing.TO_TELL
    assert queries.summary(SUBJECT) is Standing.TO_TELL


@pytest.mark.django_db
def test_who_has_no_home_in_the_register_is_told_where_the_matter_stands(town: Cast) -> None:
    without_login(town.people["wang"])
    Residence.objects.filter(person=town.people["wang"]).delete()
    tell(town, places=town.places["532301100002"].columns())
    assert [one.person_id for one in queries.list_to_tell(town.actor("stranger"))] == [town.people["wang"].pk]


@pytest.mark.django_db
def test_the_represented_person_is_not_told_through_the_agents_phone(
    town: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang, chen = town.people["wang"], town.people["chen"]
    without_login(wang)
    type(wang).objects.filter(pk=wang.pk).update(phone_sealed=chen.phone_sealed)
    with ways_out(monkeypatch, sms=SMS):
        tell(town, "applicant", "agent")
    ways = dict(Recipient.objects.values_list("audience", "ways"))
    assert ways == {"applicant": ["person"], "agent": ["inapp", "sms"]}


@pytest.mark.django_db
def test_posts_read_it_on_their_desk_and_the_group_of_the_unit_hears_it(
    town: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No occasion of today tells posts; the engine can."""
    scope = f"community:{town.places['532301100001'].place_id}"
    with ways_out(monkeypatch, group="json://127.0.0.1:1/{to}"):
        tell(town, recipients=[To("applicant", role="clerk", scope=scope)])
    found = only_recipient()
    assert (found.person_id, found.role, found.scope, found.ways) == (
        None,
        "clerk",
        scope,
        ["inapp", "group"],
    )
    assert crypto.unseal_text(Dispatch.objects.get(channel="group").to_sealed, context=CONTEXT_TO) == scope


@pytest.mark.django_db
def test_the_same_person_is_told_once_though_named_twice(town: Cast) -> None:
    wang = town.people["wang"].pk
    tell(town, recipients=[To("applicant", wang), To("agent", wang), To("applicant", wang)])
    assert only_recipient().audience == "applicant"


@pytest.mark.django_db
def test_facts_are_those_of_the_occasion(town: Cast) -> None:
    with pytest.raises(TypeError, match="outcome"):
        tell(town, facts={name: value for name, value in FACTS.items() if name != "outcome"})
    with pytest.raises(TypeError, match="phone"):
        tell(town, facts=FACTS | {"phone": "13800001111"})
    assert not Telling.objects.exists()


@pytest.mark.django_db
def test_an_occasion_without_installed_words_is_refused_and_leaves_nothing(cast: Cast) -> None:
    with pytest.raises(NotFound):
        tell(cast)
    assert not Telling.objects.exists()
    with pytest.raises(KeyError):
        tell(cast, event="nobody-declared-this")


@pytest.mark.django_db
def test_a_failure_in_the_middle_leaves_neither_half(town: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(telling_module, "queue_all", fail)
        with pytest.raises(ConnectionError):
            tell(town)
    assert (Telling.objects.count(), Recipient.objects.count(), Dispatch.objects.count()) == (0, 0, 0)
    assert tell(town), "and the next try finds the way free"
    assert Dispatch.objects.count() == 2


@pytest.mark.django_db
def test_what_the_caller_rolls_back_was_never_told(town: Cast) -> None:
    with transaction.atomic():
        tell(town)
        transaction.set_rollback(True)
    assert not Telling.objects.exists()
    assert not Dispatch.objects.exists()


@pytest.mark.django_db
@settings(
    max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(keys=st.lists(st.sampled_from(["a", "b", "c"]), max_size=8))
def test_any_sequence_of_calls_tells_once_for_each_key(town: Cast, keys: list[str]) -> None:
    with transaction.atomic():
        first = [tell(town, key=key, now=NOW + timedelta(minutes=at)) for at, key in enumerate(keys)]
        assert first == [key not in keys[:at] for at, key in enumerate(keys)]
        assert Recipient.objects.count() == len(set(keys))
        assert Dispatch.objects.filter(channel="inapp").count() == len(set(keys))
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_the_same_key_tell_once() -> None:
    from linli.engines.packs.actions import install  # noqa: PLC0415  the world is committed here
    from linli.engines.packs.folders import builtin  # noqa: PLC0415

    cast = make_cast()
    install(folder=builtin("national"), actor=SYSTEM, now=NOW)
    barrier, told = Barrier(2), []

    def work() -> None:
        try:
            barrier.wait()
            with acting_as(SYSTEM):
                told.append(tell(cast))
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [False, True]
    assert Dispatch.objects.filter(channel="inapp").count() == 1
