"""The pack section of plans: references, units, no target twice."""

from collections.abc import Iterator

from linli.engines.packs import sections
from linli.engines.packs.sections import Finding, Library, Section
from linli.rooms.planning.definitions import Plan


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


PLANS = Section(name="plan", folder="plans", model=Plan, check=check_plan)


def register_all() -> None:
    sections.register(PLANS)
