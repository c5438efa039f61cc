"""Sample calls of the room of bindings: what each needs is made for that one call."""

from datetime import timedelta
from typing import Any

from linli.kernel import clock
from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as
from linli.registers.mandates import blocks
from linli.registers.mandates.models import MandateBlock
from linli.registers.people.actions import Said, issue_slip
from linli.registers.people.models import PersonAccount
from tests.support.samples import Sample, get, post
from tests.support.world import World

CHECKED = {"checked": ["face", "id-card"]}


def _wang(world: World) -> tuple[int]:
    return (world.cast.people["wang"].pk,)


def _free(world: World) -> None:
    """王桂兰 has no account for this call; sessions stay."""
    PersonAccount.objects.filter(person=world.cast.people["wang"]).update(revoked_at=world.now)


def _slip_form(world: World) -> dict[str, Any]:
    _free(world)
    return {"way": "slip", "purpose": "开通网上办事", **CHECKED}


def _binding(world: World) -> dict[str, Any]:
    row = PersonAccount.objects.get(person=world.cast.people["wang"], revoked_at__isnull=True)
    return {"binding": row.pk, "reason": "本人来撤销"}


def _code(world: World) -> dict[str, str]:
    actor = world.cast.actor("clerk")
    _free(world)
    said = Said(("face", "id-card"), "开通网上办事")
    with acting_as(actor):
        code = issue_slip(actor=actor, now=world.now, person_id=world.cast.people["wang"].pk, said=said)
    return {"code": code, "born": "1942-01-05"}


def _mandate(world: World) -> dict[str, Any]:
    return {"verb": "give", "agent": "chen", "agent_name": "陈有福", "ends_on": _next_month(), **CHECKED}


def _claim(world: World) -> dict[str, str]:
    return {"name": "没有人", "number": "110105194912310021", "ends_on": _next_month()}


def _mark(world: World) -> dict[str, Any]:
    actor, people = world.cast.actor("clerk"), world.cast.people
    with acting_as(SYSTEM):
        mark = MandateBlock.objects.filter(lifted_at=None).first()
    if mark is None:
        with acting_as(actor):
            mark = blocks.bar(
                actor=actor, now=world.now, person_id=people["wang"].pk, other_id=people["chen"].pk,
                second_id=world.cast.users["colleague"].pk, purpose="人身安全保护令",
            )  # fmt: skip
    return {"verb": "lift", "mark": mark.pk, "purpose": "法院撤销了保护令"}


def _next_month() -> str:
    return f"{clock.today() + timedelta(days=30)}"


BINDINGS: dict[str, tuple[Sample, ...]] = {
    "bindings:account": (get(args=_wang, guarded=True), post(args=_wang, guarded=True, data=_slip_form)),
    "bindings:revoke": (post(args=_wang, guarded=True, data=_binding),),
    "bindings:mandates": (get(args=_wang, guarded=True), post(args=_wang, guarded=True, data=_mandate)),
    "bindings:marks": (get(), post(data=_mark)),
    "bindings:acting": (get(),),
    "bindings:acting_do": (post(data={"verb": "back"}),),
    "bindings:ask": (get(), post(data=_claim)),
    "bindings:devices": (get(),),
    "bindings:revoke_own": (post(),),
    "bindings:bind": (get(), post(data=_code)),
    "bindings:unbind": (get(),),
    "openid_connect_login": (get(),),
    "openid_connect_callback": (get(args=lambda _: ("city",)),),
}
