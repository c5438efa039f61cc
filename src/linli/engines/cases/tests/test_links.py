"""Cases that have to do with each other: merged, related, opened together."""

import pytest
from django.db import DatabaseError, transaction

from linli.engines.cases import actions, links, queries, refusals
from linli.engines.cases.actions import Chosen, Part
from linli.engines.cases.models import Case, CaseBundle, CaseLink
from linli.engines.cases.tests.conftest import COMMUNITY, Desk, at
from linli.engines.packs.models import PackItem
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.events.models import EventLog
from tests.support.cast import NOW

pytestmark = pytest.mark.django_db


def merge(desk: Desk, case: Case, main: str, by: str = "clerk") -> Case:
    return desk.act(by, case, "merge", chosen=Chosen(main=main))


def relate(desk: Desk, case: Case, other: Case, by: str = "clerk", kind: str = "related") -> CaseLink:
    return actions.relate(actor=desk.actor(by), now=NOW, number=case.number, other=other.number, kind=kind)


def told(case: Case) -> list[tuple[str, str]]:
    return [(view.number, view.kind) for view in links.list_links(case)]


def test_a_duplicate_ends_in_the_main_case_and_both_tell_it(complaints: Desk) -> None:
    main, double = complaints.open(), complaints.open()
    double = merge(complaints, double, main.number)
    assert (double.phase, double.outcome) == ("closed", "merged")
    assert told(double) == [(main.number, "merged")]
    assert told(main) == [(double.number, "merged_here")]
    assert Case.objects.get(pk=main.pk).phase == "intake"
    assert EventLog.objects.get(name="case.linked").payload["other_id"] == main.pk


def test_each_reason_not_to_merge_has_its_own_words(complaints: Desk) -> None:
    case, ended = complaints.open(), complaints.open()
    complaints.act("wang", ended, "withdraw")
    elsewhere = complaints.open(
        by="stranger", applicant=complaints.cast.people["chen"],
        position=complaints.cast.places["532301100002"],
    )  # fmt: skip
    said: list[tuple[type[DomainError], str]] = []
    for number in ("", "0", f"{ended.number[:-1]}\0", elsewhere.number, case.number, ended.number):
        with pytest.raises(DomainError) as refused:
            merge(complaints, case, number)
        said.append((refused.type, str(refused.value.message)))
    assert [kind for kind, _words in said] == [
        *[refusals.MainMissing] * 4, refusals.MainSelf, refusals.MainClosed,
    ]  # fmt: skip
    assert said[1] == said[2] == said[3], "a case that one does not see is none, nor is a damaged number"
    assert len({words for _kind, words in said}) == 4
    assert Case.objects.get(pk=case.pk).phase == "intake"
    assert not CaseLink.objects.exists()


def reopen(desk: Desk, case: Case) -> Case:
    return desk.act("wang", case, "reopen", note="不是同一件事")


def test_a_merged_case_that_is_reopened_goes_back_to_where_it_was_merged(complaints: Desk) -> None:
    main, double = complaints.open(), complaints.open()
    merge(complaints, double, main.number)
    double = reopen(complaints, double)
    assert (double.state, double.phase, double.outcome, double.accepted_at) == (
        "received",
        "intake",
        "",
        None,
    )
    assert (told(main), told(double)) == ([], []), "neither says that it goes on elsewhere"
    double = complaints.act("clerk", double, "accept")
    assert double.state == "handling"


def test_from_handling_it_goes_back_to_handling_and_its_clock_begins_anew(complaints: Desk) -> None:
    main, double = complaints.open(), complaints.open()
    complaints.act("clerk", double, "accept")
    merge(complaints, double, main.number)
    double = reopen(complaints, double)
    assert (double.state, [row.op for row in double.ledger]) == ("handling", ["run", "stop", "restart"])


def test_it_can_be_merged_again_and_the_last_time_counts(complaints: Desk) -> None:
    first, second, double = complaints.open(), complaints.open(), complaints.open()
    merge(complaints, double, first.number)
    reopen(complaints, double)
    complaints.act("clerk", double, "merge", at("2026-03-03"), chosen=Chosen(main=second.number))
    assert (told(double), told(first)) == ([(second.number, "merged")], [])
    assert told(second) == [(double.number, "merged_here")]


def test_an_ended_case_that_was_not_merged_goes_where_the_procedure_says(complaints: Desk) -> None:
    case = complaints.open()
    complaints.act("wang", case, "withdraw")
    assert reopen(complaints, case).state == "handling"


def test_a_link_says_what_the_other_case_is_and_where_it_stands(complaints: Desk) -> None:
    first, second = complaints.open(), complaints.open()
    complaints.act("clerk", first, "accept")
    relate(complaints, second, first)
    [view] = links.list_links(second)
    assert (view.title, view.state) == ("高龄津贴", "办理中")


def test_two_cases_are_not_merged_into_each_other(complaints: Desk) -> None:
    first, second = complaints.open(), complaints.open()
    merge(complaints, first, second.number)
    with pytest.raises(refusals.MainClosed):
        merge(complaints, second, first.number)


def test_related_cases_name_each_other_and_stay_where_they_are(complaints: Desk) -> None:
    first, second = complaints.open(), complaints.open()
    relate(complaints, second, first, kind="follow_up")
    assert told(second) == [(first.number, "follow_up")]
    assert told(first) == [(second.number, "followed_up")]
    assert Case.objects.get(pk=second.pk).revision == 1
    with pytest.raises(refusals.LinkedAlready):
        relate(complaints, second, first, kind="follow_up")


def test_cases_of_different_matters_are_not_merged(complaints: Desk) -> None:
    main, case = complaints.open(), complaints.open()
    other = PackItem.objects.create(
        pack=complaints.matter.pack, section="matter", code="another", content=complaints.matter.content
    )
    Case.objects.filter(pk=main.pk).update(matter_item=other)
    with pytest.raises(refusals.MainUnlike):
        merge(complaints, case, main.number)
    assert Case.objects.get(pk=case.pk).closed_at is None
    assert relate(complaints, case, main).kind == "related"


def test_who_does_not_see_a_case_does_not_link_it(complaints: Desk) -> None:
    first, second = complaints.open(), complaints.open()
    with pytest.raises(NotFound):
        relate(complaints, first, second, by="stranger")
    with pytest.raises(refusals.NotYours):
        relate(complaints, first, second, by="wang")


def test_a_link_is_never_changed(complaints: Desk) -> None:
    link = relate(complaints, complaints.open(), complaints.open())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CaseLink.objects.filter(pk=link.pk).update(kind="merged")


def open_bundle(desk: Desk, count: int = 2) -> list[Case]:
    parts = [Part("matters", f"事项{n}", desk.matter, desk.procedure) for n in range(count)]
    return actions.open_bundle(
        actor=desk.actor("wang"), now=NOW, title="退休一件事", parts=parts,
        position=desk.cast.places[COMMUNITY], applicant=desk.cast.people["wang"], synthetic=True,
    )  # fmt: skip


def test_cases_opened_together_have_one_number_and_go_their_own_ways(complaints: Desk) -> None:
    first, second = open_bundle(complaints)
    complaints.act("clerk", first, "accept")
    seen = links.get_bundle(second, complaints.actor("wang"))
    assert seen is not None
    assert (seen.title, seen.open) == ("退休一件事", 2)
    assert [case.state for case in seen.cases] == ["handling", "received"]
    assert seen.due_at == queries.get_case(complaints.actor("wang"), first.number).due_at
    complaints.act("wang", second, "withdraw")
    seen = links.get_bundle(first, complaints.actor("clerk"))
    assert seen is not None
    assert seen.open == 1
    assert len({seen.number, first.number, second.number}) == 3


def test_one_code_opens_all_cases_of_a_bundle_and_no_other(complaints: Desk) -> None:
    cases = open_bundle(complaints)
    code = queries.get_query_code(cases[0])
    assert {queries.get_case_by_query_code(case.number, code).pk for case in cases} == {
        case.pk for case in cases
    }
    number = CaseBundle.objects.get().number
    assert len(links.get_bundle_by_query_code(number, code).cases) == 2
    with pytest.raises(NotFound):
        links.get_bundle_by_query_code(number, "AAAAAAAA")
    with pytest.raises(NotFound):
        queries.get_case_by_query_code(complaints.open().number, code)


def test_a_bundle_is_opened_whole_or_not_at_all(complaints: Desk) -> None:
    complaints.act("clerk", complaints.open(), "accept")
    with pytest.raises(refusals.NotYours):
        actions.open_bundle(
            actor=complaints.actor("chen"), now=NOW, title="别人的事",
            parts=[Part("matters", "事项", complaints.matter, complaints.procedure)],
            position=complaints.cast.places[COMMUNITY], applicant=complaints.cast.people["wang"],
        )  # fmt: skip
    assert not CaseBundle.objects.exists()


def test_a_case_of_its_own_is_in_no_bundle(complaints: Desk) -> None:
    assert links.get_bundle(complaints.open(), complaints.actor("wang")) is None
