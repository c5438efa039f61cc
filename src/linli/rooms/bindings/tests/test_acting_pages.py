"""Acting in another's name on the pages: what opens, what stays closed, what is written down, and when it ends."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from linli.engines.cases.models import Case
from linli.kernel import clock, codes
from linli.kernel.audit.models import AuditEntry
from linli.kernel.crypto import unseal_text
from linli.kernel.dispatch.actions import CONTEXT, CONTEXT_TO
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.events.worker import deliver_all
from linli.kernel.guard import acting_as
from linli.registers.mandates import actions, blocks
from linli.registers.mandates.actions import Terms
from linli.registers.mandates.models import Mandate, MandateRequest
from linli.registers.people.models import Person, Relationship, Residence
from tests.support.world import MATTER, World, typed

pytestmark = pytest.mark.django_db
DO, ACTING, ASK = reverse("bindings:acting_do"), reverse("bindings:acting"), reverse("bindings:ask")
CHECKED = {"checked": ["face", "id-card"]}


def give(world: World, *services: str, file: bool = False) -> Mandate:
    """王桂兰 lets 陈有福 act for her for a year."""
    actor, day = world.cast.actor("clerk"), clock.local_day(world.now)
    with acting_as(actor):
        return actions.give_mandate(
            actor=actor, now=world.now, person_id=world.cast.people["wang"].pk,
            agent_id=world.cast.people["chen"].pk, checked=("face", "id-card"),
            terms=Terms(day + timedelta(days=365), services, file),
        )  # fmt: skip


def enter(world: World, who: str = "chen") -> Client:
    browser = Client()
    browser.post(reverse("account_login"), {"login": who, "password": f"{who}-long-password"})
    return browser


def act_for(browser: Client, person: Person, verb: str = "switch", **more: str) -> HttpResponse:
    return browser.post(DO, {"verb": verb, "who": person.pk, **more})  # type: ignore[return-value]


def test_the_cases_of_the_represented_person_open_in_her_name_only(world: World) -> None:
    give(world)
    browser, wang = enter(world), world.cast.people["wang"]
    page = reverse("matters:my_case", args=[world.cases["decided"]])
    assert browser.get(page).status_code == 404
    act_for(browser, wang)
    assert browser.get(page).status_code == 200
    home = browser.get(reverse("resident:home")).content.decode()
    assert "您正在替王桂兰办事" in home
    browser.post(DO, {"verb": "back"})
    assert browser.get(page).status_code == 404


def test_what_is_the_represented_person_s_own_stays_closed(world: World) -> None:
    give(world)
    browser = enter(world)
    act_for(browser, world.cast.people["wang"])
    for route in (
        "resident:messages",
        "resident:wish",
        "bindings:devices",
        "mine:file",
        "mine:looks",
        "mfa_index",
    ):
        assert browser.get(reverse(route)).headers["Location"] == ACTING
    assert browser.post(reverse("bindings:revoke_own"), {"sure": "yes"}).headers["Location"] == ACTING


def test_the_file_opens_where_the_mandate_says_so(world: World) -> None:
    give(world, file=True)
    browser = enter(world)
    act_for(browser, world.cast.people["wang"])
    assert browser.get(reverse("mine:file")).status_code == 200


def test_applying_in_her_name_names_both_and_tells_both(world: World) -> None:
    give(world)
    browser, wang, chen = enter(world), world.cast.people["wang"], world.cast.people["chen"]
    act_for(browser, wang)
    browser.post(reverse("matters:apply", args=[MATTER]), typed("wang") | {"again": "yes"})
    case = Case.objects.latest("id")
    assert (case.applicant_id, case.agent_id) == (wang.pk, chen.pk)
    assert case.steps.get().office == "受托代办"
    entry = AuditEntry.objects.get(act="case.open", object_ref=f"case:{case.pk}")
    assert (entry.persons, entry.office) == (sorted([wang.pk, chen.pk]), "受托代办")
    deliver_all()
    told = Dispatch.objects.filter(subject=f"case:{case.pk}", channel="inapp")
    assert set(told.values_list("person_id", flat=True)) == {wang.pk, chen.pk}
    page = world.client("clerk").get(reverse("matters:case", args=[case.number])).content.decode()
    assert "陈有福" in page


def test_a_narrow_mandate_opens_neither_other_matters_nor_their_cases(world: World) -> None:
    give(world, "senior-card")
    browser = enter(world)
    act_for(browser, world.cast.people["wang"])
    assert browser.get(reverse("matters:my_case", args=[world.cases["decided"]])).status_code == 404
    before = Case.objects.count()
    answer = browser.post(reverse("matters:apply", args=[MATTER]), typed("wang") | {"again": "yes"})
    assert "委托的范围不包括" in answer.content.decode() or "受托的范围不包括" in answer.content.decode()
    assert Case.objects.count() == before


def test_drafts_of_two_persons_do_not_mix(world: World) -> None:
    give(world)
    browser, draft = enter(world), reverse("matters:draft", args=[MATTER])
    browser.post(draft, {"note": "陈有福自己的草稿"})
    act_for(browser, world.cast.people["wang"])
    assert "陈有福自己的草稿" not in browser.get(reverse("matters:apply", args=[MATTER])).content.decode()


@pytest.mark.parametrize("how", ["revoked", "expired", "barred", "dead"])
def test_it_ends_with_the_next_request(world: World, how: str) -> None:
    row, browser, wang = give(world), enter(world), world.cast.people["wang"]
    act_for(browser, wang)
    page = reverse("matters:my_case", args=[world.cases["decided"]])
    assert browser.get(page).status_code == 200
    if how == "revoked":
        with acting_as(world.cast.actor("wang")):
            actions.revoke_mandate(actor=world.cast.actor("wang"), now=world.now, mandate_id=row.pk)
    elif how == "expired":
        day = clock.local_day(world.now)
        Mandate.objects.update(starts_on=day - timedelta(days=9), ends_on=day)
    elif how == "dead":
        Person.objects.filter(pk=wang.pk).update(deceased_on=clock.local_day(world.now))
    else:
        clerk = world.cast.actor("clerk")
        with acting_as(clerk):
            blocks.bar(
                actor=clerk, now=world.now, person_id=wang.pk, other_id=world.cast.people["chen"].pk,
                second_id=world.cast.users["colleague"].pk, purpose="人身安全保护令",
            )  # fmt: skip
    assert browser.get(page).status_code == 404
    assert "替王桂兰办事" not in browser.get(reverse("resident:home")).content.decode()
    assert act_for(browser, wang).status_code == 404


def test_nobody_acts_for_whom_she_may_not(world: World) -> None:
    browser = enter(world)
    assert act_for(browser, world.cast.people["wang"]).status_code == 404
    session = browser.session
    session["acting_for"] = world.cast.people["wang"].pk
    session.save()
    assert browser.get(reverse("matters:my_case", args=[world.cases["decided"]])).status_code == 404


def test_a_guardian_reads_the_consent_before_she_acts(world: World) -> None:
    day = clock.local_day(world.now)
    child = Person.objects.create(
        name="王小宝", sex="1", birth_date=day - timedelta(days=2000), synthetic=True
    )
    since = DateRange(day - timedelta(days=2000), None)
    place = world.cast.places["532301100001"].columns()
    Residence.objects.create(person=child, kind="registered", address="花园路12号", valid=since, **place)
    Relationship.objects.create(person=child, other=world.cast.people["wang"], kind="guardian", valid=since)
    browser = enter(world, "wang")
    assert "王小宝" in browser.get(ACTING).content.decode()
    assert act_for(browser, child).status_code == 404
    act_for(browser, child, "consent")
    assert "正在替" not in browser.get(reverse("resident:home")).content.decode()
    act_for(browser, child, "consent", sure="yes")
    assert "您正在替王小宝办事" in browser.get(reverse("resident:home")).content.decode()
    act_for(browser, child, "withdraw")
    assert act_for(browser, child).status_code == 404


# Asking for a mandate


def ask(world: World, name: str = "王桂兰", number: str = "999999194201050024") -> HttpResponse:
    sent = {"name": name, "number": number, "ends_on": f"{clock.today() + timedelta(days=30)}"}
    return world.client("chen").post(ASK, sent)  # type: ignore[return-value]


def test_the_code_goes_to_her_phone_and_opens_the_mandate(world: World) -> None:
    born = world.cast.people["wang"].birth_date
    ask(world, number=codes.id_number_for("999999", born, 2))
    deliver_all()
    row = Dispatch.objects.get(template="mandates.code")
    assert unseal_text(row.to_sealed, context=CONTEXT_TO) == "13800001111"
    text = unseal_text(row.text_sealed, context=CONTEXT)
    code = text.partition("授权码")[2][:8]
    assert "陈有福" in text
    world.client("chen").post(ASK, {"code": code})
    assert Mandate.objects.get().how == "code"
    deliver_all()
    told = Dispatch.objects.filter(template="mandate", channel="inapp").values_list("person_id", flat=True)
    assert set(told) == {world.cast.people["wang"].pk, world.cast.people["chen"].pk}


def test_a_claim_that_fits_nobody_gets_the_same_answer_and_sends_nothing(world: World) -> None:
    answers = [ask(world, "王桂兰"), ask(world, "没有人")]
    deliver_all()
    assert {(one.status_code, one.headers["Location"]) for one in answers} == {(302, ASK)}
    assert MandateRequest.objects.filter(principal__isnull=True).count() == 2
    assert not Dispatch.objects.filter(template="mandates.code").exists()


@pytest.mark.usefixtures("one_moment")
def test_a_sixth_request_of_a_day_waits(world: World) -> None:
    for _one in range(5):
        ask(world, "没有人")
    assert ask(world, "没有人").status_code == 429


# The clerk's page


def page(world: World) -> str:
    return reverse("bindings:mandates", args=[world.cast.people["wang"].pk])


def new(world: World, verb: str, who: str = "clerk", **changes: object) -> HttpResponse:
    sent = {
        "verb": verb, "agent": "chen", "agent_name": "陈有福", "ends_on": f"{clock.today() + timedelta(days=30)}",
        "services": ["senior-card"], **CHECKED, **changes,
    }  # fmt: skip
    return world.client(who).post(page(world), sent)  # type: ignore[return-value, arg-type]


def test_the_paper_to_be_signed_says_the_terms_and_carries_them_on(world: World) -> None:
    paper = new(world, "text").content.decode()
    assert "委托人：王桂兰" in paper
    assert "不可以查看本人的档案" in paper
    assert 'name="agent_name" value="陈有福"' in paper
    assert not Mandate.objects.exists()


def test_a_signed_mandate_stands_on_the_page_and_is_revoked_there(world: World) -> None:
    assert new(world, "give").status_code == 302
    row = Mandate.objects.get()
    assert (row.how, row.services, row.checked) == ("counter", ["senior-card"], ["face", "id-card"])
    assert "由陈有福代办" in world.client("clerk").get(page(world)).content.decode()
    file = reverse("files:person", args=[world.cast.people["wang"].pk])
    assert "由陈有福代办" in world.client("inspector").get(file).content.decode()
    world.client("clerk").post(page(world), {"verb": "revoke", "mandate": row.pk, "reason": "委托人来撤销"})
    assert Mandate.objects.get().revoked_by == "clerk"


@pytest.mark.parametrize(
    "changes", [{"agent_name": "陈有"}, {"agent": "nobody"}, {"ends_on": ""}, {"checked": []}]
)
def test_what_does_not_fit_comes_back_with_what_was_typed(world: World, changes: dict[str, object]) -> None:
    answer = new(world, "give", **changes)
    assert answer.status_code == 422
    assert f'value="{changes.get("agent_name", "陈有福")}"' in answer.content.decode()
    assert not Mandate.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "inspector", "reviewer", "auditor", "chen"])
def test_nobody_but_her_clerk_opens_it(world: World, who: str) -> None:
    assert world.client(who).get(page(world)).status_code == 404
    assert new(world, "give", who).status_code == 404


def test_a_mark_is_given_here_and_lifted_by_two(world: World) -> None:
    give(world)
    chen, colleague = world.cast.people["chen"].pk, world.cast.users["colleague"].pk
    sent = {"verb": "bar", "other": chen, "second": colleague, "bar_purpose": "人身安全保护令"}
    assert world.client("clerk").post(page(world), sent).status_code == 302
    marks = reverse("bindings:marks")
    assert "陈有福不得接触王桂兰" in world.client("colleague").get(marks).content.decode()
    assert "不得接触" not in world.client("stranger").get(marks).content.decode()
    mark = {"mark": blocks.MandateBlock.objects.get().pk, "purpose": "法院撤销了保护令"}
    world.client("clerk").post(marks, {"verb": "lift", **mark})
    world.client("clerk").post(marks, {"verb": "lift", **mark})
    assert blocks.MandateBlock.objects.get().lifted_at is None
    world.client("colleague").post(marks, {"verb": "lift", **mark})
    assert blocks.MandateBlock.objects.get().lifted_by == colleague
