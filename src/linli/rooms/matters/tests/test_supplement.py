"""Everything that is missing is told at once and once; what is handed in is kept, all at once or piece by piece."""

from datetime import UTC, datetime, timedelta

import pytest

from linli.engines.cases import queries as cases
from linli.engines.cases.limits import explain_limits
from linli.engines.cases.models import Case, CaseStep
from linli.engines.cases.refusals import NoteMissing, TooLate, TooOften
from linli.kernel.audit.models import AuditEntry
from linli.kernel.errors import Conflict, DomainError
from linli.kernel.events.models import EventLog
from linli.registers.documents.models import Document
from linli.rooms.matters import actions, queries
from linli.rooms.matters.models import CasePaper
from tests.support.cast import NOW
from tests.support.counter import Counter
from tests.support.world import photo_of

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def ask(counter: Counter, number: str, *, now: datetime = NOW, **given: object) -> Case:
    return actions.handle(
        actor=counter.cast.actor("clerk"), now=now, number=number, action="request_supplement",
        **{"note": "请补齐"} | given,  # type: ignore[arg-type]
    )  # fmt: skip


def supply(counter: Counter, number: str, *codes: str, now: datetime = LATER) -> Case:
    photos = {code: photo_of(counter, "wang", code) for code in codes}
    return actions.supply(actor=counter.cast.actor("wang"), now=now, number=number, photos=photos)


def asked(counter: Counter, *given: str, **more: object) -> str:
    """A case with photos of `given`, and everything else asked for."""
    number = counter.open_case("wang", photos=given)
    ask(counter, number, **more)
    return number


def last_step(number: str) -> CaseStep:
    return CaseStep.objects.filter(case__number=number).latest("seq")


def states(number: str) -> dict[str, str]:
    return dict(CasePaper.objects.filter(case__number=number).values_list("code", "state"))


# Asking


@pytest.mark.parametrize(
    ("given", "missing"),
    [((), ["id-card", "bank-card"]), (("bank-card",), ["id-card"]), (("id-card",), ["bank-card"])],
)
def test_all_that_is_missing_is_told_whatever_the_clerk_writes(
    counter: Counter, given: tuple[str, ...], missing: list[str]
) -> None:
    number = asked(counter, *given, note="缺身份证")
    assert last_step(number).data == {"papers": missing}
    case = Case.objects.get(number=number)
    assert (case.state, case.queue_role, case.due_at) == ("supplement_requested", "applicant", None)


def test_a_photo_that_does_not_do_is_asked_for_again(counter: Counter) -> None:
    number = asked(counter, "id-card", "bank-card", insufficient=["bank-card"])
    assert last_step(number).data == {"papers": ["bank-card"]}
    assert states(number) == {"id-card": "given", "bank-card": "insufficient"}


def test_an_original_seen_meanwhile_is_not_asked_for(counter: Counter) -> None:
    number = asked(counter, sighted=["id-card"])
    assert last_step(number).data == {"papers": ["bank-card"]}
    assert states(number) == {"id-card": "sighted"}


def test_nothing_is_asked_for_while_nothing_is_missing(counter: Counter) -> None:
    number = counter.open_case("wang")
    with pytest.raises(DomainError) as refused:
        ask(counter, number)
    assert (refused.value.code, refused.value.field) == ("refused", "papers")
    assert Case.objects.get(number=number).state == "received"


def test_only_papers_of_the_matter_are_marked(counter: Counter) -> None:
    number = asked(counter, "id-card", insufficient=["passport"], sighted=["<script>"])
    assert states(number) == {"id-card": "given"}


def test_a_request_without_words_is_refused_and_marks_nothing(counter: Counter) -> None:
    number = counter.open_case("wang")
    with pytest.raises(NoteMissing):
        ask(counter, number, note="  ", insufficient=["id-card"])
    assert states(number) == {"id-card": "given", "bank-card": "given"}


def test_a_second_request_is_impossible_however_the_papers_look(counter: Counter) -> None:
    number = asked(counter, "id-card")
    supply(counter, number, "bank-card")
    with pytest.raises(TooOften):
        ask(counter, number, now=LATER, insufficient=["id-card"])
    assert states(number) == {"id-card": "given", "bank-card": "given"}
    assert Case.objects.get(number=number).state == "received"


def test_after_five_working_days_it_is_too_late_to_ask(counter: Counter) -> None:
    """Received on Monday 2 March; Monday 9 March is the fifth working day."""
    number = counter.open_case("wang", photos=())
    with pytest.raises(TooLate):
        ask(counter, number, now=datetime(2026, 3, 10, 2, 0, tzinfo=UTC))
    assert ask(counter, number, now=datetime(2026, 3, 9, 2, 0, tzinfo=UTC)).state == "supplement_requested"


# Handing in


def test_when_all_is_there_it_goes_back_to_the_clerk_and_the_term_begins_anew(counter: Counter) -> None:
    number = asked(counter)
    case = supply(counter, number, "id-card", "bank-card")
    assert (case.state, case.queue_role) == ("received", "clerk")
    assert last_step(number).data == {"papers": ["bank-card", "id-card"]}
    [due] = explain_limits(cases.get_case(counter.cast.actor("wang"), number), now=LATER)
    assert due.explanation.begun_on == LATER.date()


def test_the_step_names_what_came_since_it_was_asked_for(counter: Counter) -> None:
    number = asked(counter, "id-card", now=NOW + timedelta(hours=1))
    supply(counter, number, "bank-card")
    assert last_step(number).data == {"papers": ["bank-card"]}


def test_what_is_still_missing_is_named_all_of_it(counter: Counter) -> None:
    number = asked(counter)
    with pytest.raises(actions.PapersMissing) as refused:
        supply(counter, number)
    assert refused.value.facts["papers"] == ["id-card", "bank-card"]
    assert str(refused.value.message) == "还缺：身份证照片、银行卡照片。"
    assert Case.objects.get(number=number).state == "supplement_requested"


def test_a_photo_that_came_before_the_others_is_kept(counter: Counter) -> None:
    """She sends one photo today and the other tomorrow: nothing is sent twice, nothing is lost."""
    number = asked(counter)
    events = EventLog.objects.count()
    with pytest.raises(actions.PapersMissing) as refused:
        supply(counter, number, "id-card")
    assert refused.value.facts["papers"] == ["bank-card"]
    assert str(refused.value.message) == "收到的已经留下。还缺：银行卡照片。"
    assert states(number) == {"id-card": "given"}
    kept = CasePaper.objects.get(case__number=number).document
    assert kept is not None
    assert kept.claimed
    assert Case.objects.get(number=number).state == "supplement_requested"
    assert EventLog.objects.count() == events, "nobody else's turn yet, nobody is told"
    assert supply(counter, number, "bank-card", now=LATER + timedelta(days=1)).state == "received"
    assert CasePaper.objects.get(case__number=number, code="id-card").document == kept
    assert last_step(number).data == {"papers": ["bank-card", "id-card"]}


def test_what_came_piece_by_piece_stands_in_the_audit_log(counter: Counter) -> None:
    number = asked(counter)
    for codes in ((), ("id-card",)):
        with pytest.raises(actions.PapersMissing):
            supply(counter, number, *codes)
    entry = AuditEntry.objects.get(act="case.papers")
    assert (entry.kind, entry.fields) == ("change", ["paper:id-card"])
    assert entry.persons == [counter.cast.people["wang"].pk]


def test_a_better_photo_takes_the_place_of_the_one_that_did_not_do(counter: Counter) -> None:
    number = asked(counter, "id-card", "bank-card", insufficient=["bank-card"])
    before = CasePaper.objects.get(case__number=number, code="bank-card").document
    supply(counter, number, "bank-card")
    row = CasePaper.objects.get(case__number=number, code="bank-card")
    assert (row.state, row.at) == ("given", LATER)
    assert row.document != before
    assert Document.objects.filter(pk=before.pk if before else 0).exists(), "what was judged is not lost"


def test_an_original_that_was_seen_stays_seen(counter: Counter) -> None:
    number = asked(counter, sighted=["id-card"])
    supply(counter, number, "id-card", "bank-card")
    assert states(number) == {"id-card": "sighted", "bank-card": "given"}
    assert last_step(number).data == {"papers": ["bank-card"]}


def test_somebody_elses_photo_does_not_count(counter: Counter) -> None:
    number = asked(counter, "id-card")
    with pytest.raises(actions.PapersMissing):
        actions.supply(
            actor=counter.cast.actor("wang"), now=LATER, number=number,
            photos={"bank-card": photo_of(counter, "chen", "bank-card")},
        )  # fmt: skip
    assert states(number) == {"id-card": "given"}


@pytest.mark.parametrize("until", ["fresh", "inspection", "decided"])
def test_who_was_not_asked_hands_nothing_in(counter: Counter, until: str) -> None:
    """A photo that an office has already looked at is not exchanged behind its back."""
    number = counter.open_case("wang", until)
    before = list(CasePaper.objects.filter(case__number=number).values_list("code", "document"))
    with pytest.raises(Conflict):
        supply(counter, number, "id-card")
    assert list(CasePaper.objects.filter(case__number=number).values_list("code", "document")) == before


def test_the_papers_of_another_case_are_out_of_reach(counter: Counter) -> None:
    number, other = asked(counter, "id-card"), counter.open_case("wang")
    supply(counter, number, "bank-card")
    document = CasePaper.objects.get(case__number=number, code="bank-card").document
    case = Case.objects.get(number=other)
    assert queries.get_document(case, "bank-card") != document
