"""The county as the generator sees it: its towns and communities with a made-up natural size."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.registers.places.models import PlaceVersion
from linli.site.demo.spec import DemoSpec
from linli.site.demo.stages import DemoRefused

URBAN_CLASSES = ("111", "112", "121", "122", "123")

_SUFFIXES = ("居民委员会", "村民委员会", "居委会", "村委会")


@dataclass(frozen=True, slots=True)
class Town:
    place_id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Community:
    """A community or village; `natural_size` is how many people live there by the made-up statistics."""

    place_id: int
    code: str
    name: str
    urban_class: str
    town: Town
    natural_size: int

    @property
    def urban(self) -> bool:
        return self.urban_class in URBAN_CLASSES

    @property
    def short_name(self) -> str:
        """永安社区居委会 → 永安社区, as people say it."""
        for suffix in _SUFFIXES:
            if self.name.endswith(suffix) and len(self.name) > len(suffix) + 1:
                stem = self.name.removesuffix(suffix)
                return stem if stem.endswith(("社区", "村")) else stem + ("社区" if self.urban else "村")
        return self.name


@dataclass(frozen=True, slots=True)
class Territory:
    """County, towns and communities valid today, in the order of their codes."""

    county_id: int
    county_name: str
    towns: Sequence[Town]
    communities: Sequence[Community]

    def of_town(self, town: Town) -> list[Community]:
        return [community for community in self.communities if community.town is town]

    @property
    def cast_community(self) -> Community:
        """Where the cast lives: the first urban community of the first town with two, else the very first."""
        return self._neighbours[0]

    @property
    def next_community(self) -> Community:
        """The cast's neighbour in the same town, if there is one."""
        return self._neighbours[-1]

    @property
    def next_town(self) -> Town | None:
        """Another town than the cast's, if there is one."""
        return next((town for town in self.towns if town is not self.cast_community.town), None)

    @property
    def _neighbours(self) -> list[Community]:
        for town in self.towns:
            urban = [community for community in self.of_town(town) if community.urban]
            if len(urban) > 1:
                return urban[:2]
        return list(self.communities[:2])


def load_territory(spec: DemoSpec) -> Territory:
    """Read the county's places. Raises `DemoRefused` for a code that is not a county with communities."""
    current = PlaceVersion.objects.filter(valid__contains=spec.today)
    county = current.filter(code=spec.county, level="county").first()
    if county is None:
        raise _refuse(spec)
    below = current.filter(county=county.place_id).order_by("code")
    towns = {row.place_id: Town(row.place_id, row.code, row.name) for row in below.filter(level="town")}
    rows = list(below.filter(level="community", town__in=towns))
    if not rows:
        raise _refuse(spec)
    natural = {row.pk: _natural_size(spec, row) for row in rows}
    scale = max(1.0, spec.residents / sum(natural.values()))
    communities = [
        Community(
            place_id=row.place_id,
            code=row.code,
            name=row.name,
            urban_class=row.urban_class,
            town=towns[row.town],
            natural_size=round(natural[row.pk] * scale),
        )
        for row in rows
        if row.town is not None
    ]
    return Territory(county.place_id, county.name, list(towns.values()), communities)


def _natural_size(spec: DemoSpec, row: PlaceVersion) -> int:
    random = spec.stream("size", row.code)
    if row.urban_class in URBAN_CLASSES:
        return round(random.triangular(3_200, 9_500, 5_200))
    return round(random.triangular(700, 3_200, 1_700))


def _refuse(spec: DemoSpec) -> DemoRefused:
    return DemoRefused(
        _("%(code)s is not the code of a county with communities: take six digits such as 532301 or 120118.")
        % {"code": spec.county}
    )
