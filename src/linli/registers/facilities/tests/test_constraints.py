"""What the register of facilities refuses to hold, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from linli.registers.facilities.models import Facility, FacilityShare

pytestmark = pytest.mark.django_db

SQUARE_METRE = 10_000


def add(number: str = "SS1", *, floor: int = 300, activity: int | None = 180) -> Facility:
    return Facility.objects.create(
        county=1,
        community=2,
        number=number,
        name="综合服务中心",
        kind="service-centre",
        floor_area=floor * SQUARE_METRE,
        activity_area=None if activity is None else activity * SQUARE_METRE,
        valid=DateRange(date(2020, 1, 1), None),
    )


@pytest.mark.parametrize("activity", [None, 0, 300])
def test_residents_may_use_none_or_all_of_a_facility_or_it_is_not_measured(activity: int | None) -> None:
    assert add(activity=activity).pk


@pytest.mark.parametrize(("floor", "activity"), [(0, None), (-1, None), (300, 301), (300, -1)])
def test_impossible_areas_are_refused(floor: int, activity: int | None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        add(floor=floor, activity=activity)


def test_a_village_shares_a_facility_once() -> None:
    facility = add()
    FacilityShare.objects.create(facility=facility, community=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        FacilityShare.objects.create(facility=facility, community=3)
