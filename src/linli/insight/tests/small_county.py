"""A county to count by hand: two towns, two urban communities, two villages, one without a class."""

from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from linli.registers.facilities.models import Facility, FacilityShare
from linli.registers.people.models import Person, Residence
from linli.registers.places.models import Place, PlaceVersion
from linli.registers.statistics.models import PopulationFigure
from linli.registers.workforce.models import CommunityWorker

SINCE = DateRange(date(2020, 1, 1), None)
M2 = 10_000


@dataclass
class SmallCounty:
    """Ids of the places; `add_…` puts one row at a community."""

    province: int
    county: int
    east: int
    west: int
    market: int
    bridge: int
    mill: int
    hill: int
    unclassed: int

    def columns(self, community: int) -> dict[str, int]:
        town = self.east if community in (self.market, self.bridge) else self.west
        return {"county": self.county, "town": town, "community": community}

    def add_facility(
        self,
        community: int,
        area: int,
        activity: int | None = None,
        valid: DateRange = SINCE,
        kind: str = "service-station",
    ) -> Facility:
        """Areas in m²."""
        return Facility.objects.create(
            **self.columns(community),
            number=f"F{Facility.objects.count()}",
            name=f"站{Facility.objects.count()}",
            kind=kind,
            floor_area=area * M2,
            activity_area=None if activity is None else activity * M2,
            valid=valid,
        )

    def share(self, facility: Facility, community: int) -> None:
        FacilityShare.objects.create(facility=facility, community=community)

    def add_workers(self, community: int, count: int, valid: DateRange = SINCE) -> None:
        for _ in range(count):
            number = f"W{CommunityWorker.objects.count()}"
            CommunityWorker.objects.create(**self.columns(community), number=number, name="某人", valid=valid)

    def add_person(self, community: int) -> None:
        person = Person.objects.create(
            name="某人", sex="2", birth_date=date(1950, 1, 1), id_number_kind="citizen"
        )
        Residence.objects.create(
            **self.columns(community), person=person, kind="dwelling", address="花园路1号", valid=SINCE
        )

    def add_figure(self, community: int, kind: str, value: int, day: date = date(2025, 12, 31)) -> None:
        PopulationFigure.objects.create(
            **self.columns(community), kind=kind, value=value, day=day, source="统计年报"
        )


def _place(code: str, name: str, level: str, urban_class: str = "", **above: int | None) -> int:
    place = Place.objects.create()
    parent = next((above[key] for key in ("town", "county", "city", "province") if above.get(key)), None)
    PlaceVersion.objects.create(
        place=place,
        code=code,
        name=name,
        full_name=name,
        level=level,
        parent_id=parent,
        urban_class=urban_class,
        valid=SINCE,
        **{**above, level: place.id},
    )
    return place.id


def make_small_county(prefix: str = "99") -> SmallCounty:
    """Codes begin with `prefix`, which names a province that does not exist unless the caller wants one."""
    province = _place(prefix, "某省", "province")
    city = _place(f"{prefix}01", "某州", "city", province=province)
    above = {"province": province, "city": city}
    county = _place(f"{prefix}0101", "某县", "county", **above)
    above["county"] = county
    east = _place(f"{prefix}0101001", "城东街道", "town", **above)
    west = _place(f"{prefix}0101100", "城西镇", "town", **above)

    def community(number: int, name: str, town: int, urban_class: str) -> int:
        code = f"{prefix}0101{'001' if town == east else '100'}{number:03d}"
        return _place(code, name, "community", urban_class, **above, town=town)

    return SmallCounty(
        province=province,
        county=county,
        east=east,
        west=west,
        market=community(1, "集市社区", east, "111"),
        bridge=community(2, "大桥社区", east, "112"),
        mill=community(200, "水磨村", west, "220"),
        hill=community(201, "山上村", west, "210"),
        unclassed=community(202, "无类村", west, ""),
    )
