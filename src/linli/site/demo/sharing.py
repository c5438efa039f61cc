"""Stage: a department that reads under a share agreement, another request that waits, and what the counter exported."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password

from linli.kernel.accounts.models import User
from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.guard import acting_as
from linli.registers.organisations.actions import appoint
from linli.registers.organisations.models import Appointment, Organisation
from linli.registers.organisations.queries import get_actor
from linli.registers.places.queries import get_position
from linli.registers.places.rules import scope
from linli.rooms.sharing.actions import agreeing, exporting, reading
from linli.rooms.sharing.queries.covered import Wanted
from linli.rooms.sharing.rules import Terms
from linli.rooms.sharing.rules.needs import Need
from linli.rooms.sharing.rules.volume import Volume
from linli.site.demo.spec import DemoSpec
from linli.site.demo.stages import Outcome, Tell
from linli.site.demo.territory import Territory, load_territory

_UNIT = "医疗保障局"
_POST = timedelta(days=400)
"""So long the department has had the post; what happened is written in the order in which it happened."""
_READS = 3
"""Months in which the department has read."""
_LAW = "《中华人民共和国社会保险法》第七十四条"
_NEEDS = (
    Need("person", "认出参保人，核对年龄", "duty", _LAW),
    Need("apart", "区分同名同生日的人", "duty", _LAW),
    Need("home", "上门评估失能等级", "duty", "《长期护理失能等级评估标准》评估工作要求"),
    Need("labels", "高龄参保人优先评估", "duty", _LAW),
)


def write_sharing(spec: DemoSpec, tell: Tell) -> Outcome:
    """Nothing where nobody of the cast decides for the county."""
    territory = load_territory(spec)
    decider = _holder(spec, "decider", scope("county", territory.county_id))
    clerk = _holder(spec, "clerk", scope("community", territory.cast_community.place_id))
    if decider is None or clerk is None:
        return Outcome(0)
    reader, unit = _department(spec, territory)
    number = _agree(spec, reader, unit, decider, _terms(spec, territory, days=100))
    _read(spec, reader, number)
    waiting = _terms(spec, territory, days=0, purpose="发放高龄津贴前核对生存状态", more=("deceased_on",))
    with acting_as(reader):
        agreeing.ask(actor=reader, now=spec.now, organisation=unit.pk, terms=waiting)
    with acting_as(clerk, day=spec.today):
        exporting.ask_kept(
            actor=clerk, now=spec.now, fields=("name", "dwelling_address", "phone"), wanted=Wanted(youngest=80),
            format="xlsx", reason="重阳节走访80岁以上老人",
        )  # fmt: skip
    tell("a department with a share agreement, a request, an export that waits")
    return Outcome(3)


def _holder(spec: DemoSpec, role: str, where: str) -> Actor | None:
    held = Appointment.objects.filter(post__role=role, post__scope=where, user__demo=True).order_by("id")
    user = held.values_list("user", flat=True).first()
    return get_actor(user, day=spec.today) if user is not None else None


def _department(spec: DemoSpec, territory: Territory) -> tuple[Actor, Organisation]:
    name = f"{territory.county_name}{_UNIT}"
    username = (
        "department"
        if not User.objects.filter(username="department").exists()
        else f"department-{spec.county}"
    )
    note = f"部门数据员，按共享协议查看 · {name}"
    user = User.objects.create(
        username=username, name="赵岚", demo=True, note=note, password=make_password(None)
    )
    appoint(
        actor=SYSTEM, now=spec.now - _POST, user=user, role="recipient",
        position=get_position(territory.county_id), unit=name, title="数据使用岗", since=spec.today - _POST,
    )  # fmt: skip
    Organisation.objects.filter(name=name).update(synthetic=True)
    return get_actor(user.pk, day=spec.today), Organisation.objects.get(name=name)


def _terms(
    spec: DemoSpec,
    territory: Territory,
    *,
    days: int,
    purpose: str = "核对长期护理保险参保人",
    more: tuple[str, ...] = (),
) -> Terms:
    since = spec.today - timedelta(days=days)
    return Terms(
        purpose=purpose, basis="duty", ground=_LAW,
        fields=("name", "birth_date", "id_number_masked", "dwelling_address", "label:old-age", *more),
        needs=_NEEDS, volume=Volume(daily=1_000, term=20_000),
        places=(territory.cast_community.town.place_id,), youngest=60, ways=("page", "export", "api"), retention=180,
        since=since, until=since + timedelta(days=364),
    )  # fmt: skip


def _agree(spec: DemoSpec, reader: Actor, unit: Organisation, decider: Actor, terms: Terms) -> str:
    asked = spec.now - timedelta(days=100)
    with acting_as(reader):
        number = agreeing.ask(actor=reader, now=asked, organisation=unit.pk, terms=terms).number
    with acting_as(decider):
        agreeing.approve(
            actor=decider, now=asked, number=number, revision=0, reason="用途明确，字段都是办事必需的"
        )
    return number


def _read(spec: DemoSpec, reader: Actor, number: str) -> None:
    for months in reversed(range(_READS)):
        at = spec.now - timedelta(days=30 * months + 2)
        with acting_as(reader):
            reading.read_list(
                actor=reader, now=at, number=number, way="page", wanted=Wanted(youngest=80), after=0, limit=50
            )
