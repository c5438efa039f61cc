"""Splitting and merging households."""

from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext as _

from linli.registers.people.actions import homes
from linli.registers.people.actions.applying import Applying
from linli.registers.people.details import HouseholdMerge, HouseholdSplit, Member
from linli.registers.people.models import Household
from linli.registers.people.refusals import HouseholdUnfit, NotMember


def apply_split(work: Applying, details: HouseholdSplit) -> None:
    """A new household at the same place (or another address) for those who leave."""
    old = homes.get_open(details.household)
    if Household.objects.filter(number=details.number).exists():
        raise HouseholdUnfit(_("Another household has this number."), field="number")
    there = _members(old.pk)
    leaving, staying = _ids(details.members), _ids(details.staying)
    if not leaving <= there or not staying <= there - leaving or leaving == there:
        raise NotMember(_("Name members of this household; somebody has to stay."), field="members")
    new = Household.objects.create(
        number=details.number, kind=old.kind, form=old.form, address=details.address or old.address,
        dwelling_id=None if details.address else old.dwelling_id, synthetic=old.synthetic, **homes.columns_of(old),
    )  # fmt: skip
    for member in details.members:
        homes.join(work, new, member.person, member.relation, day=details.day)
    for member in details.staying:
        homes.restate(work, old, member.person, member.relation, day=details.day)
    homes.check_head([old.pk])
    _count_up(old)


def apply_merge(work: Applying, details: HouseholdMerge) -> None:
    """Everybody of the one joins the other."""
    pair = {number: homes.get_open(number) for number in sorted((details.household, details.other))}
    kept, dissolved = pair[details.household], pair[details.other]
    if kept.kind != dissolved.kind:
        raise HouseholdUnfit(_("Two households of one kind merge."), field="other")
    if _ids(details.members) != _members(dissolved.pk):
        raise NotMember(
            _("Name everybody of the household that is dissolved, and nobody else."), field="members"
        )
    for member in details.members:
        homes.join(work, kept, member.person, member.relation, day=details.day)
    _count_up(kept)
    _count_up(dissolved)


def _ids(members: Iterable[Member]) -> set[int]:
    return {member.person for member in members}


def _members(household_id: int) -> set[int]:
    return set(homes.open_members(household_id).values_list("person_id", flat=True))


def _count_up(household: Household) -> None:
    Household.objects.filter(pk=household.pk).update(revision=F("revision") + 1)
