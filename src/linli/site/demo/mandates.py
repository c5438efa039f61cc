"""Stage: an elder lets her son act for her, signed at the counter."""

from datetime import timedelta

from linli.kernel.guard import acting_as
from linli.registers.mandates.actions import Terms, give_mandate
from linli.registers.people.models import PersonAccount
from linli.registers.places.rules import scope
from linli.site.demo.applicants import Officials
from linli.site.demo.cast import SON, WANG
from linli.site.demo.spec import DemoSpec
from linli.site.demo.stages import Outcome, Tell
from linli.site.demo.territory import load_territory

_HELD = timedelta(days=365)
_SINCE = timedelta(days=20)


def write_mandates(spec: DemoSpec, tell: Tell) -> Outcome:
    """Nothing in a demo of an earlier version, where the son has no account."""
    territory = load_territory(spec)
    place = territory.cast_community.place_id
    clerks = Officials(spec.today).list_all("clerk", scope("community", place))
    bound = PersonAccount.objects.filter(
        person__name__in=(WANG.name, SON.name), person__residences__community=place, user__demo=True
    )
    persons = dict(bound.values_list("person__name", "person"))
    if not clerks or len(persons) < 2:
        return Outcome(0)
    with acting_as(clerks[0], day=spec.today - _SINCE):
        give_mandate(
            actor=clerks[0], now=spec.now - _SINCE, person_id=persons[WANG.name], agent_id=persons[SON.name],
            terms=Terms(spec.today + _HELD, reads_file=True), checked=("face", "id-card"),
        )  # fmt: skip
    tell("a mandate")
    return Outcome(1)
