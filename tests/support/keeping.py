"""Sample calls of the room where files end."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from linli.engines.cases.models import Case
from linli.kernel.actors import SYSTEM
from linli.kernel.clock import local_day
from linli.kernel.guard import acting_as
from linli.registers.people.models import FileChange, Person, Residence
from linli.registers.retention.models import Deletion, Due, Hold, Run, Term
from tests.support.samples import Sample, get, post
from tests.support.world import World

HERE = "532301100001"


def _wanted(world: World) -> tuple[int]:
    """王桂兰 has asked for the end of her file, for this one call."""
    with acting_as(SYSTEM):
        one, _made = Deletion.objects.get_or_create(
            person_number=world.cast.people["wang"].pk, state="wanted",
            defaults={"basis": "request", "wanted_by": world.cast.users["wang"].pk, "wanted_at": world.now,
                      **world.cast.places[HERE].columns()},
        )  # fmt: skip
    return (one.pk,)


def _wang(world: World) -> tuple[int]:
    return (world.cast.people["wang"].pk,)


def _mine(world: World) -> dict[str, str]:
    return {"deletion": str(_wanted(world)[0])}


def _sure(world: World) -> dict[str, str]:
    """Nothing of whoever asks is open, for this one call."""
    with acting_as(SYSTEM):
        Deletion.objects.filter(state="wanted").delete()
        Case.objects.exclude(phase="closed").update(
            phase="closed", closed_at=world.now, queue_role="", queue_scope=""
        )
        FileChange.objects.update(state="withdrawn")
    return {"sure": "yes"}


def _gone(world: World) -> dict[str, str]:
    """Somebody who moved away long ago, over the term that the town has adopted."""
    left, day = date(2010, 1, 1), local_day(world.now)
    here = world.cast.places[HERE].columns()
    with acting_as(SYSTEM):
        Term.objects.filter(kind="person-file", event="moved-away").update(months=12, standing="adopted")
        person = Person.objects.create(name="白远行", sex="1", synthetic=True)
        Residence.objects.create(
            person=person, kind="dwelling", address="一号", valid=DateRange(date(2000, 1, 1), left), **here
        )
        Due.objects.create(person=person, event="moved-away", due_on=day, basis="某办法", **here)
    return {"verb": "ask", "person": str(person.pk)}


def _run(world: World) -> dict[str, str]:
    """A run that the colleague asked for."""
    with acting_as(SYSTEM):
        one, _made = Run.objects.get_or_create(
            kind="label", state="asked", **world.cast.places[HERE].columns(),
            defaults={"through": local_day(world.now), "basis": "某办法", "counted": 1, "asked_at": world.now,
                      "asked_by": world.cast.users["colleague"].pk, "asked_office": "南山社区服务站 · 综合窗口"},
        )  # fmt: skip
    return {"verb": "withdraw", "run": str(one.pk)}


def _hold(world: World) -> dict[str, str]:
    with acting_as(SYSTEM):
        one = Hold.objects.create(
            person=world.cast.people["wang"], reason="audit", reference="审字1号", office="南山社区服务站 · 综合窗口",
            placed_at=world.now, **world.cast.places[HERE].columns(),
        )  # fmt: skip
    return {"verb": "lift", "hold": str(one.pk)}


REFUSED = {"verb": "refuse", "reason": "living-here"}
HELD = {"verb": "hold", "reason": "lawsuit", "reference": "（2026）民初17号"}
KEEPING: dict[str, tuple[Sample, ...]] = {
    "mine:end": (get(), post(data=_sure)),
    "mine:stay": (post(data=_mine, guarded=True),),
    "keeping:deletions": (get(),),
    "keeping:deletion": (get(args=_wanted, guarded=True), post(args=_wanted, guarded=True, data=REFUSED)),
    "keeping:due": (get(), post(data=_gone, guarded=True)),
    "keeping:records": (get(), post(data=_run, guarded=True)),
    "keeping:holds": (get(), post(data=_hold, guarded=True)),
    "keeping:history": (get(),),
    "keeping:file": (get(args=_wang, guarded=True), post(args=_wang, guarded=True, data=HELD)),
}
