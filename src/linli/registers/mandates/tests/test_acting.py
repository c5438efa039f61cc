"""For whom somebody may act today: children of the register, who gave a mandate; and never past a protective mark."""

from datetime import date, datetime, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from linli.kernel import codes
from linli.kernel.audit.models import AuditEntry
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.kernel.onetime import new_code
from linli.registers.mandates import actions, blocks, queries, rules
from linli.registers.mandates.actions import Terms
from linli.registers.mandates.models import GuardianConsent, Mandate, MandateBlock, MandateRequest
from linli.registers.mandates.queries import ActingFor, may_act_for
from linli.registers.mandates.refusals import AgentUnfit, MandateUnfit, NeedsSecond
from linli.registers.people.models import Person, Relationship, Residence
from linli.registers.people.refusals import OwnFile, PurposeMissing
from tests.support.cast import ALWAYS, NOW, TODAY, Cast

YEAR = Terms(TODAY + timedelta(days=365), ("old-age-allowance",))
CHECKED = ("face", "id-card")


@pytest.fixture
def child(cast: Cast) -> Person:
    """陈小宝 of 南山社区, ward of 王桂兰 and child of 陈有福, who turns fourteen on 2026-03-03."""
    born = date(2012, 3, 3)
    made = Person.objects.create(name="陈小宝", sex="1", birth_date=born, synthetic=True)
    place = cast.places["532301100001"].columns()
    Residence.objects.create(
        person=made, kind="dwelling", address="花园路12号", valid=DateRange(born, None), **place
    )
    Relationship.objects.create(person=made, other=cast.people["wang"], kind="guardian", valid=ALWAYS)
    Relationship.objects.create(person=made, other=cast.people["chen"], kind="parent", valid=ALWAYS)
    cast.people["child"] = made
    return made


def found(cast: Cast, who: str, day: date = TODAY) -> list[ActingFor]:
    actor = cast.actor(who)
    with acting_as(actor, day=day):
        return may_act_for(actor, day=day)


def give(
    cast: Cast, by: str = "clerk", *, terms: Terms = YEAR, agent: str = "chen", checked: tuple[str, ...] = CHECKED,
    now: datetime = NOW,
) -> Mandate:  # fmt: skip
    actor = cast.actor(by)
    with acting_as(actor, day=TODAY):
        return actions.give_mandate(
            actor=actor, now=now, person_id=cast.people["wang"].pk, agent_id=cast.people[agent].pk, terms=terms,
            checked=checked,
        )  # fmt: skip


def bar(cast: Cast, other: str, by: str = "clerk", second: str = "colleague") -> MandateBlock:
    actor = cast.actor(by)
    with acting_as(actor, day=TODAY):
        return blocks.bar(
            actor=actor, now=NOW, person_id=cast.people["child"].pk, other_id=cast.people[other].pk,
            second_id=cast.users[second].pk, purpose="人身安全保护令",
        )  # fmt: skip


# Guardians


def test_guardians_and_both_parents_act_for_a_child_until_its_fourteenth_birthday(
    cast: Cast, child: Person
) -> None:
    for who in ("wang", "chen"):
        (one,) = found(cast, who)
        assert (one.person_id, one.why, one.until) == (child.pk, "guardian", date(2026, 3, 3))
        assert one.scope.covers("anything")
        assert found(cast, who, date(2026, 3, 2)) != []
        assert found(cast, who, date(2026, 3, 3)) == []


def test_a_guardian_acts_only_after_her_own_consent(cast: Cast, child: Person) -> None:
    actor = cast.actor("wang")
    with acting_as(actor, day=TODAY):
        with pytest.raises(NotFound):
            queries.act_for(actor, child.pk, day=TODAY)
        actions.consent_as_guardian(actor=actor, now=NOW, child_id=child.pk)
        acting, _how = queries.act_for(actor, child.pk, day=TODAY)
        assert (acting.person_id, acting.agent_id, acting.in_name_of) == (child.pk, actor.person_id, "陈小宝")
        assert (acting.office, acting.grants) == ("监护人代办", ())
        assert acting.roles == {"public", "account", "agent"}
        actions.withdraw_consent(actor=actor, now=NOW, child_id=child.pk)
        with pytest.raises(NotFound):
            queries.act_for(actor, child.pk, day=TODAY)
    assert bytes(GuardianConsent.objects.get().text_digest) == rules.text_digest(rules.CONSENT_TEXT)


def test_nobody_consents_for_a_child_that_is_not_hers(cast: Cast, child: Person) -> None:
    Relationship.objects.filter(other=cast.people["wang"]).delete()
    with acting_as(cast.actor("wang"), day=TODAY), pytest.raises(NotFound):
        actions.consent_as_guardian(actor=cast.actor("wang"), now=NOW, child_id=child.pk)


@pytest.mark.parametrize(
    "changed", [{"deceased_on": TODAY}, {"birth_date": None}, {"birth_date": date(2000, 1, 1)}]
)
def test_nobody_acts_as_guardian_for_the_dead_or_the_grown(
    cast: Cast, child: Person, changed: dict[str, object]
) -> None:
    Person.objects.filter(pk=child.pk).update(**changed)
    assert found(cast, "wang") == []


def test_a_guardianship_that_ended_opens_nothing(cast: Cast, child: Person) -> None:
    Relationship.objects.filter(other=cast.people["wang"]).update(valid=DateRange(date(2012, 3, 3), TODAY))
    assert found(cast, "wang") == []


# Mandates at the counter


def test_a_mandate_opens_what_it_names_for_as_long_as_it_holds(cast: Cast) -> None:
    row = give(cast)
    (one,) = found(cast, "chen")
    assert (one.person_id, one.why, one.until) == (cast.people["wang"].pk, "mandate", YEAR.ends_on)
    assert (one.scope.file, one.scope.covers("old-age-allowance"), one.scope.covers("other")) == (
        False,
        True,
        False,
    )
    assert found(cast, "chen", YEAR.ends_on) == []
    assert found(cast, "wang") == []
    text = rules.mandate_text(
        principal="王桂兰",
        agent="陈有福",
        services=YEAR.services,
        reads_file=False,
        start=TODAY,
        until=YEAR.ends_on,
    )
    assert bytes(row.text_digest) == rules.text_digest(text)
    entry = AuditEntry.objects.get(act="mandates.give")
    assert entry.persons == sorted([cast.people["wang"].pk, cast.people["chen"].pk])


@pytest.mark.parametrize(
    "who", ["stranger", "inspector", "reviewer", "auditor", "administrator", "chen", "wang"]
)
def test_only_a_clerk_of_her_place_writes_a_mandate_down(cast: Cast, who: str) -> None:
    with pytest.raises(NotFound):
        give(cast, who)


def test_no_clerk_writes_a_mandate_of_her_own_file(cast: Cast) -> None:
    cast.users["wang"].bindings.update(user=cast.users["clerk"])
    with pytest.raises(OwnFile):
        give(cast)


@pytest.mark.parametrize(
    ("terms", "agent", "checked", "refusal"),
    [
        (Terms(TODAY), "chen", CHECKED, MandateUnfit),
        (Terms(rules.latest_end(TODAY) + timedelta(days=1)), "chen", CHECKED, MandateUnfit),
        (Terms(YEAR.ends_on, ("a", "a")), "chen", CHECKED, MandateUnfit),
        (YEAR, "wang", CHECKED, AgentUnfit),
        (YEAR, "child", CHECKED, AgentUnfit),
        (YEAR, "chen", ("id-card",), PurposeMissing),
    ],
)
def test_what_is_out_of_form_is_refused(
    cast: Cast, child: Person, terms: Terms, agent: str, checked: tuple[str, ...], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        give(cast, terms=terms, agent=agent, checked=checked)


def test_one_mandate_between_two_at_a_time(cast: Cast) -> None:
    give(cast)
    with pytest.raises(MandateUnfit):
        give(cast)
    give(cast, now=NOW + timedelta(days=366), terms=Terms(TODAY + timedelta(days=500)))
    assert Mandate.objects.filter(revoked_at__isnull=True).count() == 1


def test_either_side_and_the_clerk_end_it_at_once(cast: Cast) -> None:
    for who, by in (("wang", "principal"), ("chen", "agent")):
        row, actor = give(cast), cast.actor(who)
        with acting_as(actor, day=TODAY):
            assert actions.revoke_mandate(actor=actor, now=NOW, mandate_id=row.pk).revoked_by == by
            with pytest.raises(NotFound):
                actions.revoke_mandate(actor=actor, now=NOW, mandate_id=row.pk)
        assert found(cast, "chen") == []
    row, clerk = give(cast), cast.actor("clerk")
    ask = {"now": NOW, "person_id": cast.people["wang"].pk, "mandate_id": row.pk}
    with acting_as(clerk, day=TODAY):
        with pytest.raises(PurposeMissing):
            actions.revoke_at_counter(actor=clerk, reason="", **ask)
        assert actions.revoke_at_counter(actor=clerk, reason="委托人来撤销", **ask).revoked_by == "clerk"


@pytest.mark.parametrize(("dies", "left"), [("wang", []), ("chen", [])])
def test_a_mandate_is_over_with_the_death_of_either(cast: Cast, dies: str, left: list[ActingFor]) -> None:
    give(cast)
    Person.objects.filter(pk=cast.people[dies].pk).update(deceased_on=TODAY)
    assert found(cast, "chen") == left


# By the code of the represented person


def ask(cast: Cast, name: str = "王桂兰", number: str = "") -> MandateRequest:

    number = number or codes.id_number_for("999999", date(1942, 1, 5), 2)
    actor = cast.actor("chen")
    with acting_as(actor, day=TODAY):
        return actions.request_mandate(actor=actor, now=NOW, name=name, id_number=number, terms=YEAR)


def confirm(cast: Cast, code: str, now: datetime = NOW) -> Mandate | None:
    actor = cast.actor("chen")
    with acting_as(actor, day=TODAY):
        return actions.confirm_request(actor=actor, now=now, code=code)


def test_the_code_goes_to_her_phone_and_the_relative_types_it(cast: Cast) -> None:
    offer = actions.offer_code(request_id=ask(cast).pk, now=NOW)
    assert offer is not None
    assert (offer.phones, offer.agent_name) == (["13800001111"], "陈有福")
    row = confirm(cast, offer.code.lower())
    assert row is not None
    assert (row.how, row.principal_id, row.ends_on) == ("code", cast.people["wang"].pk, YEAR.ends_on)
    assert confirm(cast, offer.code) is None


def test_no_code_goes_to_a_phone_that_is_the_asker_s_own_too(cast: Cast) -> None:
    wang, chen = cast.people["wang"], cast.people["chen"]
    Person.objects.filter(pk=wang.pk).update(phone_sealed=chen.phone_sealed, phone_digest=chen.phone_digest)
    offer = actions.offer_code(request_id=ask(cast).pk, now=NOW)
    assert offer is not None
    assert offer.phones == []


@pytest.mark.parametrize(
    ("name", "number"), [("王桂花", ""), ("王桂兰", "110105194912310021"), ("陈有福", "")]
)
def test_a_claim_that_fits_nobody_is_kept_like_any_other_and_finds_nobody(
    cast: Cast, name: str, number: str
) -> None:
    request = ask(cast, name, number)
    assert actions.offer_code(request_id=request.pk, now=NOW) is None
    with acting_as(cast.actor("chen"), day=TODAY):
        assert MandateRequest.objects.count() == 0
        assert len(queries.list_own_requests(cast.actor("chen"), now=NOW)) == 1


def test_what_was_typed_is_not_readable_in_the_row(cast: Cast) -> None:
    request = ask(cast)
    assert "王桂兰".encode() not in bytes(MandateRequest.objects.get(pk=request.pk).claim_sealed)


def test_wrong_codes_use_the_request_up_and_seven_days_too(cast: Cast) -> None:

    offer = actions.offer_code(request_id=ask(cast).pk, now=NOW)
    assert offer is not None
    assert confirm(cast, offer.code, NOW + timedelta(days=7)) is None
    for _try in range(5):
        assert confirm(cast, new_code(length=8)) is None
    assert confirm(cast, offer.code) is None


def test_a_clerk_prints_the_code_for_whom_she_keeps_the_file(cast: Cast) -> None:
    request = ask(cast)
    actions.offer_code(request_id=request.pk, now=NOW)
    wang = cast.people["wang"].pk
    for who in ("stranger", "inspector"):
        actor = cast.actor(who)
        with acting_as(actor, day=TODAY), pytest.raises(NotFound):
            actions.print_code(actor=actor, now=NOW, person_id=wang, request_id=request.pk)
    actor = cast.actor("clerk")
    with acting_as(actor, day=TODAY):
        assert [one.pk for one in queries.list_open_requests(wang, now=NOW)] == [request.pk]
        offer = actions.print_code(actor=actor, now=NOW, person_id=wang, request_id=request.pk)
    assert confirm(cast, offer.code) is not None


# Protective marks


def test_a_barred_parent_acts_no_more_from_the_moment_of_the_mark_and_the_other_does(
    cast: Cast, child: Person
) -> None:
    bar(cast, "chen")
    assert found(cast, "chen") == []
    assert [one.person_id for one in found(cast, "wang")] == [child.pk]
    assert queries.barred_among(child.pk, [cast.people["chen"].pk, cast.people["wang"].pk]) == {
        cast.people["chen"].pk
    }
    assert queries.barred_among(cast.people["chen"].pk, [child.pk]) == {child.pk}


def test_a_mark_ends_the_mandates_between_the_two_and_lets_none_be_given(cast: Cast, child: Person) -> None:
    cast.people["child"] = cast.people["wang"]
    give(cast)
    bar(cast, "chen", second="colleague")
    assert [one.why for one in found(cast, "chen")] == ["guardian"]
    with pytest.raises(AgentUnfit):
        give(cast)
    assert actions.offer_code(request_id=ask(cast).pk, now=NOW) is None


@pytest.mark.parametrize("who", ["wang", "chen", "stranger", "inspector", "auditor", "administrator"])
def test_a_mark_is_known_to_the_two_accounts_and_to_nobody_else(cast: Cast, child: Person, who: str) -> None:
    mark = bar(cast, "chen")
    for knows in ("clerk", "colleague"):
        with acting_as(cast.actor(knows), day=TODAY):
            assert [one.pk for one in queries.list_known_blocks(cast.actor(knows))] == [mark.pk]
    with acting_as(cast.actor(who), day=TODAY):
        assert MandateBlock.objects.count() == 0
        with pytest.raises(NotFound):
            blocks.lift_bar(actor=cast.actor(who), now=NOW, mark_id=mark.pk, purpose="撤销保护令")


def test_the_mark_names_neither_of_the_two_in_clear_nor_in_the_audit_log(cast: Cast, child: Person) -> None:
    bar(cast, "chen")
    assert not any(entry.persons for entry in AuditEntry.objects.filter(act__startswith="mandates.bar"))
    assert f"{child.pk}:".encode() not in bytes(MandateBlock.objects.get().pair_sealed)


def test_it_takes_two_to_confirm_and_two_to_lift_a_mark(cast: Cast, child: Person) -> None:
    mark = bar(cast, "chen")
    first, second = cast.actor("clerk"), cast.actor("colleague")
    with acting_as(first, day=TODAY), pytest.raises(NeedsSecond):
        blocks.confirm_bar(actor=first, now=NOW, mark_id=mark.pk, purpose="核对过保护令")
    with acting_as(second, day=TODAY):
        blocks.confirm_bar(actor=second, now=NOW, mark_id=mark.pk, purpose="核对过保护令")
    for actor, done in ((first, False), (first, False), (second, True)):
        with acting_as(actor, day=TODAY):
            assert blocks.lift_bar(actor=actor, now=NOW, mark_id=mark.pk, purpose="法院撤销了保护令") is done
    assert [one.person_id for one in found(cast, "chen")] == [child.pk]


def test_nobody_who_is_bound_to_either_of_the_two_is_named_for_a_mark(cast: Cast, child: Person) -> None:
    cast.users["chen"].bindings.update(user=cast.users["colleague"])
    with pytest.raises(NeedsSecond):
        bar(cast, "chen")
    with pytest.raises(NeedsSecond):
        bar(cast, "wang", second="clerk")


# The second lock


@pytest.mark.parametrize(
    ("who", "seen"),
    [("clerk", True), ("colleague", True), ("wang", True), ("chen", True), ("inspector", True), ("stranger", False),
     ("reviewer", False), ("auditor", False), ("administrator", False)],
)  # fmt: skip
def test_mandates_are_seen_by_their_two_sides_and_with_the_file(cast: Cast, who: str, seen: bool) -> None:
    give(cast)
    with acting_as(cast.actor(who), day=TODAY):
        assert Mandate.objects.exists() is seen
        assert bool(queries.list_mandates([cast.people["wang"].pk])) is seen


def test_the_represented_file_is_open_to_the_agent_only_in_her_name(cast: Cast) -> None:
    give(cast)
    actor, wang = cast.actor("chen"), cast.people["wang"].pk
    with acting_as(actor, day=TODAY):
        assert not Person.objects.filter(pk=wang).exists()
    acting, _how = queries.act_for(actor, wang, day=TODAY)
    with acting_as(acting, day=TODAY):
        assert list(Person.objects.values_list("pk", flat=True)) == [wang]
    with pytest.raises(NotFound):
        queries.act_for(actor, wang, day=YEAR.ends_on)
