"""Stage: community workers (社区工作者) of the urban communities, 16 to 19 for 10,000 urban residents."""

from collections.abc import Iterator
from datetime import timedelta

from linli.kernel.copying import analyze, copy_rows
from linli.registers.workforce.models import CommunityWorker
from linli.site.demo.households import FEMALE, MALE
from linli.site.demo.names import draw_given_name, draw_surname
from linli.site.demo.shares import divide
from linli.site.demo.spec import DemoSpec
from linli.site.demo.stages import Outcome, Tell
from linli.site.demo.territory import Community, Territory, load_territory

_COLUMNS = ("county", "town", "community", "number", "name", "certificate", "valid", "synthetic")
_CERTIFICATES = ("", "助理社会工作师", "社会工作师", "高级社会工作师")


def write_workers(spec: DemoSpec, tell: Tell) -> Outcome:
    """Workers in service, and some who have left."""
    territory = load_territory(spec)
    rows = copy_rows(CommunityWorker, _COLUMNS, _draw_rows(spec, territory))
    analyze(CommunityWorker)
    tell(f"{rows} community workers")
    return Outcome(rows)


def draw_strength(spec: DemoSpec, territory: Territory) -> list[tuple[Community, int]]:
    """How many workers serve in each urban community; small offices are stretched, large ones less."""
    random = spec.stream("workers", "strength")
    urban = [community for community in territory.communities if community.urban]
    residents = sum(community.natural_size for community in urban)
    total = round(residents * random.uniform(16.2, 18.6) / 10_000)
    weights = [round(community.natural_size * random.uniform(0.75, 1.25)) for community in urban]
    return list(zip(urban, divide(total, weights, least=[2] * len(urban)), strict=True))


def _draw_rows(spec: DemoSpec, territory: Territory) -> Iterator[tuple[object, ...]]:
    for community, strength in draw_strength(spec, territory):
        random = spec.stream("workers", community.code)
        leavers = random.randint(0, 2)
        for order in range(1, strength + leavers + 1):
            born = spec.today - timedelta(days=random.randint(23 * 365, 58 * 365))
            sex = FEMALE if random.random() < 0.68 else MALE
            serving = order <= strength
            start = spec.today - timedelta(days=random.randint(60 if serving else 900, 4_000))
            end = "" if serving else start + timedelta(days=random.randint(200, 850))
            yield (
                territory.county_id,
                community.town.place_id,
                community.place_id,
                f"SG{community.code}{order:03d}",
                draw_surname(random) + draw_given_name(random, sex=sex, born=born),
                random.choices(_CERTIFICATES, weights=(58, 26, 14, 2))[0],
                f"[{start},{end})",
                True,
            )
