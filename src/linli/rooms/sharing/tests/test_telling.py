"""Posts hear of agreements and exports on their desks: each thing once, and nothing of a person."""

from datetime import datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from linli.engines.notices import queries
from linli.engines.notices.display import read_text
from linli.engines.notices.models import Recipient, Telling
from linli.engines.packs.actions import install
from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as
from linli.rooms.sharing.actions import agreeing, exporting, reading
from linli.rooms.sharing.actions.bounding import OverVolume
from linli.rooms.sharing.jobs import watch
from linli.rooms.sharing.queries.covered import Wanted
from linli.rooms.sharing.queries.opening import Asked
from linli.rooms.sharing.rules.volume import Volume
from tests.support.cast import NOW, TODAY

from .conftest import Sharing, terms

pytestmark = pytest.mark.django_db
NATIONAL = Path(__file__).parents[5] / "packs" / "national"


@pytest.fixture(autouse=True)
def words(db: None, tmp_path: Path) -> None:
    """The notices of sharing as the national pack has them."""
    folder = tmp_path / "national"
    copytree(
        NATIONAL, folder, ignore=lambda _path, names: set(names) - {"pack.yaml", "notices"} - _ours(names)
    )
    install(folder=folder, actor=SYSTEM, now=NOW)


def _ours(names: list[str]) -> set[str]:
    return {name for name in names if name.startswith("sharing-")}


def told(occasion: str) -> list[str]:
    posts = Recipient.objects.filter(telling__occasion=occasion).order_by("role", "scope")
    return [f"{role} {scope.split(':')[0]}" for role, scope in posts.values_list("role", "scope")]


def heard(sharing: Sharing, who: str) -> list[str]:
    """What stands on somebody's desk, as the second lock lets her read it."""
    actor = sharing.actor(who)
    with acting_as(actor, day=TODAY):
        return [read_text(one) for one in queries.list_for_posts(actor)]


def look(sharing: Sharing, number: str, now: datetime = NOW) -> None:
    actor = sharing.actor("recipient")
    with acting_as(actor, day=TODAY):
        reading.look_up(
            actor=actor, now=now, number=number, way="page", asked=Asked(name="查无此人", birth_date=TODAY)
        )


def test_whoever_decides_about_all_its_places_hears_that_an_agreement_waits(sharing: Sharing) -> None:
    sharing.ask()
    assert told("sharing-asked") == ["decider county", "inspector community"]
    assert heard(sharing, "decider") == [
        "“楚雄市医疗保障局”申请按协议共享数据（GX-2026-0001），等您这里审批。"
    ]
    assert not heard(sharing, "recipient")
    assert not heard(sharing, "reviewer")


def test_the_department_hears_what_was_decided_and_another_one_nothing(sharing: Sharing) -> None:
    number, decider = sharing.agree().number, sharing.actor("decider")
    with acting_as(decider, day=TODAY):
        agreeing.revoke(actor=decider, now=NOW, number=number, revision=1, reason="用途有变")
    said = heard(sharing, "recipient")
    assert [text[:19] for text in said] == ["共享协议GX-2026-0001已撤销", "共享协议GX-2026-0001已获准"]
    assert not heard(sharing, "recipient-next")


def test_nothing_of_persons_and_no_purpose_stands_in_a_message(sharing: Sharing) -> None:
    sharing.agree(purpose="核对王桂兰的待遇")
    for who in ("decider", "recipient", "inspector"):
        assert all("王桂兰" not in text for text in heard(sharing, who))


def test_both_sides_hear_thirty_days_before_the_end_once_however_often_the_worker_comes_by(
    sharing: Sharing,
) -> None:
    sharing.agree(until=TODAY + timedelta(days=60))
    early, near = NOW + timedelta(days=29), NOW + timedelta(days=31)
    assert watch(early) == 0
    assert [watch(near), watch(near), watch(near + timedelta(days=1))] == [1, 0, 0]
    assert told("sharing-ending") == ["decider county", "inspector community", "recipient organisation"]


def test_who_asked_for_a_renewal_is_not_reminded(sharing: Sharing) -> None:
    agreement, who = sharing.agree(until=TODAY + timedelta(days=20)), sharing.actor("recipient")
    with acting_as(who, day=TODAY):
        agreeing.renew(actor=who, now=NOW, number=agreement.number, revision=1, terms=terms(sharing.cast))
    assert watch(NOW) == 0
    assert "sharing-asked" in Telling.objects.values_list("occasion", flat=True)


def test_a_suspended_agreement_reminds_nobody_of_its_end(sharing: Sharing) -> None:
    number, decider = sharing.agree(until=TODAY + timedelta(days=20)).number, sharing.actor("decider")
    with acting_as(decider, day=TODAY):
        agreeing.suspend(actor=decider, now=NOW, number=number, revision=1, reason="先核实用途")
    assert watch(NOW) == 0


def test_the_owner_hears_once_a_day_of_a_day_unlike_those_before(sharing: Sharing) -> None:
    number = sharing.agree(volume=Volume(daily=5, term=1_000)).number
    for _time in range(3):
        look(sharing, number)
    assert watch(NOW) == 0
    look(sharing, number)
    assert [watch(NOW), watch(NOW)] == [1, 0]
    assert told("sharing-often") == ["decider county", "inspector community"]
    assert "4人次" in heard(sharing, "decider")[0]


def test_the_owner_hears_once_a_day_that_the_volume_is_used_up(sharing: Sharing) -> None:
    number = sharing.agree(volume=Volume(daily=1, term=10)).number
    look(sharing, number)
    for _time in range(3):
        with pytest.raises(OverVolume):
            look(sharing, number)
    assert told("sharing-full") == ["decider county", "inspector community"]


def test_of_guessing_the_auditor_hears_too(sharing: Sharing) -> None:
    number = sharing.agree().number
    for _time in range(Volume(2_000, 100_000).vain_hourly):
        look(sharing, number)
    for _time in range(2):
        with pytest.raises(OverVolume):
            look(sharing, number)
    assert told("sharing-guessing") == ["auditor county", "decider county", "inspector community"]
    assert "像是在猜测" in heard(sharing, "auditor")[0]


def test_an_export_that_needs_a_second_person_is_told_to_another_post_than_who_asked(
    sharing: Sharing,
) -> None:
    who = sharing.actor("inspector")
    with acting_as(who, day=TODAY):
        for fields in (("name", "phone"), ("name",)):
            exporting.ask_kept(
                actor=who, now=NOW, fields=fields, wanted=Wanted(), format="csv", reason="入户走访用"
            )
    assert told("sharing-export") == ["decider county"]
