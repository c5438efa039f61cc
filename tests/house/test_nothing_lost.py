"""What is sent after the session ended stands on the page one comes back to; a refused step comes back whole."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse

from linli.kernel.installation.models import HeldForm
from linli.registers.people.models import Residence
from linli.rooms.matters.models import CasePaper
from linli.site.access import MATRIX
from tests.support.html import Html
from tests.support.routes import SAMPLES
from tests.support.world import BUNDLE, MATTER, World, jpeg, typed

pytestmark = pytest.mark.django_db

LOGIN = reverse("account_login")
OPEN_TO_ALL = {"matters:lookup", "bindings:unbind", "ui:preferences"}


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("card.jpg", jpeg(), "image/jpeg")


@dataclass(frozen=True)
class Typed:
    """What somebody types into the form of a route, and what of it the page must show again."""

    who: str
    case: str
    fields: dict[str, Any]
    page: str
    stands: dict[str, str]


WRITTEN: dict[str, Typed] = {
    "matters:apply": Typed("wang", "", typed("wang", note="写了很久"), "matters:apply", {"note": "写了很久"}),
    "matters:draft": Typed("wang", "", {"note": "写了一半"}, "matters:apply", {"note": "写了一半"}),
    "matters:preview": Typed("clerk", "", {"note": "试一试"}, "matters:preview", {}),
    "matters:talk": Typed("clerk", "", {"at": "address", "address": "花园路"}, "matters:talk", {}),
    "matters:bundle_apply": Typed(
        "wang", "", {"note": "写了很久"}, "matters:bundle_apply", {"note": "写了很久"}
    ),
    "matters:bundle_draft": Typed(
        "wang", "", {"note": "写了一半"}, "matters:bundle_apply", {"note": "写了一半"}
    ),
    "matters:supply": Typed("wang", "asked", {"paper-bank-card": photo}, "matters:my_case", {}),
    "matters:reopen": Typed("wang", "decided", {"note": "当时填错了"}, "matters:my_case", {}),
    "matters:withdraw": Typed("wang", "fresh", {}, "matters:my_case", {}),
    "matters:act": Typed(
        "clerk",
        "asked",
        {"action": "accept", "note": "当面看过原件", "sighted": "bank-card"},
        "matters:case",
        {},
    ),
    "matters:reveal": Typed(
        "clerk", "fresh", {"purpose": "核对银行户名"}, "matters:case", {"purpose": "核对银行户名"}
    ),
    "feedback:rate": Typed(
        "wang",
        "decided",
        {"level": "4", "comment": "等得有点久"},
        "feedback:rate",
        {"level": "4", "comment": "等得有点久"},
    ),
    "workbench:find": Typed("clerk", "", {"q": "王桂"}, "workbench:today", {"q": "王桂"}),
    "resident:wish": Typed("wang", "", {"quiet": "long"}, "resident:wish", {"quiet": "long"}),
    "workbench:told": Typed("clerk", "asked", {"how": "call", "note": "女儿接的"}, "workbench:told", {}),
    "workbench:told_posts": Typed("clerk", "", {"message": "1"}, "workbench:told_posts", {}),
    "workbench:tell": Typed(
        "clerk",
        "",
        {"how": "call", "note": "女儿接的"},
        "workbench:tell",
        {"how": "call", "note": "女儿接的"},
    ),
    "administrator:item": Typed(
        "administrator",
        "",
        {"fee": "免费", "where": "社区办"},
        "administrator:item",
        {"fee": "免费", "where": "社区办"},
    ),
    "administrator:give_back": Typed("administrator", "", {}, "administrator:item", {}),
    "administrator:act": Typed(
        "administrator",
        "",
        {"verb": "return", "note": "叫法要统一"},
        "administrator:proposal",
        {"note": "叫法要统一"},
    ),
    "files:draft": Typed("clerk", "", {"day": "2026-01-02"}, "files:draft", {"day": "2026-01-02"}),
    "files:reveal": Typed("clerk", "", {"words": "电话通知领取"}, "files:person", {"words": "电话通知领取"}),
    "files:protected": Typed(
        "clerk",
        "",
        {"verb": "give", "give-words": "学校报告"},
        "files:protected",
        {"give-words": "学校报告"},
    ),
    "sharing:ask_kept": Typed(
        "clerk", "", {"reason": "季度核对"}, "sharing:ask_kept", {"reason": "季度核对"}
    ),
    "sharing:ask": Typed(
        "recipient", "", {"purpose": "核对参保人"}, "sharing:ask", {"purpose": "核对参保人"}
    ),
    "sharing:renew": Typed(
        "recipient", "", {"purpose": "再核对一年"}, "sharing:renew", {"purpose": "再核对一年"}
    ),
    "sharing:step": Typed(
        "decider", "", {"reason": "用途不明确"}, "sharing:agreement", {"reason": "用途不明确"}
    ),
    "sharing:people": Typed("recipient", "", {"name": "王桂兰"}, "sharing:people", {"name": "王桂兰"}),
    "sharing:ask_shared": Typed(
        "recipient", "", {"reason": "季度核对"}, "sharing:ask_shared", {"reason": "季度核对"}
    ),
    "sharing:decide": Typed("decider", "", {"reason": "数量太多"}, "sharing:export", {"reason": "数量太多"}),
    "sharing:fetch": Typed("recipient", "", {}, "sharing:export", {}),
    "files:step": Typed("clerk", "", {"verb": "check", "revision": "1"}, "files:change", {}),
    "bindings:account": Typed("clerk", "", {"purpose": "网上办事"}, "bindings:account", {}),
    "bindings:revoke": Typed(
        "clerk", "", {"reason": "本人来撤销"}, "bindings:account", {"reason": "本人来撤销"}
    ),
    "bindings:mandates": Typed(
        "clerk", "", {"verb": "give", "agent_name": "陈有福"}, "bindings:mandates", {"agent_name": "陈有福"}
    ),
    "bindings:marks": Typed("clerk", "", {"verb": "lift", "mark": "1"}, "bindings:marks", {}),
    "bindings:acting_do": Typed("wang", "", {"verb": "back"}, "bindings:acting", {}),
    "bindings:ask": Typed("wang", "", {"name": "陈有福"}, "bindings:ask", {"name": "陈有福"}),
    "bindings:revoke_own": Typed("wang", "", {}, "bindings:devices", {}),
    "bindings:bind": Typed("newcomer", "", {"code": "K7QF2"}, "bindings:bind", {"code": "K7QF2"}),
    "files:imports": Typed("clerk", "", {"place": "1"}, "files:imports", {}),
    "files:columns": Typed("clerk", "", {"verb": "columns", "revision": "0"}, "files:import", {}),
    "files:decide": Typed("clerk", "", {"verb": "undo", "revision": "0"}, "files:import", {}),
    "files:doubts": Typed("clerk", "", {"row-3": "leave"}, "files:doubts", {}),
    "files:pair": Typed("clerk", "", {"verb": "other"}, "files:pair", {}),
    "mine:correct": Typed("wang", "", {"phone": "13800009999"}, "mine:correct", {"phone": "13800009999"}),
    "mine:erase": Typed(
        "wang", "", {"fields": "phone", "ground": "withdrawn"}, "mine:erase", {"ground": "withdrawn"}
    ),
    "mine:end": Typed("wang", "", {"sure": "yes"}, "mine:end", {}),
    "mine:stay": Typed("wang", "", {"deletion": "1"}, "mine:requests", {}),
    "keeping:deletion": Typed("clerk", "", {"verb": "refuse"}, "keeping:deletion", {}),
    "keeping:due": Typed("clerk", "", {"verb": "ask"}, "keeping:due", {}),
    "keeping:records": Typed("clerk", "", {"verb": "ask"}, "keeping:records", {}),
    "keeping:holds": Typed("clerk", "", {"verb": "lift"}, "keeping:holds", {}),
    "keeping:file": Typed("clerk", "", {"verb": "hold"}, "keeping:file", {}),
    "mine:copy": Typed("wang", "", {}, "mine:copy", {}),
    "mine:copy_json": Typed("wang", "", {}, "mine:copy", {}),
    "mine:consents": Typed("wang", "", {"give": "care-visits"}, "mine:consents", {}),
    "mine:counter": Typed(
        "clerk", "", {"say-care-visits": "declined"}, "mine:counter", {"say-care-visits": "declined"}
    ),
    "mine:withdraw": Typed("wang", "", {"change": "1", "revision": "1"}, "mine:requests", {}),
    "workbench:account_log": Typed("auditor", "", {"q": "clerk"}, "workbench:account_log", {"q": "clerk"}),
    "security:accounts": Typed("security", "", {"q": "clerk"}, "security:accounts", {"q": "clerk"}),
    "security:create": Typed("security", "", {"name": "新人"}, "security:create", {"name": "新人"}),
    "security:act": Typed(
        "security", "", {"do": "disable", "reason": "调离本县"}, "security:account", {"reason": "调离本县"}
    ),
    "security:give": Typed("security", "", {"unit": "南山社区"}, "security:give", {"unit": "南山社区"}),
    "security:key": Typed("security", "", {"label": "统计程序"}, "security:key", {"label": "统计程序"}),
    "security:decide": Typed("security", "", {"do": "give"}, "security:requests", {}),
    "workbench:looks": Typed("auditor", "", {"q": "532301"}, "workbench:looks", {"q": "532301"}),
}


def test_every_form_behind_a_log_in_is_listed_here() -> None:
    posts = {
        route
        for route, samples in SAMPLES.items()
        if any(sample.method == "post" for sample in samples)
        and not route.startswith(("api:", "accounts:", "account_"))  # passwords are not held
        and route not in OPEN_TO_ALL
    }
    assert posts == set(WRITTEN)
    assert all(route in MATRIX for route in posts)


def arguments(world: World, route: str, case: str) -> tuple[Any, ...]:
    if route in ("security:act", "security:give", "security:key"):
        return (world.cast.users["clerk"].pk,)
    if route == "administrator:act":
        return (str(world.proposals["waiting"]),)
    if route.startswith("administrator:"):
        return ("matter", world.changed)
    if route == "workbench:tell":
        return (str(world.task),)
    if route.startswith("matters:bundle_"):
        return (BUNDLE,)
    if route.startswith(("sharing:", "files:", "mine:", "bindings:", "keeping:")):
        return SAMPLES[route][-1].args(world)
    return (
        (world.cases[case],)
        if case
        else (MATTER,)
        if route in ("matters:apply", "matters:draft", "matters:preview", "matters:talk")
        else ()
    )


def send_too_late(world: World, who: str, path: str, fields: dict[str, Any]) -> tuple[Client, str]:
    """Log in, lose the session, send; gives where the log-in will lead."""
    browser = Client()
    browser.post(LOGIN, {"login": who, "password": f"{who}-long-password"})
    Session.objects.filter(pk=browser.cookies["sessionid"].value).delete()
    made = {name: value() if callable(value) else value for name, value in fields.items()}
    answer = browser.post(path, made)
    assert answer.status_code == 302
    target, _, page = answer.headers["Location"].partition("?next=")
    assert target == LOGIN
    return browser, page


@pytest.mark.parametrize("route", WRITTEN)
def test_what_was_sent_too_late_stands_on_the_page_after_the_log_in(world: World, route: str) -> None:
    case = WRITTEN[route]
    given = arguments(world, route, case.case)
    browser, page = send_too_late(world, case.who, reverse(route, args=given), case.fields)
    assert resolve(page).view_name == case.page
    answer = browser.post(LOGIN, {"login": case.who, "password": f"{case.who}-long-password", "next": page})
    assert answer.headers["Location"] == page
    shown = browser.get(page)
    assert shown.status_code == 200
    stands = Html(shown.content.decode()).typed()
    assert {name: stands.get(name) for name in case.stands} == case.stands
    again = Html(browser.get(page).content.decode()).typed()
    assert {name: again.get(name) for name in case.stands} == case.stands, "looking once does not use it up"


def come_back(world: World, route: str) -> tuple[Client, Html]:
    case = WRITTEN[route]
    path = reverse(route, args=arguments(world, route, case.case))
    browser, page = send_too_late(world, case.who, path, case.fields)
    browser.post(LOGIN, {"login": case.who, "password": f"{case.who}-long-password"})
    return browser, Html(browser.get(page).content.decode())


def test_note_ticks_and_step_of_a_clerk_come_back_and_can_be_sent(world: World) -> None:
    fresh = world.open_case("chen", photos=("id-card",))
    path = reverse("matters:act", args=[fresh])
    fields = {"action": "accept", "note": "当面看过原件", "sighted": "bank-card", "revision": "0"}
    browser, page = send_too_late(world, "clerk", path, fields)
    browser.post(LOGIN, {"login": "clerk", "password": "clerk-long-password"})
    shown = Html(browser.get(page).content.decode())
    ticked = [e.attributes["value"] for e in shown.all("input") if "checked" in e.attributes]
    assert ticked == ["bank-card"]
    assert [e.text for e in shown.all("textarea") if e.attributes["id"] == "note-accept"] == ["当面看过原件"]
    assert HeldForm.objects.count() == 1
    assert (
        browser.post(path, {"action": "accept", "note": "当面看过原件", "sighted": "bank-card"}).status_code
        == 302
    )
    assert HeldForm.objects.count() == 0, "sent and accepted: nothing is held any more"


def test_photos_handed_in_too_late_are_there_after_the_log_in(world: World) -> None:
    browser, page = come_back(world, "matters:supply")
    token = page.typed()["paper-bank-card-token"]
    assert token
    browser.post(reverse("matters:supply", args=[world.cases["asked"]]), {"paper-bank-card-token": token})
    assert CasePaper.objects.get(case__number=world.cases["asked"], code="bank-card").state == "given"


def test_the_demo_strip_leads_back_to_the_page_that_asked_to_log_in(world: World) -> None:
    page = reverse("matters:my_case", args=[world.cases["fresh"]])
    browser = Client()
    strip = browser.get(LOGIN, {"next": page})
    assert (
        f'name="next" value="{page}"'.encode()
        in strip.content.split(b'class="panel"')[1].split(b"</aside>")[0]
    )
    answer = browser.post(reverse("accounts:enter_demo"), {"username": "wang", "next": page})
    assert answer.headers["Location"] == page


@pytest.mark.parametrize("action", ["accept", "request_supplement"])
def test_a_refused_step_comes_back_with_note_and_ticks(world: World, action: str) -> None:
    number = world.open_case("chen", photos=("id-card",))
    fields = {
        "action": action,
        "note": "写了很久",
        "sighted": [] if action == "accept" else ["bank-card"],
        "insufficient": ["id-card"],
        "revision": "99",
    }
    answer = world.client("clerk").post(reverse("matters:act", args=[number]), fields)
    assert answer.status_code >= 400
    shown = Html(answer.content.decode())
    assert [e.text for e in shown.all("textarea") if e.attributes["id"] == f"note-{action}"] == ["写了很久"]
    ticked = [e.attributes["value"] for e in shown.all("input") if "checked" in e.attributes]
    assert ticked == ([] if action == "accept" else ["id-card"])


def test_a_step_that_is_gone_gives_its_note_back(world: World) -> None:
    answer = world.client("clerk").post(
        reverse("matters:act", args=[world.cases["inspection"]]), {"action": "accept", "note": "写了很久"}
    )
    assert answer.status_code >= 400
    shown = Html(answer.content.decode())
    assert [e.text for e in shown.all("textarea") if e.attributes["id"] == "left-over"] == ["写了很久"]


def test_faults_of_photos_and_of_fields_are_told_in_one_round(world: World) -> None:
    broken = SimpleUploadedFile("card.jpg", b"no photo", "image/jpeg")
    answer = world.client("wang").post(
        reverse("matters:apply", args=[MATTER]), typed("wang", bank_card="12") | {"paper-id-card": broken}
    )
    assert answer.status_code == 422
    assert len(Html(answer.content.decode()).messages()) == 2


def test_a_refusal_beside_the_fields_keeps_the_form(world: World) -> None:
    """Her file names a community: nobody is in charge, but what was typed stays."""
    Residence.objects.filter(person_id=world.cast.actor("chen").person_id).delete()
    answer = world.client("chen").post(
        reverse("matters:apply", args=[MATTER]), typed("chen", note="写了很久") | {"paper-id-card": photo()}
    )
    assert answer.status_code >= 400
    stands = Html(answer.content.decode()).typed()
    assert stands["note"] == "写了很久"
    assert stands["paper-id-card-token"]


def test_papers_that_were_not_asked_are_left_alone(world: World) -> None:
    number = world.cases["asked"]
    before = CasePaper.objects.get(case__number=number, code="id-card").document_id
    world.client("wang").post(
        reverse("matters:supply", args=[number]), {"paper-id-card": photo(), "paper-bank-card": photo()}
    )
    assert CasePaper.objects.get(case__number=number, code="id-card").document_id == before
    assert CasePaper.objects.get(case__number=number, code="bank-card").state == "given"


@pytest.mark.parametrize(
    ("who", "route", "case"),
    [
        ("wang", "matters:my_case", "fresh"),
        ("clerk", "matters:case", "fresh"),
        ("wang", "feedback:rate", "decided"),
    ],
)
def test_pages_answer_head(world: World, who: str, route: str, case: str) -> None:
    answer = world.client(who).head(reverse(route, args=[world.cases[case]]))
    assert (answer.status_code, answer.content) == (200, b"")
