"""The pack section of plans: references, units, no target twice."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.packs import sections
from linli.engines.packs.blocks import Block, Facts, Table, Text
from linli.engines.packs.findings import refers
from linli.engines.packs.sections import Finding, Library, Section
from linli.rooms.planning.definitions import Plan, Target


def check_plan(plan: Plan, library: Library) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, target in enumerate(plan.targets):
        path = ("targets", index)
        if target.key in seen:
            message = _("This indicator has a target for this area already.")
            yield Finding((*path, "indicator"), message, _("Keep one of the two."))
        seen.add(target.key)
        indicator = library.get("indicator", target.indicator)
        if indicator is None:
            yield from refers((*path, "indicator"), "indicator", target.indicator, library)
            continue
        if target.unit != indicator.unit:
            message = _("The indicator is in another unit.")
            yield Finding((*path, "unit"), message, _("Did you mean «%(name)s»?") % {"name": indicator.unit})
        if (target.operator == ">=") != (indicator.better == "higher"):
            message = _("This indicator is better the other way round.")
            meant = ">=" if indicator.better == "higher" else "<="
            yield Finding((*path, "operator"), message, _("Did you mean «%(name)s»?") % {"name": meant})


def describe_plan(plan: Any, library: Library) -> Iterator[Block]:
    """The plan for the handbook: the document, its targets with their clauses."""
    source = plan.source
    yield Facts(
        (
            (_("Issued by"), plan.issuer),
            (_("Status"), plan.status),
            (_("Period"), plan.period),
            (_("Source"), f"{source.title} ({source.year})" if source else ""),
            (_("Note"), plan.note),
        )
    )
    if source is not None and not source.verified:
        yield Text(_("Not compared with the text of its source."), mark=True)
    head = (_("Indicator"), _("Target"), _("Until"), _("Clause"))
    yield Table(_("Targets"), head, tuple(_target(target, library) for target in plan.targets))


def _target(target: Target, library: Library) -> tuple[str, ...]:
    indicator = library.get("indicator", target.indicator)
    title = indicator.title if indicator is not None else target.indicator
    sign = "≥" if target.operator == ">=" else "≤"
    return title, f"{sign} {target.value} {target.unit}", target.deadline.isoformat(), target.clause


PLANS = Section(name="plan", folder="plans", model=Plan, check=check_plan, describe=describe_plan)


def register_all() -> None:
    sections.register(PLANS)
