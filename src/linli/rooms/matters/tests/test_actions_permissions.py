"""Who may apply, hand in, move on, withdraw: the whole cast, one verb each. No sight of a case means «not found»."""

from collections.abc import Callable, Collection
from dataclasses import replace

import pytest

from linli.engines.cases.models import Case
from linli.engines.cases.refusals import NotYours
from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.rooms.matters import actions, queries
from linli.rooms.matters.models import CasePaper
from tests.support.cast import NOW
from tests.support.counter import Counter
from tests.support.world import MATTER, photo_of, rolled_back, typed

pytestmark = pytest.mark.django_db

RESIDENTS = ("wang", "chen")
STAFF = (
    "clerk", "colleague", "inspector", "stranger", "reviewer", "reviewer-next", "decider", "planner",
    "planner-next", "auditor", "administrator",
)  # fmt: skip
EVERYONE = (*RESIDENTS, *STAFF)


DONE, NOT_YOURS, NOT_FOUND = "done", "not yours", "not found"


def asked(counter: Counter) -> str:
    """A case of 王桂兰 that waits for a photo of her bank card."""
    number = counter.open_case("wang", photos=("id-card",))
    counter.act(number, "clerk", "request_supplement", note="还缺银行卡照片")
    return number


def outcomes(verb: Callable[[str], object]) -> dict[str, str]:
    """What each of the cast meets when trying; nothing is left behind."""

    def outcome(who: str) -> str:
        with rolled_back():
            try:
                verb(who)
            except NotYours:
                return NOT_YOURS
            except NotFound:
                return NOT_FOUND
            return DONE

    return {who: outcome(who) for who in EVERYONE}


def only(*takers: str, lookers: Collection[str] = ()) -> dict[str, str]:
    return {who: DONE if who in takers else NOT_YOURS if who in lookers else NOT_FOUND for who in EVERYONE}


def test_residents_apply_and_for_themselves(counter: Counter) -> None:
    def apply(who: str) -> None:
        raw = typed(who if who in RESIDENTS else "wang")
        number = actions.apply(actor=counter.cast.actor(who), now=NOW, code=MATTER, raw=raw)
        assert Case.objects.get(number=number).applicant == counter.cast.people[who]

    assert outcomes(apply) == only(*RESIDENTS)


def test_only_who_applied_hands_papers_in(counter: Counter) -> None:
    number = asked(counter)

    def supply(who: str) -> None:
        photos = {"bank-card": photo_of(counter, who, "bank-card")}
        actions.supply(actor=counter.cast.actor(who), now=NOW, number=number, photos=photos)

    assert outcomes(supply) == only("wang")


def test_only_who_applied_withdraws(counter: Counter) -> None:
    number = counter.open_case("wang")

    def withdraw(who: str) -> None:
        actions.withdraw(actor=counter.cast.actor(who), now=NOW, number=number)

    assert outcomes(withdraw) == only("wang")


STEPS = [
    # where the case is, the step, who takes it, who sees the case but has to leave the step to others
    ("fresh", "accept", {"clerk", "colleague"}, set()),
    ("inspection", "finish_inspection", {"clerk", "colleague", "inspector"}, set()),
    ("posted", "end_notice", {"clerk", "colleague"}, {"inspector"}),
    ("review", "approve", {"reviewer"}, {"clerk", "colleague", "inspector"}),
    ("decision", "grant", {"decider"}, {"clerk", "colleague", "inspector", "reviewer"}),
]


@pytest.mark.parametrize(
    ("until", "action", "takers", "lookers"), STEPS, ids=[action for _, action, *_ in STEPS]
)
def test_a_step_is_taken_by_whose_turn_it_is(
    counter: Counter, until: str, action: str, takers: set[str], lookers: set[str]
) -> None:
    number = counter.open_case("wang", until)
    before = Case.objects.get(number=number).state

    def handle(who: str) -> None:
        actor = counter.cast.actor(who)
        actions.handle(actor=actor, now=NOW, number=number, action=action, note="已核对")
        assert Case.objects.get(number=number).state != before

    assert outcomes(handle) == only(*takers, lookers=lookers)


def bound(counter: Counter, post: str, person: str) -> Actor:
    """Who holds `post` and is `person` at home."""
    return replace(counter.cast.actor(post), person_id=counter.cast.people[person].pk)


OWN_STEPS: list[tuple[str, str, Callable[[], dict[str, object]]]] = [
    ("clerk", "accept", lambda: {"sighted": ["id-card", "bank-card"]}),
    ("clerk", "request_supplement", lambda: {"note": "缺材料"}),
    ("clerk", "decline", lambda: {"note": "不符合"}),
]


@pytest.mark.parametrize(("post", "action", "given"), OWN_STEPS, ids=[row[1] for row in OWN_STEPS])
def test_a_clerk_handles_nobody_less_than_herself(
    counter: Counter, post: str, action: str, given: Callable[[], dict[str, object]]
) -> None:
    """回避: who applied leaves the case to a colleague, also where her post would give her the right."""
    number = counter.open_case("wang", photos=())
    call = {"now": NOW, "number": number, "action": action, **given()}
    with pytest.raises(NotYours):
        actions.handle(actor=bound(counter, post, "wang"), **call)  # type: ignore[arg-type]
    assert Case.objects.get(number=number).state == "received"
    assert not CasePaper.objects.filter(case__number=number).exists()
    assert actions.handle(actor=bound(counter, "colleague", "chen"), **call).state != "received"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("until", "post", "action"), [("review", "reviewer", "approve"), ("decision", "decider", "grant")]
)
def test_nobody_reviews_or_decides_their_own_application(
    counter: Counter, until: str, post: str, action: str
) -> None:
    number = counter.open_case("wang", until)
    with pytest.raises(NotYours):
        actions.handle(actor=bound(counter, post, "wang"), now=NOW, number=number, action=action)


def test_the_applicants_steps_are_not_taken_at_the_counter(counter: Counter) -> None:
    """Handing in and withdrawing are the applicant's; a post does not do them for her."""
    number = asked(counter)
    for action in ("supply", "withdraw"):
        with pytest.raises(NotYours):
            actions.handle(actor=counter.cast.actor("clerk"), now=NOW, number=number, action=action)
        with pytest.raises(NotFound):
            actions.handle(actor=counter.cast.actor("wang"), now=NOW, number=number, action=action)
        with pytest.raises(NotYours):
            actions.handle(actor=bound(counter, "clerk", "wang"), now=NOW, number=number, action=action)


def test_a_clerk_who_applied_hands_in_and_withdraws_as_anybody_else(counter: Counter) -> None:
    number = asked(counter)
    actor = bound(counter, "clerk", "wang")
    photo = photo_of(counter, "clerk", "bank-card")
    assert (
        actions.supply(actor=actor, now=NOW, number=number, photos={"bank-card": photo}).state == "received"
    )
    assert actions.withdraw(actor=actor, now=NOW, number=number).outcome == "withdrawn"


def test_my_matters_are_mine_whatever_posts_i_hold(counter: Counter) -> None:
    """As a resident she finds what she applied for, not what came to her post."""
    mine, handled = counter.open_case("chen"), counter.open_case("wang")
    actor = bound(counter, "clerk", "chen")
    assert queries.get_own_case(actor, mine).number == mine
    assert [case.number for case in queries.list_own(actor)] == [mine]
    with pytest.raises(NotFound):
        queries.get_own_case(actor, handled)
