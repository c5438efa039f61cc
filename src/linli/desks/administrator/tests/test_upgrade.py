"""A newer pack comes: the city's own stays, the three are compared on a page, and nothing is overwritten."""

import re
import shutil
from pathlib import Path

import pytest
from django.urls import reverse

from linli.engines.overlays.models import Proposal
from linli.engines.packs import queries as packs
from linli.engines.packs.actions import install
from linli.engines.packs.folders import builtin
from linli.kernel.actors import SYSTEM
from tests.support.cast import NOW
from tests.support.counter import Counter

from .test_change import act, guide, save

pytestmark = pytest.mark.django_db
UPGRADE = reverse("administrator:upgrade", args=["matter", "old-age-allowance"])


@pytest.fixture
def upgraded(counter: Counter, tmp_path: Path) -> Counter:
    """The city has changed title and fee; the pack then changes title and place."""
    save(counter, {"title": "长寿津贴", "fee": "免费"})
    proposal = Proposal.objects.get()
    act(counter, proposal, "submit", reason="本地叫法")
    act(counter, proposal, "approve", "administrator-two")
    folder = tmp_path / "national"
    shutil.copytree(builtin("national"), folder)
    _replace(folder / "pack.yaml", r"^version: .*$", "version: 9.9.9")
    matter = folder / "matters" / "old-age-allowance.yaml"
    _replace(matter, r"^title: .*$", "title: 高龄老人津贴")
    _replace(matter, r"^where: .*$", "where: 到社区办")
    install(folder=folder, actor=SYSTEM, now=NOW)
    packs.forget()
    return counter


def _replace(path: Path, pattern: str, text: str) -> None:
    path.write_text(re.sub(pattern, text, path.read_text(), flags=re.MULTILINE))


def test_the_citys_own_stays_in_force_and_the_item_is_marked(upgraded: Counter) -> None:
    assert "长寿津贴" in guide(upgraded)
    page = upgraded.client("administrator").get(reverse("administrator:items")).content.decode()
    assert "底包有更新" in page


def test_each_path_stands_once_and_only_the_title_has_to_be_chosen(upgraded: Counter) -> None:
    rows = upgraded.client("administrator").get(UPGRADE).context["rows"]
    assert [(row.what, row.clash, row.taken) for row in rows] == [
        ("标题", True, ""),
        ("在哪里办", False, "pack"),
        ("收费", False, "ours"),
    ]


@pytest.mark.parametrize(("choice", "title"), [("ours", "长寿津贴"), ("theirs", "高龄老人津贴")])
def test_what_is_chosen_is_proposed_and_a_second_person_approves_it(
    upgraded: Counter, choice: str, title: str
) -> None:
    assert upgraded.client("administrator").post(UPGRADE, {"title": choice}).status_code == 302
    proposal = Proposal.objects.get(state="draft")
    act(upgraded, proposal, "submit", reason="合并新版")
    assert "到社区办" not in guide(upgraded)
    act(upgraded, proposal, "approve", "administrator-two")
    page = guide(upgraded)
    assert f"<h1>{title}</h1>" in page
    assert "到社区办" in page
    assert "免费" in page
    assert "底包没有更新" in upgraded.client("administrator").get(UPGRADE).content.decode()
