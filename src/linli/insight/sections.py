"""The pack section of indicators."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.expressions import ExpressionFault, Kind
from linli.engines.packs import sections
from linli.engines.packs.blocks import Block, Facts
from linli.engines.packs.findings import in_expression
from linli.engines.packs.models import PackItem
from linli.engines.packs.sections import Finding, Library, Section
from linli.insight.actions import compile_measures
from linli.insight.definitions import Indicator, Part
from linli.insight.registry import MEASURES
from linli.insight.rules import make_formula


def check_indicator(indicator: Indicator, library: Library) -> Iterator[Finding]:
    """Both parts must be expressions over offered measures, each in one unit."""
    faulty = False
    for name, part in (("numerator", indicator.numerator), ("denominator", indicator.denominator)):
        for finding in _check_part(name, part):
            faulty = True
            yield finding
    if not faulty:
        try:
            make_formula(indicator, MEASURES)
        except ExpressionFault as fault:
            yield Finding(("numerator", "expression"), fault.fault, fault.mend)


def _check_part(name: str, part: Part) -> Iterator[Finding]:
    names = dict.fromkeys(MEASURES, Kind.NUMBER)
    yield from in_expression((name, "expression"), part.expression, names, Kind.NUMBER)


def compile_for(item: PackItem) -> None:
    """Pages must find compiled measures: stale ones are compiled in the process that installs the pack."""
    compile_measures(now=item.pack.installed_at)


def describe_indicator(indicator: Any, library: Library) -> Iterator[Block]:
    """The indicator for the handbook: its formula in words, and whose it is."""
    formula = f"{indicator.numerator.title} ÷ {indicator.denominator.title}"
    if indicator.scale != 1:
        formula += f" × {indicator.scale}"
    stated = _("stated by a plan") if indicator.source == "stated" else _("proposed by this project")
    area = {"U": _("urban communities"), "R": _("rural communities"), "UR": _("all communities")}
    better = _("higher") if indicator.better == "higher" else _("lower")
    yield Facts(
        (
            (_("Formula"), formula),
            (_("Unit"), indicator.unit),
            (_("Counts"), area[indicator.area]),
            (_("Better"), better),
            (_("Source"), stated),
            (_("Note"), indicator.note),
        )
    )


INDICATORS = Section(
    name="indicator",
    folder="indicators",
    model=Indicator,
    check=check_indicator,
    install=compile_for,
    describe=describe_indicator,
)


def register_all() -> None:
    sections.register(INDICATORS)
