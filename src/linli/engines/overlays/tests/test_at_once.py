"""Two things at the same moment: one of them happens, whole; the other hears of it."""

from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection

from linli.engines.overlays import actions, queries
from linli.engines.overlays.refusals import Overtaken, WrongState
from linli.engines.packs import queries as packs
from linli.engines.packs.models import InstalledPack
from linli.kernel.actors import Actor
from tests.support.cast import Cast, make_staff

from .conftest import NOW, SERVICE, Base
from .test_proposals import propose, service

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*steps: object) -> list[str]:
    """Each step in a thread of its own; what it raised, or nothing."""
    barrier, heard = Barrier(len(steps)), list[str]()

    def run(step: object) -> None:
        try:
            barrier.wait()
            step()  # type: ignore[operator]
            heard.append("")
        except (WrongState, Overtaken) as refusal:
            heard.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[step]) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(heard)


def test_two_approve_and_one_hears_that_it_is_decided(
    base: Base, cast: Cast, author: Actor, second: Actor
) -> None:
    base()
    make_staff(cast, "third", "韩梅", "administrator", "532301", "楚雄市数据局", "系统管理岗")
    proposal = propose(author, service(title="长寿津贴"))

    def approve(who: Actor) -> object:
        return lambda: actions.approve(
            actor=who, now=NOW, proposal_id=proposal.pk, revision=proposal.revision
        )

    assert at_once(approve(second), approve(cast.actor("third"))) == ["", "overlay_moved_on"]
    assert InstalledPack.objects.filter(overlay=True).count() == 1


def test_two_proposals_for_one_item_and_the_slower_is_overtaken(
    base: Base, author: Actor, second: Actor
) -> None:
    base()
    mine = propose(author, service(title="长寿津贴"))
    theirs = propose(second, service(title="寿星津贴"))

    def approve(who: Actor, proposal: object) -> object:
        return lambda: actions.approve(
            actor=who,
            now=NOW,
            proposal_id=proposal.pk,
            revision=proposal.revision,  # type: ignore[attr-defined]
        )

    assert at_once(approve(second, mine), approve(author, theirs)) == ["", "overlay_overtaken"]
    packs.forget()
    assert packs.get_item("service", "allowance").content["title"] in ("长寿津贴", "寿星津贴")
    assert InstalledPack.objects.filter(overlay=True).count() == 1


def test_an_upgrade_and_an_approval_leave_both_or_a_refusal(
    base: Base, author: Actor, second: Actor, projected: dict[str, str], tmp_path: Path
) -> None:
    base()
    proposal = propose(author, service(title="长寿津贴"))
    heard = at_once(
        lambda: actions.approve(actor=second, now=NOW, proposal_id=proposal.pk, revision=proposal.revision),
        lambda: base("1.1.0", service=SERVICE.replace("每月一笔", "每季一笔")),
    )
    packs.forget()
    standing = queries.get_standing("service", "allowance")
    if heard == ["", ""]:  # approved first: ours stays in force, and the pack has moved on
        assert standing.moved
        assert standing.effective.content["title"] == projected["allowance"] == "长寿津贴"
    else:  # upgraded first: what the proposal wanted to replace is not in force any more
        assert heard == ["", "overlay_overtaken"]
        assert standing.effective.content["summary"] == "每季一笔"
        assert not standing.changed
