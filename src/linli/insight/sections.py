"""The pack section of indicators."""

from collections.abc import Iterator

from linli.engines.expressions import ExpressionFault
from linli.engines.packs import sections
from linli.engines.packs.models import PackItem
from linli.engines.packs.sections import Finding, Library, Section
from linli.insight.actions import compile_measures
from linli.insight.definitions import Indicator, Part
from linli.insight.registry import MEASURES
from linli.insight.rules import compile_part, make_formula


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
    try:
        compile_part(part.expression, frozenset(MEASURES))
    except ExpressionFault as fault:
        yield Finding((name, "expression"), fault.fault, fault.mend, line=fault.line, column=fault.column)


def compile_for(item: PackItem) -> None:
    """Pages must find compiled measures: stale ones are compiled in the process that installs the pack."""
    compile_measures(now=item.pack.installed_at)


INDICATORS = Section(
    name="indicator", folder="indicators", model=Indicator, check=check_indicator, install=compile_for
)


def register_all() -> None:
    sections.register(INDICATORS)
