"""Sample calls of every route: what the permission walk, the page checks and the browser crawl ask for.

A new route needs a line in `SAMPLES`; the walk says so if it is missing.
"""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from linli.engines.cases import queries as cases
from linli.engines.cases.models import Case
from linli.kernel.guard import acting_as
from linli.registers.consents.models import NoticeVersion
from linli.registers.people.actions import draft_change
from linli.registers.people.details import Correction
from tests.support.bindings import BINDINGS
from tests.support.calls import CALLS
from tests.support.imports import import_in, sheet_for
from tests.support.keeping import KEEPING
from tests.support.keys import registered_key
from tests.support.offices import OFFICES
from tests.support.samples import Make, Sample, always, get, number, only, post, step
from tests.support.shared import SHARING
from tests.support.world import BUNDLE, HOUSEHOLD, INSIDE, MATTER, World, typed


def _query_code(world: World) -> dict[str, str]:
    case = Case.objects.get(number=world.cases["fresh"])
    return {"number": case.number, "code": cases.get_query_code(case)}


def _task(world: World) -> tuple[int]:
    return (world.task,)


def _told(world: World) -> dict[str, str]:
    return {"do": "told", "how": "call", "recipient": str(world.task)}


def _wang(world: World) -> tuple[int]:
    return (world.cast.people["wang"].pk,)


def _my_request(world: World) -> dict[str, str]:
    """What 王桂兰 has asked about her own file, for this one call."""
    actor = world.cast.actor("wang")
    details = Correction(person=world.cast.people["wang"].pk, fields={"phone": "13800009999"})
    with acting_as(actor):
        change = draft_change(actor=actor, now=world.now, details=details, source="resident")
    return {"change": str(change.pk), "revision": str(change.revision)}


def _said_at_counter(world: World) -> dict[str, str]:
    """王桂兰 does not agree to be visited."""
    notice = NoticeVersion.objects.get(code="resident-files")
    return {"notice": str(notice.pk), "say-care-visits": "declined"}


def _change(kind: str) -> Make:
    return lambda world: (world.cast.people["wang"].pk, kind)


STARTABLE = (
    "correction", "move-in", "move-out", "marriage", "birth", "household-split", "household-merge", "document-added",
    "label-given", "label-ended", "guardian-named", "deletion", "death",
)  # fmt: skip


def own_key(role: str) -> Make:
    """A security key of whoever has the role, made for this one call."""

    def make(world: World) -> tuple[int]:
        owner = world.cast.users[INSIDE[role] or ""]
        data = {"name": "办公桌钥匙", "credential": registered_key()}
        return (Authenticator.objects.create(user=owner, type=Authenticator.Type.WEBAUTHN, data=data).pk,)

    return make


def own_app(role: str) -> Make:
    """Whoever has the role has set up the app with codes, for this one call."""

    def make(world: World) -> tuple[()]:
        owner = world.cast.users[INSIDE[role] or ""]
        kinds = Authenticator.objects.filter(user=owner)
        if not kinds.filter(type=Authenticator.Type.TOTP).exists():
            TOTP.activate(owner, "ABCDEFGHIJKLMNOP")
        if not kinds.filter(type=Authenticator.Type.RECOVERY_CODES).exists():
            RecoveryCodes.activate(owner)
        return ()

    return make


MATTER_CODE = always((MATTER,))
BUNDLE_CODE = always((BUNDLE,))
PLACE = always({"place": "532301"})
COMMUNITY = always("南山社区")
TOWN_OFFICE = always("鹿城镇社会事务办")

SAMPLES: dict[str, tuple[Sample, ...]] = {
    **CALLS,
    **BINDINGS,
    **OFFICES,
    **KEEPING,
    "home": (get(),),
    "health": (get(),),
    "account_login": (get(), post(data={"login": "nobody", "password": "wrong"})),
    "account_logout": (post(),),
    "account_signup": (get(), post(data={"username": "wang-1942", "password1": "short"})),
    "account_verify_phone": (get(), post(data={"code": "000000"})),
    "account_request_login_code": (get(), post(data={"phone": "+8613800000000"})),
    "account_confirm_login_code": (get(),),
    "account_inactive": (get(),),
    "account_reauthenticate": (get(),),
    "account_change_password": (get(), post(data={"oldpassword": "wrong"})),
    "account_set_password": (get(),),
    "usersessions_list": (get(),),
    "mfa_index": (get(),),
    "mfa_authenticate": (get(),),
    "mfa_reauthenticate": (get(),),
    "mfa_activate_totp": (get(),),
    "mfa_deactivate_totp": tuple(
        get(args=own_app(role), roles=only(role)) for role in INSIDE if role != "public"
    ),
    "mfa_view_recovery_codes": tuple(
        get(args=own_app(role), roles=only(role)) for role in INSIDE if role != "public"
    ),
    "mfa_generate_recovery_codes": (get(),),
    "mfa_list_webauthn": (get(),),
    "mfa_add_webauthn": (get(),),
    "mfa_login_webauthn": (get(),),
    "mfa_reauthenticate_webauthn": (get(),),
    "mfa_edit_webauthn": tuple(
        get(args=own_key(role), roles=only(role)) for role in INSIDE if role != "public"
    ),
    "mfa_remove_webauthn": tuple(
        get(args=own_key(role), roles=only(role)) for role in INSIDE if role != "public"
    ),
    "accounts:enter_demo": (post(data={"username": "colleague"}),),
    "accounts:shift_clock": (post(data={"by": "day"}),),
    "ui:preferences": (get(), post(data={"size": "elder"})),
    "ui:gallery": (
        get(),
        get(data=always({"desk": "resident"})),
        get(data=always({"desk": "resident", "size": "elder"})),
        get(data=always({"desk": "paper"})),
    ),
    "resident:home": (get(),),
    "resident:mine": (get(shows=number("fresh")),),
    "resident:messages": (get(shows=number("asked")),),
    "resident:wish": (get(), post(data={"sms": "yes", "quiet": "long"})),
    "workbench:withheld": (get(),),
    "mine:file": (get(shows=always(HOUSEHOLD)),),
    "mine:looks": (get(shows=TOWN_OFFICE),),
    "mine:requests": (get(),),
    "mine:withdraw": (post(data=_my_request, guarded=True),),
    "mine:correct": (
        get(args=always(("phone",))),
        post(args=always(("phone",)), data={"phone": "13800009999"}),
    ),
    "mine:erase": (get(), post(data={"fields": ["phone"], "ground": "not-needed"})),
    "mine:copy": (get(shows=always(HOUSEHOLD)), post(shows=always(HOUSEHOLD))),
    "mine:copy_json": (post(shows=always(HOUSEHOLD)),),
    "mine:consents": (get(), post(data={"give": "care-visits"})),
    "mine:notice": (get(args=always(("resident-files",))),),
    "mine:counter": (
        get(args=_wang, guarded=True),
        post(args=_wang, guarded=True, data=_said_at_counter),
    ),
    "resident:people": (get(),),
    "matters:catalogue": (
        get(),
        get(data=always({"q": "老人 补贴"})),
        get(data=always({"need": "老有所养"})),
    ),
    "matters:procedure": (get(args=MATTER_CODE),),
    "matters:procedure_bpmn": (get(args=MATTER_CODE),),
    "matters:guide": (get(args=MATTER_CODE), get(args=always(("minimum-living-allowance",)))),
    "matters:apply": (
        get(args=MATTER_CODE, shows=always("1942")),
        post(args=MATTER_CODE, data=typed("wang", again="1")),
    ),
    "matters:draft": (post(args=MATTER_CODE, data={"note": "写到一半"}),),
    "matters:bundle": (get(args=BUNDLE_CODE),),
    "matters:bundle_apply": (
        get(args=BUNDLE_CODE, shows=always("1942")),
        post(args=BUNDLE_CODE, data=typed("wang", reason="lost", again="1")),
    ),
    "matters:bundle_draft": (post(args=BUNDLE_CODE, data={"note": "写到一半"}),),
    "matters:bundle_receipt": (get(args=lambda world: (world.bundle,), guarded=True),),
    "matters:form_paper": (get(args=MATTER_CODE),),
    "matters:my_sheet": (get("fresh"),),
    "matters:my_answer": (get("fresh", args=lambda world: (world.uploads["fresh"],)),),
    "matters:answer": (get("decided", args=lambda world: (world.uploads["decided"],)),),
    "matters:forms": (get(),),
    "matters:preview": (get(args=MATTER_CODE), post(args=MATTER_CODE, data={"do": "find"})),
    "matters:talk": (
        get(args=MATTER_CODE),
        post(args=MATTER_CODE, data={"at": "address", "address": "花园路"}),
    ),
    "matters:sheet": (get(args=MATTER_CODE),),
    "matters:receipt": (get("fresh"), get("decided")),
    "matters:my_case": tuple(get(name) for name in ("fresh", "asked", "inspection", "posted", "decided")),
    "matters:supply": (post("asked"),),
    "matters:withdraw": (post("fresh"),),
    "matters:reopen": (post("decided"),),
    "matters:my_notice": (
        get("decided", args=lambda world: (world.notice_id("decided", "acceptance"),)),
        get("decided", args=lambda world: (world.notice_id("decided", "decision"),)),
        get("asked", args=lambda world: (world.notice_id("asked", "supplement"),)),
    ),
    "matters:my_paper": (get("fresh", args=always(("id-card",))),),
    "matters:lookup": (get(), post(data=_query_code)),
    "matters:publicity": (get(),),
    "matters:case": (
        get("decided"),
        get("fresh", roles=only("clerk")),
        get("asked", roles=only("clerk")),
        get("inspection", roles=only("clerk", "inspector")),
        get("review", roles=only("reviewer", "clerk")),
        get("decision", roles=only("decider", "clerk")),
    ),
    "matters:act": (
        post("fresh", step("decline", "户籍不在本县"), roles=only("clerk")),
        post("inspection", step("finish_inspection", "已核查"), roles=only("inspector")),
        post("review", step("approve"), roles=only("reviewer")),
        post("decision", step("grant"), roles=only("decider")),
    ),
    "matters:notice": (get("decided", args=lambda world: (world.notice_id("decided", "acceptance"),)),),
    "matters:paper": (get("decided", args=always(("id-card",))),),
    "matters:reveal": (post("decided", {"purpose": "核对银行户名"}),),
    **SHARING,
    "files:people": (get(shows=always("532301100001号院")),),
    "files:arrive": (get(),),
    "files:households": (get(shows=always(HOUSEHOLD)),),
    "files:household": (get(args=lambda world: (world.household,), guarded=True),),
    "files:changes": (get(shows=lambda world: f"/changes/{world.change}/"),),
    "files:change": (get(args=lambda world: (world.change,), guarded=True),),
    "files:step": (
        post(
            args=lambda world: (world.change,),
            guarded=True,
            data={"verb": "check", "revision": "1"},
            roles=only("clerk"),
        ),
        post(
            args=lambda world: (world.change,),
            guarded=True,
            data={"verb": "withdraw", "revision": "1"},
            roles=only("inspector"),
        ),
    ),
    "files:ending": (get(),),
    "files:duplicates": (get(shows=lambda world: f"/duplicates/{world.pair}/"),),
    "files:imports": (
        get(shows=lambda world: f'<option value="{world.cast.places["532301100001"].place_id}"'),
        post(data=sheet_for, guarded=True),
    ),
    "files:import": tuple(
        get(args=import_in(state), guarded=True)
        for state in ("checked", "outlined", "mapped", "done", "failed", "dropped")
    ),
    "files:columns": (
        post(
            args=import_in("outlined"),
            guarded=True,
            data={"revision": "0", "verb": "columns", "read-0": "yes", "c-0-0": "name"},
        ),
    ),
    "files:decide": (
        post(args=import_in("checked"), guarded=True, data={"revision": "0", "verb": "drop"}),
        post(args=import_in("done"), guarded=True, data={"revision": "0", "verb": "undo"}),
    ),
    "files:doubts": (
        get(args=import_in("checked"), guarded=True),
        post(args=import_in("checked"), guarded=True, data={"row-3": "leave"}),
    ),
    "files:returned": (get(args=import_in("checked"), guarded=True),),
    "files:pair": (
        get(args=lambda world: (world.pair,), guarded=True),
        post(args=lambda world: (world.pair,), guarded=True, data={"verb": "other"}, roles=only("clerk")),
    ),
    "files:person": (get(args=_wang, guarded=True),),
    "files:reveal": (
        post(args=_wang, guarded=True, data={"what": "phone", "why": "contact", "words": "电话通知领取"}),
    ),
    "files:protected": (
        get(args=_wang, guarded=True),
        post(args=_wang, guarded=True, data={"verb": "look", "why": "other", "words": "入户前核对"}),
    ),
    "files:draft": (
        *(get(args=_change(kind), guarded=True) for kind in STARTABLE),
        post(args=_change("death"), guarded=True, data={"day": "2026-01-02"}),
    ),
    "feedback:rate": (get("decided"), post("decided", {"level": "5"})),
    "workbench:today": (
        get(shows=number("fresh"), roles=only("clerk")),
        get(shows=number("review"), roles=only("reviewer")),
        get(shows=number("decision"), roles=only("decider")),
        get(roles=only("inspector")),
        get(roles=only("planner", "auditor", "administrator", "security")),  # sent on to their own desks
    ),
    "workbench:involved": (get(shows=number("decided")),),
    "workbench:find": (
        post(data={"q": "没有这个人"}),
        post(data={"q": "王桂"}, shows=number("decided")),
    ),
    "workbench:told": (get("decided"), post("asked", _told, roles=only("clerk"))),
    "workbench:told_posts": (
        get(shows=number("review"), roles=only("clerk", "inspector", "reviewer", "decider")),
        get(roles=only("administrator", "auditor", "security", "recipient")),
        post(data={"message": "1"}),
    ),
    "workbench:to_tell": (get(shows=always("一次性告知缺什么")),),
    "workbench:tell": (
        get(args=_task, guarded=True),
        post(args=_task, guarded=True, data={"how": "visit"}),
    ),
    "workbench:looks": (
        get(),
        post(data=lambda world: {"q": world.cases["decided"]}, shows=TOWN_OFFICE),
    ),
    "workbench:installation": (get(),),
    "administrator:items": (get(shows=always("高龄津贴")),),
    "administrator:item": (
        get(args=always(("matter", MATTER))),
        get(args=always(("form", MATTER))),
        get(args=always(("procedure", MATTER))),
        get(args=always(("code-list", "sex"))),
        post(args=always(("matter", MATTER)), data={"fee": "免费"}),
    ),
    "administrator:give_back": (post(args=lambda world: ("matter", world.changed)),),
    "administrator:upgrade": (get(args=lambda world: ("matter", world.changed)),),
    "administrator:proposals": (get(shows=always("改得好懂一些")),),
    "administrator:proposal": (
        get(args=lambda world: (world.proposals["approved"],)),
        get(args=lambda world: (world.proposals["waiting"],)),
    ),
    "administrator:act": (
        post(
            args=lambda world: (world.proposals["waiting"],),
            data={"verb": "approve", "revision": "4"},
        ),
    ),
    "administrator:preview": (
        get(args=lambda world: (world.proposals["waiting"], "matter", MATTER)),
        get(args=lambda world: (world.proposals["waiting"], "form", MATTER)),
    ),
    "administrator:workbook": (get(),),
    "administrator:workbook_file": (get(),),
    "administrator:versions": (get(shows=always("第1版")),),
    "administrator:version": (get(args=always((1,))),),
    "planning:cockpit": (get(shows=COMMUNITY), get(data=PLACE, guarded=True)),
    "planning:indicator": (get(args=always(("KPI-01",)), data=PLACE, guarded=True),),
    "planning:export": (get(shows=COMMUNITY), get(data=PLACE, guarded=True)),
}


def list_routes() -> Iterator[str]:
    """Every named URL of the URLconf, with its namespace."""

    def walk(resolver: URLResolver, prefix: str) -> Iterator[str]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                yield from walk(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
            else:
                yield f"{prefix}{entry.name}"

    yield from walk(get_resolver(), "")
