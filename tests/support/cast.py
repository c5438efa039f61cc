"""The cast: standing people of all tests, in a small world of two towns.

own clerk 李芳 and colleague 周强 of 南山社区; stranger next door 何敏 of 北湖社区; reviewer 段红 (鹿城镇)
and of another town 马超; decider 普文 (county); planner 杨帆; auditor 高明; administrators 苏平 and 林泉; security
administrators 和平 and 唐敏; 赵岚 and 沈力, who read for two departments under share agreements; residents 王桂兰 (84)
and 陈有福; 于小满 has an account and nothing else.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange

from linli.kernel import codes, crypto
from linli.kernel.accounts.models import User
from linli.kernel.actors import Actor
from linli.kernel.roles import UNIT_ROLES
from linli.registers.organisations.models import Appointment, Organisation, Post
from linli.registers.organisations.queries import get_actor
from linli.registers.people.models import Person, PersonAccount, Residence
from linli.registers.people.sealing import CONTEXT_ID_NUMBER, CONTEXT_PHONE
from linli.registers.people.search import refresh_keys
from linli.registers.places.models import LEVELS, Place, PlaceVersion
from linli.registers.places.rules import Position, scope
from tests.support.kept import once

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # Monday 10:00 in Shanghai
TODAY = date(2026, 3, 2)
ALWAYS = DateRange(date(2000, 1, 1), None)

_WORLD = (
    ("53", "云南省", "province", None),
    ("5323", "楚雄彝族自治州", "city", "53"),
    ("532301", "楚雄市", "county", "5323"),
    ("532301100", "鹿城镇", "town", "532301"),
    ("532301101", "东华镇", "town", "532301"),
    ("532301100001", "南山社区", "community", "532301100"),
    ("532301100002", "北湖社区", "community", "532301100"),
    ("532301101200", "莲花村", "community", "532301101"),
)
_URBAN = {"532301100001": "111", "532301100002": "112", "532301101200": "220"}

_STAFF = (
    # username, name, role, level, place code, unit, title
    ("clerk", "李芳", "clerk", "532301100001", "南山社区服务站", "综合窗口"),
    ("colleague", "周强", "clerk", "532301100001", "南山社区服务站", "综合窗口"),
    ("inspector", "罗静", "inspector", "532301100001", "南山社区服务站", "入户核查"),
    ("stranger", "何敏", "clerk", "532301100002", "北湖社区服务站", "综合窗口"),
    ("reviewer", "段红", "reviewer", "532301100", "鹿城镇社会事务办", "民政岗"),
    ("reviewer-next", "马超", "reviewer", "532301101", "东华镇社会事务办", "民政岗"),
    ("decider", "普文", "decider", "532301", "楚雄市民政局", "审批岗"),
    ("planner", "杨帆", "planner", "532301", "楚雄市民政局", "规划岗"),
    ("planner-next", "钱进", "planner", "532301101", "东华镇政府", "规划岗"),
    ("auditor", "高明", "auditor", "532301", "楚雄市审计局", "审计岗"),
    ("administrator", "苏平", "administrator", "532301", "楚雄市数据局", "系统管理岗"),
    ("administrator-two", "林泉", "administrator", "532301", "楚雄市数据局", "系统复核岗"),
    ("security", "和平", "security", "532301", "楚雄市数据局", "安全管理岗"),
    ("security-two", "唐敏", "security", "532301", "楚雄市数据局", "安全复核岗"),
    ("recipient", "赵岚", "recipient", "532301", "楚雄市医疗保障局", "数据使用岗"),
    ("recipient-next", "沈力", "recipient", "532301", "楚雄市残疾人联合会", "数据使用岗"),
)


@dataclass(slots=True)
class Cast:
    """Actors by username, positions by place code, people by username."""

    places: dict[str, Position] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def actor(self, username: str) -> Actor:
        return get_actor(self.users[username].pk, day=TODAY)


def make_cast() -> Cast:
    """The cast; kept as `kept.once` says."""
    return once("cast", build_cast)


def build_cast() -> Cast:
    cast = Cast()
    for code, name, level, parent in _WORLD:
        cast.places[code] = make_place(cast, code, name, level, parent)
    for username, name, role, code, unit, title in _STAFF:
        make_staff(cast, username, name, role, code, unit, title)
    _make_resident(cast, "wang", "王桂兰", date(1942, 1, 5), 2, "532301100001", "13800001111")
    _make_resident(cast, "chen", "陈有福", date(1950, 6, 7), 1, "532301100001", "13800002222")
    newcomer = User.objects.create_user("newcomer", name="于小满", password="newcomer-long-password")
    cast.users["newcomer"] = newcomer
    refresh_keys([person.pk for person in cast.people.values()], day=TODAY)
    return cast


def make_place(cast: Cast, code: str, name: str, level: str, parent: str | None) -> Position:
    place = Place.objects.create()
    above = cast.places.get(parent or "")
    ids = {item: getattr(above, item) if above else None for item in LEVELS} | {level: place.pk}
    PlaceVersion.objects.create(
        place=place, code=code, name=name, full_name=name, level=level, valid=ALWAYS,
        parent_id=above.place_id if above else None, urban_class=_URBAN.get(code, ""),
        urban_class_source="test" if code in _URBAN else "", **ids,
    )  # fmt: skip
    return Position(place_id=place.pk, level=level, **ids)


def make_staff(cast: Cast, username: str, name: str, role: str, code: str, unit: str, title: str) -> None:
    position = cast.places[code]
    user = User.objects.create_user(username, name=name, password=f"{username}-long-password")
    organisation, _ = Organisation.objects.get_or_create(name=unit, place_id=position.place_id)
    within = organisation.scope if role in UNIT_ROLES else scope(position.level, position.place_id)
    post = Post.objects.create(organisation=organisation, role=role, title=title, scope=within)
    Appointment.objects.create(post=post, user=user, valid=ALWAYS)
    cast.users[username] = user


def _make_resident(
    cast: Cast, username: str, name: str, born: date, sequence: int, code: str, phone: str
) -> None:
    number = codes.id_number_for("999999", born, sequence)
    person = Person.objects.create(
        name=name,
        sex=codes.id_number_sex(number),
        birth_date=born,
        id_number_sealed=crypto.seal(number, context=CONTEXT_ID_NUMBER),
        id_number_digest=crypto.digest("id_number", number),
        phone_sealed=crypto.seal(phone, context=CONTEXT_PHONE),
        phone_digest=crypto.digest("phone", phone),
        synthetic=True,
    )
    for kind in Residence.Kind.values:
        Residence.objects.create(
            person=person,
            kind=kind,
            address=f"{code}号院1号楼2单元301",
            valid=ALWAYS,
            **cast.places[code].columns(),
        )
    user = User.objects.create_user(username, name=name, password=f"{username}-long-password")
    PersonAccount.objects.create(user=user, person=person, bound_by="test")
    cast.users[username] = user
    cast.people[username] = person
