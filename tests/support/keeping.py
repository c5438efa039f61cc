"""Sample calls of the room where files end."""

from linli.registers.retention.models import Deletion
from tests.support.samples import Sample, get, post
from tests.support.world import World


def _wanted(world: World) -> tuple[int]:
    """王桂兰 has asked for the end of her file, for this one call: nothing that is open was asked about."""
    wang = world.cast.people["wang"]
    here = world.cast.places["532301100001"].columns()
    one, _made = Deletion.objects.get_or_create(
        person_number=wang.pk, state="wanted",
        defaults={"basis": "request", "wanted_by": world.cast.users["wang"].pk, "wanted_at": world.now, **here},
    )  # fmt: skip
    return (one.pk,)


def _wang(world: World) -> tuple[int]:
    return (world.cast.people["wang"].pk,)


def _mine(world: World) -> dict[str, str]:
    return {"deletion": str(_wanted(world)[0])}


KEEPING: dict[str, tuple[Sample, ...]] = {
    "mine:end": (get(), post(data={})),
    "mine:stay": (post(data=_mine, guarded=True),),
    "keeping:deletions": (get(),),
    "keeping:deletion": (
        get(args=_wanted, guarded=True),
        post(args=_wanted, guarded=True, data={"verb": "refuse"}),
    ),
    "keeping:due": (get(), post(data={"verb": "look"})),
    "keeping:records": (get(), post(data={"verb": "look"})),
    "keeping:holds": (get(), post(data={"verb": "look"})),
    "keeping:history": (get(),),
    "keeping:file": (
        get(args=_wang, guarded=True),
        post(args=_wang, guarded=True, data={"verb": "hold", "reason": "lawsuit"}),
    ),
}
