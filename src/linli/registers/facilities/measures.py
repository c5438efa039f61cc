"""What the register of facilities counts. Areas in cm²."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.kernel.measures import (
    AREA,
    COMMUNITIES,
    Absent,
    Combine,
    DayRule,
    Measure,
    counted,
    first_day,
    in_force,
    table,
)

_REGISTER = _("register of facilities")

# Kinds of comprehensive service facility (综合服务设施); a square or a canteen is none of them.
COMPREHENSIVE_KINDS = ("service-centre", "rural-centre", "party-centre", "service-station")


def _facilities() -> Any:
    facility = table(
        "facility",
        {
            "id": "int64",
            "community": "int64",
            "number": "string",
            "name": "string",
            "kind": "string",
            "floor_area": "int64",
            "activity_area": "int64",
            "valid": "daterange",
        },
    )
    return facility.filter(in_force(facility.valid), facility.kind.isin(COMPREHENSIVE_KINDS))


def _rows(facility: Any, quantity: Any, community: Any = None) -> Any:
    return counted(
        facility,
        community=facility.community if community is None else community,
        row=facility.id,
        label=facility.name,
        detail=facility.number,
        quantity=quantity,
        since=first_day(facility.valid),
    )


def _floor_area() -> Any:
    facility = _facilities()
    return _rows(facility, facility.floor_area)


def _measured() -> Any:
    """Facilities of which is known how much residents use: the others are in neither part of the share."""
    facility = _facilities()
    return facility.filter(facility.activity_area.notnull())


def _activity_area() -> Any:
    facility = _measured()
    return _rows(facility, facility.activity_area)


def _measured_floor_area() -> Any:
    facility = _measured()
    return _rows(facility, facility.floor_area)


def _serving() -> Any:
    """A facility serves the community where it stands, and those that share it."""
    share = table("facility_share", {"facility_id": "int64", "community": "int64"})
    facility = _facilities()
    used = facility.join(share, facility.id == share.facility_id, rname="{name}_sharing")
    return _rows(facility, 1).union(_rows(used, 1, used.community_sharing))


MEASURES = (
    Measure(
        code="facility_area",
        title=_("floor area of facilities"),
        unit=AREA,
        register=_REGISTER,
        day_rule=DayRule.IN_FORCE,
        relation=_floor_area,
        absent=Absent.ZERO,
    ),
    Measure(
        code="activity_area",
        title=_("area that residents use"),
        unit=AREA,
        register=_REGISTER,
        day_rule=DayRule.IN_FORCE,
        relation=_activity_area,
        absent=Absent.UNKNOWN,
    ),
    Measure(
        code="measured_facility_area",
        title=_("floor area of facilities whose residents’ area is measured"),
        unit=AREA,
        register=_REGISTER,
        day_rule=DayRule.IN_FORCE,
        relation=_measured_floor_area,
        absent=Absent.UNKNOWN,
    ),
    Measure(
        code="served_communities",
        title=_("communities and villages with a facility, their own or shared"),
        unit=COMMUNITIES,
        register=_REGISTER,
        day_rule=DayRule.IN_FORCE,
        relation=_serving,
        absent=Absent.ZERO,
        combine=Combine.ANY,
    ),
)
