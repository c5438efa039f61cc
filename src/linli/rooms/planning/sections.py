"""The pack section of plans: references, units, no target twice."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.packs import sections
from linli.engines.packs.blocks import Block, Facts, Table, Text
from linli.engines.packs.sections import Finding, Library, Section
from linli.rooms.planning.definitions import Plan, Target


def check_plan(plan: Plan, library: Library) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, target in enumerate(plan.targets):
        path = ("targets", index)
        if target.key in seen:
            yield Finding(
                (*path, "indicator"), "this indicator has a target for this area already", "keep one"
            )
        seen.add(target.key)
        indicator = library.get("indicator", target.indicator)
        if indicator is None:
            known = ", ".join(sorted(library.codes("indicator"))) or "none"
            yield Finding((*path, "indicator"), "there is no such indicator", f"use one of: {known}")
            continue
        if target.unit != indicator.unit:
            yield Finding((*path, "unit"), f"the indicator is in {indicator.unit}", "use its unit")
        if (target.operator == ">=") != (indicator.better == "higher"):
            better = "higher" if indicator.better == "higher" else "lower"
            yield Finding((*path, "operator"), f"the indicator is better when {better}", "turn it round")


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
