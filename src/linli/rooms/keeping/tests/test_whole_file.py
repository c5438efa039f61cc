"""A resident asks for the end of her whole file: two clerks, an answer that she reads, and what is left."""

import pytest
from django.urls import reverse

from linli.engines.cases.models import Case
from linli.kernel.clock import local_day
from linli.registers.people.models import FileChange, Person
from linli.registers.retention.actions import place_hold
from linli.registers.retention.models import Deletion
from tests.support.world import World

from .conftest import Visit

pytestmark = pytest.mark.django_db
END, REQUESTS, LIST = reverse("mine:end"), reverse("mine:requests"), reverse("keeping:deletions")
SURE = {"sure": "yes"}


@pytest.fixture
def free(world: World) -> World:
    """Nothing of 王桂兰 is open any more."""
    wang = world.cast.people["wang"]
    Case.objects.filter(applicant=wang).exclude(phase="closed").update(
        phase="closed", closed_at=world.now, queue_role="", queue_scope=""
    )
    FileChange.objects.filter(persons__person=wang).update(state="withdrawn")
    return world


def page_of(one: Deletion) -> str:
    return reverse("keeping:deletion", args=[one.pk])


def want(visit: Visit) -> Deletion:
    assert visit(END, sent=SURE)[0].status_code == 302
    return Deletion.objects.latest("id")


def text(visit: Visit, path: str, who: str = "wang") -> str:
    response, _entries = visit(path, who)
    assert response.status_code == 200
    return str(response.content.decode())


def test_she_reads_what_goes_what_stays_and_by_which_term(free: World, visit: Visit) -> None:
    page = text(visit, END)
    for words in ("会删除什么", "会留下什么", "个人信息保护法第十九条", "还没有定", "建议", "网络安全法"):
        assert words in page


def test_what_is_open_she_is_told_of_and_nothing_is_asked(world: World, visit: Visit) -> None:
    response, _entries = visit(END, sent=SURE)
    assert response.status_code >= 400
    assert "还有没办完的事项" in response.content.decode()
    assert not Deletion.objects.exists()


def test_without_the_tick_nothing_is_asked(free: World, visit: Visit) -> None:
    assert "请先勾选" in visit(END, sent={})[0].content.decode()
    assert not Deletion.objects.exists()


def test_her_wish_is_work_of_the_clerks_and_two_of_them_carry_it_out(free: World, visit: Visit) -> None:
    one = want(visit)
    assert "删除整份档案" in text(visit, REQUESTS)
    assert "王桂兰" in text(visit, LIST, "clerk")
    assert visit(page_of(one), "clerk", {"verb": "ask"})[0].status_code == 302
    refused, _entries = visit(page_of(one), "clerk", {"verb": "delete"})
    assert refused.status_code >= 400
    assert "一位经办人已同意" in text(visit, REQUESTS)
    assert visit(page_of(one), "colleague", {"verb": "delete"})[0].status_code == 302
    one.refresh_from_db()
    assert (one.state, bool(one.removed)) == ("done", True)
    assert not Person.objects.filter(name="王桂兰").exists()
    assert visit(REQUESTS)[0].status_code in (302, 403, 404)


def test_a_refusal_has_a_reason_that_she_reads(free: World, visit: Visit) -> None:
    one = want(visit)
    assert visit(page_of(one), "clerk", {"verb": "refuse"})[0].status_code >= 400
    assert visit(page_of(one), "clerk", {"verb": "refuse", "reason": "living-here"})[0].status_code == 302
    assert "社区有职责保存您的档案" in text(visit, REQUESTS)
    want(visit)  # she may ask again


def test_a_hold_stops_the_clerk_and_is_not_told_to_her(free: World, visit: Visit) -> None:
    wang = free.cast.people["wang"]
    place_hold(
        actor=free.cast.actor("clerk"),
        now=free.now,
        person_id=wang.pk,
        reason="investigation",
        reference="公调17号",
    )
    one = want(visit)
    response, _entries = visit(page_of(one), "colleague", {"verb": "ask"})
    assert response.status_code >= 400
    assert "公调17号" in response.content.decode()
    assert "公调17号" not in text(visit, REQUESTS) + text(visit, END)


def test_she_takes_it_back_until_it_is_done(free: World, visit: Visit) -> None:
    one = want(visit)
    visit(page_of(one), "clerk", {"verb": "ask"})
    stay = reverse("mine:stay")
    assert visit(stay, "chen", {"deletion": str(one.pk)})[0].status_code == 404
    assert visit(stay, "wang", {"deletion": str(one.pk)})[0].status_code == 302
    one.refresh_from_db()
    assert one.state == "withdrawn"
    assert visit(page_of(one), "colleague", {"verb": "delete"})[0].status_code >= 400


@pytest.mark.parametrize(
    "who", ["stranger", "inspector", "reviewer", "decider", "auditor", "administrator", "security", "wang"]
)
def test_nobody_else_sees_what_she_asked(free: World, visit: Visit, who: str) -> None:
    one = want(visit)
    assert visit(page_of(one), who)[0].status_code in (302, 403, 404)
    if who == "stranger":
        assert page_of(one) not in text(visit, LIST, who)


def test_a_clerk_does_not_decide_on_her_own_file(free: World, visit: Visit) -> None:
    from linli.registers.people.models import PersonAccount  # noqa: PLC0415

    one = want(visit)
    PersonAccount.objects.filter(person=free.cast.people["wang"]).update(user=free.cast.users["colleague"])
    for verb in ({"verb": "ask"}, {"verb": "refuse", "reason": "term"}):
        assert visit(page_of(one), "colleague", verb)[0].status_code >= 400
    one.refresh_from_db()
    assert one.state == "wanted"


def test_a_page_with_her_name_leaves_one_look(free: World, visit: Visit) -> None:
    one = want(visit)
    for path in (LIST, page_of(one), reverse("keeping:file", args=[free.cast.people["wang"].pk])):
        _response, (entry,) = visit(path, "clerk")
        assert entry.persons == [free.cast.people["wang"].pk]


def test_the_auditor_finds_the_tombstone_by_number_and_no_name(free: World, visit: Visit) -> None:
    one = want(visit)
    visit(page_of(one), "clerk", {"verb": "ask"})
    visit(page_of(one), "colleague", {"verb": "delete"})
    history = reverse("keeping:history")
    for number in (one.pk, one.person_number):
        page = text(visit, f"{history}?number={number}", "auditor")
        assert f'<td class="num" data-label="档案编号">{one.person_number}<' in page
        assert "王桂兰" not in page
    assert "这里没有删除过" in text(visit, f"{history}?number=999999", "auditor")
    assert "这里没有删除过" in text(visit, f"{history}?number={one.pk}", "stranger")


def test_a_hold_is_set_on_paper_and_lifted(world: World, visit: Visit) -> None:
    wang = world.cast.people["wang"]
    path = reverse("keeping:file", args=[wang.pk])
    typed = {"verb": "hold", "reason": "lawsuit", "reference": "（2026）民初17号", "until": "2099-13-01"}
    assert visit(path, "clerk", typed)[0].status_code >= 400
    assert visit(path, "clerk", typed | {"until": ""})[0].status_code == 302
    page = text(visit, reverse("keeping:holds"), "clerk")
    assert "民初17号" in page
    assert visit(path, "stranger")[0].status_code == 404
    hold = wang.holds.get()
    assert (
        visit(reverse("keeping:holds"), "stranger", {"verb": "lift", "hold": str(hold.pk)})[0].status_code
        == 404
    )
    assert (
        visit(reverse("keeping:holds"), "clerk", {"verb": "lift", "hold": str(hold.pk)})[0].status_code == 302
    )
    hold.refresh_from_db()
    assert hold.lifted_at is not None
    assert local_day(hold.placed_at)
