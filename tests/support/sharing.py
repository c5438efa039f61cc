"""What a department and the owner of files do in the world of the walks."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from linli.kernel import clock
from linli.kernel.guard import acting_as
from linli.kernel.scopes import SCOPES
from linli.registers.organisations.models import Organisation
from linli.rooms.sharing.actions import agreeing, exporting
from linli.rooms.sharing.actions.making import make_next
from linli.rooms.sharing.models import Agreement
from linli.rooms.sharing.queries.covered import Wanted
from linli.rooms.sharing.rules import Terms
from linli.rooms.sharing.rules.needs import Need, groups_of
from linli.rooms.sharing.rules.volume import Volume
from tests.support.programs import key_of

if TYPE_CHECKING:
    from tests.support.world import World


def needs(fields: Iterable[str]) -> list[Need]:
    """Why each group is needed, on one basis."""
    return [
        Need(code, "核对参保人身份和住址", "duty", "《社会保险法》第七十四条") for code in groups_of(fields)
    ]


def terms(world: "World", **changes: Any) -> Terms:
    today = clock.local_day(world.now)
    values: dict[str, Any] = {
        "purpose": "核对长期护理保险参保人",
        "basis": "duty",
        "ground": "《社会保险法》第七十四条",
        "fields": ("name", "birth_date", "id_number_masked", "label:old-age"),
        "places": (world.cast.places["532301100001"].place_id,),
        "ways": ("page", "export", "api"),
        "retention": 90,
        "volume": Volume(daily=2_000, term=100_000),
        "since": today,
        "until": today + timedelta(days=180),
    }
    said = values | changes
    said.setdefault("needs", tuple(needs(said["fields"])))
    return Terms(**said)


def asking(world: "World") -> dict[str, Any]:
    """The form of an agreement, filled in."""
    said = terms(world)
    return {
        "purpose": said.purpose, "basis": said.basis, "ground": said.ground, "fields": list(said.fields),
        "communities": "南山社区", "ways": list(said.ways), "retention": "90", "revision": "1",
        "daily": "2000", "volume": "100000", **{f"need-{one.group}": one.purpose for one in said.needs},
        "since": said.since.isoformat(), "until": said.until.isoformat(),
    }  # fmt: skip


def share(world: "World") -> None:
    """One agreement in force, one that waits, and exports of each kind."""
    world.agreement, world.request = _ask(world).number, _ask(world, purpose="发放高龄补贴前核对").number
    decider = world.cast.actor("decider")
    with acting_as(decider):
        agreeing.approve(actor=decider, now=world.now, number=world.agreement, revision=0, reason="用途明确")
    for who in ("recipient", "recipient-next"):  # the key alone opens nothing
        scopes = [*SCOPES, f"shared:{world.agreement}"]
        world.keys[who] = key_of(world.cast.users[who], scopes=scopes)
    for who in ("clerk", "inspector"):
        world.exports[who] = _export(world, who, ("name", "age"))
    recipient = world.cast.actor("recipient")
    with acting_as(recipient):
        world.exports["recipient"] = exporting.ask_shared(
            actor=recipient,
            now=world.now,
            number=world.agreement,
            wanted=Wanted(),
            format="csv",
            reason="季度核对",
        ).pk
    world.exports["waiting"] = _export(world, "clerk", ("name", "phone"))
    while make_next(now=world.now):
        pass


def _ask(world: "World", **changes: Any) -> Agreement:
    actor = world.cast.actor("recipient")
    unit = Organisation.objects.get(name="楚雄市医疗保障局").pk
    with acting_as(actor):
        return agreeing.ask(actor=actor, now=world.now, organisation=unit, terms=terms(world, **changes))


def _export(world: "World", who: str, fields: tuple[str, ...]) -> int:
    actor = world.cast.actor(who)
    with acting_as(actor, day=clock.local_day(world.now)):
        return exporting.ask_kept(
            actor=actor, now=world.now, fields=fields, wanted=Wanted(), format="csv", reason="入户走访用"
        ).pk
