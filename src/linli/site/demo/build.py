"""Building a demo county: places, packs, people, figures, posts and accounts, one stage after the other."""

from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

from django.db import transaction
from django.utils.translation import gettext as _

from linli.engines.cases.pace_table import rebuild_paces
from linli.engines.packs.actions import install_all
from linli.engines.packs.folders import builtin
from linli.insight.actions import compile_measures, rebuild
from linli.insight.queries import get_counted_day
from linli.kernel.accounts.models import User
from linli.kernel.actors import SYSTEM
from linli.kernel.installation.models import Installation
from linli.kernel.installation.queries import forget
from linli.registers.people.models import Household, Person
from linli.registers.places.actions import import_divisions
from linli.site.demo.accounts import DemoAccount, list_accounts, write_accounts
from linli.site.demo.facilities import write_facilities
from linli.site.demo.figures import write_figures, year_ends
from linli.site.demo.filing import write_filing
from linli.site.demo.grids import write_grids
from linli.site.demo.history import write_history
from linli.site.demo.mandates import write_mandates
from linli.site.demo.people import write_people
from linli.site.demo.posts import write_posts
from linli.site.demo.sharing import write_sharing
from linli.site.demo.spec import SMALLEST, DemoSpec
from linli.site.demo.stages import DemoRefused, Outcome, Stage, Tell, run_stage
from linli.site.demo.territory import load_territory
from linli.site.demo.urban import classify
from linli.site.demo.workers import write_workers

_PLANS = {"53": "yunnan", "12": "tianjin"}
"""Regional pack by province code."""


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What the database holds now. `built` names the stages of this run; without any, all was there."""

    county: str
    built: list[str] = field(default_factory=list)
    accounts: list[DemoAccount] = field(default_factory=list)

    def text(self) -> str:
        """Who can log in as what, as a table for the terminal."""
        width = max((len(account.username) for account in self.accounts), default=0) + 2
        lines = [f"  {item.username:<{width}}{item.name}  {item.note}" for item in self.accounts]
        return "\n".join(["Who can log in (synthetic people, no password needed):", *lines])


def build_demo(
    *, county: str, residents: int, seed: int, now: datetime, progress: Tell, cases: int = 0
) -> DemoReport:
    """Build what is missing of the demo of `county`; a second run finds everything done.

    `cases` applications happened before; 0 leaves out their history, which a later run may still add.
    Raises `DemoRefused` in a database that is not a demo or holds anyone not synthetic, for a county without
    communities, and for another size or seed than the county was built with.
    """
    spec = DemoSpec(county=county, residents=residents, seed=seed, now=now, cases=cases)
    if residents < SMALLEST:
        raise DemoRefused(_("A demo needs at least %(count)s residents.") % {"count": SMALLEST})
    mark_as_demo(county)
    built = [stage.name for stage in STAGES if run_stage(stage, spec, progress)]
    _install_packs(spec, progress)
    compile_measures(now=now)
    if cases > 0 and run_stage(FILING, spec, progress):
        built.append(FILING.name)
    if cases > 0 and run_stage(SHARING, spec, progress):
        built.append(SHARING.name)
    told = cases > 0 and run_stage(HISTORY, spec, progress)
    if told:
        built.append(HISTORY.name)
        rebuild_paces(now=now)
    count(spec, progress, anew=told)
    return DemoReport(county=county, built=built, accounts=list_accounts())


@transaction.atomic
def mark_as_demo(county: str) -> None:
    """Mark the database as a demo, if nothing in it is real; the first county becomes its home."""
    installation = Installation.objects.select_for_update().filter(id=1).first()
    if installation is not None and not installation.demo:
        raise DemoRefused(_("This database is a real installation: set LINLI_HOME to another folder."))
    if Person.objects.filter(synthetic=False).exists() or Household.objects.filter(synthetic=False).exists():
        raise DemoRefused(
            _("This database holds people who are not synthetic: set LINLI_HOME to another folder.")
        )
    if installation is None:
        if User.objects.filter(demo=False).exists():
            raise DemoRefused(
                _("This database has accounts of a real installation: set LINLI_HOME to another folder.")
            )
        Installation.objects.create(id=1, demo=True, home_place_code=county)
    forget()


def _import_places(spec: DemoSpec, tell: Tell) -> Outcome:
    tell(f"division codes of {spec.county}")
    return Outcome(sum(import_divisions(within=spec.county).values()))


def _install_packs(spec: DemoSpec, tell: Tell) -> None:
    """No stage: what is installed stays, and after an upgrade of Linli its newer packs are added."""
    names = ["national", *filter(None, [_PLANS.get(spec.county[:2])]), "demo-plan", "worked"]
    packs = install_all(folders=[builtin(name) for name in names], actor=SYSTEM, now=spec.now)
    tell(", ".join(f"{pack.pack_id} {pack.version}" for pack in packs))


def count(spec: DemoSpec, tell: Tell, *, anew: bool = False) -> None:
    """Count the county for today and for the year-ends that have figures, unless it was; no stage either.

    `anew`: today in any case.
    """
    county = load_territory(spec).county_id
    for day in (*year_ends(spec.today), spec.today):
        counted = get_counted_day(county, day)
        if counted is None or counted.day != day or (anew and day == spec.today):
            tell(f"counting for {day}")
            rebuild(county=county, day=day, now=spec.now)


STAGES = (
    Stage("places", _import_places),
    Stage("urban-classes", classify),
    Stage("grids", write_grids),
    Stage("people", write_people),
    Stage("figures", write_figures),
    Stage("facilities", write_facilities),
    Stage("workers", write_workers),
    Stage("posts", write_posts),
    Stage("accounts", write_accounts),
    Stage("mandates", write_mandates),
)
"""In this order: later stages read what earlier ones wrote."""

FILING = Stage("filing", write_filing)
"""After the packs, which list the labels; only where something happened before."""

SHARING = Stage("sharing", write_sharing)
"""After the files, which it gives away."""

HISTORY = Stage("history", write_history, attrgetter("parameters_of_history"))
"""After the packs, which say how applications are handled; before the counting of its ratings."""
