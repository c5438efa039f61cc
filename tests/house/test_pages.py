"""Every page that a role can open, reached as people reach it: from sample pages by following links."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve, reverse

from linli.kernel.dispatch.sending import send_due
from linli.kernel.events.worker import deliver_all
from linli.kernel.installation.models import Installation
from linli.kernel.installation.queries import forget
from linli.site.access import MATRIX, ROLES
from tests.support.html import Html
from tests.support.routes import SAMPLES, Sample
from tests.support.world import INSIDE, World, rolled_back, typed

pytestmark = pytest.mark.django_db

SAMPLE_PAGES = {"ui:gallery"}  # shows parts of several pages on one, with links that are only for the look
PER_KIND = 2  # links of the same kind (route and names in the query) that are followed on one walk
FULL_ID_NUMBER = re.compile(r"(?<!\d)[1-9]\d{16}[\dXx](?!\d)")
FULL_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
FULL_CARD = re.compile(r"(?<!\d)62\d{14,17}(?!\d)")


@dataclass(frozen=True, slots=True)
class Visit:
    """One address, opened by one role: its status, where the link to it was found, and the page."""

    address: str
    status: int
    found_on: str
    html: Html | None
    policy: str
    language: str


def kind_of(address: str) -> tuple[str, frozenset[str]]:
    """Addresses of the same kind are made by the same template line."""
    parts = urlsplit(address)
    return resolve(parts.path).view_name, frozenset(name for name, _ in parse_qsl(parts.query))


def is_route(address: str) -> bool:
    try:
        resolve(urlsplit(address).path)
    except Resolver404:
        return False
    return True


def links_of(page: Html, base: str) -> Iterator[str]:
    """Addresses within the platform that a tap opens; parts of the page itself are not."""
    for element in page.all("a", "area"):
        target = element.attributes.get("href", "")
        if target.startswith("?"):
            yield urlsplit(base).path + target
        elif target.startswith("/") and not target.startswith(settings.STATIC_URL):
            yield target.partition("#")[0]


def walk(world: World, role: str) -> list[Visit]:
    """Open every sample page of the role, then follow the links."""
    browser = world.client(INSIDE[role])
    visits: list[Visit] = []
    seen: set[str] = set()
    kinds: Counter[tuple[str, frozenset[str]]] = Counter()
    waiting: deque[tuple[str, str]] = deque()
    for route, samples in SAMPLES.items():
        if MATRIX[route].cells[role] and not MATRIX[route].for_programs:
            for sample in samples:
                if sample.method == "get" and sample.suits(role):
                    query = sample.data(world)
                    asked = "&".join(f"{name}={value}" for name, value in query.items())
                    waiting.append(
                        (sample.path(route, world) + (f"?{asked}" if asked else ""), "the samples")
                    )
    while waiting:
        address, found_on = waiting.popleft()
        if address in seen:
            continue
        seen.add(address)
        cache.clear()
        with rolled_back():
            response = browser.get(address)
            is_page = response.status_code == 200 and response.headers["Content-Type"].startswith("text/html")
            page = Html(response.content.decode()) if is_page else None
        visits.append(
            Visit(
                address,
                response.status_code,
                found_on,
                page,
                response.headers.get("Content-Security-Policy", ""),
                response.headers.get("Content-Language", ""),
            )
        )
        targets = list(links_of(page, address)) if page and kind_of(address)[0] not in SAMPLE_PAGES else []
        if response.status_code in (301, 302):
            targets.append(response.headers["Location"])
        for target in targets:
            if not is_route(target):
                visits.append(Visit(target, 404, address, None, "", ""))
            elif kinds[kind_of(target)] < PER_KIND and target not in seen:
                kinds[kind_of(target)] += 1
                waiting.append((target, address))
    return visits


@pytest.fixture(scope="module", params=ROLES)
def visits(request: pytest.FixtureRequest, world: World) -> list[Visit]:
    return walk(world, request.param)


@pytest.fixture
def pages(visits: list[Visit]) -> list[tuple[str, Html]]:
    return [(visit.address, visit.html) for visit in visits if visit.html is not None]


def test_no_link_leads_nowhere(visits: list[Visit]) -> None:
    assert [f"{v.address}: {v.status}, linked on {v.found_on}" for v in visits if v.status >= 400] == []


def test_pages_have_one_heading_a_title_and_a_language(visits: list[Visit]) -> None:
    wrong = []
    for visit in visits:
        if visit.html is None:
            continue
        route = resolve(urlsplit(visit.address).path).view_name
        headings = [element.text.strip() for element in visit.html.all("h1")]
        if route not in SAMPLE_PAGES and (len(headings) != 1 or not headings[0]):
            wrong.append(f"{visit.address}: h1 {headings}")
        titles = [element.text.strip() for element in visit.html.all("title")]
        if len([title for title in titles if title and not title.startswith("·")]) != 1:
            wrong.append(f"{visit.address}: title {titles}")
        if visit.html.all("html")[0].attributes.get("lang") != visit.language:
            wrong.append(f"{visit.address}: html lang is not {visit.language}")
    assert wrong == []


def test_ids_are_unique_and_what_refers_to_one_finds_it(pages: list[tuple[str, Html]]) -> None:
    wrong = []
    for address, page in pages:
        ids = page.ids()
        wrong += [f"{address}: id {name} {count} times" for name, count in ids.items() if count > 1]
        named = [("for", value) for value in page.values("for")]
        for attribute in ("aria-labelledby", "aria-describedby", "aria-controls"):
            named += [(attribute, word) for value in page.values(attribute) for word in value.split()]
        named += [("href", value[1:]) for value in page.values("href") if len(value) > 1 and value[0] == "#"]
        wrong += [
            f"{address}: {attribute} {name} is not there" for attribute, name in named if name not in ids
        ]
    assert wrong == []


def test_every_form_that_changes_something_carries_its_token(pages: list[tuple[str, Html]]) -> None:
    wrong = []
    for address, page in pages:
        for form in page.forms:
            if form.method == "post" and "csrfmiddlewaretoken" not in form.fields:
                wrong.append(f"{address}: form to {form.action or 'itself'}")
            if form.method == "get" and "csrfmiddlewaretoken" in form.fields:
                wrong.append(f"{address}: a token in the address of {form.action or 'itself'}")
    assert wrong == []


def test_forms_are_sent_to_routes_of_ours(pages: list[tuple[str, Html]]) -> None:
    targets = {form.action for _, page in pages for form in page.forms if form.action not in ("", "#")}
    assert [target for target in targets if not is_route(target)] == []


def test_the_security_policy_is_strict_and_pages_keep_it(visits: list[Visit]) -> None:
    wrong = []
    for visit in visits:
        if visit.html is None:
            continue
        policy = dict(part.strip().partition(" ")[::2] for part in visit.policy.split(";") if part.strip())
        if policy.get("default-src") != "'none'" or "unsafe" in visit.policy or "*" in visit.policy:
            wrong.append(f"{visit.address}: policy {visit.policy}")
        for name in ("frame-ancestors", "base-uri"):
            if policy.get(name) != "'none'":
                wrong.append(f"{visit.address}: {name} {policy.get(name)}")
        for script in visit.html.all("script"):
            if script.attributes.get("type") == "application/json":
                continue  # no program
            source, nonce = script.attributes.get("src", ""), script.attributes.get("nonce", "")
            allowed = source.startswith(settings.STATIC_URL) or (
                nonce and f"'nonce-{nonce}'" in policy.get("script-src", "")
            )
            if not allowed:
                wrong.append(f"{visit.address}: script {source} nonce {nonce}")
        wrong += [f"{visit.address}: style={value!r}" for value in visit.html.values("style")]
        handlers = {name for e in visit.html.elements for name in e.attributes if name.startswith("on")}
        wrong += [f"{visit.address}: handler {name}" for name in handlers]
    assert wrong == []


def test_sheets_scripts_and_images_are_files_of_ours(pages: list[tuple[str, Html]]) -> None:
    wanted = {
        value
        for _, page in pages
        for element in page.all("script", "link", "img", "use", "source")
        for name, value in element.attributes.items()
        if name in ("src", "href") and not value.startswith(("#", "data:"))
    }
    static = settings.STATIC_URL
    missing = [
        value
        for value in wanted
        if not (value.startswith(static) and finders.find(value.removeprefix(static).partition("#")[0]))
        and not is_route(value)
    ]
    assert missing == []


def test_no_page_shows_a_whole_number_of_anybody(pages: list[tuple[str, Html]]) -> None:
    wrong = [
        f"{address}: {what} {found[:3]}…"
        for address, page in pages
        for what, pattern in (("identity", FULL_ID_NUMBER), ("phone", FULL_PHONE), ("card", FULL_CARD))
        for found in pattern.findall(page.source)
    ]
    assert wrong == []


def test_the_full_number_is_shown_once_asked_for_with_a_purpose(world: World) -> None:
    browser, number = world.client("clerk"), world.cases["fresh"]
    address = reverse("matters:reveal", args=[number])
    with rolled_back():
        page = browser.post(address, {"purpose": "核对银行户名"}).content.decode()
        assert FULL_ID_NUMBER.search(page)
        refused = browser.post(address, {"purpose": "看"})
        assert refused.status_code == 422
        assert not FULL_ID_NUMBER.search(refused.content.decode())
        assert not FULL_ID_NUMBER.search(browser.get(reverse("matters:case", args=[number])).content.decode())


def test_forms_that_come_back_hide_what_the_page_had_hidden(world: World) -> None:
    """A refused application shows numbers masked again where they came from the file."""
    with rolled_back():
        raw = typed("wang", phone="138****1111", bank_name="")
        refused = world.client("wang").post(reverse("matters:apply", args=["old-age-allowance"]), raw)
    assert refused.status_code == 422
    assert not FULL_PHONE.search(refused.content.decode())
    assert not FULL_ID_NUMBER.search(refused.content.decode())


BUDGETS = {
    "sharing:ask_kept": 4, "sharing:agreements": 6, "sharing:agreement": 10, "sharing:ask": 8, "sharing:renew": 10,
    "sharing:people": 18, "sharing:ask_shared": 5, "sharing:exports": 3, "sharing:export": 6,
    "files:imports": 8, "files:import": 14, "files:returned": 11, "files:doubts": 18,
    "files:people": 9, "files:arrive": 4, "files:households": 5, "files:household": 9, "files:changes": 5,
    "files:change": 8, "files:duplicates": 4, "files:pair": 13,
    "files:person": 34, "files:protected": 8, "files:ending": 6,
    "files:draft": 13, "bindings:account": 12, "bindings:mandates": 20, "bindings:marks": 8,
    "bindings:acting": 14, "bindings:ask": 6, "bindings:devices": 7, "bindings:bind": 3, "bindings:unbind": 5,
    "openid_connect_login": 4, "openid_connect_callback": 4,
    # Database statements of a page at most, for whoever needs most; nobody logged in needs fewer.
    # Two of them say who asks (session; account with posts and file) on every page of someone who is logged in.
    "home": 2, "health": 2, "account_login": 4, "account_signup": 3, "account_verify_phone": 2,
    "ui:preferences": 2, "ui:gallery": 2,
    "resident:home": 16, "resident:mine": 9, "resident:messages": 6, "resident:wish": 7,
    "keeping:deletions": 6, "keeping:deletion": 14, "keeping:due": 5, "keeping:records": 6, "keeping:holds": 5,
    "keeping:history": 6, "keeping:file": 14, "mine:end": 10,
    "mine:file": 30, "mine:looks": 7, "mine:requests": 8, "mine:correct": 20,
    "workbench:withheld": 9, "mine:consents": 10, "mine:erase": 22, "mine:copy": 30, "mine:notice": 6,
    "mine:counter": 18,
    "account_request_login_code": 12, "account_confirm_login_code": 12, "account_inactive": 12,
    "account_set_password": 12,
    "account_reauthenticate": 12,
    "account_change_password": 12, "usersessions_list": 12, "mfa_index": 12, "mfa_authenticate": 12,
    "mfa_reauthenticate": 12, "mfa_activate_totp": 12, "mfa_deactivate_totp": 12, "mfa_view_recovery_codes": 12,
    "mfa_generate_recovery_codes": 12, "mfa_list_webauthn": 12, "mfa_add_webauthn": 12, "mfa_login_webauthn": 12,
    "mfa_reauthenticate_webauthn": 12, "mfa_edit_webauthn": 12, "mfa_remove_webauthn": 12,
    "resident:people": 7,
    "matters:catalogue": 9, "matters:guide": 8, "matters:procedure": 6, "matters:procedure_bpmn": 3,
    "matters:apply": 11, "matters:receipt": 6,
    "matters:bundle": 10, "matters:bundle_apply": 13, "matters:bundle_receipt": 4,
    "matters:form_paper": 3, "matters:my_sheet": 7, "matters:my_answer": 7, "matters:answer": 8,
    "matters:forms": 3, "matters:preview": 2, "matters:talk": 2, "matters:sheet": 2,
    "matters:my_case": 12, "matters:my_notice": 7, "matters:my_paper": 6,
    "matters:lookup": 5, "matters:publicity": 7,
    "matters:case": 19, "matters:notice": 8, "matters:paper": 7,
    "feedback:rate": 9,
    "workbench:today": 11, "workbench:told_posts": 3, "workbench:told": 8,
    "workbench:to_tell": 4, "workbench:tell": 7,
    "workbench:involved": 5, "workbench:looks": 3, "workbench:installation": 6,
    "planning:cockpit": 9, "planning:indicator": 12, "planning:export": 9,
    "workbench:account_log": 6, "security:accounts": 6, "security:create": 3, "security:account": 13,
    "security:give": 9, "security:key": 5, "security:requests": 4, "security:review": 8, "security:review_file": 8,
    "administrator:items": 9, "administrator:item": 7, "administrator:upgrade": 5, "administrator:proposals": 3,
    "administrator:proposal": 10, "administrator:preview": 6, "administrator:workbook": 2,
    "administrator:workbook_file": 6, "administrator:versions": 3, "administrator:version": 6,
}  # fmt: skip
PAGES = [
    route
    for route, samples in SAMPLES.items()
    if samples and samples[0].method == "get" and not route.startswith("api:")
]
LISTS = {
    "resident:mine": "resident", "resident:messages": "resident", "mine:looks": "resident",
    "resident:home": "resident", "matters:publicity": "public", "workbench:today": "clerk",
    "workbench:involved": "clerk", "workbench:find": "clerk", "workbench:to_tell": "clerk",
    "workbench:looks": "auditor",
}  # fmt: skip


def _enrol(world: World, role: str) -> None:
    """With the second factor that some posts ask for in a real installation."""
    owner = world.cast.users.get(INSIDE[role] or "")
    if owner is None or role not in settings.CONFIG.roles_with_second_factor:
        return
    if not Authenticator.objects.filter(user=owner, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(owner, "ABCDEFGHIJKLMNOP")


def count_statements(world: World, route: str, sample: Sample, role: str) -> int:
    """In a real installation, at the second call, when nothing is left to warm up."""
    with rolled_back():
        Installation.objects.update(demo=False)
        forget()
        _enrol(world, role)
        sample.ask(route, world, INSIDE[role])
        with CaptureQueriesContext(connection) as statements:
            response = sample.ask(route, world, INSIDE[role])
    forget()
    assert response.status_code in (200, 302)
    return len([one for one in statements if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])


@pytest.mark.parametrize("route", PAGES)
def test_a_page_keeps_to_its_budget_of_statements(route: str, world: World) -> None:
    assert route in BUDGETS, "measure it and give it a budget"
    needed = {
        f"{role}, {sample.case}": count_statements(world, route, sample, role)
        for role in ROLES
        if MATRIX[route].cells[role]
        for sample in SAMPLES[route]
        if sample.method == "get" and sample.suits(role)
    }
    assert {who: count for who, count in needed.items() if count > BUDGETS[route]} == {}


def test_a_list_costs_the_same_for_thirty_cases_as_for_a_few(world: World) -> None:
    def measure() -> dict[str, int]:
        return {
            route: count_statements(world, route, SAMPLES[route][-1], role) for route, role in LISTS.items()
        }

    with rolled_back():
        few = measure()
        for _ in range(18):
            world.open_case("wang")
        for _ in range(5):
            world.open_case("wang", "posted")
        deliver_all()
        send_due(limit=500)
        many = measure()
    assert many == few
