"""Applying: where the case stands, what is kept of form and photos, what is refused, what a repeat does."""

from datetime import timedelta

import pytest

from linli.engines.cases import queries as cases
from linli.engines.cases.models import Case
from linli.engines.forms.models import FormAnswer
from linli.engines.forms.queries import get_answers
from linli.kernel.errors import Conflict, Faults, NotFound
from linli.kernel.events.models import EventLog
from linli.registers.documents.models import Document
from linli.registers.people.models import Residence
from linli.rooms.matters import actions, queries
from linli.rooms.matters.models import CasePaper
from tests.support.cast import NOW
from tests.support.counter import Counter
from tests.support.world import MATTER, photo_of, typed

pytestmark = pytest.mark.django_db
COUNTER_ONLY = "minimum-living-allowance"
SOUTH, NORTH = "532301100001", "532301100002"


def apply(counter: Counter, who: str = "wang", *, code: str = MATTER, **given: object) -> Case:
    return actions.apply(
        **{"actor": counter.cast.actor(who), "now": NOW, "code": code, "raw": typed(who)} | given  # type: ignore[arg-type]
    )


def move(counter: Counter, who: str, kind: str, place: str | None) -> None:
    """From now on `who` lives or is registered in `place`, or nowhere."""
    homes = Residence.objects.filter(person=counter.cast.people[who], kind=kind)
    if place is None:
        homes.delete()
    else:
        homes.update(**counter.cast.places[place].columns())


def test_an_application_stands_in_the_first_queue_with_form_and_papers(counter: Counter) -> None:
    photos = {code: photo_of(counter, "wang", code) for code in ("id-card", "bank-card")}
    case = apply(counter, photos=photos)
    assert (case.room, case.title, case.state) == ("matters", "高龄津贴", "received")
    assert (case.applicant, case.agent, case.opened_at) == (counter.cast.people["wang"], None, NOW)
    assert case.synthetic, "made from a synthetic file"
    assert (case.queue_role, case.queue_scope) == ("clerk", f"community:{case.community}")
    assert cases.get_query_code(case)
    papers = {row.code: row for row in CasePaper.objects.filter(case=case)}
    assert {code: row.document for code, row in papers.items()} == photos
    assert {(row.state, row.at) for row in papers.values()} == {("given", NOW)}


def test_the_form_is_kept_with_what_the_file_knows_and_sealed(counter: Counter) -> None:
    case = apply(counter, raw=typed("wang", note="听力不好"))
    values = get_answers(f"case:{case.pk}").values
    assert (values["name"], values["birth_date"], values["note"]) == ("王桂兰", "1942-01-05", "听力不好")
    assert values["registered_place"] == "云南省楚雄彝族自治州楚雄市鹿城镇南山社区"
    sealed = bytes(FormAnswer.objects.get(subject=f"case:{case.pk}").answers_sealed)
    assert "听力不好".encode() not in sealed


def test_the_community_of_registration_is_in_charge_also_of_who_lives_elsewhere(counter: Counter) -> None:
    move(counter, "wang", "dwelling", NORTH)
    assert apply(counter).community == counter.cast.places[SOUTH].place_id


def test_who_is_registered_nowhere_known_applies_where_she_lives(counter: Counter) -> None:
    move(counter, "wang", "registered", None)
    move(counter, "wang", "dwelling", NORTH)
    case = apply(counter)
    place = counter.cast.places[NORTH]
    assert (case.place_id, case.community, case.town, case.county) == (
        place.place_id, place.community, place.town, place.county,
    )  # fmt: skip


def test_a_file_without_a_community_is_refused_because_nobody_would_be_in_charge(counter: Counter) -> None:
    move(counter, "wang", "registered", None)
    move(counter, "wang", "dwelling", None)
    with pytest.raises(actions.NoHome):
        apply(counter)
    assert not Case.objects.exists()


def test_a_matter_for_the_counter_says_where_to_go(counter: Counter) -> None:
    _entry, matter = queries.get_matter(COUNTER_ONLY)
    with pytest.raises(actions.NotOnline) as refused:
        apply(counter, code=COUNTER_ONLY)
    assert matter.where in str(refused.value.message)
    assert not Case.objects.exists()


def test_a_matter_that_nobody_offers_is_not_found(counter: Counter) -> None:
    with pytest.raises(NotFound):
        apply(counter, code="no-such-matter")


def test_faults_of_the_form_are_told_together_and_leave_nothing(counter: Counter) -> None:
    document = photo_of(counter, "wang", "id-card")
    with pytest.raises(Faults) as refused:
        apply(counter, raw=typed("wang", phone="138", bank_card="12"), photos={"id-card": document})
    assert set(refused.value.faults) == {"phone", "bank_card"}
    assert not Case.objects.exists()
    assert not FormAnswer.objects.exists()
    assert not EventLog.objects.exists()
    document.refresh_from_db()
    assert not document.claimed, "waits for the form to be sent again, or to be forgotten"
    assert apply(counter).number.split("-")[2] == "0001", "no number is lost by a refusal"


def test_a_photo_counts_only_for_who_took_it_and_only_for_papers_of_the_list(counter: Counter) -> None:
    hers, his = photo_of(counter, "wang", "id-card"), photo_of(counter, "chen", "bank-card")
    case = apply(counter, photos={"id-card": hers, "bank-card": his, "passport": hers})
    assert list(CasePaper.objects.filter(case=case).values_list("code", "document")) == [("id-card", hers.pk)]
    assert dict(Document.objects.values_list("pk", "claimed")) == {hers.pk: True, his.pk: False}


def test_applying_needs_no_photo(counter: Counter) -> None:
    """The clerk asks once for everything that is missing."""
    case = apply(counter)
    checklist = queries.list_checklist(case, queries.pinned_matter(case))
    assert {row.paper.code: row.state for row in checklist} == {
        "id-card": "missing", "bank-card": "missing", "agent-id-card": "missing",
        "household-register": "verified",
    }  # fmt: skip
    assert [row.paper.code for row in checklist if not row.in_order] == ["id-card", "bank-card"]


def test_the_same_key_again_gives_the_first_number_whatever_else_is_sent(counter: Counter) -> None:
    first = apply(counter, key="form-1")
    again = apply(counter, key="form-1", raw=typed("wang", note="又点了一次"), now=NOW + timedelta(hours=1))
    assert again == first
    assert Case.objects.count() == 1
    assert "note" not in get_answers(f"case:{first.pk}").values


def test_another_key_no_key_and_another_person_make_cases_of_their_own(counter: Counter) -> None:
    made = [
        apply(counter, "wang", key="form-1"), apply(counter, "wang", key="form-2", again=True),
        apply(counter, "chen", key="form-1"), apply(counter, "wang", again=True), apply(counter, "wang", again=True),
    ]  # fmt: skip
    assert len({case.number for case in made}) == 5


def test_a_second_one_beside_one_that_is_open_is_filed_only_on_purpose(counter: Counter) -> None:
    first = apply(counter)
    with pytest.raises(actions.AlreadyOpen) as refused:
        apply(counter)
    assert refused.value.facts["number"] == first.number
    assert Case.objects.count() == 1
    assert apply(counter, again=True).number != first.number


def test_after_the_first_has_ended_nothing_is_asked(counter: Counter) -> None:
    first = apply(counter)
    actions.withdraw(actor=counter.cast.actor("wang"), now=NOW, number=first.number)
    assert apply(counter).number != first.number


def test_a_key_whose_form_had_faults_can_be_used_again(counter: Counter) -> None:
    with pytest.raises(Faults):
        apply(counter, key="form-1", raw=typed("wang", phone="138"))
    assert apply(counter, key="form-1").state == "received"


def test_her_own_cases_are_those_she_applied_for_newest_first(counter: Counter) -> None:
    numbers = [apply(counter, who, again=True).number for who in ("wang", "chen", "wang", "wang")]
    wang = counter.cast.actor("wang")
    mine = [numbers[3], numbers[2], numbers[0]]
    assert [case.number for case in queries.list_own(wang)] == mine
    first = queries.list_own(wang, limit=2)
    assert [case.number for case in queries.list_own(wang, after=first[-1].pk, limit=2)] == mine[2:]
    with pytest.raises(NotFound):
        queries.get_own_case(wang, numbers[1])


@pytest.mark.parametrize("until", ["fresh", "inspection", "decision"])
def test_an_application_can_be_withdrawn_until_it_is_decided(counter: Counter, until: str) -> None:
    number = counter.open_case("wang", until)
    case = actions.withdraw(actor=counter.cast.actor("wang"), now=NOW, number=number)
    assert (case.state, case.outcome, case.closed_at) == ("closed", "withdrawn", NOW)
    with pytest.raises(Conflict):
        actions.withdraw(actor=counter.cast.actor("wang"), now=NOW, number=number)


def test_who_is_asked_for_papers_may_withdraw_instead(counter: Counter) -> None:
    number = counter.open_case("wang", photos=())
    counter.act(number, "clerk", "request_supplement", note="请补齐")
    case = actions.withdraw(actor=counter.cast.actor("wang"), now=NOW, number=number)
    assert (case.state, case.outcome) == ("closed", "withdrawn")


def test_a_decided_application_stays_decided(counter: Counter) -> None:
    number = counter.open_case("wang", "decided")
    with pytest.raises(Conflict):
        actions.withdraw(actor=counter.cast.actor("wang"), now=NOW, number=number)
    assert Case.objects.get(number=number).outcome == "granted"


def test_a_withdrawal_from_a_stale_page_is_refused(counter: Counter) -> None:
    number = counter.open_case("wang")
    counter.act(number, "clerk", "accept")
    with pytest.raises(Conflict):
        actions.withdraw(actor=counter.cast.actor("wang"), now=NOW, number=number, revision=1)
    assert Case.objects.get(number=number).state == "accepted"
