"""Who hears of posts that are given or wait: somebody else than who gave or asked."""

from datetime import timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from linli.desks.security import actions, queries
from linli.engines.notices.display import read_text
from linli.engines.notices.models import Recipient
from linli.engines.notices.queries import list_for_posts
from linli.engines.packs.actions import install
from linli.kernel import clock
from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as
from linli.registers.workforce.models import CommunityWorker
from tests.support.cast import ALWAYS, Cast

from .conftest import GIVEN, HERE, run

pytestmark = pytest.mark.django_db
NATIONAL = Path(__file__).parents[5] / "packs" / "national"


@pytest.fixture(autouse=True)
def words(db: None, tmp_path: Path) -> None:
    def others(_path: str, names: list[str]) -> set[str]:
        return {
            name
            for name in names
            if name not in ("pack.yaml", "notices") and not name.startswith("security-")
        }

    copytree(NATIONAL, tmp_path / "national", ignore=others)
    install(folder=tmp_path / "national", actor=SYSTEM, now=clock.now())


def give(cast: Cast, **more: Any) -> Any:
    given = GIVEN | {"since": clock.today(), "until": None} | more
    return run(cast, actions.give_post, "newcomer", **given)


def told(occasion: str) -> list[str]:
    posts = Recipient.objects.filter(telling__occasion=occasion).order_by("role", "scope")
    return [f"{role} {scope.split(':')[0]}" for role, scope in posts.values_list("role", "scope")]


def test_the_nearest_supervisor_hears_of_an_account_that_got_a_post(offices: Cast) -> None:
    give(offices, role="clerk")
    assert told("security-post-given") == ["inspector community"]
    inspector = offices.actor("inspector")
    with acting_as(inspector, day=clock.today()):
        said = read_text(list_for_posts(inspector)[0])
    assert "账号newcomer" in said
    assert offices.users["newcomer"].name not in said


def test_who_gets_the_supervisor_s_own_post_is_told_to_the_next_level(offices: Cast) -> None:
    give(offices, role="inspector")
    assert told("security-post-given") == ["reviewer town"]


def test_a_weighty_post_that_waits_is_told_to_security_administrators(offices: Cast) -> None:
    give(offices, role="auditor", place="532301", unit="楚雄市审计局", title="审计岗")
    assert told("security-post-waits") == ["security county"]
    assert not told("security-post-given")
    other = offices.actor("security-two")
    with acting_as(other, day=clock.today()):
        assert "另一位安全管理员复核" in read_text(list_for_posts(other)[0])


def test_the_review_names_posts_whose_holder_is_no_worker_on_record(offices: Cast) -> None:
    def unknown() -> set[str]:
        now, day = clock.now(), clock.today() + timedelta(days=0)
        found = queries.get_review(offices.actor("security"), now=now, day=day, role="security")
        return {one.user.username for one in found.unknown}

    assert "clerk" in unknown()
    place = offices.places[HERE]
    CommunityWorker.objects.create(
        number="1", name=offices.users["clerk"].name, valid=ALWAYS, **place.columns()
    )
    assert "clerk" not in unknown()
    assert "inspector" in unknown()
