"""A small world to walk through: the cast, a second county beside it, packs, and one case at every turn.

All applications are for 高龄津贴 in 南山社区: `fresh`, `asked` (papers are missing), `inspection`, `posted`
(公示 runs), `review` (town), `decision` (county) and `decided` (granted, to be rated). What is missing from
`asked` the applicant is to be told in person (`task`). In `review` every office was asked for an opinion. Two more
cases were opened together (`bundle`).
"""

import io
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test import Client
from PIL import Image

from linli.engines.cases.models import Case
from linli.engines.forms.actions import save_answers
from linli.engines.forms.queries import get_answers
from linli.engines.notices.models import Recipient
from linli.engines.overlays import actions as overlays
from linli.engines.packs.actions import install
from linli.engines.packs.folders import builtin
from linli.engines.packs.models import InstalledPack, PackItem
from linli.engines.packs.queries import get_item
from linli.insight.actions import compile_measures, rebuild
from linli.kernel import clock
from linli.kernel.actors import SYSTEM
from linli.kernel.dispatch.sending import send_due
from linli.kernel.events.worker import deliver_all
from linli.kernel.guard import acting_as
from linli.kernel.installation.models import Installation
from linli.registers.documents.actions import read_photo, store_photo
from linli.registers.documents.models import Document
from linli.registers.people.actions import draft_change
from linli.registers.people.details import Correction
from linli.registers.people.models import DuplicatePair, Household, Label, Membership
from linli.rooms.matters import actions
from linli.rooms.matters.models import OfficialNotice
from tests.support.cast import ALWAYS, Cast, build_cast, make_place, make_staff
from tests.support.kept import once
from tests.support.programs import key_of
from tests.support.sharing import share

if TYPE_CHECKING:
    from collections.abc import Iterator

MATTER: Final = "old-age-allowance"
BUNDLE: Final = "eighty"
HOUSEHOLD: Final = "H-532301-1"
PHONES: Final = {"wang": "13800001111", "chen": "13800002222"}
INSIDE: Final = {
    "public": None, "account": "newcomer", "resident": "wang", "clerk": "clerk", "inspector": "inspector",
    "reviewer": "reviewer", "decider": "decider", "planner": "planner", "auditor": "auditor",
    "administrator": "administrator", "security": "security", "recipient": "recipient",
}  # fmt: skip
"""Who walks for a role, in the place of the cases."""
OUTSIDE: Final = {
    "resident": "chen", "clerk": "stranger", "inspector": "inspector-next", "reviewer": "reviewer-next",
    "decider": "decider-next", "planner": "planner-next", "auditor": "auditor-next",
    "security": "security-next",
    "recipient": "recipient-next",
}  # fmt: skip
"""The same role of the next place."""

_WAY: Final = (
    # days ago, who, action, note; the case gets a name where the next step is somebody else's
    (59, "clerk", "accept", ""),
    (58, "clerk", "start_inspection", ""),
    (55, "inspector", "finish_inspection", "老人在家，情况属实"),
    (54, "clerk", "post_notice", ""),
    (30, "clerk", "end_notice", ""),
    (28, "reviewer", "approve", ""),
    (20, "decider", "grant", ""),
)
_UNTIL: Final = {"fresh": 0, "inspection": 2, "posted": 4, "review": 5, "decision": 6, "decided": 7}


@dataclass(slots=True)
class World:
    """Case numbers by name; sessions and API keys by username."""

    cast: Cast
    now: datetime
    cases: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    uploads: dict[str, str] = field(default_factory=dict)
    proposals: dict[str, int] = field(default_factory=dict)
    """By how they stand: `approved` (it changed `changed`), `waiting` for 苏平 to decide."""
    changed: str = "senior-card"
    task: int = 0
    bundle: str = ""
    household: int = 0
    """Of 王桂兰; she bears a label, too."""
    change: int = 0
    """Of the phone of 陈有福, drafted by the inspector."""
    agreement: str = ""
    """Number of an agreement about 南山社区 that is in force."""
    request: str = ""
    """Number of one that waits to be decided."""
    exports: dict[str, int] = field(default_factory=dict)
    """By who asked for them and can fetch them; `waiting` was asked by the clerk and waits for a second person."""
    pair: int = 0
    """王桂兰 and 陈有福, flagged as perhaps one person."""

    def client(self, username: str | None, **options: Any) -> Client:
        """A browser of its own, logged in already; a log-out there does not reach the next one."""
        browser = Client(**options)
        if username is not None:
            browser.cookies["sessionid"] = self.sessions[username]
        return browser

    def notice_id(self, name: str, kind: str) -> int:
        return OfficialNotice.objects.get(case__number=self.cases[name], kind=kind).pk

    def upload(self, name: str) -> str:
        """The token of a photo that newer answers of the case name."""
        with acting_as(SYSTEM):
            case = Case.objects.get(number=self.cases[name])
            given = get_answers(f"case:{case.pk}")
            document = photo_of(self, "wang", "photo")
            values = {**given.values, "photo": {"document": document.token, "name": "photo"}}
            item = PackItem.objects.get(pk=given.form_item_id)
            save_answers(
                form_item=item, subject=f"case:{case.pk}", answers=values, actor=SYSTEM, now=self.now
            )
        return document.token

    def open_case(
        self, who: str, until: str = "fresh", *, photos: Sequence[str] = ("id-card", "bank-card")
    ) -> str:
        """Apply as `who` (long ago, if there are steps), take the steps up to `until`; gives the number."""
        actor, steps = self.cast.actor(who), _WAY[: _UNTIL[until]]
        begun = self.now - timedelta(days=60) if steps else self.now
        given = {code: photo_of(self, who, code) for code in photos}
        with acting_as(actor):
            number = actions.apply(
                actor=actor, now=begun, code=MATTER, raw=typed(who), photos=given, again=True
            ).number
        for days, official, action, note in steps:
            self.act(number, official, action, note=note, now=self.now - timedelta(days=days))
        return number

    def act(self, number: str, who: str, action: str, *, note: str = "", now: datetime | None = None) -> None:
        actor = self.cast.actor(who)
        with acting_as(actor):
            actions.handle(actor=actor, now=now or self.now, number=number, action=action, note=note)


def typed(who: str, **changes: str) -> dict[str, str]:
    """What `who` types into the form of the allowance, with `changes`."""
    return {
        "address": "花园路12号3栋2单元401室", "phone": PHONES[who], "receiver": "self",
        "bank_name": "农村信用社", "bank_card": "6217857000000000001", "other_allowance": "none",
        "truthful": "on", **changes,
    }  # fmt: skip


def jpeg(side: int = 32, colour: str = "teal") -> bytes:
    """A small photo."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(out, "JPEG")
    return out.getvalue()


def photo_of(world: World, who: str, title: str) -> Document:
    data = jpeg()
    return store_photo(
        actor=world.cast.actor(who), photo=read_photo(io.BytesIO(data), size=len(data)), title=title
    )


def make_world(*, packs: Sequence[str] = ("national", "worked", "yunnan")) -> World:
    """Everything in the open transaction; the installation is a demo, so that its routes exist. Kept as `kept.once`
    says."""
    return once(("world", *packs), lambda: _build_world(packs))


def _build_world(packs: Sequence[str]) -> World:
    Installation.objects.create(demo=True, home_place_code="532301")
    world = World(cast=build_cast(), now=clock.now())
    _make_next_county(world.cast)
    for name in packs:
        install(folder=builtin(name), actor=SYSTEM, now=world.now)
    for username, user in world.cast.users.items():
        user.demo, user.note = True, "演示账号"
        user.save()
        world.sessions[username] = _make_session(user.pk, user.get_session_auth_hash())
        world.keys[username] = key_of(user)
    for name in _UNTIL:
        world.cases[name] = world.open_case("wang", name)
    world.cases["asked"] = world.open_case("wang", photos=("id-card",))
    world.act(world.cases["asked"], "clerk", "request_supplement", note="还缺银行卡照片")
    if "worked" in packs:
        world.bundle = _open_bundle(world)
    _keep_files(world)
    _ask_everybody(world)
    _change_packs(world)
    share(world)
    for name in ("fresh", "decided"):
        world.uploads[name] = world.upload(name)
    deliver_all()
    send_due(limit=500)
    world.task = _make_task(world)
    compile_measures(now=world.now)
    rebuild(county=world.cast.places["532301"].place_id, day=clock.local_day(world.now), now=world.now)
    return world


def _open_bundle(world: World) -> str:
    """王桂兰 applies for two matters at once; gives the number of both together."""
    actor = world.cast.actor("wang")
    with acting_as(actor):
        answers = typed("wang", reason="lost")
        return actions.apply_for_bundle(
            actor=actor, now=world.now, code=BUNDLE, raw=answers, again=True
        ).number


def _keep_files(world: World) -> None:
    """A household, a label, a change that waits, and two files that may be one."""
    wang, chen = world.cast.people["wang"], world.cast.people["chen"]
    place = world.cast.places["532301100001"].columns()
    with acting_as(SYSTEM):
        household = Household.objects.create(number=HOUSEHOLD, address="花园路12号", **place)
        Membership.objects.create(household=household, person=wang, relation="02", valid=ALWAYS)
        Label.objects.create(person=wang, code="old-age", valid=ALWAYS, source="counter")
        pair = DuplicatePair.objects.create(first=wang, second=chen, rule="name-birth")
    actor = world.cast.actor("inspector")
    with acting_as(actor):
        details = Correction(person=chen.pk, fields={"phone": "13800003333"})
        world.change = draft_change(actor=actor, now=world.now, details=details).pk
    world.household, world.pair = household.pk, pair.pk


def _ask_everybody(world: World) -> None:
    """The reviewer of `review` asks each office for an opinion; its procedure is one that lets her."""
    offices = {"clerk": "community", "inspector": "community", "reviewer": "town", "decider": "county"}
    tasks = [
        {"code": f"ask_{role}", "title": "会办意见", "of": {"role": role, "at": level}}
        for role, level in offices.items()
    ]
    consult = {
        "code": "consult", "title": "请会办", "from": ["street_review"], "by": [{"role": "reviewer", "at": "town"}],
        "asks": [task["code"] for task in tasks],
    }  # fmt: skip
    content = get_item("procedure", MATTER).content
    content = {**content, "code": "asking", "tasks": tasks, "actions": [*content["actions"], consult]}
    pack = InstalledPack.objects.create(pack_id="asking", version="1.0.0", title="会办", digest=bytes(32))
    item = PackItem.objects.create(pack=pack, section="procedure", code="asking", content=content)
    with acting_as(SYSTEM):
        Case.objects.filter(number=world.cases["review"]).update(procedure_item=item)
    world.act(world.cases["review"], "reviewer", "consult")


def _change_packs(world: World) -> None:
    """苏平 has changed a matter, and 林泉 wants to change another with its form."""
    author, second = world.cast.actor("administrator"), world.cast.actor("administrator-two")
    for name, who, items in (
        ("approved", author, [("matter", world.changed)]),
        ("waiting", second, [("matter", MATTER), ("form", MATTER)]),
    ):
        for section, code in items:
            content = {**get_item(section, code).content, "title": "改过的标题"}
            draft = overlays.change_item(
                actor=who, now=world.now, section=section, code=code, content=content
            )
        proposal = overlays.submit(
            actor=who, now=world.now, proposal_id=draft.pk, revision=draft.revision, reason="改得好懂一些"
        )
        world.proposals[name] = proposal.pk
        if name == "approved":
            overlays.approve(actor=second, now=world.now, proposal_id=proposal.pk, revision=proposal.revision)


def _make_task(world: World) -> int:
    """王桂兰 is to be told in person what is missing from `asked`; gives the recipient's id."""
    recipient = Recipient.objects.get(
        subject=f"case:{Case.objects.get(number=world.cases['asked']).pk}",
        telling__label="supplement",
    )
    recipient.tell_by = clock.local_day(world.now)
    recipient.save()
    return recipient.pk


def _make_next_county(cast: Cast) -> None:
    """The county beside, with the roles that the cast has only once."""
    for code, name, level, parent in (
        ("532322", "双柏县", "county", "5323"),
        ("532322100", "妥甸镇", "town", "532322"),
        ("532322100001", "查姆社区", "community", "532322100"),
    ):
        cast.places[code] = make_place(cast, code, name, level, parent)
    make_staff(cast, "inspector-next", "方磊", "inspector", "532301100002", "北湖社区服务站", "入户核查")
    make_staff(cast, "decider-next", "白雪", "decider", "532322", "双柏县民政局", "审批岗")
    make_staff(cast, "security-next", "童欣", "security", "532322", "双柏县数据局", "安全管理岗")
    make_staff(cast, "auditor-next", "尹静", "auditor", "532322", "双柏县审计局", "审计岗")


def _make_session(user_id: int, auth_hash: str) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user_id)
    store["_auth_user_backend"] = "linli.site.backends.AccountBackend"
    store["_auth_user_hash"] = auth_hash
    store.create()
    return str(store.session_key)


@contextmanager
def rolled_back() -> "Iterator[None]":
    """What happens inside leaves no trace."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def kept_world(blocker: Any) -> "Iterator[World]":
    """A world for a whole module, in a transaction that is rolled back at its end. The module is marked `django_db`:
    without a single marked test there would be no database of the tests' own."""
    assert str(connection.settings_dict["NAME"]).startswith("test_"), "mark the module: pytest.mark.django_db"
    with blocker.unblock(), rolled_back():
        yield make_world()
