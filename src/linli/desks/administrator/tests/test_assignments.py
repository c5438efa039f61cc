"""An assignment table at the desk: how often each rule decided, and what a changed table would have done."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from time_machine import travel

from linli.engines.cases.assignment.hits import count_hits
from linli.engines.cases.models import Case, CaseStep
from linli.engines.overlays.models import Proposal
from linli.engines.packs import queries as packs
from linli.engines.packs import sections
from linli.engines.packs.models import InstalledPack, PackItem
from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as
from tests.support.cast import NOW
from tests.support.counter import Counter

from .test_change import act, save

pytestmark = pytest.mark.django_db
ADDRESS = reverse("administrator:item", args=["assignment", "who"])
ROWS: list[dict[str, Any]] = [
    {"when": "urban == true", "role": "reviewer", "at": "town", "note": "城镇"},
    {"when": "level == 'county'", "role": "decider", "at": "county"},
    {"role": "clerk", "at": "community"},
]


@pytest.fixture
def table(counter: Counter) -> PackItem:
    """A table that the procedure of the allowance asks when a case is received; one case came in before."""
    counter.open_case("wang")
    old = InstalledPack.objects.get(pack_id="national")
    pack = InstalledPack.objects.create(
        pack_id="national",
        version="9.9.9",
        title=old.title,
        digest=b"9",
        depends=old.depends,
        installed_at=NOW,
    )
    items = [
        PackItem(pack=pack, section=one.section, code=one.code, content=one.content)
        for one in old.items.all()
    ]
    (asking,) = (one for one in items if (one.section, one.code) == ("procedure", "old-age-allowance"))
    states = asking.content["states"]
    asking.content = asking.content | {"states": [states[0] | {"assign": "who"}, *states[1:]]}
    PackItem.objects.bulk_create(items)
    made = PackItem.objects.create(
        pack=pack, section="assignment", code="who", content={"code": "who", "title": "谁先办", "rows": ROWS}
    )
    packs.forget()
    return made


def decided(counter: Counter, table: PackItem, *, rule: int | None, days: int, triage: str = "") -> None:
    """A decision of the table that many days ago."""
    with acting_as(SYSTEM):
        case = Case.objects.get()
        kept: dict[str, object] = {"table": "who", "rule": rule, "item": table.pk}
        kept |= {"triage": triage} if triage else {}
        CaseStep.objects.create(
            case=case, seq=90 + CaseStep.objects.count(), action="assign", to_state=case.state,
            at=NOW - timedelta(days=days), data={"does": {"assigned": kept}},
        )  # fmt: skip


def test_decisions_are_counted_by_rule_and_by_stretch_of_days(counter: Counter, table: PackItem) -> None:
    for rule, days in ((1, 1), (1, 40), (3, 2), (3, 100)):
        decided(counter, table, rule=rule, days=days)
    decided(counter, table, rule=None, days=3, triage="no_rule")
    with acting_as(SYSTEM):
        hits = count_hits(packs.load(table), now=NOW)
    assert hits.by_rule == [(1, 2), (0, 0), (1, 1)]
    assert (hits.by_hand, hits.reasons, hits.total) == ((1, 1), {"no_rule": 1}, (3, 4))


def test_a_rule_is_known_again_where_it_moved_and_one_that_is_gone_is_counted_apart(
    counter: Counter, table: PackItem
) -> None:
    decided(counter, table, rule=1, days=1)
    decided(counter, table, rule=3, days=1)
    other = PackItem(section="assignment", code="who", content={"code": "who", "rows": [ROWS[2], ROWS[1]]})
    with acting_as(SYSTEM):
        hits = count_hits(sections.get("assignment").model.model_validate(other.content), now=NOW)
    assert (hits.by_rule, hits.gone) == ([(1, 1), (0, 0)], (1, 1))


def test_the_count_is_one_statement(
    counter: Counter, table: PackItem, django_assert_num_queries: Any
) -> None:
    for days in (1, 2, 50):
        decided(counter, table, rule=1, days=days)
    packs.load(table)
    with acting_as(SYSTEM), django_assert_num_queries(1):
        count_hits(packs.load(table), now=NOW)


def test_the_page_says_the_rules_in_words_and_marks_what_never_decided(
    counter: Counter, table: PackItem, django_assert_max_num_queries: Any
) -> None:
    decided(counter, table, rule=1, days=1)
    browser = counter.client("administrator")
    with travel(NOW, tick=False), django_assert_max_num_queries(18):
        answer = browser.get(ADDRESS)
    use = answer.context["use"]
    assert [(row.goes_to, row.never) for row in use.rows] == [
        ("街道(乡镇)审核人", False),
        ("县级审批人", True),
        ("社区经办人", True),
    ]
    assert use.rows[0].which == "在城镇"
    assert "从没用到" in answer.content.decode()


def test_roles_and_levels_are_chosen_in_words_and_come_back_unchanged(
    counter: Counter, table: PackItem
) -> None:
    page = counter.client("administrator").get(ADDRESS).content.decode()
    assert "街道(乡镇)审核人" in page
    assert save(counter, {}, ADDRESS).status_code == 302
    assert Proposal.objects.get().changes.count() == 0
    assert save(counter, {"rows/#2/role": "外勤经办人"}, ADDRESS).status_code == 302
    proposal = Proposal.objects.get()
    assert proposal.changes.get().content["rows"][2]["role"] == "inspector"
    (shown,) = (
        counter.client("administrator")
        .get(reverse("administrator:proposal", args=[proposal.pk]))
        .context["changes"]
    )
    assert [(row.old, row.new) for row in shown.rows] == [("社区经办人", "外勤经办人")]


def test_the_decision_page_leads_to_what_the_changed_table_would_have_done(
    counter: Counter, table: PackItem
) -> None:
    save(counter, {"rows/#0/-": "是"}, ADDRESS)
    proposal = Proposal.objects.get()
    act(counter, proposal, "submit", reason="都由社区先办")
    page = counter.client("administrator-two").get(reverse("administrator:proposal", args=[proposal.pk]))
    address = reverse("administrator:preview", args=[proposal.pk, "assignment", "who"])
    assert address in page.content.decode()
    with travel(NOW, tick=False):
        found = counter.client("administrator-two").get(address).context["found"]
    assert (found.days, found.total, found.same) == (30, 1, 0)
    assert [(move.before, move.after, move.count) for move in found.moves] == [("第1条", "第2条", 1)]
    with travel(NOW + timedelta(days=60), tick=False):
        assert counter.client("administrator-two").get(address).context["found"].total == 0
        assert counter.client("administrator-two").get(address, {"days": "90"}).context["found"].total == 1
