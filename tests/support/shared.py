"""Sample calls of sharing, as departments, owners of files and auditors make them."""

from tests.support.samples import Sample, always, get, only, post
from tests.support.sharing import asking

KEEPERS = only("clerk", "inspector", "decider", "auditor")
"""Roles that have an export of the clerk before them."""
EXPORT = {"fields": ["name", "age"], "format": "csv", "reason": "季度核对"}

SHARING: dict[str, tuple[Sample, ...]] = {
    "sharing:ask_kept": (get(), post(data=EXPORT)),
    "sharing:agreements": (get(shows=lambda world: world.agreement),),
    "sharing:agreement": (get(args=lambda world: (world.agreement,), guarded=True),),
    "sharing:ask": (get(), post(data=asking)),
    "sharing:renew": (
        get(args=lambda world: (world.agreement,), guarded=True),
        post(args=lambda world: (world.agreement,), guarded=True, data=asking),
    ),
    "sharing:step": (
        post(
            args=lambda world: (world.request,),
            guarded=True,
            roles=only("inspector", "decider"),
            data={"verb": "approve", "revision": "0", "reason": "用途明确"},
        ),
        post(
            args=lambda world: (world.request,),
            guarded=True,
            roles=only("recipient"),
            data={"verb": "withdraw", "revision": "0"},
        ),
    ),
    "sharing:people": (
        get(args=lambda world: (world.agreement,), guarded=True),
        get(args=lambda world: (world.agreement,), guarded=True, data=always({"list": "yes"})),
        post(
            args=lambda world: (world.agreement,),
            guarded=True,
            data={"name": "王桂兰", "birth_date": "1942-01-05"},
        ),
    ),
    "sharing:ask_shared": (
        get(args=lambda world: (world.agreement,), guarded=True),
        post(args=lambda world: (world.agreement,), guarded=True, data=EXPORT),
    ),
    "sharing:exports": (
        get(shows=lambda world: f"/exports/{world.exports['waiting']}/", roles=KEEPERS),
        get(shows=lambda world: f"/exports/{world.exports['recipient']}/", roles=only("recipient")),
        get(roles=only("reviewer")),  # her own, and she has asked for none
    ),
    "sharing:export": (
        get(args=lambda world: (world.exports["waiting"],), guarded=True, roles=KEEPERS),
        get(args=lambda world: (world.exports["recipient"],), guarded=True, roles=only("recipient")),
    ),
    "sharing:decide": (
        post(
            args=lambda world: (world.exports["waiting"],),
            guarded=True,
            data={"verb": "approve", "reason": "数量合理"},
        ),
    ),
    "sharing:fetch": tuple(
        post(args=lambda world, who=who: (world.exports[who],), guarded=True, roles=only(who))
        for who in ("clerk", "inspector", "recipient")
    ),
}
