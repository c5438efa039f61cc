"""From a draft to a version in force: who, when, why; and nobody alone."""

from typing import Any

import pytest

from linli.engines.overlays import actions, queries
from linli.engines.overlays.models import Proposal
from linli.engines.overlays.refusals import (
    ContentRefused,
    NothingChanged,
    Overtaken,
    ReasonMissing,
    SamePerson,
    WrongState,
)
from linli.engines.packs import queries as packs
from linli.engines.packs.models import InstalledPack
from linli.kernel.actors import Actor
from linli.kernel.audit.models import AuditEntry
from linli.kernel.errors import NotFound
from tests.support.cast import Cast

from .conftest import NOW, SERVICE, Base

pytestmark = pytest.mark.django_db


def service(**changes: Any) -> dict[str, Any]:
    return {**packs.get_item("service", "allowance").content, **changes}


def propose(author: Actor, content: dict[str, Any] | None, reason: str = "区里改了叫法") -> Proposal:
    proposal = actions.change_item(
        actor=author, now=NOW, section="service", code="allowance", content=content
    )
    return actions.submit(
        actor=author, now=NOW, proposal_id=proposal.pk, revision=proposal.revision, reason=reason
    )


def decide(second: Actor, proposal: Proposal) -> InstalledPack:
    return actions.approve(actor=second, now=NOW, proposal_id=proposal.pk, revision=proposal.revision)


def title() -> str:
    packs.forget()
    return str(packs.get_item("service", "allowance").content["title"])


def test_an_approved_change_is_in_force_and_the_pack_stays_as_it_was(
    base: Base, author: Actor, second: Actor, projected: dict[str, str]
) -> None:
    base()
    proposal = propose(author, service(title="长寿津贴"))
    assert title() == "高龄津贴"
    version = decide(second, proposal)
    assert title() == projected["allowance"] == "长寿津贴"
    assert version.version == "1"
    assert packs.base_items().get(code="allowance").content["title"] == "高龄津贴"
    assert packs.list_items("service").count() == 1
    steps = queries.list_steps(proposal)
    assert [(step.verb, step.by.name) for step in steps] == [
        ("open", "苏平"),
        ("submit", "苏平"),
        ("approve", "林泉"),
    ]
    acts = AuditEntry.objects.filter(object_ref=f"proposal:{proposal.pk}").order_by("id")
    assert list(acts.values_list("act", flat=True)) == ["overlay.change", "overlay.submit", "overlay.approve"]


def test_versions_add_up_and_keep_what_was_changed_before(base: Base, author: Actor, second: Actor) -> None:
    base()
    decide(second, propose(author, service(title="长寿津贴")))
    words = {**packs.get_item("words", "kinds").content, "title": "类别"}
    draft = actions.change_item(actor=second, now=NOW, section="words", code="kinds", content=words)
    proposal = actions.submit(
        actor=second, now=NOW, proposal_id=draft.pk, revision=draft.revision, reason="统一"
    )
    assert decide(author, proposal).version == "2"
    assert title() == "长寿津贴"
    assert packs.get_item("words", "kinds").content["title"] == "类别"
    assert [pack.version for pack in queries.list_versions()] == ["2", "1"]


def test_nobody_approves_or_returns_what_they_wrote(base: Base, author: Actor) -> None:
    base()
    proposal = propose(author, service(title="长寿津贴"))
    with pytest.raises(SamePerson):
        decide(author, proposal)
    with pytest.raises(SamePerson):
        actions.send_back(
            actor=author, now=NOW, proposal_id=proposal.pk, revision=proposal.revision, note="不行"
        )
    assert title() == "高龄津贴"


@pytest.mark.parametrize("who", ["clerk", "decider", "planner", "auditor", "wang"])
def test_only_administrators_see_and_change(base: Base, author: Actor, cast: Cast, who: str) -> None:
    base()
    proposal = propose(author, service(title="长寿津贴"))
    other = cast.actor(who)
    with pytest.raises(NotFound):
        actions.change_item(
            actor=other, now=NOW, section="service", code="allowance", content=service(title="x")
        )
    with pytest.raises(NotFound):
        decide(other, proposal)
    with pytest.raises(NotFound):
        queries.get_proposal(other, proposal.pk)


def test_a_draft_is_its_authors_alone(base: Base, author: Actor, second: Actor) -> None:
    base()
    draft = actions.change_item(
        actor=author, now=NOW, section="service", code="allowance", content=service(title="长寿津贴")
    )
    with pytest.raises(NotFound):
        queries.get_proposal(second, draft.pk)
    with pytest.raises(NotFound):
        actions.submit(actor=second, now=NOW, proposal_id=draft.pk, revision=draft.revision, reason="x")


def test_a_proposal_needs_a_reason_and_a_change(base: Base, author: Actor) -> None:
    base()
    draft = actions.change_item(
        actor=author, now=NOW, section="service", code="allowance", content=service(title="长寿津贴")
    )
    with pytest.raises(ReasonMissing):
        actions.submit(actor=author, now=NOW, proposal_id=draft.pk, revision=draft.revision, reason="  ")
    draft = actions.change_item(actor=author, now=NOW, section="service", code="allowance", content=service())
    with pytest.raises(NothingChanged):
        actions.submit(actor=author, now=NOW, proposal_id=draft.pk, revision=draft.revision, reason="x")


def test_faulty_content_is_refused_at_its_path(base: Base, author: Actor) -> None:
    base()
    with pytest.raises(ContentRefused) as caught:
        actions.change_item(
            actor=author,
            now=NOW,
            section="service",
            code="allowance",
            content=service(title="", limit={"workdays": 0}),
        )
    assert [found.finding.path[0] for found in caught.value.findings] == ["title", "limit"]
    with pytest.raises(ContentRefused) as caught:
        actions.change_item(
            actor=author, now=NOW, section="service", code="allowance", content=service(kind="gold")
        )
    assert [found.finding.path for found in caught.value.findings] == [("kind",)]
    assert not Proposal.objects.exists()


def test_what_others_name_cannot_be_taken_away(base: Base, author: Actor) -> None:
    base()
    words = packs.get_item("words", "kinds").content
    without = {**words, "entries": [entry for entry in words["entries"] if entry["code"] != "money"]}
    with pytest.raises(ContentRefused) as caught:
        actions.change_item(actor=author, now=NOW, section="words", code="kinds", content=without)
    assert [(found.section, found.code) for found in caught.value.findings] == [("service", "allowance")]


def test_a_change_that_somebody_overtook_is_not_installed(base: Base, author: Actor, second: Actor) -> None:
    base()
    late = propose(author, service(summary="按月发"))
    decide(author, propose(second, service(title="长寿津贴")))
    with pytest.raises(Overtaken):
        decide(second, late)
    again = actions.reopen(actor=author, now=NOW, proposal_id=late.pk, revision=late.revision)
    again = actions.renew(actor=author, now=NOW, proposal_id=again.pk, revision=again.revision)
    again = actions.submit(
        actor=author, now=NOW, proposal_id=again.pk, revision=again.revision, reason="按月"
    )
    decide(second, again)
    assert title() == "长寿津贴"
    assert packs.get_item("service", "allowance").content["summary"] == "按月发"


def test_renewing_does_not_overwrite_the_same_place(base: Base, author: Actor, second: Actor) -> None:
    base()
    late = propose(author, service(title="寿星津贴"))
    decide(author, propose(second, service(title="长寿津贴")))
    again = actions.reopen(actor=author, now=NOW, proposal_id=late.pk, revision=late.revision)
    with pytest.raises(Overtaken):
        actions.renew(actor=author, now=NOW, proposal_id=again.pk, revision=again.revision)
    assert title() == "长寿津贴"


def test_an_old_page_decides_nothing(base: Base, author: Actor, second: Actor) -> None:
    base()
    proposal = propose(author, service(title="长寿津贴"))
    with pytest.raises(WrongState):
        actions.approve(actor=second, now=NOW, proposal_id=proposal.pk, revision=proposal.revision - 1)
    decide(second, proposal)
    with pytest.raises(WrongState):
        decide(second, proposal)
    assert InstalledPack.objects.filter(overlay=True).count() == 1


def test_a_returned_proposal_says_why_and_comes_back(base: Base, author: Actor, second: Actor) -> None:
    base()
    proposal = propose(author, service(title="长寿津贴"))
    proposal = actions.send_back(
        actor=second, now=NOW, proposal_id=proposal.pk, revision=proposal.revision, note="叫法要统一"
    )
    assert queries.list_steps(proposal)[-1].note == "叫法要统一"
    proposal = actions.reopen(actor=author, now=NOW, proposal_id=proposal.pk, revision=proposal.revision)
    assert proposal.state == "draft"


def test_giving_an_item_back_is_a_proposal_too(
    base: Base, author: Actor, second: Actor, projected: dict[str, str]
) -> None:
    base()
    decide(second, propose(author, service(title="长寿津贴")))
    back = propose(author, None, reason="不改了")
    assert title() == "长寿津贴"
    assert decide(second, back).version == "2"
    assert title() == projected["allowance"] == "高龄津贴"
    assert not queries.get_standing("service", "allowance").changed


def test_a_failing_projection_leaves_neither_half(base: Base, author: Actor, second: Actor) -> None:
    base()
    proposal = propose(author, service(title="explode"))
    with pytest.raises(RuntimeError):
        decide(second, proposal)
    proposal.refresh_from_db()
    assert proposal.state == "submitted"
    assert not InstalledPack.objects.filter(overlay=True).exists()
    assert title() == "高龄津贴"


def test_a_newer_pack_does_not_overwrite(
    base: Base, author: Actor, second: Actor, projected: dict[str, str]
) -> None:
    base()
    decide(second, propose(author, service(title="长寿津贴")))
    base("1.1.0", service=SERVICE.replace("每月一笔", "每季一笔").replace("高龄津贴", "高龄补贴"))
    assert title() == projected["allowance"] == "长寿津贴"
    standing = queries.get_standing("service", "allowance")
    assert standing.moved
    assert [conflict.path for conflict in standing.merge().conflicts] == [("title",)]
    assert standing.merge().content["summary"] == "每季一笔"


@pytest.mark.parametrize(
    ("ours", "expected"), [(frozenset({"title"}), "长寿津贴"), (frozenset(), "高龄补贴")]
)
def test_an_upgrade_is_taken_by_choice(
    base: Base, author: Actor, second: Actor, ours: frozenset[str], expected: str
) -> None:
    base()
    decide(second, propose(author, service(title="长寿津贴", fee=5)))
    base("1.1.0", service=SERVICE.replace("每月一笔", "每季一笔").replace("高龄津贴", "高龄补贴"))
    draft = actions.take_upgrade(actor=author, now=NOW, section="service", code="allowance", ours=ours)
    proposal = actions.submit(
        actor=author, now=NOW, proposal_id=draft.pk, revision=draft.revision, reason="新版"
    )
    decide(second, proposal)
    content = service()
    assert (content["title"], content["summary"], content["fee"]) == (expected, "每季一笔", 5)
    assert not queries.get_standing("service", "allowance").moved
